// @ts-check
/** @import { Line, Progress } from '../types/generated.js' */
/** @import { Output } from './output.js' */
import { isGrayscaleError } from '../errors.js'
import { progress } from './progress.js'
import { renderPlan, renderResult } from './render.js'

/**
 * Runs something that changes the cloud: shows its plan, tells what happens meanwhile, and shows what it came to, also
 * where it failed half-way.
 *
 * @param {Output} output
 * @param {{ head: [name: string, value: string][], plan?: Line[] }} options `plan` where it has been shown already
 * @param {(onEvent: (event: Progress) => void) => Promise<any>} work
 */
export async function carriedOut(output, { head, plan }, work) {
  let told = plan
  const { onEvent, end } = progress(output)
  /** @param {Progress} event */
  const follow = (event) => {
    if (event.type !== 'planned') return onEvent(event)
    if (told === undefined) output.announce((look) => renderPlan(event.lines, { ...look, head }))
    told = event.lines
  }
  try {
    const result = await work(follow)
    end()
    output.show((look) => `\n${renderResult(result, { ...look, told })}`)
    output.document(result)
  } catch (error) {
    end()
    if (isGrayscaleError(error) && error.result) {
      output.show((look) => `\n${renderResult(error.result, { ...look, told })}\n`)
    }
    throw error
  }
}
