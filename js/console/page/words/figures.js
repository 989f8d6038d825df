// @ts-check
/** Figures as the page writes them: shares with a space before the percent sign, versions with a `v`. */

import { percent } from '../../../render/split.js'

/** A share as it was measured: `48.6 %`, `50 %`, `0.05 %`. @param {number} part 0 to 1 */
export function share(part) {
  const percent = part * 100
  const digits = percent > 0 && percent < 0.1 ? 2 : 1
  return `${Number(percent.toFixed(digits))} %`
}

/** A part of calls that failed, with so many digits that a change is seen: `9.5 %`, `0.37 %`. @param {number} part 0 to 1 */
export function rate(part) {
  const percent = part * 100
  return `${Number(percent.toFixed(percent < 1 ? 2 : 1))} %`
}

/** A share as it is set, with all its digits: `33.33 %`. @param {number} part 0 to 1 */
export const exactShare = (part) => percent(part).replace('%', ' %')

/** `v2`, and `$latest` as it is. @param {string} version */
export const version = (version) => (/^\d+$/.test(version) ? `v${version}` : version)

/** `0:40`, `12:05`, `1:02:05`. @param {number} seconds */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds))
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}
