// @ts-check
/** What a person asks of a rollout, and what came of it. */
/** @import { RolloutState } from '../../../rollouts.js' */
/** @import { RolloutAbout } from '../../../types/generated.js' */
/** @import { Words } from '../words/en.js' */
import { effect, signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { gray } from '../session.js'
import { inputsOf, refresh } from './functions.js'
import { readJournal } from './now.js'
import { placesOf } from './rollout.js'

/** @typedef {keyof Words['rollout']['doing']} Kind */

/**
 * The last order of this tab.
 *
 * @typedef {object} Order
 * @property {string} id of the rollout
 * @property {Kind} kind
 * @property {boolean} running
 * @property {GrayscaleError} [error]
 * @property {'done' | 'recorded' | 'another'} [end] `recorded`: whoever looks next carries it out; `another`: somebody else
 *   looked at the same moment
 */

/** @type {import('@preact/signals').Signal<Order | undefined>} */
export const order = signal(undefined)

/**
 * Gives an order and follows it: one at a time. Only `abort` does not wait: it is sent beside another order that is running, and
 * is then the last one.
 *
 * @param {string} id
 * @param {Kind} kind
 * @param {() => Promise<Partial<RolloutState> | void>} work
 */
async function give(id, kind, work) {
  const before = order.value
  const twice = before?.kind === 'abort' && before.id === id
  if (before?.running && (kind !== 'abort' || twice)) return
  /** @type {Order} */
  const own = { id, kind, running: true }
  order.value = own
  const settle = (/** @type {Partial<Order>} */ how) => {
    // an abort may have been given meanwhile: what became of that is shown
    if (order.value === own) order.value = { id, kind, running: false, ...how }
  }
  try {
    const state = await work()
    settle({ end: state?.another ? 'another' : (state?.lacks?.length ?? 0) > 0 ? 'recorded' : 'done' })
  } catch (error) {
    settle({ error: GrayscaleError.from(error) })
  }
  readJournal()
  refresh()
}

/** @param {string} id */
export const pause = (id) => give(id, 'pause', () => gray().rollouts.pause({ id }))
/** @param {string} id */
export const resume = (id) => give(id, 'resume', () => gray().rollouts.resume({ id }))
/** Goes on from the routing that somebody else made. @param {string} id */
export const adopt = (id) => give(id, 'adopt', () => gray().rollouts.resume({ id, adopt: true }))
/** All traffic back to stable. @param {string} id */
export const abort = (id) => give(id, 'abort', () => gray().rollouts.abort({ id }))
/** Ends it, and leaves the routing. @param {string} id */
export const keep = (id) => give(id, 'keep', () => gray().rollouts.abort({ id, keep: true }))
/** @param {string} id @param {{ step: number, full: boolean, overGuard: boolean, reason?: string }} how `step`: the one that was shown */
export const promote = (id, { step, full, ...how }) =>
  give(id, 'promote', () => gray().rollouts.promote({ id, ...how, ...(full ? { full } : { step }) }))
/** @param {string} id @param {string} gate @param {number} step the one that was shown */
export const approve = (id, gate, step) => give(id, 'approve', () => gray().rollouts.approve(gate, { id, step }))
/** @param {string} id */
export const tick = (id) => give(id, 'tick', () => gray().rollouts.tick({ id }))

/**
 * What giving stable all traffic again would do: a plan for each version that is stable.
 *
 * @param {RolloutAbout} rollout
 */
export function planUndo(rollout) {
  const versions = [...new Set(rollout.functions.map(({ stable }) => stable))]
  return Promise.all(
    versions.map((to) => {
      const functions = rollout.functions.filter(({ stable }) => stable === to)
      return gray().planRollback({ functions: inputsOf(placesOf({ ...rollout, functions })), to })
    }),
  )
}

/** Carries that out: only the plans that were shown. @param {string} id @param {import('../../../plan.js').Plan[]} plans */
export const undo = (id, plans) =>
  give(id, 'undo', async () => {
    for (const plan of plans) await gray().apply(plan)
  })

/** How often this tab looks after a rollout. */
const EVERY_MS = 60_000

/** The rollout that this tab looks after. @type {import('@preact/signals').Signal<string | undefined>} */
export const tended = signal(undefined)
/** What stood in the way of the last look by itself. @type {import('@preact/signals').Signal<GrayscaleError | undefined>} */
export const tendFailure = signal(undefined)

effect(() => {
  const id = tended.value
  if (id === undefined) return
  const look = async () => {
    if (document.visibilityState !== 'visible' || order.peek()?.running) return
    try {
      const { ended } = await gray().rollouts.tick({ id })
      tendFailure.value = undefined
      if (ended && tended.peek() === id) tended.value = undefined
    } catch (error) {
      tendFailure.value = GrayscaleError.from(error)
    }
  }
  look()
  const timer = setInterval(look, EVERY_MS)
  return () => clearInterval(timer)
})
