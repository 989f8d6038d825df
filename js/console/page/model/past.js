// @ts-check
/** What the history knows of one function: who published its versions, and what moved its traffic when. */
/** @import { History, HistoryRun } from '../../../types.js' */
/** @import { Place } from './functions.js' */
import { keyOf } from './functions.js'

/** Kinds of runs that go back. */
const BACK = ['rollback', 'abort', 'undo']
const DEFAULT = '$default'

/** @typedef {{ at: number, run: HistoryRun, share?: number, version?: string, back: boolean, after?: string }} Moved `at` in milliseconds since 1970 */

/**
 * Runs that touched a function, the newest first.
 *
 * @param {History | undefined} history
 * @param {Place} place
 */
export const runsOf = (history, place) =>
  (history?.runs ?? []).filter(({ functions }) => functions.some((one) => keyOf(one) === keyOf(place)))

/**
 * Who published each version, as the journal tells.
 *
 * @param {HistoryRun[]} runs of the function
 * @param {Place} place
 * @returns {Map<string, HistoryRun>}
 */
export function publishers(runs, place) {
  const of = (/** @type {HistoryRun} */ { functions }) => functions.filter((one) => keyOf(one) === keyOf(place))
  return new Map(runs.flatMap((run) => of(run).flatMap(({ published }) => published.map((version) => [version, run]))))
}

/**
 * When its traffic was moved, and where to: of the alias that carries default traffic.
 *
 * @param {HistoryRun[]} runs of the function
 * @param {Place} place
 * @returns {Moved[]}
 */
export function moves(runs, place) {
  return runs.flatMap((run) =>
    run.functions
      .filter((one) => keyOf(one) === keyOf(place))
      .flatMap(({ routing, published }) => {
        const moved = routing.find(({ alias, after }) => alias === DEFAULT && after !== undefined)
        if (!moved && published.length === 0) return []
        const { latest, after } = moved ?? {}
        return [{ at: run.last, run, share: latest, version: published.at(-1), back: BACK.includes(run.kind), after }]
      }),
  )
}
