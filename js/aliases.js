// @ts-check
/** @import { FunctionArgs, FunctionOptions } from './options.js' */
/** @import { Plan } from './plan.js' */
/** @import { Runner } from './runtime/runner.js' */
/** @import { AliasList, RunResult } from './types/generated.js' */

/**
 * A routing rule: `x-canary=yes:2`, `x-bucket=[0,50):2`, or an object.
 *
 * @typedef {string | { header: string, exact?: string | number | boolean, range?: string, to?: string | number }} Route
 */

/**
 * What an alias is to say. `version` alone gets everything; weights alone leave the main version as it is.
 *
 * @typedef {FunctionArgs & {
 *   name: string,
 *   version?: string | number,
 *   config?: { weights?: Record<string, number | string>, routes?: Array<Route> } | string,
 *   weights?: Record<string, number | string> | string,
 *   routes?: Route | Array<Route>,
 *   description?: string,
 *   replaceRules?: boolean,
 * }} AliasArgs `config`, also as JSON text, or `weights`: the other version and its part, `{ 2: 0.9 }`
 */

/**
 * The aliases of functions.
 *
 * @param {Runner} runner
 */
export function aliasesOf(runner) {
  /** @param {string} kind */
  const doing =
    (kind) =>
    /**
     * @param {AliasArgs} args
     * @param {FunctionOptions} [options]
     * @returns {Promise<RunResult>}
     */
    async (args, { project, ...options } = {}) =>
      (await runner.run({ do: 'run', kind, inputs: project, asked: args }, options)).run
  /** @param {string} kind */
  const planning =
    (kind) =>
    /**
     * @param {AliasArgs} args
     * @param {FunctionOptions} [options]
     * @returns {Promise<Plan>}
     */
    (args, { project, ...options } = {}) =>
      runner.plan({ kind, inputs: project, asked: args }, options)
  return {
    /**
     * The aliases of each function, `$default` first, with exact shares.
     *
     * @param {FunctionArgs} [args]
     * @param {FunctionOptions} [options]
     * @returns {Promise<AliasList[]>}
     */
    list: async (args, { project, ...options } = {}) =>
      (await runner.run({ do: 'aliases', inputs: project, asked: args }, options)).aliases,
    create: doing('create-alias'),
    update: doing('update-alias'),
    delete: doing('delete-alias'),
    planCreate: planning('create-alias'),
    planUpdate: planning('update-alias'),
    planDelete: planning('delete-alias'),
  }
}
