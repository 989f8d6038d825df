// @ts-check
/** @import { Call } from './commands.js' */
/** @import { Session } from './session.js' */
import { usageError } from '../errors.js'
import { openSession } from './session.js'

/**
 * What a command works with that is about functions that are there already: the words that were typed, apart from the
 * project's inputs.
 *
 * @typedef {Session & { asked: Record<string, any>, project: any }} AskedSession `project`: its inputs, for the machine
 */

/**
 * @param {Pick<Call, 'parsed' | 'env' | 'cwd'>} call
 * @param {string[]} functions as they were named without a flag
 * @returns {Promise<AskedSession>}
 */
export async function openAsked({ parsed, env, cwd }, functions) {
  /** @type {Record<string, any>} */
  const asked = { ...parsed.inputs }
  if (functions.length > 0) {
    if (asked.function !== undefined) {
      throw usageError('RepeatedFlag', 'functions are named twice: by --function and without a flag', 'name them once')
    }
    asked.function = functions
  }
  const session = await openSession({ parsed, env, cwd }, { bare: true })
  return { ...session, asked, project: session.inputs }
}
