// @ts-check
/** @import { RunRequest } from '../run-config.js' */
/** @import { Verb } from '../verbs.js' */
/** @import { Code } from './code.js' */
import { usageError } from '../../errors.js'
import { resolveStage } from '../../index.js'
import { inputMeant } from '../../inputs/frameworks.js'
import { isMap } from '../../inputs/words.js'
import { requireStageName } from '../../project/stage.js'
import { words } from '../../words/index.js'
import { engineB } from '../flags.js'
import { within } from './code.js'

/** What the CLI adds for its own use. */
const ofTheCli = ['srcOriginal', 'originSrc', 'originDist', 'sourceCosInfo']

/** Verbs that are about what the yml says; the others are about functions that are there already. */
const aboutProject = ['default', 'deploy', 'plan', 'info', 'status', 'rollback', 'remove']

/**
 * What is to be done, from what the platform hands over: yml and command line in one, already parsed.
 *
 * @param {{ name: string, app?: string, stage: string, state?: any }} component
 * @param {Verb} verb
 * @param {Record<string, any>} given
 * @param {Code} code
 * @returns {Promise<RunRequest & { fromState: boolean, instance: { name: string, app?: string }, store: unknown }>} `fromState`:
 *   the functions are those that the state knows; `store`: what the yml says, now or at the last deployment
 */
export async function requestFrom(component, verb, given, code) {
  refusePairs(given)
  const { stage: ofInputs, src, srcOriginal, ...read } = unflagged(given)
  const inputs = Object.fromEntries(Object.entries(read).filter(([name]) => !ofTheCli.includes(name)))
  const stages = [{ from: words().project.stageFrom.platform(), stage: component.stage }]
  if (ofInputs !== undefined) stages.push({ from: 'inputs.stage', stage: String(ofInputs) })
  const stage = requireStageName(resolveStage(stages))
  const instance = { name: component.name, app: component.app }
  const store = inputs.store ?? (verb === 'deploy' ? undefined : component.state?.stores?.[stage])
  if (!aboutProject.includes(verb)) return { ...aboutDeployed(component, stage, inputs), instance, store }
  const { fromState, ...named } = withFunctions(component, stage, verb, inputs)
  const packed = verb === 'deploy' ? await withCode(named, src ?? inBucket(srcOriginal), code) : withoutCode(named)
  const all = { ...packed, stage }
  return { stage, inputs: all, project: all, typed: inputs, fromState, instance, store }
}

/**
 * An order about functions that are there already, such as `create-alias`: what was typed must be told from the project's
 * inputs, since both may hold a `name`. Newer CLIs hand over both in one, older ones what was typed alone; which inputs
 * are the project's is known from its last deployment.
 *
 * @param {{ state?: any }} component
 * @param {string} stage
 * @param {Record<string, any>} inputs
 */
function aboutDeployed({ state }, stage, inputs) {
  const functions = state?.deployed?.[stage]
  if (!Array.isArray(functions) || functions.length === 0) throw usageError('NotDeployed', { stage })
  const ofProject = (/** @type {string} */ input) => {
    if (input === 'name') return functions.some(({ name }) => name === inputs.name)
    return (state.inputNames?.[stage] ?? []).includes(input)
  }
  const typed = Object.fromEntries(Object.entries(inputs).filter(([input]) => !ofProject(input)))
  const project = { functions, stage }
  return { stage, inputs: { ...project, ...typed }, project, typed, fromState: true }
}

/**
 * CLIs of 2020 know `--inputs.publish=true` only. Of `--inputs publish=true traffic=0` they hand over the letters of the
 * first pair, each as an input of its own, and drop the others; of `--inputs` given twice, the pairs under numbers.
 *
 * @param {Record<string, any>} given
 */
function refusePairs(given) {
  const numbered = Object.entries(given).filter(([name, text]) => /^\d+$/.test(name) && typeof text === 'string')
  if (numbered.length === 0) return
  const texts = numbered.map(([, text]) => text)
  const pairs = texts.every((text) => [...text].length === 1) ? [texts.join('')] : texts
  throw usageError('InvalidCommandLine.pairsOfOldCli', { pairs })
}

/**
 * CLIs of 2021 take each word with `=` for an input once `--inputs` stands anywhere. What is meant is clear for the older
 * form; other flags are theirs.
 *
 * @param {Record<string, any>} given
 * @returns {Record<string, any>}
 */
function unflagged(given) {
  /** @type {Record<string, any>} */
  const inputs = {}
  for (const [name, value] of Object.entries(given)) {
    const input = /^--inputs\.(\w+)$/.exec(name)?.[1] ?? name
    if (engineB.includes(name.replace(/^--/, '')) && name.startsWith('--')) continue
    if (input.startsWith('-')) throw mistyped(name, value)
    if (Object.hasOwn(inputs, input)) throw usageError('InvalidCommandLine.givenTwice', { input })
    inputs[input] = value
  }
  return inputs
}

/**
 * @param {string} flag
 * @param {any} value
 */
function mistyped(flag, value) {
  const name = inputMeant(flag)
  return usageError('InvalidCommandLine.flagAsInput', { flag, meant: name === '' ? undefined : `${name}=${value}` })
}

/**
 * A single function needs no name of its own: it has the one that it was deployed with before, else one made of the
 * instance's. Some CLIs hand the yml's inputs to `deploy` alone, so
 * for all else the functions are also known from the last deployment.
 *
 * @param {{ state?: any }} component
 * @param {string} stage
 * @param {Verb} verb
 * @param {Record<string, any>} inputs
 */
function withFunctions({ state }, stage, verb, inputs) {
  if (['functions', 'name', 'key'].some((key) => inputs[key] !== undefined)) return { ...inputs, fromState: false }
  const deployed = state?.deployed?.[stage]
  if (verb !== 'deploy' && Array.isArray(deployed) && deployed.length > 0) {
    return { ...inputs, functions: deployed, fromState: true }
  }
  const [only, ...others] = Array.isArray(deployed) ? deployed : []
  const named = only !== undefined && others.length === 0 ? { key: only.key, name: only.name } : {}
  return { ...inputs, ...named, fromState: false }
}

/**
 * @param {Record<string, any>} inputs
 * @param {any} src
 * @param {Code} code
 */
async function withCode(inputs, src, code) {
  if (typeof src !== 'string') {
    const owner = ownSources(inputs)[0]
    if (owner === undefined) return src === undefined ? inputs : { ...inputs, src }
    throw usageError('InvalidInput.noCommonSource', { key: owner.key })
  }
  const directory = await code.directory(src)
  const located = mapFunctions(inputs, (one, key) => {
    if (typeof one?.src === 'string') return { ...one, src: within(directory, one.src, key) }
    if (typeof one?.src?.src !== 'string') return one
    return { ...one, src: { ...one.src, src: within(directory, one.src.src, key) } }
  })
  return { ...located, src: directory }
}

/** Code in a bucket, of which newer CLIs keep the note only. @param {any} srcOriginal */
function inBucket(srcOriginal) {
  return srcOriginal?.bucket === undefined ? undefined : srcOriginal
}

/** @param {Record<string, any>} inputs */
function withoutCode(inputs) {
  return mapFunctions(inputs, ({ src: _, ...one }) => one)
}

/** @param {Record<string, any>} inputs */
function ownSources({ functions }) {
  const entries = Array.isArray(functions) ? functions.map((one) => [one?.name, one]) : Object.entries(functions ?? {})
  return entries
    .filter(([, one]) => typeof one?.src === 'string' || typeof one?.src?.src === 'string')
    .map(([key]) => ({ key }))
}

/**
 * @param {Record<string, any>} inputs
 * @param {(one: any, key: string) => any} change
 */
function mapFunctions({ functions, ...inputs }, change) {
  const changed = (/** @type {any} */ one, /** @type {string} */ key) => (isMap(one) ? change(one, key) : one)
  if (Array.isArray(functions))
    return { ...inputs, functions: functions.map((one) => changed(one, one?.key ?? one?.name)) }
  if (!isMap(functions)) return functions === undefined ? inputs : { ...inputs, functions }
  const entries = Object.entries(functions).map(([key, one]) => [key, changed(one, key)])
  return { ...inputs, functions: Object.fromEntries(entries) }
}
