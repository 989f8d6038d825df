// @ts-check
/** @import { RunOptions } from '../options.js' */
/** @import { RunView } from '../render/run.js' */
/** @import { Created } from './created.js' */
/** @import { Engine } from './engine.js' */

import { renderPlan, renderResult, renderRollout } from '../render/index.js'
import { shownRun } from '../render/run.js'
import { words } from '../words/index.js'
import { look } from './engine.js'
import { outputsOf } from './outputs.js'
import { rolloutOutputs } from './rollout.js'

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
 * Carries a release out: the plan comes first, whole; then the status line follows its steps; then its result is shown,
 * and noted in the state. All of that also where the release failed half-way.
 *
 * @param {Run} run
 * @param {(options: RunOptions) => Promise<any>} release
 * @returns {Promise<Record<string, any>>} the outputs
 */
export async function carryOut({ engine, created, head, signal }, release) {
  /** @type {RunView} */
  const view = {
    planned: (lines) => engine.say(renderPlan(lines, { ...look, head })),
    during: (event) => {
      if (event.type === 'noted') engine.say(`! ${event.text}`)
      else if (event.type === 'waiting' || (event.type === 'step' && event.state === 'started'))
        engine.status(`${event.function}: ${event.text}`)
    },
    done: async (result, told) => {
      engine.say(renderResult(result, { ...look, told }))
      await created.settle(result)
      if (result.rollout === undefined) return
      const { rollout } = result
      const after = rollout.ended ? '' : `\n${words().render.rollout.lookAfter(rollout)}\n`
      engine.say(`${renderRollout(rollout, look)}${after}`)
    },
    failed: async ({ result: partly }, told) => {
      // without functions it failed before it changed anything
      if (!isResult(partly)) return
      if (partly.functions.length > 1) engine.say(renderResult(partly, { ...look, told }))
      // Why the release failed is what the command ends with; a state that can't be saved on top of it is said beside it.
      await created.settle(partly).catch((unsaved) => engine.say(unsaved.message))
    },
  }
  const { functions, rollout } = await shownRun(view, (onEvent) => release({ signal, onEvent }))
  return rollout === undefined ? outputsOf(functions) : { ...outputsOf(functions), ...rolloutOutputs(rollout) }
}

/** @param {any} result @returns {result is import('../types/generated.js').RunResult} */
function isResult(result) {
  return Array.isArray(result?.functions)
}
