// @ts-check
/** @import { Flags } from '../inputs/flags.js' */
/** @import { Problem } from '../inputs/words.js' */
import { usageError } from '../errors.js'
import { finderOf } from '../inputs/flags.js'
import { nearest } from '../inputs/nearest.js'
import { dashes, readWords, refuseProblems } from '../inputs/words.js'

/**
 * @typedef {object} Parsed
 * @property {Record<string, string | true>} flags that are about the run, by name
 * @property {Record<string, string | true>} inputs for the planner, as they were typed
 * @property {string[]} operands
 */

/**
 * Reads the words behind a command, strictly: what is unknown, lacks its value or stands twice is an error that says what
 * was probably meant.
 *
 * @param {string[]} words
 * @param {Flags} known
 * @returns {Parsed}
 * @throws {import('../errors.js').GrayscaleError} `UnknownFlag`, `MissingValue`, `UnexpectedValue`, `RepeatedFlag`
 */
export function parse(words, known) {
  const takesInputs = known.inputs !== undefined
  const grammar = { flagOf: finderOf(known), dotted: takesInputs, namesFunctions: takesInputs, terminator: true }
  const { problems, ...parsed } = readWords(words, grammar)
  refuseProblems(problems, (problem) => phrase(problem, known))
  return parsed
}

/**
 * @param {Problem} problem
 * @param {Flags} known
 */
function phrase(problem, known) {
  switch (problem.kind) {
    case 'unknown-flag':
      return unknownFlag(problem.written, known)
    case 'value-not-taken': {
      const { written, value } = problem
      return usageError('UnexpectedValue.notTaken', { written, value })
    }
    case 'missing-value': {
      const { written, flag, empty } = problem
      return usageError('MissingValue.flag', { written, value: flag.hint ?? 'VALUE', empty })
    }
    case 'not-a-pair': {
      const { word } = problem
      if (word === undefined) return usageError('MissingValue.inputs', {})
      return usageError('UnexpectedValue.notAPair', { word })
    }
    case 'loose-pair': {
      const { word, name } = problem
      return usageError('UnexpectedValue.loosePair', { word, flag: Object.hasOwn(known, name) })
    }
    case 'repeated': {
      const { name, word } = problem
      return usageError('RepeatedFlag.twice', { name, word })
    }
    default:
      throw new Error(`${problem.kind} is no problem of this command line`)
  }
}

/**
 * @param {string} written
 * @param {Flags} known
 */
function unknownFlag(written, known) {
  const names = Object.keys(known).map((name) => `--${name}`)
  const meant = written.replace(dashes, '--')
  if (written.startsWith('---')) {
    return usageError('UnknownFlag.dashes', { written, likely: meant })
  }
  const found = names.includes(meant) ? { near: meant, known: names } : nearest(meant, names)
  return usageError('UnknownFlag.unknown', { written, ...found })
}
