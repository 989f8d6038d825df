// @ts-check
import { usageError } from '../errors.js'
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

/** Flags of the engine that change nothing about a release. */
const engineFlags = ['debug', 'verbose', 'watch', 'color', 'no-color', 'template']
/** Dashes, also those that word processors make of two. */
const dashes = /^[-\u2010-\u2015\u2212]+/

/**
 * @param {string[]} words what follows `sls`
 * @returns {CommandLine}
 * @throws {import('../errors.js').GrayscaleError} `InvalidCommandLine`, `UnknownCommand`
 */
export function readCommandLine(words) {
  /** @type {CommandLine} */
  const line = { inputs: {}, components: [] }
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    const [flag, given] = split(word)
    if (!dashes.test(word)) {
      takeCommand(line, word)
    } else if (word === '--inputs') {
      const pairs = pairsBehind(words, at)
      for (const pair of pairs) put(line.inputs, ...named(pair))
      refuseTakenForCommand(line, pairs)
      at += pairs.length
    } else {
      const value = given ?? valueBehind(words, at)
      if (given === undefined && value !== undefined) at++
      if (flag.startsWith('--inputs.')) put(line.inputs, flag.slice('--inputs.'.length), parsed(value))
      else if (flag === '--component') line.components.push(required(flag, value))
      else if (flag === '--stage') line.stage = required(flag, value)
      else if (!engineFlags.includes(flag.slice(2)) || !flag.startsWith('--')) throw unknownFlag(flag, given)
    }
  }
  return line
}

/**
 * Inputs of NAME=VALUE pairs.
 *
 * @param {string[]} pairs
 * @returns {Record<string, any>} as `inputs` of a command line
 */
export function inputsIn(pairs) {
  /** @type {CommandLine['inputs']} */
  const inputs = {}
  for (const pair of pairs) put(inputs, ...named(pair))
  return inputs
}

/**
 * The engine runs the method that the first free word names.
 *
 * @param {CommandLine} line
 * @param {string} word
 */
function takeCommand(line, word) {
  if (line.verb !== undefined) {
    throw invalid(
      `sls ${line.verb} does not take the word ${word}.`,
      `Inputs are written --inputs.publish="fun01,fun02" or --inputs publish=fun01,fun02.`,
    )
  }
  if (!typedVerbs.includes(word)) {
    const known = typedVerbs.filter((verb) => !verb.includes('_'))
    throw usageError('UnknownCommand', `sls ${word} is not known here.`, `Known are sls ${known.join(', sls ')}.`)
  }
  line.verb = word
}

/**
 * The form of newer CLIs: `--inputs publish=true traffic=0`.
 *
 * @param {string[]} words
 * @param {number} at
 */
function pairsBehind(words, at) {
  const rest = words.slice(at + 1)
  const end = rest.findIndex((word) => !/^[A-Za-z][\w.-]*=/.test(word))
  const pairs = end < 0 ? rest : rest.slice(0, end)
  if (pairs.length > 0) return pairs
  throw invalid(
    `${rest[0] === undefined ? 'Nothing' : rest[0]} follows --inputs, where NAME=VALUE is needed.`,
    'Write --inputs publish=true traffic=0, or --inputs.publish --inputs.traffic=0.',
  )
}

/**
 * The engine takes the first pair for the flag's value and the second for the command, if none came before.
 *
 * @param {CommandLine} line
 * @param {string[]} pairs
 */
function refuseTakenForCommand({ verb }, pairs) {
  if (verb !== undefined || pairs.length < 2) return
  throw invalid(
    `sls takes ${pairs[1]} for its command, since none stands before --inputs.`,
    `Type the command first: sls deploy --inputs ${pairs.join(' ')}`,
  )
}

/**
 * The engine takes the next word for a flag's value, also where it was meant as the command.
 *
 * @param {string[]} words
 * @param {number} at
 */
function valueBehind(words, at) {
  const next = words[at + 1]
  if (next === undefined || (dashes.test(next) && !/^-[\d.]/.test(next))) return undefined
  if (typedVerbs.includes(next)) {
    throw invalid(
      `sls takes ${next} for the value of ${words[at]}, not for its command.`,
      `Type the command first: sls ${next} ${words[at]}`,
    )
  }
  return next
}

/**
 * @param {string} flag
 * @param {string | undefined} given
 */
function unknownFlag(flag, given) {
  const name = flag.replace(dashes, '').replace(/^inputs?\.?/, '')
  const value = given === undefined ? '' : `=${given}`
  return invalid(
    `${flag}${value} is no flag of sls, which would pass over it in silence.`,
    name === ''
      ? 'Write --inputs.publish or --inputs publish=true, with two dashes.'
      : `Did you mean --inputs.${name}${value}?`,
  )
}

/** @param {string} word `--inputs.a=b` → `['--inputs.a', 'b']` @returns {[string, string | undefined]} */
function split(word) {
  const at = word.indexOf('=')
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}

/** @param {string} pair @returns {[string, any]} */
function named(pair) {
  const [name, value] = split(pair)
  return [name, parsed(value)]
}

/** @param {string | undefined} value */
function parsed(value) {
  if (value === undefined) return true
  if (!/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value // and Rust says that text is not what it needs there
  }
}

/**
 * Puts a value where a dotted name says. What was given before makes a list with it.
 *
 * @param {Record<string, any>} inputs
 * @param {string} path
 * @param {any} value
 */
function put(inputs, path, value) {
  const names = path.split('.')
  if (!names.every((name) => /^[A-Za-z][\w$-]*$/.test(name))) {
    throw invalid(`--inputs.${path} names no input.`, 'Write --inputs.traffic=0.1 or --inputs.publish.')
  }
  let map = inputs
  for (const name of names.slice(0, -1)) {
    if (!Object.hasOwn(map, name)) map[name] = {}
    const inner = map[name]
    if (typeof inner !== 'object' || Array.isArray(inner)) {
      throw invalid(`--inputs.${path} goes into ${name}, which was given a value too.`, 'Give one of the two.')
    }
    map = inner
  }
  const last = names[names.length - 1]
  map[last] = Object.hasOwn(map, last) ? [map[last], value].flat() : value
}

/**
 * @param {string} flag
 * @param {string | undefined} value
 */
function required(flag, value) {
  if (value) return value
  throw invalid(`${flag} names nothing.`, `Write ${flag}=NAME.`)
}

/**
 * @param {string} message
 * @param {string} hint
 */
function invalid(message, hint) {
  return usageError('InvalidCommandLine', message, hint)
}
