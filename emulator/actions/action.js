// @ts-check
// What an action is.

/**
 * @typedef {object} Context
 * @property {import('../cloud.js').Cloud} cloud
 * @property {string} region
 * @property {string} requestId
 * @property {string} origin of the emulator, such as http://127.0.0.1:9000
 * @property {import('../metrics.js').Distorted} [metrics] what a fault does to points
 */

/**
 * @typedef {object} Action
 * @property {import('../schema.js').Fields} fields
 * @property {boolean} [writes] what exists is changed: saved before the answer
 * @property {boolean} [invokes] runs a function: not under the frequency limit of management actions
 * @property {(params: Record<string, any>, context: Context) => object | Promise<object>} run
 */

/**
 * Names an action's type where it is written down.
 * @param {Action} action
 */
export const action = (action) => action

/**
 * A page of a list.
 * @template T
 * @param {T[]} all
 * @param {{ Offset: number, Limit: number }} params
 */
export const page = (all, { Offset, Limit }) => all.slice(Offset, Offset + Limit)
