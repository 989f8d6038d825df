// @ts-check
/** Which permissions commands need, as policies of Tencent Cloud's CAM. Rust has the table. */
/** @import { PolicyDocument, PolicyRow } from './types.js' */
/** @import { Inputs } from './types/generated.js' */
import { core } from '#load'
import { fromCore } from './errors.js'
import { prepared } from './runtime/request.js'

/**
 * @param {object} asked
 * @param {string | string[]} [asked.commands] as they are typed: `deploy`, `alias update`; all by default
 * @param {Inputs} [asked.inputs] of the project; without them everything counts that the commands can do
 * @param {boolean} [asked.exact] what the inputs ask for is all; else flags may ask for more
 * @param {string} [asked.stage]
 * @param {string} [asked.region]
 * @param {string} [asked.namespace]
 * @param {{ name: string, app?: string }} [asked.instance]
 * @param {{ bucket: string, region: string, prefix: string }} [asked.store] the bucket where the journal lies, if it is in one
 * @returns {PolicyDocument}
 * @throws {import('./errors.js').GrayscaleError} `UnknownCommand`, and what is wrong with the inputs
 */
export function policyOf({ commands, inputs, exact = false, store, ...place }) {
  const named = commands === undefined ? Object.keys(policyTable()) : [commands].flat()
  const order = inputs === undefined ? place : prepared({ inputs, ...place }, {})
  return fromCore(() => core.policyOf(JSON.stringify({ ...order, commands: named, exact, store })))
}

/**
 * @param {string} file the text of a plan file
 * @returns {PolicyDocument}
 * @throws {import('./errors.js').GrayscaleError} `UnreadablePlan`, `PlanTooNew`, `EditedPlan`
 */
export function policyOfPlan(file) {
  return fromCore(() => core.policyOfPlan(file))
}

/**
 * What each command may call, by its name.
 *
 * @returns {Record<string, PolicyRow[]>}
 */
export function policyTable() {
  /** @type {Record<string, PolicyRow[]>} */
  const table = {}
  for (const row of core.policyTable()) {
    table[row.command] ??= []
    table[row.command].push(row)
  }
  return table
}
