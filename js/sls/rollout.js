// @ts-check
/**
 * `sls rollout --inputs do=tick`: what people ask of a rollout that a deploy began.
 *
 * @module
 */
/** @import { Grayscale } from '../grayscale.js' */
/** @import { OfRollout, RolloutState } from '../rollouts.js' */
/** @import { Run } from './carry-out.js' */
import { problem, usageError } from '../errors.js'
import { nearest } from '../inputs/nearest.js'
import { renderRollout } from '../render/index.js'
import { look } from './engine.js'

/** @typedef {Record<string, any>} Typed */
/** @typedef {{ takes: string[], ask: (gray: Grayscale, typed: Typed, how: OfRollout) => Promise<RolloutState> }} Action */

/** What is asked, and what each takes besides `id`. @type {Record<string, Action>} */
const actions = {
  status: { takes: [], ask: (gray, _, how) => gray.rollouts.status(how) },
  tick: { takes: [], ask: (gray, _, how) => gray.rollouts.tick(how) },
  pause: { takes: [], ask: (gray, _, how) => gray.rollouts.pause(how) },
  resume: { takes: ['adopt'], ask: (gray, { adopt }, how) => gray.rollouts.resume({ adopt: isOn(adopt), ...how }) },
  promote: {
    takes: ['step', 'full', 'overGuard', 'reason'],
    ask: (gray, { step, full, overGuard, reason }, how) =>
      gray.rollouts.promote({
        step: stepOf(step),
        full: isOn(full),
        overGuard: isOn(overGuard),
        reason: reason === undefined ? undefined : String(reason),
        ...how,
      }),
  },
  approve: {
    takes: ['gate', 'step'],
    ask: (gray, { gate, step }, how) => {
      if (gate === undefined) throw usageError('MissingValue.gate', {})
      return gray.rollouts.approve(String(gate), { step: stepOf(step), ...how })
    },
  },
  abort: { takes: ['keep'], ask: (gray, { keep }, how) => gray.rollouts.abort({ keep: isOn(keep), ...how }) },
}

/** The words that `do` may have. */
export const rolloutActions = Object.keys(actions)

/**
 * @param {Grayscale} gray
 * @param {Typed} typed
 * @param {Run} run
 * @returns {Promise<Record<string, any>>} the outputs
 * @throws {import('../errors.js').GrayscaleError} what is refused; `RolloutWentBack` where this call took the traffic back
 */
export async function askRollout(gray, { do: word = 'status', stage: _, ...typed }, { engine, signal }) {
  const action = String(word)
  if (!Object.hasOwn(actions, action)) {
    throw usageError('UnknownCommand.rollout', { word: action, ...nearest(action, rolloutActions) })
  }
  const { takes, ask } = actions[action]
  const foreign = Object.keys(typed).find((name) => name !== 'id' && !takes.includes(name))
  if (foreign !== undefined) {
    const others = rolloutActions.filter((one) => actions[one].takes.includes(foreign))
    throw usageError('MisplacedInput.ofRollout', { written: foreign, action, actions: others })
  }
  const id = typed.id === undefined ? undefined : String(typed.id)
  const state = await ask(gray, typed, { id, signal })
  engine.say(renderRollout(state, look))
  const { decision, another } = state
  if (decision.do === 'rollBack' && another !== true && action !== 'abort') {
    throw problem('RolloutWentBack', { id: state.id, why: decision.why.text })
  }
  return rolloutOutputs(state)
}

/**
 * What scripts read of a rollout.
 *
 * @param {RolloutState} state
 */
export function rolloutOutputs({ id, state, step, steps }) {
  return { rollout: id, state, step: `${step}/${steps.length}` }
}

/** As typed, or in a program. @param {unknown} value */
function isOn(value) {
  return value === true || value === 'true' ? true : undefined
}

/** @param {unknown} typed */
function stepOf(typed) {
  if (typed === undefined) return undefined
  if (!/^[1-9]\d{0,3}$/.test(String(typed))) throw usageError('InvalidFlag.step', { value: String(typed) })
  return Number(typed)
}
