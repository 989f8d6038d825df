// @ts-check
import { randomBytes } from 'node:crypto'
import { keepOwn, readOwn } from '../../project/own-state.js'

/**
 * The address of a console: its port, and the secret in its path. It is kept, so that links into the page lead there after a
 * restart too, and since a browser keeps the page's own journal by address and port.
 *
 * @typedef {{ port: number, token: string }} Address
 */

/** As many letters as 256 bits have. */
const TOKEN = /^[\w-]{43}$/
const FILE = 'console-address'

/** @returns {string} a new secret */
export const drawToken = () => randomBytes(32).toString('base64url')

/**
 * The address of the last time. One that others may have read is none: whoever knows it may use the console.
 *
 * @param {Record<string, string | undefined>} env
 * @returns {{ address?: Address, refused?: string }} `refused`: the file that was not used, because it is open to others
 */
export function lastAddress(env) {
  const { text, refused } = readOwn(env, FILE)
  if (text === undefined) return refused === undefined ? {} : { refused }
  try {
    const { port, token } = JSON.parse(text)
    const usable = Number.isInteger(port) && port > 1023 && port < 65_536 && TOKEN.test(token)
    return usable ? { address: { port, token } } : {}
  } catch {
    // what is there is no address: a new one is drawn
    return {}
  }
}

/**
 * Keeps an address, for its owner alone.
 *
 * @param {Record<string, string | undefined>} env
 * @param {Address} address
 * @returns {string | undefined} why it could not be kept
 */
export const keepAddress = (env, address) => keepOwn(env, FILE, `${JSON.stringify(address)}\n`)
