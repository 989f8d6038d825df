// @ts-check

/** A second as the API may count it, with what clocks and timers are apart. */
const SECOND_MS = 1010

/**
 * So many at once, and so many a second: far above what a release needs, far below what a page that went wild could do.
 *
 * @param {{ perSecond: number, atOnce: number, now?: () => number }} limits
 */
export function allowance({ perSecond, atOnce, now = () => performance.now() }) {
  let inside = 0
  let left = perSecond
  let filled = now()
  return {
    /** @returns {(() => void) | undefined} to be called when it is over; undefined where there is no room */
    enter() {
      const at = now()
      left = Math.min(perSecond, left + ((at - filled) / 1000) * perSecond)
      filled = at
      if (inside >= atOnce || left < 1) return undefined
      left -= 1
      inside += 1
      return () => {
        inside -= 1
      }
    },
  }
}

/**
 * Turns of calls that only look, shared by all pages of this server. All servers together give at most `perSecond` turns in any
 * second, per region and action, and each of them gives the same part: whole turns where there are enough for all servers, else
 * one turn in a longer time.
 *
 * @param {{ perSecond: number, servers?: () => number, now?: () => number }} limits `servers`: how many share them
 * @returns {(what: string) => number} takes the next turn; says in how many milliseconds it is
 */
export function turns({ perSecond, servers = () => 1, now = () => performance.now() }) {
  /** Per region and action, the last turns that were given, in the order of their times. @type {Map<string, number[]>} */
  const given = new Map()
  return (what) => {
    const last = given.get(what) ?? []
    const share = perSecond / servers()
    const most = Math.max(1, Math.floor(share))
    const window = SECOND_MS * Math.max(1, 1 / share)
    const asked = now()
    // when the number of servers changed, the turns that were given already have other distances
    const at = Math.max(asked, last.at(-1) ?? asked, (last.at(-most) ?? Number.NEGATIVE_INFINITY) + window)
    given.set(what, [...last, at].slice(-perSecond))
    return Math.ceil(at - asked)
  }
}
