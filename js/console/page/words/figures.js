// @ts-check
/**
 * Figures as the page writes them, each by one rule: shares with a space before the percent sign, versions with a `v`. A share
 * that was measured is rounded by `measured`, one that is set keeps all its digits by `exactShare`.
 */

import { percent } from '../../../render/split.js'

/**
 * A share that was measured, such as the part of calls that failed: with one decimal, below 1 % with two, so that a change is
 * seen: `48.6 %`, `50 %`, `0.37 %`.
 *
 * @param {number} part 0 to 1
 */
export function measured(part) {
  const percent = part * 100
  return `${Number(percent.toFixed(percent < 1 ? 2 : 1))} %`
}

/** A share as it is set, with all its digits: `33.33 %`. @param {number} part 0 to 1 */
export const exactShare = (part) => percent(part).replace('%', ' %')

/** `v2`, or `$latest`, in whichever case it is written; a dash where it is not known. @param {string | null | undefined} version */
export function versionText(version) {
  if (!version) return '–'
  return /^\d+$/.test(version) ? `v${version}` : version.replace(/^\$latest$/i, '$latest')
}

/** `0:40`, `12:05`, `1:02:05`. @param {number} seconds */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds))
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}
