// @ts-check
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

/**
 * Where the port of the last time is kept: a browser keeps its journal by address and port, so a console that comes back
 * elsewhere would not find what it left.
 *
 * @param {Record<string, string | undefined>} env
 */
function fileOf(env) {
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'scf-grayscale', 'console-port')
}

/**
 * The port that was drawn the first time; 0, to draw one, where there is none.
 *
 * @param {Record<string, string | undefined>} env
 */
export function lastPort(env) {
  try {
    const port = Number(readFileSync(fileOf(env), 'utf8'))
    return Number.isInteger(port) && port > 1023 && port < 65_536 ? port : 0
  } catch {
    return 0 // it is the first time, or can't be read: a port is drawn
  }
}

/**
 * @param {Record<string, string | undefined>} env
 * @param {number} port
 * @returns {string | undefined} why it could not be kept
 */
export function keepPort(env, port) {
  const file = fileOf(env)
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${port}\n`)
    return undefined
  } catch (error) {
    return `${file}: ${/** @type {Error} */ (error).message}`
  }
}
