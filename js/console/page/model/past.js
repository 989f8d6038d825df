// @ts-check
/** What the history knows of one function: who published its versions, and what moved its traffic when. */
/** @import { History, HistoryFunction, HistoryRun } from '../../../types.js' */
/** @import { Place } from './functions.js' */
import { keyOf } from './functions.js'

/** Kinds of runs that go back. */
const BACK = ['rollback', 'abort', 'undo']
const DEFAULT = '$default'

/** @typedef {{ at: number, run: HistoryRun, share?: number, version?: string, back: boolean, after?: string }} Moved `at` in milliseconds since 1970 */

/**
 * Functions that are in release as far as the history knows: the last run that moved their traffic left `$LATEST` beside a
 * version.
 *
 * @param {History | undefined} history
 * @returns {string[]} by place
 */
export function inRelease(history) {
  /** @type {Map<string, number>} */
  const shares = new Map()
  for (const one of (history?.runs ?? []).flatMap(({ functions }) => functions)) {
    const moved = movedOf(one)
    if (moved && !shares.has(keyOf(one))) shares.set(keyOf(one), moved.latest ?? 0)
  }
  return [...shares].filter(([, latest]) => latest > 0 && latest < 1).map(([key]) => key)
}

/** What a run read back of the alias that carries default traffic. @param {HistoryFunction} one */
const movedOf = ({ routing }) => routing.find(({ alias, after }) => alias === DEFAULT && after !== undefined)

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
      .flatMap((one) => {
        const { published } = one
        const moved = movedOf(one)
        if (!moved && published.length === 0) return []
        const { latest, after } = moved ?? {}
        return [{ at: run.last, run, share: latest, version: published.at(-1), back: BACK.includes(run.kind), after }]
      }),
  )
}
