// @ts-check
/** @import { MetricReport } from '../../../types/generated.js' */
import { guard, rolloutPolicy } from '../../../rollout.js'

const MINUTE_MS = 60_000

/** @typedef {{ version: string, calls: number, failed: number }} Count */

/**
 * A minute of both: minutes since 1970, calls of the canary, those that failed, and the same of the stable version. Null where
 * the monitor has no figure yet.
 *
 * @typedef {[minute: number, calls: number, failed: number | null, stableCalls: number, stableFailed: number | null]} Minute
 */

/**
 * A canary beside the stable version, over the minutes in which the monitor has calls of the canary.
 *
 * @typedef {object} Comparison
 * @property {Count} canary
 * @property {Count} stable
 * @property {number} minutes how many those are
 * @property {'unhealthy' | 'worse' | 'unknown' | 'alone' | 'fine'} verdict `unhealthy`: it fails more often than the stable
 *   version, by the evidence that a rollout with default settings goes back on; `worse`: it fails more often, which may be
 *   chance; `unknown`: no calls of the canary; `alone`: none of the stable version
 * @property {Minute[]} rows all minutes since the canary's code was changed, for a picture
 */

/**
 * @param {MetricReport} report by the minute
 * @param {string} canary
 * @param {string} stable
 * @param {number} [since] when the canary's code was changed last, in milliseconds since 1970: what was before tells nothing of it
 * @returns {Comparison}
 */
export function compare({ times, versions }, canary, stable, since = 0) {
  const of = (/** @type {string} */ version) => versions.find((one) => one.version === version)?.series
  const [one, other] = [of(canary), of(stable)]
  const rows = times.map((time, minute) => {
    const figure = (/** @type {(number | null)[] | undefined} */ values) => values?.[minute] ?? 0
    /** @type {Minute} */
    const row = [
      Math.floor(Date.parse(time) / MINUTE_MS),
      figure(one?.invocations),
      figure(one?.errors),
      figure(other?.invocations),
      figure(other?.errors),
    ]
    return row
  })
  const own = rows.filter(([minute]) => minute * MINUTE_MS >= since)
  return { ...summed(own, canary, stable), rows: own }
}

/**
 * @param {Minute[]} rows
 * @param {string} canary
 * @param {string} stable
 * @returns {Omit<Comparison, 'rows'>}
 */
function summed(rows, canary, stable) {
  const both = rows.filter(([, calls]) => calls > 0)
  const sum = (/** @type {1 | 2 | 3 | 4} */ column) => both.reduce((total, row) => total + (row[column] ?? 0), 0)
  const [one, other] = [
    { version: canary, calls: sum(1), failed: sum(2) },
    { version: stable, calls: sum(3), failed: sum(4) },
  ]
  return { canary: one, stable: other, minutes: both.length, verdict: verdict(one, other, both) }
}

/** @param {Count} canary @param {Count} stable @param {Minute[]} rows @returns {Comparison['verdict']} */
function verdict(canary, stable, rows) {
  if (canary.calls === 0) return 'unknown'
  if (stable.calls === 0) return 'alone'
  // shares of whole numbers, compared without rounding
  if (canary.failed * stable.calls <= stable.failed * canary.calls) return 'fine'
  return shown(rows, canary.failed) ? 'unhealthy' : 'worse'
}

/** What a rollout goes by, unless its policy says otherwise. @type {{ alpha: number, margin: number, minBad: number } | undefined} */
let usual

/** Whether a rollout of default settings would go back. @param {Minute[]} rows @param {number} failed */
function shown(rows, failed) {
  usual ??= /** @type {NonNullable<typeof usual>} */ (rolloutPolicy('canary').guard)
  const { alpha, margin, minBad } = usual
  if (failed < minBad) return false
  const windows = rows.map(([, ...figures]) => figures.map((figure) => figure ?? 0))
  const evidence = guard({ kind: 'compare', windows, margin })
  return Number(evidence.at(-1)) >= -Math.log(alpha)
}
