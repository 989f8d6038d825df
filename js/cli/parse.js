// @ts-check
/** @import { Flag, Flags } from './flags.js' */
import { usageError } from '../errors.js'
import { suggestion } from './nearest.js'

/**
 * @typedef {object} Parsed
 * @property {Record<string, string | true>} flags that are about the run, by name
 * @property {Record<string, string | true>} inputs for the planner, as they were typed
 * @property {string[]} operands
 */

/** A word that is a flag, and not a negative number. */
const flagWord = /^-(?![\d.])./
/** `traffic=0`, as sls users write inputs. */
const assignment = /^([A-Za-z][\w.]*)=(.*)$/s

/**
 * Reads words strictly: what is unknown, lacks its value or stands twice is an error that says what was probably meant.
 * Libraries for this take the last of several, or a flag for a value, without a word.
 *
 * @param {string[]} words
 * @param {Flags} known
 * @returns {Parsed}
 * @throws {import('../errors.js').GrayscaleError} `UnknownFlag`, `MissingValue`, `UnexpectedValue`, `RepeatedFlag`
 */
export function parse(words, known) {
  /** @type {Parsed} */
  const parsed = { flags: {}, inputs: {}, operands: [] }
  const rest = [...words]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') parsed.operands.push(...rest.splice(0))
    else if (!flagWord.test(word)) parsed.operands.push(word)
    else readFlag(word, { rest, known, parsed })
  }
  return parsed
}

/**
 * @param {string} word
 * @param {{ rest: string[], known: Flags, parsed: Parsed }} to
 */
function readFlag(word, { rest, known, parsed }) {
  const [, written, attached] = /^([^=]*)(?:=(.*))?$/s.exec(word) ?? []
  if (known.inputs !== undefined && written === '--inputs') return readInputs(attached, rest, parsed)
  const [, key] = /^--inputs\.(.+)$/.exec(written) ?? []
  if (known.inputs !== undefined && key !== undefined) {
    return put(parsed.inputs, key, word, optional(attached, rest, nextWord))
  }
  const name = nameOf(written, known)
  const flag = known[name]
  if (flag.input === undefined) put(parsed.flags, name, word, valueOf(flag, { name, attached, rest }))
  else put(parsed.inputs, flag.input, word, valueOf(flag, { name, attached, rest }))
}

/**
 * `--inputs publish=true traffic=0`
 *
 * @param {string | undefined} attached
 * @param {string[]} rest
 * @param {Parsed} parsed
 */
function readInputs(attached, rest, parsed) {
  const words = attached === undefined ? [] : [attached]
  while (rest.length > 0 && assignment.test(rest[0])) words.push(/** @type {string} */ (rest.shift()))
  if (words.length === 0)
    throw usageError('MissingValue', '--inputs is followed by no KEY=VALUE', '--inputs traffic=0.1')
  for (const word of words) {
    const [, key, value] = assignment.exec(word) ?? []
    if (key === undefined) {
      throw usageError(
        'UnexpectedValue',
        `--inputs is followed by ${shown(word)}, which is no KEY=VALUE`,
        '--inputs traffic=0.1',
      )
    }
    put(parsed.inputs, key, word, value)
  }
}

/**
 * @param {string} written
 * @param {Flags} known
 */
function nameOf(written, known) {
  const short = Object.keys(known).find((name) => written === `-${known[name].short}`)
  if (short !== undefined) return short
  if (written.startsWith('---')) {
    throw usageError('UnknownFlag', `${written} has a dash too many`, `write ${written.replace(/^-+/, '--')}`)
  }
  const name = written.slice(2)
  if (written.startsWith('--') && Object.hasOwn(known, name)) return name
  throw usageError(
    'UnknownFlag',
    `${written} is no flag of this command`,
    suggestion(
      written,
      Object.keys(known).map((name) => `--${name}`),
    ),
  )
}

/**
 * @param {Flag} flag
 * @param {{ name: string, attached: string | undefined, rest: string[] }} given
 * @returns {string | true}
 */
function valueOf({ value, hint }, { name, attached, rest }) {
  switch (value) {
    case 'none':
      if (attached === undefined) return true
      throw usageError(
        'UnexpectedValue',
        `--${name} takes no value, and was given ${shown(attached)}`,
        `write --${name}`,
      )
    case 'optional':
      return optional(attached, rest, nextWord)
    case 'truth':
      return optional(attached, rest, (word) => word === 'true' || word === 'false')
    default: {
      const found = optional(attached, rest, nextWord)
      if (found !== true && found !== '') return found
      const what = found === true ? 'no value' : 'an empty value'
      throw usageError('MissingValue', `--${name} was given ${what}`, `write --${name} ${hint ?? 'VALUE'}`)
    }
  }
}

/**
 * @param {string | undefined} attached
 * @param {string[]} rest
 * @param {(word: string) => boolean} belongs whether the next word is the value
 */
function optional(attached, rest, belongs) {
  if (attached !== undefined) return attached
  return rest.length > 0 && belongs(rest[0]) ? /** @type {string} */ (rest.shift()) : true
}

/** @param {string} word */
function nextWord(word) {
  return !flagWord.test(word)
}

/**
 * @param {Record<string, string | true>} into
 * @param {string} name
 * @param {string} word as typed
 * @param {string | true} value
 */
function put(into, name, word, value) {
  if (Object.hasOwn(into, name)) {
    throw usageError('RepeatedFlag', `${name} is given twice, the second time by ${shown(word)}`, 'give it once')
  }
  into[name] = value
}

/** @param {string} word */
function shown(word) {
  return JSON.stringify(word)
}
