// @ts-check
/** @import { Command } from '../commands.js' */
/** @import { Flag } from '../../inputs/flags.js' */
import { finderOf } from '../../inputs/flags.js'
import { nameOf } from '../names.js'

/**
 * What stands before the cursor, as far as it counts for what may follow.
 *
 * @typedef {object} Typed
 * @property {string} [name] of the command; absent while it is being typed
 * @property {Record<string, string>} flags that were given a value, by name
 * @property {Set<string>} used flags that were given
 * @property {string[]} operands
 * @property {Flag} [flag] whose value is being typed
 * @property {string} before what of the current word stays as it is: `--lang=`
 * @property {string} word the rest of it
 */

/**
 * @param {string[]} words behind `grayscale`; the last one is being typed
 * @param {Record<string, Command>} commands
 * @returns {Typed}
 */
export function typedSoFar(words, commands) {
  const earlier = words.slice(0, -1)
  const word = words[words.length - 1] ?? ''
  /** @type {Typed} */
  const typed = { flags: {}, used: new Set(), operands: [], before: '', word }
  const [first] = earlier
  if (first === undefined) return typed
  typed.name = nameOf(commands, first)
  if (!Object.hasOwn(commands, typed.name)) return typed
  const find = finderOf(commands[typed.name].flags)
  /** @type {{ name: string, flag: Flag } | undefined} the flag that the next word may belong to */
  let open
  let ended = false
  for (const one of earlier.slice(1)) {
    const [written, value] = halves(one)
    if (open !== undefined && takes(open.flag, one)) {
      typed.flags[open.name] = one
      open = undefined
    } else if (ended || !one.startsWith('-') || one === '-') {
      open = undefined
      typed.operands.push(one)
    } else if (one === '--') {
      open = undefined
      ended = true
    } else {
      open = find(written)
      if (open === undefined) continue
      typed.used.add(open.name)
      if (value === undefined) continue
      typed.flags[open.name] = value
      open = undefined
    }
  }
  const [written, value] = halves(word)
  if (!ended && word.startsWith('-') && value !== undefined) {
    typed.flag = find(written)?.flag
    return { ...typed, before: `${written}=`, word: value }
  }
  if (open !== undefined && takes(open.flag, word)) typed.flag = open.flag
  return typed
}

/** `--lang=en` in its two parts. @param {string} word @returns {[string, string | undefined]} */
function halves(word) {
  const at = word.indexOf('=')
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}

/** Whether a word behind a flag is, or becomes, its value. @param {Flag} flag @param {string} word */
function takes({ value }, word) {
  if (value === 'one') return !word.startsWith('--')
  if (value === 'any') return true
  if (value === 'truth') return ['true', 'false'].some((one) => one.startsWith(word))
  return value === 'optional' && !word.startsWith('-')
}
