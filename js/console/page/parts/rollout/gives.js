// @ts-check
import { exactShare } from '../../words/figures.js'
/** @import { RolloutStep } from '../../../../types/generated.js' */
/** @import { Words } from '../../words/en.js' */

/**
 * What a step gives the canary: a share, or the staff that a rule names.
 *
 * @param {RolloutStep | undefined} step
 * @param {Words['rollout']} words
 */
export function gives(step, words) {
  if (!step) return exactShare(0)
  return 'staff' in step && step.staff ? words.staff : exactShare(step.share)
}
