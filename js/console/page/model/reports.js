// @ts-check
/** @import { RolloutAbout } from '../../../types/generated.js' */
import { gray } from '../session.js'

/**
 * @typedef {RolloutAbout & { lookedBy?: string, next?: string, reached: { step: number, at: string, share: number }[], held: number,
 *   holds?: number, decision?: { state: string, why: { code: string, params?: any, text: string } }, evidence?: { lnE: string,
 *   limit: string, functions: { key: string, healthy: boolean, blind?: string, metrics: { metric: string, calls: number, bad: number,
 *   stableCalls: number, stableBad: number, lnE: string }[] }[] }, actual: { key: string, share: number, margin: number }[],
 *   minutes: { key: string, rows: import('./compare.js').Minute[] }[] }} RolloutReport
 */

/** @param {{ limit: number }} asked @returns {Promise<RolloutAbout[]>} */
export const listRollouts = async (asked) => /** @type {any} */ (gray().rollouts).list?.(asked) ?? []
/** @param {{ id: string }} asked @returns {Promise<RolloutReport>} */
export const reportOf = (asked) => /** @type {any} */ (gray().rollouts).report(asked)
