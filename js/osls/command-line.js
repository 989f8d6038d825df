// @ts-check

import { usageError } from '../errors.js'
import { inputsIn } from '../sls/command-line.js'

/** A word that the framework takes for an option. What it does not take for one, it takes for nothing. */
const option = /^-(?:-(?<name>[a-zA-Z][A-Za-z0-9:_-]+)|(?<letters>[a-z]+))(?:=(?<value>.*)|$)/
const pair = /^[A-Za-z][\w.$-]*=/
/** Options of a letter that take a value. @type {Record<string, string>} */
const shortcuts = { c: 'config', p: 'package', s: 'stage' }
/** Dashes, also those that word processors make of two. */
const dashes = /^[-\u2010-\u2015\u2212]+/

/**
 * The inputs that were typed. The framework drops every word behind the first option that it can't place, in silence:
 * the second pair of `--inputs publish=true traffic=0`, and `--inputs.traffic=0` with its dot. So the words are read
 * again; pairs count, and any other word is refused.
 *
 * @param {string[]} words what follows `sls`
 * @param {{ commands: string[], options: Record<string, any> }} processed what the framework made of them
 * @returns {Record<string, any>} as text, but for JSON (`{…}`, `[…]`)
 * @throws {import('../errors.js').GrayscaleError} `InvalidCommandLine`
 */
export function typedInputs(words, { commands, options }) {
  const behind = commands.length
  // A program that runs the framework has a command line of its own.
  const ours = commands.every((command, index) => words[index] === command)
  const given = ours ? pairsIn(words.slice(behind), options) : (options.inputs ?? [])
  for (const text of given) if (text === null || !pair.test(text)) throw noPair(text ?? '')
  return inputsIn(given)
}

/**
 * @param {string[]} words behind the command
 * @param {Record<string, any>} options as the framework understood them: those without a value are true or false
 */
function pairsIn(words, options) {
  const pairs = []
  let behindPair = false
  for (let at = 0; at < words.length; at++) {
    const found = option.exec(words[at])?.groups
    if (found === undefined) {
      if (!behindPair || !pair.test(words[at])) throw freeWord(words[at])
      pairs.push(words[at])
      continue
    }
    const { name = shortcuts[found.letters], value } = found
    const text = name !== undefined && typeof options[name] !== 'boolean' ? (value ?? words[++at]) : undefined
    behindPair = name === 'inputs'
    if (behindPair) pairs.push(text ?? '')
  }
  return pairs
}

/** @param {string} text */
function noPair(text) {
  return invalid(
    `${text === '' ? 'Nothing' : text} follows --inputs, where NAME=VALUE is needed.`,
    /^[A-Za-z][\w-]*$/.test(text) ? `Write --inputs ${text}=true.` : 'Write --inputs publish=true --inputs traffic=0.',
  )
}

/** @param {string} word */
function freeWord(word) {
  const [, name, value] = /^(?:inputs?\.?)?([^=]*)=?(.*)$/s.exec(word.replace(dashes, '')) ?? []
  return invalid(
    `${word} is nothing that the framework knows, and it would pass over it in silence.`,
    dashes.test(word) && name
      ? `Did you mean --inputs ${name}=${value || 'true'}?`
      : 'Inputs are written --inputs publish=true --inputs traffic=0.',
  )
}

/**
 * @param {string} message
 * @param {string} hint
 */
function invalid(message, hint) {
  return usageError('InvalidCommandLine', message, hint)
}
