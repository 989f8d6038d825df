// @ts-check
// What outlives a command and is its owner's alone: small files under $XDG_STATE_HOME, beside no project.

import { closeSync, constants, fstatSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/** Rights of others than the owner. */
const OTHERS = 0o077
/** Not even what stands in the place of a file is waited for, or followed. */
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
const WRITE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW

/** The directory of such files. @param {Record<string, string | undefined>} env */
export const stateOf = (env) => join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'scf-grayscale')

/**
 * What such a file holds. One that others may have read or written counts for nothing.
 *
 * @param {Record<string, string | undefined>} env
 * @param {string} name
 * @returns {{ text?: string, refused?: string }} `refused`: the file that was not used, because it is open to others
 */
export function readOwn(env, name) {
  const file = join(stateOf(env), name)
  /** @type {number | undefined} */
  let handle
  try {
    handle = openSync(file, READ)
    const stat = fstatSync(handle)
    if (!stat.isFile()) return {}
    // Windows has no numeric owner and no such rights
    const own =
      process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & OTHERS) === 0 && stat.nlink === 1)
    if (!own) return { refused: file }
    return { text: readFileSync(handle, 'utf8') }
  } catch (error) {
    // a link is not followed; what is not there has nothing to say
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ELOOP' ? { refused: file } : {}
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}

/**
 * Keeps a text in a new file, whatever was there before.
 *
 * @param {Record<string, string | undefined>} env
 * @param {string} name
 * @param {string} text
 * @returns {string | undefined} why it could not be kept
 */
export function keepOwn(env, name, text) {
  const file = join(stateOf(env), name)
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    rmSync(file, { force: true })
    const handle = openSync(file, WRITE, 0o600)
    try {
      writeFileSync(handle, text)
    } finally {
      closeSync(handle)
    }
    return undefined
  } catch (error) {
    return `${file}: ${/** @type {Error} */ (error).message}`
  }
}
