// @ts-check
/** @import { Plan } from '../plan.js' */
/** @import { Output } from './output.js' */
/** @import { Progress } from '../types/generated.js' */

import { renderPlan } from '../render/index.js'
import { watched } from '../render/progress.js'

/**
 * Shows what would be done.
 *
 * @param {Output} output
 * @param {[name: string, value: string][]} head
 * @param {(onEvent: (event: Progress) => void) => Promise<Plan>} work
 */
export async function previewed(output, head, work) {
  const plan = await watched(output, work)
  output.show((look) => renderPlan(plan.lines, { ...look, head }))
  output.document(plan.text)
}
