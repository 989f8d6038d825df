// @ts-check
/** How a command is typed where a sentence is read. src/message/host.rs has the same rules for what Rust says. */
/** @import { HostName } from './reader.js' */
import { currentReader, placeTyped } from './reader.js'

/**
 * A command that a sentence names.
 *
 * @typedef {object} Command
 * @property {string} verb one word, or two: `alias list`
 * @property {string[]} [of] what follows the verb: functions, a run, a command
 * @property {Record<string, string | true>} [flags] named as inputs are: `moveTriggers`; true for one without a value
 * @property {string} [stage] where it must be typed; `dev` need not be
 */

/** Verbs about one function name it by `function`; the others narrow the run by `only`. */
const aboutOne = ['publish', 'prune', 'invoke', 'logs', 'metrics', 'alias list', 'alias create', 'alias update']

/** Verbs whose operand is a run, a command or a gate, not functions, with the input that holds it. @type {Record<string, string>} */
const aboutOthers = { undo: 'run', policy: 'commands', 'rollout approve': 'gate' }

/** What `sls` calls them. What is missing there has the command line beside it. @type {Record<string, string>} */
const ofComponent = {
  plan: 'plan',
  deploy: 'deploy',
  status: 'status',
  rollback: 'rollback',
  undo: 'undo',
  resume: 'resume',
  abort: 'abort',
  remove: 'remove',
  publish: 'publish-ver',
  prune: 'prune',
  invoke: 'invoke',
  logs: 'log',
  metrics: 'metric',
  'alias list': 'list-alias',
  'alias create': 'create-alias',
  'alias update': 'update-alias',
  'rollout start': 'deploy',
}

/** The same where the plugin runs. @type {Record<string, string>} */
const ofPlugin = {
  deploy: 'deploy',
  'rollout start': 'deploy',
  remove: 'remove',
  plan: 'grayscale plan',
  status: 'grayscale status',
  logs: 'grayscale logs',
  rollback: 'grayscale rollback',
  undo: 'grayscale undo',
  resume: 'grayscale resume',
  abort: 'grayscale abort',
}

/** What is asked of a rollout is an input of one verb there. */
const rolloutAction = /^rollout (status|tick|pause|resume|promote|approve|abort)$/

/** Methods of `Grayscale` that have another name than the command. @type {Record<string, string>} */
const methods = {
  'alias list': 'aliases.list',
  'alias create': 'aliases.create',
  'alias update': 'aliases.update',
  'store import': 'importJournal',
  'rollout start': 'rollouts.start',
  'rollout status': 'rollouts.status',
  'rollout tick': 'rollouts.tick',
  'rollout watch': 'rollouts.tick',
  'rollout resume': 'rollouts.resume',
  'rollout promote': 'rollouts.promote',
  'rollout approve': 'rollouts.approve',
  'rollout abort': 'rollouts.abort',
}

/** @type {Record<HostName, (command: Command, line: string) => string>} */
const spellings = {
  cli: (_, line) => line,
  console: (_, line) => line,
  sls: (command, line) => {
    const action = rolloutAction.exec(command.verb)?.[1]
    const name = action === undefined ? ofComponent[command.verb] : 'rollout'
    if (name === undefined || command.flags?.out !== undefined) return `npx ${line}`
    const pairs = [...(action === undefined ? [] : [`do=${action}`]), ...pairsOf(command)]
    return `${[`sls ${name}`, ...(pairs.length > 0 ? ['--inputs', ...pairs] : [])].join(' ')}${stageFlag(command.stage)}`
  },
  osls: (command, line) => {
    const name = rolloutAction.test(command.verb) ? `grayscale ${command.verb}` : ofPlugin[command.verb]
    if (name === undefined || command.flags?.out !== undefined) return `npx ${line}`
    const pairs = pairsOf(command).map((pair) => `--inputs ${pair}`)
    return `${[`sls ${name}`, ...pairs].join(' ')}${stageFlag(command.stage)}`
  },
  program: (command) => {
    const { verb, of = [] } = command
    // a run, a command or a gate is no field of a map there
    const apart = Object.hasOwn(aboutOthers, verb)
    const inputs = inputsOf(apart ? { ...command, of: [] } : command)
    const fields = inputs.map(([name, value]) => `${name}: ${value === true ? 'true' : `'${value}'`}`)
    const map = fields.length > 0 ? [`{ ${fields.join(', ')} }`] : []
    return `gray.${methods[verb] ?? verb}(${[...(apart ? of.map((one) => `'${one}'`) : []), ...map].join(', ')})`
  },
}

/**
 * The command as it is typed here, in backticks.
 *
 * @param {Command} command
 */
export function typed(command) {
  return `\`${typedFor(command, currentReader().host)}\``
}

/**
 * The same for a host, without backticks.
 *
 * @param {Command} command
 * @param {HostName} host
 */
export function typedFor(command, host) {
  return spellings[host](command, onCommandLine(command))
}

/** @param {Command} command */
function onCommandLine(command) {
  const { verb, of = [], flags = {} } = command
  const given = Object.entries(flags).map(([name, value]) => `--${kebab(name)}${value === true ? '' : ` ${value}`}`)
  const { stage: typedStage, ...place } = Object.fromEntries(placeTyped())
  const stage = stageFlag(command.stage || typedStage, typedStage !== undefined)
  const others = Object.entries(place).filter(([flag]) => flags[flag] === undefined)
  return `${['grayscale', verb, ...of, ...given].join(' ')}${stage}${others.map(([flag, value]) => ` --${flag} ${value}`).join('')}`
}

/** @param {string} [stage] @param {boolean} [typed] whether a stage was typed: then `dev` must be, too */
function stageFlag(stage, typed = false) {
  return !stage || (stage === 'dev' && !typed) ? '' : ` --stage ${stage}`
}

/**
 * Flags, and what follows the verb, as inputs.
 *
 * @param {Command} command
 * @returns {[name: string, value: string | true][]}
 */
function inputsOf({ verb, of = [], flags = {} }) {
  /** @type {[name: string, value: string | true][]} */
  const inputs = Object.entries(flags)
  if (of.length > 0) inputs.push([operandOf(verb), of.join(',')])
  return inputs
}

/** The input that holds what follows the verb. @param {string} verb */
function operandOf(verb) {
  return aboutOthers[verb] ?? (aboutOne.includes(verb) ? 'function' : 'only')
}

/** @param {Command} command */
function pairsOf(command) {
  return inputsOf(command).map(([name, value]) => `${name}=${value}`)
}

/** `moveTriggers` as a flag: `move-triggers`. @param {string} name */
function kebab(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
