// @ts-check
// What is to happen to one call. Kinds of faults say a part of it each; the gateway and the server follow it.

/** @typedef {{ status: number, headers: Record<string, string | number>, bytes: Buffer }} Answer as it is to be sent */

/**
 * An action that someone else calls.
 * @typedef {object} Intervention
 * @property {string} action
 * @property {Record<string, unknown>} params of the call that was matched where they don't name function and namespace
 * @property {string} rule for messages
 */

/**
 * @typedef {object} Course
 * @property {string[]} kinds of faults in it; empty for a call that nothing happens to
 * @property {number} skewSeconds how far the server's clock is off
 * @property {Intervention[]} before the action
 * @property {Intervention[]} after the action, before its answer
 * @property {boolean} [skipped] the action is not carried out, and nobody says so
 * @property {{ code: string, message: string }} [refusal] instead of the action
 * @property {import('../lifecycle.js').Prescribed} [transition] of the change of state that the action begins
 * @property {{ ms: number, reads?: string[] }} [stale] for how long reads know nothing of it; which: all by default
 * @property {import('../metrics.js').Distorted} [metrics] what becomes of points
 * @property {number} [delayMs] before the answer
 * @property {Record<string, string>} [headers] of the answer
 * @property {(answer: Answer) => Answer} [reshape]
 * @property {import('./delivery.js').Deliver} [deliver] instead of sending the answer once and whole
 */

/** @type {Readonly<Course>} */
export const UNDISTURBED = Object.freeze({ kinds: [], skewSeconds: 0, before: [], after: [] })

/**
 * What several faults come to: all of it, and where two contradict each other, what the first one says.
 * @param {Partial<Course>[]} parts
 * @returns {Course}
 */
export function joined(parts) {
  return {
    ...Object.assign({ skewSeconds: 0 }, ...parts.toReversed()),
    metrics: Object.assign({}, ...parts.map(({ metrics }) => metrics)),
    kinds: parts.flatMap(({ kinds = [] }) => kinds),
    before: parts.flatMap(({ before = [] }) => before),
    after: parts.flatMap(({ after = [] }) => after),
    skipped: parts.some(({ skipped }) => skipped),
  }
}
