// @ts-check
/** @import { Flags } from '../inputs/flags.js' */
/** @import { Problem } from '../inputs/words.js' */
import { usageError } from '../errors.js'
import { finderOf } from '../inputs/flags.js'
import { suggestion } from '../inputs/nearest.js'
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
      const message = `${written} takes no value, and was given ${shown(value)}`
      return usageError('UnexpectedValue', message, `write ${written}`)
    }
    case 'missing-value': {
      const { written, flag, empty } = problem
      const what = empty ? 'an empty value' : 'no value'
      return usageError('MissingValue', `${written} was given ${what}`, `write ${written} ${flag.hint ?? 'VALUE'}`)
    }
    case 'not-a-pair': {
      const { word } = problem
      if (word === undefined)
        return usageError('MissingValue', '--inputs is followed by no KEY=VALUE', '--inputs traffic=0.1')
      const message = `--inputs is followed by ${shown(word)}, which is no KEY=VALUE`
      return usageError('UnexpectedValue', message, '--inputs traffic=0.1')
    }
    case 'loose-pair': {
      const { word, name } = problem
      const hint = Object.hasOwn(known, name) ? `did you mean --${word}?` : `did you mean --inputs ${word}?`
      return usageError('UnexpectedValue', `${shown(word)} is neither a flag nor a name`, hint)
    }
    case 'repeated': {
      const { name, word } = problem
      return usageError('RepeatedFlag', `${name} is given twice, the second time by ${shown(word)}`, 'give it once')
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
    return usageError('UnknownFlag', `${written} has a dash too many`, `write ${meant}`)
  }
  const hint = names.includes(meant) ? `did you mean ${meant}?` : suggestion(meant, names)
  return usageError('UnknownFlag', `${written} is no flag of this command`, hint)
}

/** @param {string} [word] */
function shown(word) {
  return JSON.stringify(word)
}
