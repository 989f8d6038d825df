// @ts-check
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * The address of a console: its port, and the secret in its path. It is kept, so that links into the page lead there after a
 * restart too, and since a browser keeps the page's own journal by address and port.
 *
 * @typedef {{ port: number, token: string }} Address
 */

/** As many letters as 256 bits have. */
const TOKEN = /^[\w-]{43}$/
/** Rights of others than the owner. */
const OTHERS = 0o077

/** @returns {string} a new secret */
export const drawToken = () => randomBytes(32).toString('base64url')

/** Where consoles of this person keep what outlives them. @param {Record<string, string | undefined>} env */
export const stateOf = (env) => join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'scf-grayscale')

/** @param {Record<string, string | undefined>} env */
const fileOf = (env) => join(stateOf(env), 'console-address')

/**
 * The address of the last time. One that others may have read is none: whoever knows it may use the console.
 *
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<{ address?: Address, refused?: string }>} `refused`: the file that was not used, because it is open to others
 */
export async function lastAddress(env) {
  const file = fileOf(env)
  /** @type {import('node:fs/promises').FileHandle | undefined} */
  let handle
  try {
    // without O_NONBLOCK a pipe would be waited for until somebody writes into it
    handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const stat = await handle.stat()
    if (!stat.isFile()) return {}
    const { mode, uid, nlink } = stat
    // Windows has no numeric owner and no such rights
    const own = process.getuid === undefined || (uid === process.getuid() && (mode & OTHERS) === 0 && nlink === 1)
    if (!own) return { refused: file }
    const { port, token } = JSON.parse(await handle.readFile('utf8'))
    const usable = Number.isInteger(port) && port > 1023 && port < 65_536 && TOKEN.test(token)
    return usable ? { address: { port, token } } : {}
  } catch (error) {
    // it is the first time, or what is there is no address: a new one is drawn. A link is not followed.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ELOOP' ? { refused: file } : {}
  } finally {
    await handle?.close()
  }
}

/**
 * Keeps an address, for its owner alone: in a new file, whatever was there before.
 *
 * @param {Record<string, string | undefined>} env
 * @param {Address} address
 * @returns {Promise<string | undefined>} why it could not be kept
 */
export async function keepAddress(env, address) {
  const file = fileOf(env)
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await rm(file, { force: true })
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW
    const handle = await open(file, flags, 0o600)
    try {
      await handle.writeFile(`${JSON.stringify(address)}\n`)
    } finally {
      await handle.close()
    }
    return undefined
  } catch (error) {
    return `${file}: ${/** @type {Error} */ (error).message}`
  }
}
