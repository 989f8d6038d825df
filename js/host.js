// @ts-check
/**
 * What people type, for whom this process works. Texts name a command as the command line has it, in backticks:
 * `` `grayscale rollback --to 7 fun01` ``. Who shows them spells it for the host.
 *
 * @module
 */

/** @typedef {'cli' | 'sls' | 'osls' | 'program'} HostName `sls`: the component; `osls`: the plugin */

/**
 * A command, taken apart.
 *
 * @typedef {object} Command
 * @property {string} typed as the command line has it
 * @property {string} verb one word, or two: `alias list`
 * @property {[name: string, value: string | true][]} inputs flags and what stands behind the verb, named as inputs are
 * @property {string} stage the flag that names the stage, where it must be typed; else empty
 */

/** Flags of the command line that take no value. */
const alone = ['--verify', '--force', '--plan', '--help']

/** Verbs about one function name it by `function`; the others narrow the run by `only`. */
const aboutOne = ['publish', 'prune', 'invoke', 'logs', 'metrics', 'alias list', 'alias create', 'alias update']

/** Verbs whose operand is a run or a command, not functions, with the input that holds it. @type {Record<string, string>} */
const aboutOthers = { undo: 'run', policy: 'commands' }

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
}

/** The same where the plugin runs. @type {Record<string, string>} */
const ofPlugin = {
  deploy: 'deploy',
  remove: 'remove',
  plan: 'grayscale plan',
  status: 'grayscale status',
  rollback: 'grayscale rollback',
  undo: 'grayscale undo',
  resume: 'grayscale resume',
  abort: 'grayscale abort',
}

/** Methods of `Grayscale` that have another name than the command. @type {Record<string, string>} */
const methods = {
  'alias list': 'aliases.list',
  'alias create': 'aliases.create',
  'alias update': 'aliases.update',
}

/** @type {Record<HostName, (command: Command) => string>} */
const spellings = {
  cli: ({ typed }) => `grayscale ${typed}`,
  sls: ({ typed, verb, inputs, stage }) => {
    const name = ofComponent[verb]
    if (name === undefined || writesFile(inputs)) return `npx grayscale ${typed}`
    return `${[`sls ${name}`, ...(inputs.length > 0 ? ['--inputs', ...pairs(inputs)] : [])].join(' ')}${stage}`
  },
  osls: ({ typed, verb, inputs, stage }) => {
    const name = ofPlugin[verb]
    if (name === undefined || writesFile(inputs)) return `npx grayscale ${typed}`
    return `${[`sls ${name}`, ...pairs(inputs).map((pair) => `--inputs ${pair}`)].join(' ')}${stage}`
  },
  program: ({ verb, inputs }) => {
    // a run or a command is no field of a map there
    if (Object.hasOwn(aboutOthers, verb)) return `gray.${verb}(${inputs.map(([, value]) => `'${value}'`).join(', ')})`
    const fields = inputs.map(([name, value]) => `${name}: ${value === true ? 'true' : `'${value}'`}`)
    return `gray.${methods[verb] ?? verb}(${fields.length > 0 ? `{ ${fields.join(', ')} }` : ''})`
  },
}

/** @type {HostName} */
let host = 'program'

/** From now on commands are spelled for this one. @param {HostName} name */
export function speakFor(name) {
  host = name
}

/**
 * A text with its commands as they are typed here.
 *
 * @param {string} text
 * @param {HostName} [name]
 */
export function spelled(text, name = host) {
  return text.replace(/`grayscale ([^`]+)`/g, (_, typed) => `\`${spellings[name](taken(typed))}\``)
}

/** @param {string} typed @returns {Command} */
function taken(typed) {
  const words = typed.split(' ')
  const verb = words.splice(0, words[0] === 'alias' ? 2 : 1).join(' ')
  /** @type {Command['inputs']} */
  const inputs = []
  /** @type {string[]} */
  const operands = []
  let stage = ''
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (!word.startsWith('--')) operands.push(word)
    else if (word === '--stage') stage = ` --stage ${words.shift()}`
    else inputs.push([inputOf(word), alone.includes(word) ? true : (words.shift() ?? true)])
  }
  // `alias update` is one command
  if (operands.length > 0) inputs.push([operandOf(verb), operands.join(verb === 'policy' ? ' ' : ',')])
  return { typed, verb, inputs, stage }
}

/** The input that holds what stands behind the verb. @param {string} verb */
function operandOf(verb) {
  if (Object.hasOwn(aboutOthers, verb)) return aboutOthers[verb]
  return aboutOne.includes(verb) ? 'function' : 'only'
}

/** @param {string} flag such as `--wait-timeout` */
function inputOf(flag) {
  return flag.slice(2).replace(/-(\w)/g, (_, letter) => letter.toUpperCase())
}

/** Plan files are the command line's alone. @param {Command['inputs']} inputs */
function writesFile(inputs) {
  return inputs.some(([name]) => name === 'out')
}

/** @param {Command['inputs']} inputs */
function pairs(inputs) {
  return inputs.map(([name, value]) => `${name}=${value}`)
}
