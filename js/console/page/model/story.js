// @ts-check
/** The history as it is listed: the runs of a rollout are one entry, and it can be narrowed by function, person and kind. */
/** @import { History, HistoryRun } from '../../../types.js' */
/** @import { Place } from './functions.js' */
import { keyOf } from './functions.js'
import { person } from './who.js'

/**
 * An entry: a run, or all runs of a rollout, the newest first.
 *
 * @typedef {{ id: string, rollout?: string, runs: HistoryRun[] }} Entry
 */

/** What the list is narrowed to; absent for all. @typedef {{ function?: string, who?: string, kind?: string }} Narrowed */

/** The kind of a rollout's entry. */
const ROLLOUT = 'rollout'

/** @param {HistoryRun[]} runs the newest first @returns {Entry[]} */
export function entries(runs) {
  /** @type {Map<string, Entry>} */
  const found = new Map()
  for (const run of runs) {
    const id = run.rollout ?? run.run
    const entry = found.get(id)
    if (entry) entry.runs.push(run)
    else found.set(id, { id, rollout: run.rollout, runs: [run] })
  }
  return [...found.values()]
}

/** @param {Entry} entry */
export const kindOf = ({ rollout, runs }) => (rollout === undefined ? runs[0].kind : ROLLOUT)

/** Its functions, each once. @param {Entry} entry @returns {(Place & { key: string })[]} */
export function functionsOf({ runs }) {
  /** @type {Map<string, Place & { key: string }>} */
  const found = new Map()
  for (const { functions, order } of runs) {
    for (const one of functions.length > 0 ? functions : (order?.functions ?? [])) found.set(keyOf(one), one)
  }
  return [...found.values()]
}

/** @param {Entry[]} all @param {Narrowed} to */
export function narrowed(all, to) {
  return all.filter(
    (entry) =>
      (to.function === undefined || functionsOf(entry).some(({ name }) => name === to.function)) &&
      (to.who === undefined || entry.runs.some((run) => person(run.who).name === to.who)) &&
      (to.kind === undefined || kindOf(entry) === to.kind),
  )
}

/** What there is to choose from. @param {History | undefined} history */
export function choices(history) {
  const runs = history?.runs ?? []
  const sorted = (/** @type {string[]} */ words) => [...new Set(words)].sort()
  const all = entries(runs)
  return {
    function: sorted(all.flatMap((entry) => functionsOf(entry).map(({ name }) => name))),
    who: sorted(runs.map(({ who }) => person(who).name)),
    kind: sorted(all.map(kindOf)),
  }
}
