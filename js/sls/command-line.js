// @ts-check
import { GrayscaleError, usageError } from '../errors.js'
import { finderOf } from '../inputs/flags.js'
import { engineAWays, phraseFor } from '../inputs/frameworks.js'
import { nearest } from '../inputs/nearest.js'
import { readWords } from '../inputs/words.js'
import { engineA } from './flags.js'
import { typedVerbs } from './verbs.js'

/**
 * What was typed behind `sls`. The engine's own parser loses much of it: it knows one form of `--inputs` only, turns
 * `012` into 12, takes a command for a flag's value, and is silent about what it doesn't know. So the words are read
 * again, and what the engine would misunderstand is refused.
 *
 * @typedef {object} CommandLine
 * @property {string} [verb]
 * @property {Record<string, any>} inputs as text, but for flags without a value (`true`) and JSON (`{…}`, `[…]`)
 * @property {string[]} components what `--component` names
 * @property {string} [stage]
 */

/**
 * @param {string[]} words what follows `sls`
 * @returns {CommandLine}
 * @throws {GrayscaleError} `InvalidCommandLine`, `UnknownCommand`
 */
export function readCommandLine(words) {
  const grammar = { flagOf: finderOf(engineA), dotted: true, nested: true, commands: typedVerbs }
  const { flags, inputs, operands, problems } = readWords(words, grammar)
  const errors = [...wrongWords(operands), ...problems.map(phraseFor(engineAWays))]
  if (errors.length > 0) throw GrayscaleError.all(errors)
  const { component = [], stage } = flags
  const line = { inputs, components: [component].flat() }
  if (operands.length > 0) Object.assign(line, { verb: operands[0] })
  return stage === undefined ? line : { ...line, stage: [stage].flat().at(-1) }
}

/**
 * The engine runs the method that the first free word names.
 *
 * @param {string[]} operands
 */
function wrongWords([verb, ...more]) {
  const known = typedVerbs.filter((one) => !one.includes('_'))
  const errors = more.map((word) => usageError('InvalidCommandLine.wordNotTaken', { verb, word }))
  if (verb !== undefined && !typedVerbs.includes(verb)) {
    errors.unshift(usageError('UnknownCommand.sls', { verb, ...nearest(verb, known) }))
  }
  return errors
}
