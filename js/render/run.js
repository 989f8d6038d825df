// @ts-check
/** @import { WithRollout } from '../runs.js' */
/** @import { Line, Progress } from '../types/generated.js' */
import { GrayscaleError } from '../errors.js'

/**
 * How a host shows a run.
 *
 * @typedef {object} RunView
 * @property {Line[]} [plan] where it has been shown already
 * @property {(lines: Line[]) => void} planned shows the plan
 * @property {(event: Progress) => void} during shows what happens meanwhile
 * @property {(result: WithRollout, plan: Line[] | undefined) => unknown} done
 * @property {(error: GrayscaleError, plan: Line[] | undefined) => unknown} failed the result, as far as there is one, is in
 *   `error.result`
 */

/**
 * Carries out a run as a person follows it: the plan first, then its steps, then its result, also where it failed half-way.
 *
 * @template {WithRollout} T
 * @param {RunView} view
 * @param {(onEvent: (event: Progress) => void) => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {GrayscaleError}
 */
export async function shownRun({ plan, planned, during, done, failed }, work) {
  let lines = plan
  try {
    const result = await work((event) => {
      if (event.type !== 'planned') return during(event)
      if (lines === undefined) planned(event.lines)
      lines = event.lines
    })
    await done(result, lines)
    return result
  } catch (thrown) {
    const error = GrayscaleError.from(thrown)
    await failed(error, lines)
    throw error
  }
}
