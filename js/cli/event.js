// @ts-check
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { usageError } from '../errors.js'

/**
 * An event as it is typed: JSON, `@FILE`, or `-` for what comes in on stdin.
 *
 * @param {string | true | undefined} typed
 * @param {string} cwd
 * @returns {Promise<string | true | undefined>}
 */
export async function eventOf(typed, cwd) {
  if (typed === '-') return text(process.stdin)
  if (typeof typed !== 'string' || !typed.startsWith('@')) return typed
  try {
    return readFileSync(resolve(cwd, typed.slice(1)), 'utf8')
  } catch (error) {
    const why = /** @type {Error} */ (error).message
    throw usageError('UnreadableFile.event', { why }, { cause: error })
  }
}
