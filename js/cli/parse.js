// @ts-check
/** @import { Flag, Flags } from './flags.js' */
import { parseArgs } from 'node:util'
import { usageError } from '../errors.js'
import { suggestion } from './nearest.js'

/**
 * @typedef {object} Parsed
 * @property {Record<string, string | true>} flags that are about the run, by name
 * @property {Record<string, string | true>} inputs for the planner, as they were typed
 * @property {string[]} operands
 */

/**
 * A flag as it was typed.
 *
 * @typedef {object} Typed
 * @property {string} word all of it, for people
 * @property {string} name
 * @property {string} [value]
 * @property {(belongs: (word: string) => boolean) => string | undefined} take takes the next word too, if it belongs
 */

/** Also the ones that word processors make of two. */
const dashes = /^\p{Dash}+/u
/** A word that is a flag, and not a negative number. */
const flagWord = /^-(?![\d.])./
/** `traffic=0`, as sls users write inputs. */
const assignment = /^([A-Za-z_][\w.]*)=(.*)$/s

/**
 * Reads words strictly: what is unknown, lacks its value or stands twice is an error that says what was probably meant.
 * Node's parser takes the words apart. Its own strictness stays off: it is silent about a flag that stands twice, and
 * suggests nothing. It knows no value that may be left out (`--publish`, `--publish fun01`) or is several words
 * (`--inputs publish=true traffic=0`): for it such a flag has none, and takes the words behind it here.
 *
 * @param {string[]} words
 * @param {Flags} known
 * @returns {Parsed}
 * @throws {import('../errors.js').GrayscaleError} `UnknownFlag`, `MissingValue`, `UnexpectedValue`, `RepeatedFlag`
 */
export function parse(words, known) {
  /** @type {Parsed} */
  const parsed = { flags: {}, inputs: {}, operands: [] }
  const { tokens } = parseArgs({ args: words, options: optionsOf(known), strict: false, tokens: true })
  let ended = false
  let next = 0
  for (const token of tokens) {
    if (token.index < next) continue
    next = token.index + 1
    if (token.kind === 'option-terminator') ended = true
    else if (token.kind === 'positional') parsed.operands.push(ended ? token.value : operand(token.value, known))
    else {
      const { rawName, name, value, inlineValue } = token
      const word = words[token.index]
      // `-traffic` comes as seven flags of a letter each; nobody means that here.
      if (!rawName.startsWith('--') && rawName !== word) throw unknownFlag(word, known)
      if (inlineValue === false) next += 1
      const take = (/** @type {(word: string) => boolean} */ belongs) =>
        next < words.length && belongs(words[next]) ? words[next++] : undefined
      readFlag({ word, name, value, take }, known, parsed)
    }
  }
  return parsed
}

/**
 * @param {Flags} known
 * @returns {Record<string, { type: 'string' | 'boolean', short?: string }>}
 */
function optionsOf(known) {
  const entries = Object.entries(known).map(([name, { value, short }]) => {
    const type = value === 'one' ? 'string' : 'boolean'
    return [name, short === undefined ? { type } : { type, short }]
  })
  return Object.fromEntries(entries)
}

/**
 * @param {Typed} typed
 * @param {Flags} known
 * @param {Parsed} parsed
 */
function readFlag(typed, known, parsed) {
  const { word, name } = typed
  const [, input] = /^inputs\.(.+)$/.exec(name) ?? []
  if (known.inputs !== undefined && input !== undefined) {
    return put(parsed.inputs, input, word, optional(typed, nextWord))
  }
  if (!Object.hasOwn(known, name)) throw unknownFlag(word, known)
  const flag = known[name]
  if (flag.value === 'pairs') for (const pair of pairsOf(typed)) put(parsed.inputs, ...pair)
  else if (flag.input === undefined) put(parsed.flags, name, word, valueFor(typed, flag))
  else put(parsed.inputs, flag.input, word, valueFor(typed, flag))
}

/**
 * @param {Typed} typed
 * @param {Flag} flag
 * @returns {string | true}
 */
function valueFor(typed, flag) {
  const { name, value } = typed
  switch (flag.value) {
    case 'none':
      if (value === undefined) return true
      throw usageError('UnexpectedValue', `--${name} takes no value, and was given ${shown(value)}`, `write --${name}`)
    case 'optional':
      return optional(typed, nextWord)
    case 'truth':
      return optional(typed, (word) => word === 'true' || word === 'false')
    default: {
      // Node's parser takes the next word whatever it is.
      const separate = !typed.word.includes('=')
      if (value && !(separate && flagWord.test(value))) return value
      const what = value === '' ? 'an empty value' : 'no value'
      throw usageError('MissingValue', `--${name} was given ${what}`, `write --${name} ${flag.hint ?? 'VALUE'}`)
    }
  }
}

/**
 * `--inputs publish=true traffic=0`
 *
 * @param {Typed} typed
 * @returns {[name: string, word: string, value: string][]}
 */
function pairsOf({ value, take }) {
  const words = value === undefined ? [] : [value]
  for (let word = take(isPair); word !== undefined; word = take(isPair)) words.push(word)
  if (words.length === 0) {
    throw usageError('MissingValue', '--inputs is followed by no KEY=VALUE', '--inputs traffic=0.1')
  }
  return words.map((word) => {
    const [, key, value] = assignment.exec(word) ?? []
    if (key !== undefined) return [key, word, value]
    const message = `--inputs is followed by ${shown(word)}, which is no KEY=VALUE`
    throw usageError('UnexpectedValue', message, '--inputs traffic=0.1')
  })
}

/**
 * @param {Typed} typed
 * @param {(word: string) => boolean} belongs whether the next word is the value
 */
function optional({ value, take }, belongs) {
  return value ?? take(belongs) ?? true
}

/** @param {string} word */
function nextWord(word) {
  return !flagWord.test(word)
}

/** @param {string} word */
function isPair(word) {
  return assignment.test(word)
}

/**
 * @param {string} word
 * @param {Flags} known
 */
function operand(word, known) {
  if (dashes.test(word)) throw unknownFlag(word, known)
  const [, key] = assignment.exec(word) ?? []
  if (key === undefined || known.inputs === undefined) return word
  const hint = Object.hasOwn(known, key) ? `did you mean --${word}?` : `did you mean --inputs ${word}?`
  throw usageError('UnexpectedValue', `${shown(word)} is neither a flag nor a name`, hint)
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
  // as an own key, whatever it is called: `__proto__` is an input like any other that is not known
  Object.defineProperty(into, name, { value, enumerable: true, configurable: true, writable: true })
}

/**
 * @param {string} word
 * @param {Flags} known
 */
function unknownFlag(word, known) {
  const [written] = word.split('=')
  const names = Object.keys(known).map((name) => `--${name}`)
  const meant = written.replace(dashes, '--')
  if (written.startsWith('---')) {
    return usageError('UnknownFlag', `${written} has a dash too many`, `write ${meant}`)
  }
  if (Object.values(known).some(({ short }) => written === `-${short}`)) {
    return usageError('UnexpectedValue', `${written} takes no value`, `write ${written}`)
  }
  const hint = names.includes(meant) ? `did you mean ${meant}?` : suggestion(meant, names)
  return usageError('UnknownFlag', `${written} is no flag of this command`, hint)
}

/** @param {string} word */
function shown(word) {
  return JSON.stringify(word)
}
