// @ts-check
/**
 * Texts of the wasm module that name a command as the command line has it, in backticks:
 * `` `grayscale rollback --to 7 fun01` ``. Who shows them spells it for the host.
 *
 * @module
 */
/** @import { Command } from './words/typed.js' */
/** @import { HostName } from './words/reader.js' */
import { currentReader, speakTo } from './words/reader.js'
import { typedFor } from './words/typed.js'

/** Flags of the command line that take no value. */
const alone = ['--verify', '--force', '--plan', '--help']

/** From now on commands are spelled for this one. @param {HostName} host */
export function speakFor(host) {
  speakTo({ host })
}

/**
 * A text with its commands as they are typed here.
 *
 * @param {string} text
 * @param {HostName} [host]
 */
export function spelled(text, host = currentReader().host) {
  return text.replace(/`grayscale ([^`]+)`/g, (_, line) => `\`${typedFor(taken(line), host, `grayscale ${line}`)}\``)
}

/** @param {string} line @returns {Command} */
function taken(line) {
  const words = line.split(' ')
  const verb = words.splice(0, words[0] === 'alias' ? 2 : 1).join(' ')
  /** @type {Record<string, string | true>} */
  const flags = {}
  /** @type {string[]} */
  const of = []
  let stage = ''
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (!word.startsWith('--')) of.push(word)
    else if (word === '--stage') stage = words.shift() ?? ''
    else flags[inputOf(word)] = alone.includes(word) ? true : (words.shift() ?? true)
  }
  // `policy alias update` is about one command
  return { verb, of: verb === 'policy' ? [of.join(' ')] : of, flags, stage }
}

/** @param {string} flag such as `--wait-timeout` */
function inputOf(flag) {
  return flag.slice(2).replace(/-(\w)/g, (_, letter) => letter.toUpperCase())
}
