// @ts-check
/** Going back: which functions can by one click, where to, and the order itself. */
/** @import { FunctionRow } from '../../../types/generated.js' */
/** @import { HistoryRun } from '../../../types.js' */
/** @import { Plan } from '../../../plan.js' */
/** @import { Place } from './functions.js' */
/** @import { Run } from './runs.js' */
import { computed } from '@preact/signals'
import { go } from '../route.js'
import { gray } from '../session.js'
import { inputsOf, keyOf, refresh, rows } from './functions.js'
import { follow } from './runs.js'

/** How long after a rollback is over a click on the same is still meant for it. */
const DOUBLE_CLICK_MS = 1000

/** @type {{ of: string, over: number, run: Promise<Run> } | undefined} */
let lastRollback

/**
 * Whether one click may roll it back: it is in release, and no routing rule would be dropped.
 *
 * @param {FunctionRow} row
 */
export const rollable = ({ releasing, rules = [] }) => releasing && rules.length === 0

/** All that are in release and can go back by one click. */
export const inRelease = computed(() => rows.value.filter(rollable))

/** The version that a rollback goes to, where that is known. @param {FunctionRow} row */
export const targetOf = ({ stable, split = [] }) =>
  stable ?? split.findLast(({ version }) => version !== '$latest')?.version

/**
 * Rolls functions back that are in release, at once: nothing is asked. It takes over from whatever is under way, so a
 * second click on the same is no order of its own.
 *
 * @param {Place[]} places
 */
export function rollBack(places) {
  go('runs')
  const of = places.map(keyOf).sort().join('\n')
  if (lastRollback?.of === of && Date.now() - lastRollback.over < DOUBLE_CLICK_MS) return lastRollback.run
  const run = follow('rollback', places, (options) => gray().rollback({ functions: inputsOf(places) }, options))
  const order = { of, over: Number.POSITIVE_INFINITY, run }
  run.then(() => {
    order.over = Date.now()
  })
  lastRollback = order
  return run
}

/** What a move of all traffic to a version would do. @param {Place} place @param {string} version */
export const planMove = (place, version) => gray().planRollback({ functions: inputsOf([place]), to: version })

/**
 * The list as it was read: a journal may have been imported, and moves nothing else.
 *
 * @returns {Promise<import('./functions.js').Row[]>}
 */
async function listed() {
  if (rows.value.length === 0) await refresh()
  return rows.value
}

/** What undoing a run would do. @param {string} run */
export const planUndo = async (run) => gray().planUndo(run, { project: { functions: inputsOf(await listed()) } })

/** What putting back the run that broke off would do. */
export const planAbort = async () => gray().planAbort({ project: { functions: inputsOf(await listed()) } })

/** What going on with it would do. @param {HistoryRun} run */
export async function planResume({ functions }) {
  const there = new Set((await listed()).map(keyOf))
  const own = functions.filter((one) => there.has(keyOf(one)))
  return gray().planResume({
    functions: own.map(({ key, region, namespace, name }) => ({ key, region, namespace, name })),
  })
}

/**
 * Carries one of the two out: only the plan that was shown.
 *
 * @param {'resume' | 'abort'} how
 * @param {Place[]} places
 * @param {Plan} plan
 */
export function settle(how, places, plan) {
  go('runs')
  return follow(how, places, (options) => gray().apply(plan, options))
}

/** Carries that out: only the plan that was shown. @param {Place[]} places @param {Plan} plan */
export function undo(places, plan) {
  go('runs')
  return follow('undo', places, (options) => gray().apply(plan, options))
}

/** Moves all traffic: only by the plan that was shown. @param {Place} place @param {Plan} plan */
export function move(place, plan) {
  go('runs')
  return follow('rollback', [place], (options) => gray().apply(plan, options))
}
