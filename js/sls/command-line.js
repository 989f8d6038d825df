// @ts-check
import { core } from '#load'
import { GrayscaleError, usageError } from '../errors.js'
import { engineA, finderOf } from '../inputs/flags.js'
import { engineAWays, invalid, phraseFor } from '../inputs/frameworks.js'
import { readWords } from '../inputs/words.js'
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
  const errors = more.map((word) =>
    invalid(
      `sls ${verb} does not take the word ${word}.`,
      `Inputs are written --inputs.publish="fun01,fun02" or --inputs publish=fun01,fun02.`,
    ),
  )
  if (verb !== undefined && !typedVerbs.includes(verb)) {
    const near = core.nearest(verb, known)
    const hint = near === undefined ? `Known are sls ${known.join(', sls ')}.` : `Did you mean sls ${near}?`
    errors.unshift(usageError('UnknownCommand', `sls ${verb} is not known here.`, hint))
  }
  return errors
}
