// @ts-check
/** @import { Line, Progress } from '../types/generated.js' */
/** @import { Plan } from '../plan.js' */
/** @import { Look } from '../render/text.js' */
/** @import { Output } from './output.js' */
import { renderPlan, renderResult } from '../render/index.js'
import { progress, watched } from '../render/progress.js'
import { shownRun } from '../render/run.js'
import { words } from '../words/index.js'
import { confirmed, someoneIsThere } from './ask.js'

/**
 * Runs something that changes the cloud: shows its plan, tells what happens meanwhile, and shows what it came to, also
 * where it failed half-way.
 *
 * @param {Output} output
 * @param {{ head: [name: string, value: string][], plan?: Line[] }} options `plan` where it has been shown already
 * @param {(onEvent: (event: Progress) => void) => Promise<any>} work
 * @returns {Promise<any>} the result
 */
export async function carriedOut(output, { head, plan }, work) {
  const { onEvent, end } = progress(output)
  const view = {
    plan,
    during: onEvent,
    planned: (/** @type {Line[]} */ lines) => output.announce((look) => renderPlan(lines, { ...look, head })),
    done: (/** @type {any} */ result, /** @type {Line[] | undefined} */ told) => {
      end()
      output.show((look) => `\n${renderResult(result, { ...look, told })}`)
      output.document(result)
      const { decision, ended, id, waits } = result.rollout ?? {}
      if (ended || waits) output.say(words().render.rollout.met({ id, ended, why: decision.why.text }))
    },
    failed: (/** @type {any} */ { result }, /** @type {Line[] | undefined} */ told) => {
      end()
      if (result) output.show((look) => `\n${renderResult(result, { ...look, told })}\n`)
    },
  }
  return shownRun(view, work)
}

/** @typedef {(event: any) => void} OnEvent */

/**
 * The same where a plan may hold a question: on a terminal it is made and shown first, and carrying it out makes sure that
 * it still holds.
 *
 * @param {Output} output
 * @param {{ head: [name: string, value: string][], signal: AbortSignal, asks: boolean,
 *   plan: (onEvent: OnEvent) => Promise<Plan>, apply: (plan: Plan, onEvent: OnEvent) => Promise<any>,
 *   atOnce: (onEvent: OnEvent) => Promise<any>, besides?: (onEvent: OnEvent) => Promise<(look: Look) => string> }} work
 *   `asks`: questions are wanted; `besides`: what is shown with the plan, to whoever may still say no
 * @returns {Promise<any>} the result
 */
export async function plannedFirst(output, { head, signal, asks, plan: make, apply, atOnce, besides }) {
  if (!asks || !someoneIsThere()) return carriedOut(output, { head }, atOnce)
  const plan = await watched(output, make)
  output.announce((look) => renderPlan(plan.lines, { ...look, head }))
  if (besides) output.announce(await watched(output, besides))
  if (plan.confirm) await confirmed(plan.confirm, { input: process.stdin, output: output.stderr, signal })
  return carriedOut(output, { head, plan: plan.lines }, (onEvent) => apply(plan, onEvent))
}
