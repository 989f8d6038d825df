// @ts-check
// Who may do what: a policy of CAM, as its console takes it. Without one the key is the root account's.

import { readFile } from 'node:fs/promises'
import { SERVICES } from './authenticate.js'
import { ApiError } from './errors.js'
import { DEFAULT_NAMESPACE, UIN } from './world.js'

/** @typedef {import('./public.js').Policy} Policy */

/** What policies call an action, where that is not its name alone; documents differ on which one counts. @type {Record<string, string[]>} */
const NAMES = { InvokeFunction: ['scf:InvokeFunction', 'scf:Invoke'] }

/** Actions that are checked against the function; for all others a statement that names resources counts as denied. */
const ON_FUNCTIONS = new Set(['scf:CreateAlias'])

/** Actions that are checked against the topic. */
const ON_TOPICS = new Set(['cls:SearchLog'])

/** Actions that hand a role to the function, for which CAM asks whether the caller may. */
const HANDING_ROLES = new Set(['CreateFunction', 'UpdateFunctionConfiguration'])

/**
 * @typedef {object} Permissions
 * @property {(call: { version: string, action: string, region: string }, params: Record<string, unknown>) => void} call
 *   refuses what is not allowed, as the API does
 * @property {(action: string, resource: string) => boolean} object whether an action of object storage is allowed
 */

/** Of a key without a policy. @type {Permissions} */
export const ALL_PERMITTED = { call: () => {}, object: () => true }

/** A policy that can't be read. */
export class PolicyError extends Error {
  /** @param {string} why */
  constructor(why) {
    super(`The policy ${why}.`)
    this.name = 'PolicyError'
  }
}

/** @param {string} path @returns {Promise<Policy>} */
export async function readPolicyFile(path) {
  const text = await readFile(path, 'utf8').catch((error) => {
    throw new PolicyError(`can't be read: ${error.message}`)
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new PolicyError(`in ${path} is no JSON: ${error instanceof Error ? error.message : error}`)
  }
}

/**
 * @param {Policy} policy
 * @returns {Permissions}
 * @throws {PolicyError}
 */
export function readPolicy(policy) {
  if (policy?.version !== '2.0') throw new PolicyError('is not of version "2.0"')
  if (!Array.isArray(policy.statement)) throw new PolicyError('has no list "statement"')
  const statements = policy.statement.map(({ effect, action, resource }) => {
    if (effect !== 'allow')
      throw new PolicyError('holds an effect that is not "allow", the one that the emulator knows')
    return { actions: patterns(action, 'action'), resources: patterns(resource, 'resource') }
  })
  /** @param {string[]} names @param {string} resource */
  const allows = (names, resource) => {
    const fits = (/** @type {RegExp[]} */ some, /** @type {string} */ text) => some.some((one) => one.test(text))
    return statements.some(
      ({ actions, resources }) => names.some((name) => fits(actions, name)) && fits(resources, resource),
    )
  }
  /** @param {string[]} names @param {string} resource */
  const require = (names, resource) => {
    if (!allows(names, resource)) {
      throw new ApiError(
        'UnauthorizedOperation.CAM',
        `You are not authorized to perform operation (${names[0]}); resource (${resource}) has no permission.`,
      )
    }
  }
  /** @type {Permissions['call']} */
  const call = (
    { version, action, region },
    { FunctionName, Namespace = DEFAULT_NAMESPACE, Role, TopicId, Topics },
  ) => {
    const names = NAMES[action] ?? [`${SERVICES.get(version)}:${action}`]
    if (names.some((name) => ON_TOPICS.has(name))) {
      const topics = Array.isArray(Topics) ? Topics.map((one) => one?.TopicId) : [TopicId]
      for (const topic of topics) require(names, `qcs::cls:${region}:uin/${UIN}:topic/${topic}`)
      return
    }
    const named = names.some((name) => ON_FUNCTIONS.has(name))
    require(names, named ? `qcs::scf:${region}:uin/${UIN}:namespace/${Namespace}/function/${FunctionName}` : '*')
    if (HANDING_ROLES.has(action) && typeof Role === 'string' && Role !== '') {
      require(['cam:PassRole'], `qcs::cam::uin/${UIN}:roleName/${Role}`)
    }
  }
  return { call, object: (action, resource) => allows([`name/cos:${action}`, `cos:${action}`], resource) }
}

/**
 * `*` stands for anything; of a resource an empty region means all of them, an empty account the policy's own.
 *
 * @param {unknown} given
 * @param {string} what
 * @returns {RegExp[]}
 */
function patterns(given, what) {
  const list = Array.isArray(given) ? given : [given]
  return list.map((one) => {
    if (typeof one !== 'string' || one === '') throw new PolicyError(`holds a statement whose "${what}" is no text`)
    const filled = what === 'resource' ? one.replace(/^qcs::(\w+):(.*?):(.*?):/, (_, ...parts) => segments(parts)) : one
    return new RegExp(`^${filled.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\\*', '.*')}$`)
  })
}

/** @param {string[]} parts service, region and account */
function segments([service, region, account]) {
  return `qcs::${service}:${region || '*'}:${account || '*'}:`
}
