// @ts-check
/** @import { MetricReport } from '../../../types/generated.js' */

/** @typedef {{ version: string, calls: number, failed: number }} Count */

/**
 * A canary beside the stable version, over the minutes in which the monitor has calls of the canary.
 *
 * @typedef {object} Comparison
 * @property {Count} canary
 * @property {Count} stable
 * @property {number} minutes how many those are
 * @property {'worse' | 'unknown' | 'alone' | 'fine'} verdict `worse`: it fails more often than the stable version;
 *   `unknown`: no calls of the canary; `alone`: none of the stable version
 */

/**
 * @param {MetricReport} report by the minute
 * @param {string} canary
 * @param {string} stable
 * @returns {Comparison}
 */
export function compare({ versions }, canary, stable) {
  const of = (/** @type {string} */ version) => versions.find((one) => one.version === version)?.series
  const calls = of(canary)?.invocations ?? []
  const minutes = calls.flatMap((count, minute) => (count ? [minute] : []))
  const counted = (/** @type {string} */ version) => {
    const series = of(version)
    const sum = (/** @type {(number | null)[] | undefined} */ values) =>
      minutes.reduce((total, minute) => total + (values?.[minute] ?? 0), 0)
    return { version, calls: sum(series?.invocations), failed: sum(series?.errors) }
  }
  const [one, other] = [counted(canary), counted(stable)]
  return { canary: one, stable: other, minutes: minutes.length, verdict: verdict(one, other) }
}

/** @param {Count} canary @param {Count} stable @returns {Comparison['verdict']} */
function verdict(canary, stable) {
  if (canary.calls === 0) return 'unknown'
  if (stable.calls === 0) return 'alone'
  // shares of whole numbers, compared without rounding
  return canary.failed * stable.calls > stable.failed * canary.calls ? 'worse' : 'fine'
}
