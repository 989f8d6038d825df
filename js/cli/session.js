// @ts-check
/** @import { Call } from './commands.js' */
/** @import { Project } from '../project/read.js' */
/** @import { Transport } from '../types.js' */
import { resolve } from 'node:path'
import { usageError } from '../errors.js'
import { Grayscale, resolveStage } from '../index.js'
import { checkFile } from '../inputs/check.js'
import { besideTyped } from '../inputs/rollout.js'
import { confirmedSources } from '../project/confirmed.js'
import { credentialsFrom, readProject, warnOfOpenFiles } from '../project/index.js'
import { accountHead } from '../render/account.js'
import { ENDPOINT, endpointFrom } from '../runtime/http/endpoint.js'
import { sourceFrom } from '../runtime/sources.js'
import { speakTo } from '../words/reader.js'
import { storeOf } from './hosts.js'
import { readPolicy } from './policy-file.js'

/**
 * What a command works with: the project with the flags laid over it, and someone who carries things out.
 *
 * @typedef {object} Session
 * @property {Project} project
 * @property {any} inputs for the planner
 * @property {Grayscale} gray
 * @property {import('../project/store.js').Named} named what its store was chosen by, and its account
 * @property {import('../runtime/sources.js').Source} source the server for figures that a person named, and those that they said yes to
 * @property {[name: string, value: string][]} head whose account it is, for the head of what is shown
 */

/**
 * @param {Pick<Call, 'parsed' | 'env' | 'cwd'>} call
 * @param {{ operands?: string[], names?: boolean, bare?: boolean, flag?: string, transport?: Transport,
 *   createBucket?: boolean }} [options] `createBucket`: the bucket for large packages is created, as `--yes` allows too;
 *   `operands` name functions; with `names` they do so also where there is no project; with `bare` the inputs are the
 *   project's alone; `flag`: by which they are named
 * @returns {Promise<Session>}
 */
export async function openSession(
  { parsed, env, cwd },
  { operands = parsed.operands, names = false, bare = false, flag = '', transport, createBucket = false } = {},
) {
  const { endpoint: typed } = /** @type {Record<string, string | undefined>} */ (parsed.flags)
  const { region, namespace } = placeOf(parsed.inputs)
  const insecure = parsed.flags.insecure === true
  const endpoint = endpointFrom(
    [
      ['--endpoint', typed],
      [ENDPOINT, env[ENDPOINT]],
    ],
    insecure,
  )
  const project = await openProject({ parsed, env, cwd })
  const asked = { ...parsed.inputs, ...(await policyTyped(parsed.inputs, cwd)) }
  const inputs = bare
    ? { ...project.inputs, stage: project.stage }
    : inputsOf(project, { typed: asked, operands, names, flag })
  const credentials = credentialsFrom({ env, files: project.env.files })
  warnOfOpenFiles(project.env.files)
  const named = {
    dir: project.dir,
    stage: project.stage,
    typed: parsed.flags.store,
    exported: env,
    inputs: project.inputs,
    filled: project.env.filled,
    instance: project.instance,
    credentials,
    appId: credentials.appId,
    endpoint,
    insecure,
  }
  const source = { ...sourceFrom(env), confirmed: confirmedSources(named, inputs.rollout) }
  const gray = new Grayscale({
    credentials,
    endpoint,
    insecure,
    instance: project.instance,
    fromEnvironment: project.env.filled,
    region,
    namespace,
    stage: project.stage,
    cwd: project.dir,
    store: await storeOf(named, { asks: parsed.flags.yes !== true }),
    source,
    transport,
    utc: parsed.flags.utc === true,
    createBucket: createBucket || parsed.flags.yes === true,
    appId: credentials.appId,
  })
  return { project, inputs, gray, named, source, head: accountHead(credentials, endpoint, project.env.files) }
}

/**
 * A session for a command about a run of the journal: what it moves are functions of the project, or, where there is none,
 * those that `--only` names.
 *
 * @param {Pick<Call, 'parsed' | 'env' | 'cwd'>} call
 * @param {{ whole?: boolean, createBucket?: boolean }} [options] `whole`: of a project, all functions, and its inputs
 *   alone; `createBucket` as above
 * @returns {Promise<Session>}
 */
export async function openRun({ parsed, env, cwd }, { whole = false, createBucket = false } = {}) {
  const { only, ...inputs } = parsed.inputs
  const operands =
    only === undefined
      ? []
      : String(only)
          .split(',')
          .map((name) => name.trim())
  const call = { parsed: { ...parsed, inputs }, env, cwd }
  const session = await openSession(call, { operands, names: true, flag: '--only NAMES', createBucket })
  if (!whole || session.project.form === 'none') return session
  if (only !== undefined) {
    throw usageError('MisplacedInput.onlyOfResume', {})
  }
  return { ...session, inputs: { ...session.project.inputs, stage: session.project.stage } }
}

/**
 * The project that flags name, for which no key is needed.
 *
 * @param {Pick<Call, 'parsed' | 'env' | 'cwd'>} call
 * @returns {Promise<Project>}
 */
export async function openProject({ parsed, env, cwd }) {
  const { cwd: dir = '.', file, component } = /** @type {Record<string, string | undefined>} */ (parsed.flags)
  const place = placeOf(parsed.inputs)
  speakTo({ place })
  const { stage } = place
  const project = await readProject({ resolveStage, cwd: resolve(cwd, dir), file, env, stage, component })
  checkFile(project.inputs)
  return project
}

/**
 * What was typed wins over what is written down; where a function lies, also over what the function says for itself.
 *
 * @param {Project} project
 * @param {{ typed: Record<string, any>, operands: string[], names?: boolean, flag?: string }} given
 */
export function inputsOf(project, { typed, operands, names = false, flag = '' }) {
  const only = operands.length > 0 ? operands : undefined
  if (only !== undefined && typed.only !== undefined) {
    throw usageError('RepeatedFlag.functions', { flag: '--only' })
  }
  // Names begin with a letter, so a flag was left out: `rollback 7`, `deploy 0.1`.
  const number = only?.find((word) => /^[\d.]/.test(word))
  if (number !== undefined) throw usageError('UnexpectedValue.number', { word: number })
  /** @type {Record<string, any>} */
  const inputs = { ...besideTyped(project.inputs, typed), ...typed, stage: project.stage }
  if (project.form === 'none' && typed.name === undefined) {
    if (only === undefined || !names) throw noProject(project, names, flag)
    return { ...inputs, functions: only.map((name) => ({ name })) }
  }
  const places = ['region', 'namespace'].filter((key) => typed[key] !== undefined)
  if (inputs.functions) inputs.functions = mapped(inputs.functions, (one) => without(one, places))
  if (only !== undefined) inputs.only = only
  return inputs
}

/**
 * The policy of a rollout may be in a file of its own.
 *
 * @param {Record<string, any>} typed
 * @param {string} cwd
 */
async function policyTyped({ rollout }, cwd) {
  return typeof rollout === 'string' ? { rollout: await readPolicy(cwd, rollout) } : {}
}

/**
 * A place that is named must be named by something: `--inputs.stage` alone is no stage.
 *
 * @param {Record<string, string | true>} typed
 * @returns {{ stage?: string, region?: string, namespace?: string }}
 */
function placeOf({ stage, region, namespace }) {
  const place = { stage, region, namespace }
  for (const [name, value] of Object.entries(place)) {
    if (value === true) throw usageError('MissingValue.flag', { written: `--${name}`, value: 'NAME', empty: false })
  }
  return /** @type {Record<string, string | undefined>} */ (place)
}

/**
 * @param {any} functions by key, or a list; what else it may be is not for here to judge
 * @param {(one: any) => any} change
 */
function mapped(functions, change) {
  if (Array.isArray(functions)) return functions.map(change)
  if (typeof functions !== 'object') return functions
  return Object.fromEntries(Object.entries(functions).map(([key, one]) => [key, change(one)]))
}

/**
 * @param {any} one
 * @param {string[]} keys
 */
function without(one, keys) {
  if (typeof one !== 'object' || one === null || Array.isArray(one)) return one
  return Object.fromEntries(Object.entries(one).filter(([key]) => !keys.includes(key)))
}

/**
 * @param {Project} project
 * @param {boolean} names
 * @param {string} flag
 */
function noProject({ dir, passedOver }, names, flag) {
  return usageError('ProjectNotFound.none', { dir, passedOver, names, flag })
}
