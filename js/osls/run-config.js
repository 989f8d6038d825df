// @ts-check
/** @import { Host } from './host.js' */
import { extname, join } from 'node:path'
import { isMap, parseDocument } from 'yaml'
import { usageError } from '../errors.js'
import { resolveStage } from '../index.js'
import { checkFile } from '../inputs/check.js'
import { besideTyped } from '../inputs/rollout.js'
import { readEnvFile } from '../project/env.js'
import { valuesNamed } from '../project/filled.js'
import { settled } from '../project/index.js'
import { refuseCredentials } from '../project/named-keys.js'
import { readText } from '../project/text.js'
import { forgetWays, notFrom } from '../sls/exported.js'
import { merged } from '../sls/merge.js'
import { isTrue } from '../sls/run-config.js'
import { words } from '../words/index.js'
import { typedInputs } from './command-line.js'
import { inputsOf, refuseOptions } from './inputs.js'

/**
 * All that a command needs to know of the project.
 *
 * @param {Host} host
 * @returns {Promise<import('../sls/run-config.js').RunConfig>}
 */
export async function readRunConfig(host) {
  const { dir, options, serverless } = host
  refuseOptions(options)
  const { force, lang: _, ...typed } = typedInputs(process.argv.slice(2), serverless.processedInput)
  const text = (await readText(join(dir, serverless.configurationFilename))) ?? ''
  const { loaded, exported } = await exportedBefore(host)
  forgetWays(exported)
  refuseNamedKeys(serverless.configurationFilename, text)
  const sources = [
    { from: '--stage', stage: stageTyped(options.stage, typed.stage) },
    stageWritten(host, text),
    { from: 'STAGE', stage: exported.STAGE || undefined },
  ]
  const { stage, env } = await settled({ resolveStage, dir, sources })
  refuseFilledInOtherwise(host, { stage, text, loaded, envFound: env.files[0].found })
  const project = inputsOf(host)
  checkFile(project)
  const inputs = { ...merged(besideTyped(project, typed), typed), stage }
  const filled = valuesNamed(text, { ...env.values, ...process.env })
  const own = { ...project, stage }
  return { dir, stage, env: { ...env, filled }, inputs, project: own, typed, exported, force: isTrue(force) }
}

/**
 * The framework fills in whatever a file asks for, so that is looked at in the file. A program is no text to look at: what it
 * makes is compared with the key.
 *
 * @param {string} file
 * @param {string} text
 */
function refuseNamedKeys(file, text) {
  if (!['.yml', '.yaml', '.json'].includes(extname(file))) return
  const document = parseDocument(text, { logLevel: 'silent', merge: true })
  refuseCredentials({ document, file, at: () => file }, document.contents, 'service')
}

/**
 * @param {string | undefined} option
 * @param {string | undefined} input
 */
function stageTyped(option, input) {
  if (!option || input === undefined || option === input) return option || input
  throw usageError('StageConflict.typed', { stage: option, input })
}

/**
 * The stage that the file names. The framework puts `dev` where it names none; where that can't be told from the file,
 * because it is a program or takes its provider from elsewhere, `dev` counts as named.
 *
 * @param {Host} host
 * @param {string} text of the file
 * @returns {{ from: string, stage: string | undefined }}
 */
function stageWritten({ written, serverless }, text) {
  const { stage } = written.provider
  const file = serverless.configurationFilename
  const from = words().project.stageFrom.provider(file)
  if (stage !== 'dev') return { from, stage }
  const readable = ['.yml', '.yaml', '.json'].includes(extname(file))
  const provider = readable ? parseDocument(text, { logLevel: 'silent', merge: true }).get('provider') : undefined
  if (isMap(provider) && provider.has('stage')) return { from, stage }
  const tellable = isMap(provider) ? !provider.has('<<') : typeof provider === 'string' && !provider.includes('${')
  return tellable ? { from, stage: undefined } : { from: words().project.stageFrom.framework(), stage }
}

/**
 * The environment without what the framework loaded into it (`useDotenv`), which must not pass for exported: it chooses
 * the file by a stage of its own.
 *
 * @param {Host} host
 * @returns {Promise<{ loaded?: string, exported: Record<string, string | undefined> }>} `loaded` is the file's name
 */
async function exportedBefore(host) {
  if (!host.serverless.configurationInput.useDotenv) return { exported: { ...process.env } }
  for (const name of [`.env.${frameworkStage(host)}`, '.env']) {
    const { found, values } = await readEnvFile(host.dir, name)
    if (found) return { loaded: name, exported: notFrom(values, process.env) }
  }
  return { exported: { ...process.env } }
}

/**
 * The framework fills `${…}` in with a stage that it knows from `--stage` and the file alone. Where that is another one,
 * a function of one stage would get what belongs to another.
 *
 * @param {Host} host
 * @param {{ stage: string, text: string, loaded?: string, envFound: boolean }} known
 */
function refuseFilledInOtherwise(host, { stage, text, loaded, envFound }) {
  const other = frameworkStage(host)
  if (stage === other) return
  const byStage = /\$\{[^}]*\b(sls:stage|opt:stage|self:provider\.stage|param:[\w-]*|file\()/.exec(text)
  const byFile = (envFound || (loaded !== undefined && loaded !== '.env')) && /\$\{[^}]*\benv:/.test(text)
  if (byStage === null && !(loaded !== undefined && byFile)) return
  throw byStage === null
    ? usageError('StageConflict.filledFromFile', { stage, other, file: String(loaded) })
    : usageError('StageConflict.filledByStage', { stage, other, expression: byStage[1] })
}

/** @param {Host} host @returns {string} */
function frameworkStage({ options, written }) {
  return options.stage || written.provider.stage || 'dev'
}
