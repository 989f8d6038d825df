// @ts-check
/**
 * The one reader of typed words, for the command line, `sls` and `osls`. Each host says which flags there are and how
 * inputs are written there (its grammar); what can't be meant comes back as problems, all of them, which the host words.
 *
 * @module
 */
/** @import { Flag } from './flags.js' */
import { GrayscaleError } from '../errors.js'

/**
 * @typedef {object} Grammar
 * @property {(written: string) => { name: string, flag: Flag } | undefined} flagOf the flag that is written so, such as
 *   `--traffic` or `-y`
 * @property {boolean} [dotted] `--inputs.traffic=0` is a form of writing inputs
 * @property {boolean} [terminator] `--` ends the flags
 * @property {boolean} [nested] inputs are data: a dotted name goes into maps, `{…}` and `[…]` are JSON, and a name that is
 *   given again makes a list. Else each is text, given once
 * @property {boolean} [namesFunctions] words without a flag are names of functions, so `traffic=0` is none of them
 * @property {string[]} [commands] words that the host takes for its command, wherever they stand
 */

/**
 * @typedef {object} Read
 * @property {Record<string, any>} flags by name
 * @property {Record<string, any>} inputs as they were typed: text, or true where no value was given
 * @property {string[]} operands
 * @property {Problem[]} problems
 */

/**
 * What is wrong with a word.
 *
 * @typedef {{ kind: 'unknown-flag', written: string, value?: string }
 *   | { kind: 'missing-value', written: string, flag: Flag, empty: boolean }
 *   | { kind: 'value-not-taken', written: string, value: string }
 *   | { kind: 'not-a-pair', word?: string }
 *   | { kind: 'loose-pair', word: string, name: string }
 *   | { kind: 'repeated', name: string, word: string }
 *   | { kind: 'not-an-input', path: string }
 *   | { kind: 'inside-a-value', path: string, name: string }
 *   | { kind: 'value-is-command', written: string, value: string }
 *   | { kind: 'pair-is-command', pairs: string[] }} Problem
 */

/** Dashes, also those that word processors make of two. */
export const dashes = /^\p{Dash}+/u
/** A word that is a flag: no negative number, and not `-`, which stands for stdin. */
const flagWord = /^\p{Dash}(?![\d.])./u
/** `traffic=0` */
const pair = /^([A-Za-z_][\w.$-]*)=(.*)$/s

/**
 * @param {string[]} words
 * @param {Grammar} grammar
 * @returns {Read}
 */
export function readWords(words, grammar) {
  const reader = new Reader(words, grammar)
  return reader.read()
}

/**
 * NAME=VALUE pairs as nested inputs.
 *
 * @param {(string | null)[]} pairs
 * @returns {Pick<Read, 'inputs' | 'problems'>}
 */
export function readPairs(pairs) {
  const reader = new Reader([], { flagOf: () => undefined, nested: true })
  for (const word of pairs) reader.takePair(word ?? '')
  return reader.result
}

/** @param {string} word @returns {{ name: string, value: string } | undefined} */
function pairIn(word) {
  const [, name, value] = pair.exec(word) ?? []
  return name === undefined ? undefined : { name, value }
}

/**
 * Refuses what has problems: one error for each, thrown together.
 *
 * @param {Problem[]} problems
 * @param {(problem: Problem) => GrayscaleError} phrase the host's words for it
 */
export function refuseProblems(problems, phrase) {
  if (problems.length > 0) throw GrayscaleError.all(problems.map(phrase))
}

class Reader {
  #words
  #grammar
  #at = 0

  /**
   * @param {string[]} words
   * @param {Grammar} grammar
   */
  constructor(words, grammar) {
    this.#words = words
    this.#grammar = grammar
    /** @type {Read} */
    this.result = { flags: {}, inputs: {}, operands: [], problems: [] }
  }

  read() {
    const { operands } = this.result
    while (this.#at < this.#words.length) {
      const word = this.#words[this.#at++]
      if (word === '--' && this.#grammar.terminator) break
      if (dashes.test(word)) this.#readFlag(word)
      else this.#readOperand(word)
    }
    operands.push(...this.#words.slice(this.#at))
    return this.result
  }

  /** @param {string} word */
  #readOperand(word) {
    const found = pairIn(word)
    if (found && this.#grammar.namesFunctions) this.#problem({ kind: 'loose-pair', word, name: found.name })
    else this.result.operands.push(word)
  }

  /** @param {string} word */
  #readFlag(word) {
    const end = word.indexOf('=')
    const written = end < 0 ? word : word.slice(0, end)
    const value = end < 0 ? undefined : word.slice(end + 1)
    const [, input] = (this.#grammar.dotted && /^--inputs\.(.+)$/.exec(written)) || []
    if (input !== undefined) return this.#putInput(input, word, this.#optional(written, value))
    const known = this.#grammar.flagOf(written)
    if (known === undefined) return this.#unknown(written, value)
    const { name, flag } = known
    if (flag.value === 'pairs') return this.#readPairs(value)
    const given = this.#valueOf(flag, written, value)
    if (given === undefined) return
    if (flag.input === undefined) this.#putOnce(this.result.flags, name, word, given)
    else if (flag.repeats) this.#putAlso(flag.input, given)
    else this.#putInput(flag.input, word, given)
  }

  /**
   * @param {Flag} flag
   * @param {string} written
   * @param {string | undefined} value behind `=`
   * @returns {string | true | undefined} undefined where it is a problem
   */
  #valueOf(flag, written, value) {
    switch (flag.value) {
      case 'none':
        if (value === undefined) return true
        return this.#problem({ kind: 'value-not-taken', written, value })
      case 'optional':
        return this.#optional(written, value)
      case 'truth':
        return value ?? this.#next((word) => word === 'true' || word === 'false') ?? true
      case 'any':
        return value ?? this.#next(() => true) ?? true
      default: {
        const given = value ?? this.#next((word) => !/^-(?![\d.])./.test(word))
        if (value === undefined && given !== undefined) this.#refuseCommand(written, given)
        return given || this.#problem({ kind: 'missing-value', written, flag, empty: given === '' })
      }
    }
  }

  /**
   * @param {string} written
   * @param {string | undefined} value
   */
  #optional(written, value) {
    if (value !== undefined) return value
    const next = this.#next((word) => !flagWord.test(word))
    if (next !== undefined) this.#refuseCommand(written, next)
    return next ?? true
  }

  /** `--inputs publish=true traffic=0` @param {string | undefined} inline behind `--inputs=` */
  #readPairs(inline) {
    const words = inline === undefined ? [] : [inline]
    for (let word = this.#next(isPair); word !== undefined; word = this.#next(isPair)) words.push(word)
    // A single word that is no pair was meant as one; a flag behind it is read as a flag.
    if (words.length === 0) return this.takePair(this.#next((word) => !word.startsWith('--')))
    for (const word of words) this.takePair(word)
    const { commands } = this.#grammar
    if (commands && words.length > 1 && this.result.operands.length === 0) {
      this.#problem({ kind: 'pair-is-command', pairs: words })
    }
  }

  /** @param {string} [word] */
  takePair(word) {
    const found = word === undefined ? undefined : pairIn(word)
    if (word === undefined || found === undefined) this.#problem({ kind: 'not-a-pair', word })
    else this.#putInput(found.name, word, found.value)
  }

  /**
   * Where words without a flag mean nothing, the one behind an unknown flag was meant as its value.
   *
   * @param {string} written
   * @param {string | undefined} value
   */
  #unknown(written, value) {
    const { nested, commands = [] } = this.#grammar
    const next = (/** @type {string} */ word) => nested === true && !flagWord.test(word) && !commands.includes(word)
    this.#problem({ kind: 'unknown-flag', written, value: value ?? this.#next(next) })
  }

  /**
   * The host takes this word for the flag's value, also where it was meant as the command.
   *
   * @param {string} written
   * @param {string} value
   */
  #refuseCommand(written, value) {
    if (this.#grammar.commands?.includes(value)) this.#problem({ kind: 'value-is-command', written, value })
  }

  /**
   * @param {string} path the input's name
   * @param {string} word as typed
   * @param {string | true} value
   */
  #putInput(path, word, value) {
    if (!this.#grammar.nested) return this.#putOnce(this.result.inputs, path, word, value)
    const names = path.split('.')
    if (!names.every((name) => /^[A-Za-z][\w$-]*$/.test(name))) return this.#problem({ kind: 'not-an-input', path })
    const last = names.pop() ?? ''
    let map = this.result.inputs
    for (const name of names) {
      if (!Object.hasOwn(map, name)) map[name] = {}
      const inner = map[name]
      if (!isMap(inner)) return this.#problem({ kind: 'inside-a-value', path, name })
      map = inner
    }
    const data = dataIn(value)
    map[last] = Object.hasOwn(map, last) ? [map[last], data].flat() : data
  }

  /**
   * One value stays one; several are a list.
   *
   * @param {string} name the input's name
   * @param {string | true} value
   */
  #putAlso(name, value) {
    const { inputs } = this.result
    inputs[name] = Object.hasOwn(inputs, name) ? [inputs[name], value].flat() : value
  }

  /**
   * @param {Record<string, any>} into
   * @param {string} name
   * @param {string} word as typed
   * @param {string | true} value
   */
  #putOnce(into, name, word, value) {
    const given = Object.hasOwn(into, name)
    if (given && !this.#grammar.nested) return this.#problem({ kind: 'repeated', name, word })
    const all = given ? [into[name], value].flat() : value
    // as an own key, whatever it is called: `__proto__` is an input like any other that is not known
    Object.defineProperty(into, name, { value: all, enumerable: true, configurable: true, writable: true })
  }

  /** @param {(word: string) => boolean} belongs @returns {string | undefined} the next word, if it belongs to the flag */
  #next(belongs) {
    const word = this.#words[this.#at]
    if (word === undefined || !belongs(word)) return undefined
    this.#at++
    return word
  }

  /** @param {Problem} problem @returns {undefined} */
  #problem(problem) {
    this.result.problems.push(problem)
  }
}

/** @param {string} word */
const isPair = (word) => pair.test(word)

/**
 * JSON as data. What only looks like JSON stays text, and Rust says that text is not what it needs there.
 *
 * @param {string | true} value
 */
function dataIn(value) {
  if (value === true || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** @param {unknown} value @returns {value is Record<string, any>} */
export function isMap(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
}
