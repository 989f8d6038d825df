// @ts-check
/** @import { Node } from 'yaml' */
/** @import { Shape } from './candidates.js' */
/** @import { EnvFile } from './env.js' */
/** @import { Filled } from '../types.js' */
/** @import { Variables } from './interpolate.js' */
/** @import { Yml } from './yml.js' */
import { basename, dirname, join, resolve } from 'node:path'
import { isMap } from 'yaml'
import { fromCore, usageError } from '../errors.js'
import { words } from '../words/index.js'
import { projectFiles, shapeOf } from './candidates.js'
import { keySearch } from './credentials.js'
import { loadDefinition } from './definition.js'
import { readEnvFile } from './env.js'
import { valuesNamed } from './filled.js'
import { interpolate } from './interpolate.js'
import { envLevel, exists, readParent } from './parent.js'
import { requireStageName } from './stage.js'
import { readFirst, readText } from './text.js'
import { parseYml, plain } from './yml.js'

/** @typedef {Awaited<ReturnType<typeof readParent>>} Parent */

/**
 * @typedef {{ from: string, stage: string }} StageSource who names a stage: `--stage`, `STAGE` (exported), or a file
 */

/**
 * @typedef {object} Project
 * @property {string} dir where the project lies: relative paths in it, env files and the journal start here
 * @property {string} [file]
 * @property {'component-nested' | 'component-platform' | 'grayscale' | 'serverless.js' | 'none'} form
 * @property {string} [alias] the key of a nested component
 * @property {string} [component]
 * @property {boolean} alone whether no other component or project can write to its journal: of an app, several share one
 * @property {string} [app]
 * @property {string} [org]
 * @property {string} [name]
 * @property {{ name: string, app?: string }} [instance] of a component: its only function is called after it
 * @property {Record<string, any>} inputs as written, with `${…}` filled in
 * @property {string} stage what `resolveStage` made of `stages`
 * @property {StageSource[]} stages
 * @property {{ values: Record<string, string>, files: EnvFile[], filled: Filled[] }} env `.env.<stage>` and `.env`, of the
 *   project's directory or, where it has none, of one or two above; `values` is what they say together, the first having the last word; `filled`: the texts among the inputs that came from
 *   the environment
 * @property {{ file: string, why: string }[]} passedOver project files that are none of ours
 */

/**
 * Reads a project directory.
 *
 * @param {object} options
 * @param {(sources: StageSource[]) => string} options.resolveStage decides which stage it is, or refuses
 * @param {string} [options.cwd]
 * @param {string} [options.file] the project file, where a person named it
 * @param {Record<string, string | undefined>} [options.env] what is exported
 * @param {string} [options.stage] from the command line
 * @param {string} [options.component] which nested component, by its key
 * @returns {Promise<Project>}
 * @throws {import('../errors.js').GrayscaleError} see the files beside this one; `ProjectNotFound`, `StageConflict`, and whatever `resolveStage`
 *   refuses
 */
export async function readProject({ resolveStage, cwd = process.cwd(), file, env = process.env, stage, component }) {
  const named = file === undefined ? undefined : resolve(cwd, file)
  const dir = named === undefined ? resolve(cwd) : dirname(named)
  const decide = (/** @type {StageSource[]} */ sources) => requireStageName(fromCore(() => resolveStage(sources)))

  // Which env file counts depends on the stage, which the project file may take from an env file. So first the stage is
  // found with what is known without the project file; then everything is filled in with the env files of that stage.
  const known = stage ?? env.STAGE
  const above = named !== undefined || (await hasProject(dir))
  const levelOf = (/** @type {string[]} */ names) => (above ? envLevel(dir, names) : '')
  const level = await levelOf(['.env', ...(known ? [`.env.${known}`] : [])])
  const dotEnv = await readEnvFile(dir, `${level}.env`)
  const given = [
    ...source('--stage', stage),
    ...source('STAGE', env.STAGE || undefined),
    ...source(dotEnv.name, dotEnv.values.STAGE || undefined),
  ]
  const early = given.length > 0 ? decide(given) : undefined
  const earlyFiles = early === undefined ? [dotEnv] : [await readEnvFile(dir, `${level}.env.${early}`), dotEnv]

  const { found, passedOver } = await findProject({ dir, named, component, envValues: merged(earlyFiles) })
  const parent = isPlatform(found) ? await readParent(dir) : undefined
  const written = found === undefined ? [] : stagesIn(found, parent, variables(env, earlyFiles, early))
  const stages = [...written, ...given]
  const chosen = decide(stages)

  const home = chosen === known ? level : await levelOf([`.env.${chosen}`, '.env'])
  const stageFile = early === chosen && home === level ? earlyFiles[0] : await readEnvFile(dir, `${home}.env.${chosen}`)
  const files = [stageFile, home === level ? dotEnv : await readEnvFile(dir, `${home}.env`)]
  stages.push(...source(stageFile.name, stageFile.values.STAGE || undefined))
  if (decide(stages) !== chosen) {
    throw usageError('StageConflict.envFile', { path: stageFile.path, stage: chosen, other: stageFile.values.STAGE })
  }
  /** @type {Filled[]} */
  const filled = []
  const common = { dir, stage: chosen, stages, env: { values: merged(files), files, filled }, passedOver }
  if (found === undefined) return { ...common, form: 'none', alone: true, inputs: {} }
  if ('definition' in found) filled.push(...valuesNamed(found.text, { ...merged(files), ...env }))
  return { ...common, ...contents(found, parent, { ...variables(env, files, chosen), filled }) }
}

/** @param {string} dir */
async function hasProject(dir) {
  for (const name of projectFiles) if (await exists(join(dir, name))) return true
  return false
}

/** @param {Found | undefined} found */
function isPlatform(found) {
  return found !== undefined && 'shape' in found && found.shape.form === 'component-platform'
}

/**
 * A project file, not yet filled in.
 *
 * @typedef {{ file: string, yml: Yml, shape: Shape }
 *   | { file: string, definition: Record<string, any>, text: string }} Found
 */

/**
 * @param {{ dir: string, named?: string, component?: string, envValues: Record<string, string> }} options
 * @returns {Promise<{ found?: Found, passedOver: { file: string, why: string }[] }>}
 */
async function findProject({ dir, named, component, envValues }) {
  const passedOver = []
  for (const file of named === undefined ? projectFiles.map((name) => join(dir, name)) : [named]) {
    const text = await readText(file, { typed: named !== undefined })
    if (text === undefined) continue
    const found = /\.c?js$/.test(file)
      ? await readDefinition(file, text, envValues)
      : readYml(text, file, { named: named !== undefined, alias: component })
    if (typeof found !== 'string') return { found, passedOver }
    passedOver.push({ file, why: found })
  }
  if (named === undefined) return { passedOver }
  const [passed] = passedOver
  if (passed === undefined) throw usageError('ProjectNotFound.missing', { file: named, files: projectFiles })
  throw usageError('ProjectNotFound.notOurs', { file: named, why: passed.why, files: projectFiles })
}

/**
 * @param {string} text
 * @param {string} file
 * @param {{ named: boolean, alias?: string }} options
 * @returns {Found | string}
 */
function readYml(text, file, options) {
  const yml = parseYml(text, file)
  const shape = shapeOf(yml, options)
  return typeof shape === 'string' ? shape : { file, yml, shape }
}

/**
 * @param {string} file
 * @param {string} source
 * @param {Record<string, string>} envValues
 * @returns {Promise<Found | string>}
 */
async function readDefinition(file, source, envValues) {
  const { ours, definition } = loadDefinition(file, envValues)
  if (!ours) return words().project.notOurs.noClass()
  if (definition) return { file, definition, text: source }
  const beside = await readFirst(dirname(file), ['grayscale.yml', 'grayscale.yaml'])
  if (beside === undefined) throw usageError('InvalidProject.noFunctions', { file })
  return readYml(beside.text, beside.file, { named: true })
}

/**
 * What the project file itself says about its stage: at its top, and among its inputs.
 *
 * @param {Found} found
 * @param {Parent} parent
 * @param {Variables} variables
 * @returns {StageSource[]}
 */
function stagesIn(found, parent, variables) {
  const from = basename(found.file)
  if ('definition' in found) return source(from, found.definition.stage)
  const { yml, shape } = found
  const above = parent && text(parent.yml, parent.top.get('stage', true), variables)
  if (parent && above !== undefined) return source(parent.name, above)
  const atTop = text(yml, shape.top.get('stage', true), variables)
  if (!isMap(shape.inputs) || shape.inputs === shape.top) return source(from, atTop)
  return [
    ...source(from, atTop),
    ...source(words().project.stageFrom.inputs(from), text(yml, shape.inputs.get('stage', true), variables)),
  ]
}

/**
 * @param {Found} found
 * @param {Parent} parent
 * @param {Variables} variables
 */
function contents(found, parent, variables) {
  const { file } = found
  if ('definition' in found) {
    return { file, form: /** @type {const} */ ('serverless.js'), alone: true, inputs: found.definition }
  }
  const { yml, shape } = found
  const { form, alias, component, top } = shape
  const { names } = variables
  /** @param {string} key */
  const told = (key) =>
    (parent && text(parent.yml, parent.top.get(key, true), variables)) ?? text(yml, top.get(key, true), variables)
  names.org = told('org')
  const app = told('app')
  names.name = text(yml, top.get('name', true), variables)
  names.app = app ?? names.name // as the established component documents it
  interpolate(yml, shape.inputs, variables)
  const inputs = plain(yml, shape.inputs) ?? {}
  if (typeof inputs !== 'object' || Array.isArray(inputs)) {
    throw usageError('InvalidProject.inputsNoMapping', { at: yml.at(shape.inputs) })
  }
  const called = form === 'component-nested' ? alias : form === 'component-platform' ? names.name : undefined
  const instance = called === undefined ? undefined : { name: called, app }
  const alone = shape.alone && app === undefined
  return { file, form, alias, component, alone, org: names.org, app, name: names.name, instance, inputs }
}

/**
 * @param {Yml} yml
 * @param {unknown} value
 * @param {Variables} variables
 * @returns {string | undefined}
 */
function text(yml, value, variables) {
  const node = /** @type {Node | undefined} */ (value)
  interpolate(yml, node, variables)
  const result = plain(yml, node) ?? undefined
  return result === undefined ? undefined : String(result)
}

/** @param {Record<string, string | undefined>} values @param {string} name */
const own = (values, name) => (Object.hasOwn(values, name) ? values[name] : undefined)

/**
 * @param {Record<string, string | undefined>} env
 * @param {EnvFile[]} files
 * @param {string | undefined} stage
 * @returns {Variables}
 */
function variables(env, files, stage) {
  const values = merged(files)
  return {
    // A stage that was given is what STAGE would say if it were set.
    env: (name) => own(env, name) ?? own(values, name) ?? (name === 'STAGE' ? stage : undefined),
    envFiles: files.map((file) => file.name),
    keyIn: keySearch(env, files),
    names: { stage },
  }
}

/** @param {EnvFile[]} files the first wins */
function merged(files) {
  return Object.assign({}, ...files.map((file) => file.values).reverse())
}

/**
 * @param {string} from
 * @param {unknown} stage
 * @returns {StageSource[]}
 */
function source(from, stage) {
  return stage === undefined || stage === null ? [] : [{ from, stage: String(stage) }]
}
