// @ts-check
/** @import { Flag } from '../inputs/flags.js' */
import { GrayscaleError } from '../errors.js'
import { invalid, phraseFor, pluginWays } from '../inputs/frameworks.js'
import { readPairs, readWords } from '../inputs/words.js'

/** A word that the framework takes for an option. What it does not take for one, it takes for nothing. */
const option = /^-(?:-(?<name>[a-zA-Z][A-Za-z0-9:_-]+)|(?<letters>[a-z]+))$/
/** Options of a letter that take a value. @type {Record<string, string>} */
const shortcuts = { c: 'config', p: 'package', s: 'stage' }

/**
 * The inputs that were typed. The framework drops every word behind the first option that it can't place, in silence:
 * the second pair of `--inputs publish=true traffic=0`, and `--inputs.traffic=0` with its dot. So the words are read
 * again; pairs count, and any other word is refused.
 *
 * @param {string[]} words what follows `sls`
 * @param {{ commands: string[], options: Record<string, any> }} processed what the framework made of them
 * @returns {Record<string, any>} as text, but for JSON (`{…}`, `[…]`)
 * @throws {GrayscaleError} `InvalidCommandLine`
 */
export function typedInputs(words, { commands, options }) {
  // A program that runs the framework has a command line of its own.
  const ours = commands.every((command, index) => words[index] === command)
  const { inputs, operands, problems } = ours
    ? readWords(words.slice(commands.length), { flagOf: optionsOf(options), nested: true })
    : { operands: [], ...readPairs(options.inputs ?? []) }
  const errors = [...problems.map(phraseFor(pluginWays)), ...operands.map(freeWord)]
  if (errors.length > 0) throw GrayscaleError.all(errors)
  return inputs
}

/**
 * @param {Record<string, any>} options as the framework understood them: those without a value are true or false
 * @returns {(written: string) => { name: string, flag: Flag } | undefined}
 */
function optionsOf(options) {
  const alone = (/** @type {string} */ name) => typeof options[name.replace(/^no-/, '')] === 'boolean'
  return (written) => {
    const found = option.exec(written)?.groups
    if (found === undefined) return undefined
    const { name = shortcuts[found.letters] } = found
    if (name === 'inputs') return { name, flag: { value: 'pairs', about: '' } }
    const value = name === undefined || alone(name) || typeof options[name] === 'boolean' ? 'none' : 'any'
    return { name: name ?? found.letters, flag: { value, about: '' } }
  }
}

/** @param {string} word */
function freeWord(word) {
  return invalid(`${word} ${pluginWays.drops}`, 'Inputs are written --inputs publish=true --inputs traffic=0.')
}
