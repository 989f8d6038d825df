// @ts-check
/** @import { Call } from './commands.js' */
/** @import { Project } from '../project/read.js' */
/** @import { Transport } from '../types.js' */
import { usageError } from '../errors.js'
import { Grayscale, resolveStage } from '../index.js'
import { credentialsFrom, journalPath, readProject } from '../project/index.js'
import { fileStore } from '../store/index.js'

/**
 * What a command works with: the project with the flags laid over it, and someone who carries things out.
 *
 * @typedef {object} Session
 * @property {Project} project
 * @property {any} inputs for the planner
 * @property {Grayscale} gray
 * @property {[name: string, value: string][]} head whose account it is, for the head of what is shown
 */

/**
 * @param {Pick<Call, 'parsed' | 'env' | 'cwd'>} call
 * @param {{ operands?: string[], names?: boolean, transport?: Transport }} [options] `operands` name functions; with
 *   `names` they do so also where there is no project
 * @returns {Promise<Session>}
 */
export async function openSession({ parsed, env, cwd }, { operands = parsed.operands, names = false, transport } = {}) {
  const { stage, region, namespace, file, component } = /** @type {Record<string, string | undefined>} */ (parsed.flags)
  const endpoint = endpointFrom(parsed.flags.endpoint, env.GRAYSCALE_ENDPOINT)
  const project = await readProject({
    resolveStage,
    cwd: /** @type {string | undefined} */ (parsed.flags.cwd) ?? cwd,
    file,
    env,
    stage,
    component,
  })
  const inputs = inputsOf(project, { given: parsed.inputs, region, namespace, operands, names })
  const credentials = credentialsFrom({ env, files: project.env.files })
  const gray = new Grayscale({
    credentials,
    endpoint,
    region,
    namespace,
    stage: project.stage,
    cwd: project.dir,
    store: fileStore(journalPath(project.dir, project.stage)),
    transport,
  })
  /** @type {[string, string][]} */
  const head = [['account', accountOf(credentials)]]
  if (endpoint !== undefined) head.push(['endpoint', endpoint])
  return { project, inputs, gray, head }
}

/**
 * What was typed wins over what is written down, also where a function says it for itself.
 *
 * @param {Project} project
 * @param {{ given: Record<string, string | true>, region?: string, namespace?: string, operands: string[], names: boolean }} typed
 */
function inputsOf(project, { given, region, namespace, operands, names }) {
  const place = defined({ region, namespace })
  const only = operands.length > 0 ? operands : undefined
  if (only !== undefined && given.only !== undefined) {
    throw usageError('RepeatedFlag', 'functions are named twice: by --only and without a flag', 'name them once')
  }
  /** @type {Record<string, any>} */
  const written = { ...project.inputs, ...place, stage: project.stage, ...given }
  if (project.form !== 'none' || given.name !== undefined) {
    const functions = written.functions && mapped(written.functions, (one) => without(one, Object.keys(place)))
    return defined({ ...written, functions, only: only ?? written.only })
  }
  if (only === undefined || !names) throw noProject(project, names)
  return { ...written, functions: only.map((name) => ({ name })) }
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

/** @param {Record<string, any>} values */
function defined(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

/**
 * @param {Project} project
 * @param {boolean} names
 */
function noProject({ dir, passedOver }, names) {
  const passed = passedOver.map(({ file, why }) => `; ${file}: ${why}`).join('')
  return usageError(
    'ProjectNotFound',
    `no project was found in ${dir}${passed}`,
    `run where serverless.yml, grayscale.yml or serverless.js lies, or give --cwd or --file${names ? '; or name functions, as the cloud calls them' : ''}`,
  )
}

/**
 * @param {string | true | undefined} typed
 * @param {string | undefined} exported
 */
function endpointFrom(typed, exported) {
  const endpoint = typed ?? (exported || undefined)
  if (endpoint === undefined || endpoint === true) return undefined
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return endpoint
  throw usageError(
    'InvalidEndpoint',
    `${typed === undefined ? 'GRAYSCALE_ENDPOINT' : '--endpoint'} ${JSON.stringify(endpoint)} is no address of an API`,
    'such as https://scf.tencentcloudapi.com, or http://127.0.0.1:9000 of an emulator',
  )
}

/**
 * Enough to see whose account it is, and no more.
 *
 * @param {{ secretId: string, token?: string, appId?: string }} credentials
 */
function accountOf({ secretId, token, appId }) {
  const id = secretId.length > 8 ? `${secretId.slice(0, 4)}…${secretId.slice(-4)}` : `${secretId.slice(0, 2)}…`
  return [appId, appId === undefined ? id : `(${id})`, token === undefined ? undefined : 'temporary key']
    .filter(Boolean)
    .join(' ')
}
