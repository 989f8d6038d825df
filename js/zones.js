// @ts-check
/** Time zones, as the host knows them. */

const DAYS = 8
const DAY_MS = 86_400_000

/** Whether there is such a zone. @param {string} zone */
export function isZone(zone) {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }) !== undefined
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/**
 * How far zones are ahead of UTC in the days to come: `{ zone: { until, offsets: [[from, minutes]] } }`. What is no zone here is
 * left out.
 *
 * @param {string[]} zones
 * @param {number} now
 */
export function offsetsOf(zones, now) {
  const end = now + DAYS * DAY_MS
  const of = (/** @type {string} */ zone) => {
    /** @type {[number, number][]} */
    const offsets = []
    for (let at = now - (now % 3_600_000); at <= end; at += 3_600_000) {
      const minutes = minutesAhead(zone, at)
      if (offsets.at(-1)?.[1] !== minutes) offsets.push([at / 1000, minutes])
    }
    return { until: Math.floor(end / 1000), offsets }
  }
  return Object.fromEntries(zones.filter(isZone).map((zone) => [zone, of(zone)]))
}

/** @param {string} zone @param {number} at */
function minutesAhead(zone, at) {
  const shown = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at)
  const text = shown.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(text) ?? []
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
