// @ts-check
/** Times are shown in the zone of the person, with its offset, whatever zone the API and the journal write them in. */
import { signal } from '@preact/signals'
import { language, languages } from './index.js'

const TICK_MS = 5000

/** The time of day, for ages that are shown. */
export const now = signal(Date.now())
setInterval(() => {
  if (document.visibilityState === 'visible') now.value = Date.now()
}, TICK_MS)

/** The zone of the API's times: they say no offset. */
const BEIJING = '+08:00'

/**
 * The moment that the API means by a text such as `2026-11-28 14:21:07`, in milliseconds since 1970; undefined where it is
 * none.
 *
 * @param {string | undefined} text
 */
export function instant(text) {
  const [, day, time = '00:00:00', own] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(Z|[+-]\d\d:?\d\d)?$/.exec(text?.trim() ?? '') ?? []
  const ms = Date.parse(`${day}T${time}${own ?? BEIJING}`)
  return Number.isNaN(ms) ? undefined : ms
}

/** The offset of the person's zone at a moment, such as `UTC+8`. @param {number} [ms] */
export function offset(ms = Date.now()) {
  const minutes = -new Date(ms).getTimezoneOffset()
  const rest = Math.abs(minutes % 60)
  const hours = Math.trunc(Math.abs(minutes) / 60)
  return `UTC${minutes < 0 ? '−' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}

const two = (/** @type {number} */ number) => String(number).padStart(2, '0')

/** `14:21:07` @param {number} ms */
export function clock(ms) {
  const at = new Date(ms)
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

/** `14:21` @param {number} seconds since 1970, as charts have them */
export const clockMinute = (seconds) => clock(seconds * 1000).slice(0, 5)

/** `11-28` @param {number} seconds since 1970 */
export const dayMonth = (seconds) => day(seconds * 1000).slice(5)

/** @param {number} ms */
function day(ms) {
  const at = new Date(ms)
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** `2026-11-28 14:21:07 UTC+8`, for text that has no title to say the offset. @param {number} ms */
export const dated = (ms) => `${day(ms)} ${clock(ms)} ${offset(ms)}`

/** `2026-11-28 14:21:07`, with its offset where that is not the one of now, which stands above. @param {number} ms */
export const stamp = (ms) => (offset(ms) === offset() ? `${day(ms)} ${clock(ms)}` : dated(ms))

/** @type {[unit: Intl.RelativeTimeFormatUnit, seconds: number][]} */
const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
]

/** How long ago that was, such as `3 min. ago`. @param {number} ms */
export function ago(ms) {
  const seconds = Math.max(0, Math.floor((now.value - ms) / 1000))
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? ['second', 1]
  const format = new Intl.RelativeTimeFormat(languages[language.value].tag, { style: 'short', numeric: 'always' })
  return format.format(-Math.floor(seconds / size), unit)
}
