// @ts-check
/** @import { Call } from './commands.js' */
/** @import { Session } from './session.js' */
import { usageError } from '../errors.js'
import { openSession } from './session.js'

/**
 * What a command works with that is about functions that are there already: the words that were typed, apart from the
 * project's inputs.
 *
 * @typedef {Session & { args: Record<string, any>, project: any }} ArgsSession `project`: its inputs, for the machine
 */

/**
 * @param {Pick<Call, 'parsed' | 'env' | 'cwd'>} call
 * @param {string[]} functions as they were named without a flag
 * @returns {Promise<ArgsSession>}
 */
export async function openArgs({ parsed, env, cwd }, functions) {
  /** @type {Record<string, any>} */
  const args = { ...parsed.inputs }
  if (functions.length > 0) {
    if (args.function !== undefined) {
      throw usageError('RepeatedFlag', 'functions are named twice: by --function and without a flag', 'name them once')
    }
    args.function = functions
  }
  const session = await openSession({ parsed, env, cwd }, { bare: true })
  return { ...session, args, project: session.inputs }
}
