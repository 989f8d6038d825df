// @ts-check
/** @import { CommandLine } from './command-line.js' */
/** @import { Engine } from './engine.js' */
/** @import { Verb } from './verbs.js' */
import { join } from 'node:path'
import { GrayscaleError, usageError } from '../errors.js'
import { resolveStage } from '../index.js'
import { checkFile } from '../inputs/check.js'
import { besideTyped } from '../inputs/rollout.js'
import { platformFiles } from '../project/candidates.js'
import { readEnvFile } from '../project/env.js'
import { valuesNamed } from '../project/filled.js'
import { readProject, settled } from '../project/index.js'
import { refuseCredentials } from '../project/named-keys.js'
import { readFirst } from '../project/text.js'
import { parseYml } from '../project/yml.js'
import { exportedBefore, forgetWays } from './exported.js'
import { merged } from './merge.js'

/**
 * What is to be done, and to what.
 *
 * @typedef {object} RunRequest
 * @property {string} stage
 * @property {Record<string, any>} inputs of the project, with what was typed laid over them
 * @property {Record<string, any>} project the project's inputs alone
 * @property {Record<string, any>} typed what was typed alone
 * @property {boolean} [alone] no other project or component writes to the journal
 * @property {boolean} [force] the journal is taken at its word; an order, never an input of the project
 */

/** As typed, or in a program. @param {unknown} value */
export function isTrue(value) {
  return value === true || value === 'true'
}

/**
 * All that a run needs to know of the project.
 *
 * @typedef {RunRequest & Surroundings} RunConfig
 *
 * @typedef {object} Surroundings
 * @property {string} dir
 * @property {Record<string, string | undefined>} exported
 * @property {import('../project/read.js').Project['env']} env
 * @property {import('../project/read.js').Project['instance']} [instance]
 */

/**
 * @param {Engine} engine
 * @param {Verb} verb
 * @param {any} given what the engine handed to the method: it depends on where the component stands
 * @param {CommandLine} line
 * @returns {Promise<RunConfig>}
 */
export async function readRunConfig(engine, verb, given, line) {
  const { dir, place, ownsCommandLine } = engine
  const { force, lang: _, ...typed } = ownsCommandLine ? line.inputs : place === 'root' ? (given?.inputs ?? {}) : {}
  const stage = stageTyped(line, typed)
  const exported = await exportedBefore(dir)
  forgetWays(exported)
  const project = await readInputs(engine, { verb, given, exported, stage })
  if (ownsCommandLine) checkFile(project.inputs)
  const inputs = { ...merged(besideTyped(project.inputs, typed), typed), stage: project.stage }
  const own = { ...project.inputs, stage: project.stage }
  const instance = engine.place === 'template' ? { name: engine.alias, app: project.app } : undefined
  return {
    dir,
    stage: project.stage,
    env: project.env,
    instance,
    inputs,
    project: own,
    typed,
    exported,
    alone: project.alone,
    force: isTrue(force),
  }
}

/**
 * @typedef {object} Given
 * @property {Verb} verb
 * @property {any} given
 * @property {Record<string, string | undefined>} exported
 * @property {string} [stage]
 */

/**
 * @param {Engine} engine
 * @param {Given} options
 * @returns {Promise<Pick<import('../project/read.js').Project, 'inputs' | 'stage' | 'env' | 'app'> & { alone?: boolean }>}
 */
async function readInputs(engine, { verb, given, exported, stage }) {
  const { dir, place, alias, component, ownsCommandLine } = engine
  const options = { resolveStage, env: exported, stage }
  if (!ownsCommandLine) {
    const inputs = place === 'root' ? component.constructor.definition : given
    return around(dir, inputs ?? {}, { exported, stage, text: (await ymlIn(dir)).text })
  }
  if (place === 'root') {
    return withEnvironment(exported, () => readProject({ ...options, file: join(dir, 'serverless.js') }))
  }
  const written = verb === 'default' ? await ymlIn(dir) : undefined
  if (written && refersToOthers(written.text)) {
    const { document } = refuseNamedKeys(written, alias)
    const config = await around(dir, given ?? {}, { exported, stage, text: written.text })
    await refuseForeignEnv(dir, config.stage, written.text)
    const app = document.get('app')
    return { ...config, app: app === undefined || app === null ? undefined : String(app) }
  }
  try {
    return await readProject({ ...options, cwd: dir, component: alias })
  } catch (error) {
    // What is no longer in the yml can still be removed: the state knows what was created.
    if (verb !== 'remove' || GrayscaleError.from(error).code !== 'UnknownComponent') throw error
    return around(dir, {}, { exported, stage })
  }
}

/**
 * Stage and env files for inputs that are known already.
 *
 * @param {string} dir
 * @param {Record<string, any>} inputs
 * @param {{ exported: Record<string, string | undefined>, stage?: string, text?: string }} options `text` of the file that
 *   they were filled in from
 */
async function around(dir, inputs, { exported, stage, text = '' }) {
  const sources = [
    { from: '--stage', stage },
    { from: 'inputs', stage: inputs.stage },
    { from: 'STAGE', stage: exported.STAGE || undefined },
  ]
  const { env, ...settledOn } = await settled({ resolveStage, dir, sources })
  return { inputs, ...settledOn, env: { ...env, filled: valuesNamed(text, { ...env.values, ...exported }) } }
}

/**
 * @param {CommandLine} line
 * @param {Record<string, any>} typed
 */
function stageTyped(line, typed) {
  if (line.stage === undefined || typed.stage === undefined || line.stage === typed.stage)
    return line.stage ?? typed.stage
  throw usageError('StageConflict.typed', { stage: line.stage, input: typed.stage })
}

/**
 * A project's serverless.js may read `process.env`, into which the engine has loaded `.env.dev` whatever the stage.
 *
 * @template T
 * @param {Record<string, string | undefined>} exported
 * @param {() => Promise<T>} work
 */
async function withEnvironment(exported, work) {
  const before = { ...process.env }
  for (const name of Object.keys(before)) if (!(name in exported)) delete process.env[name]
  try {
    return await work()
  } finally {
    Object.assign(process.env, before)
  }
}

/** Inputs that hold outputs of other components can only be filled in by the engine. @param {string} text of the yml */
function refersToOthers(text) {
  return /\$\{(?!env\.)\w+\.[\w.-]+\}/.test(text)
}

/**
 * @param {string} dir
 * @param {string} stage
 * @param {string} text of the yml
 */
async function refuseForeignEnv(dir, stage, text) {
  if (stage === 'dev' || !text.includes('${env.')) return
  const { found, path } = await readEnvFile(dir, '.env.dev')
  if (!found) return
  throw usageError('StageConflict.filledByEngine', { path, stage })
}

/**
 * The engine fills in whatever a yml asks for, so that is looked at in the file.
 *
 * @param {{ text: string, file: string }} written
 * @param {string} alias
 */
function refuseNamedKeys({ text, file }, alias) {
  const yml = parseYml(text, file)
  refuseCredentials(yml, yml.document.getIn([alias, 'inputs'], true))
  return yml
}

/** The yml of the project; without one its text is empty. @param {string} dir */
const ymlIn = async (dir) => (await readFirst(dir, platformFiles)) ?? { text: '', file: join(dir, platformFiles[0]) }
