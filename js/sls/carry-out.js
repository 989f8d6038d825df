// @ts-check
/** @import { RunOptions } from '../options.js' */
/** @import { Line, Progress } from '../types/generated.js' */
/** @import { Created } from './created.js' */
/** @import { Engine } from './engine.js' */

import { GrayscaleError } from '../errors.js'
import { spelled } from '../host.js'
import { renderPlan, renderResult } from '../render/index.js'
import { look } from './engine.js'
import { outputsOf } from './outputs.js'

/**
 * Who carries out, for whom, and who is told.
 *
 * @typedef {object} Run
 * @property {Pick<Engine, 'say' | 'status'>} engine
 * @property {Created} created
 * @property {[name: string, value: string][]} head
 * @property {AbortSignal} [signal]
 */

/**
 * Carries a release out: the plan comes first, whole; then the status line follows its steps; then what came of it is
 * told, and noted in the state. All of that also where the release failed half-way.
 *
 * @param {Run} run
 * @param {(options: RunOptions) => Promise<any>} release
 * @returns {Promise<Record<string, any>>} the outputs
 */
export async function carryOut({ engine, created, head, signal }, release) {
  /** @type {Line[]} */
  let told = []
  const onEvent = (/** @type {Progress} */ event) => {
    if (event.type === 'planned') {
      told = event.lines
      engine.say(renderPlan(told, { ...look, head }))
    } else if (event.type === 'noted') engine.say(`! ${spelled(event.text)}`)
    else if (event.type === 'waiting' || (event.type === 'step' && event.state === 'started'))
      engine.status(`${event.function}: ${event.text}`)
  }
  try {
    const result = await release({ signal, onEvent })
    engine.say(renderResult(result, { ...look, told }))
    await created.settle(result)
    return outputsOf(result.functions)
  } catch (thrown) {
    const error = GrayscaleError.from(thrown)
    const partly = /** @type {any} */ (error.result)
    if (!Array.isArray(partly?.functions)) throw error // it did not come so far as to change anything
    if (partly.functions.length > 1) engine.say(renderResult(partly, { ...look, told }))
    // Why the release failed is what the command ends with; a state that can't be saved on top of it is said beside it.
    await created.settle(partly).catch((unsaved) => engine.say(unsaved.message))
    throw error
  }
}
