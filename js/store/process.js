// @ts-check
import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * A process, so that no other one is taken for it: numbers are given out again, and each container counts its own.
 *
 * @typedef {object} ProcessMark
 * @property {number} pid
 * @property {string} host
 * @property {string} [space] in which the pid counts, where the system tells
 * @property {string} [started] when the process was, in the system's own terms, where it tells
 */

/** @returns {ProcessMark} */
export function thisProcess() {
  return { pid: process.pid, host: hostname(), space: pidSpace(), started: startOf(process.pid) }
}

/**
 * Whether a process is there still; `undefined` where that can't be told from here.
 *
 * @param {ProcessMark} mark
 * @returns {boolean | undefined}
 */
export function isAlive({ pid, host, space, started }) {
  if (host !== hostname() || space !== pidSpace()) return undefined
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it is somebody else's
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false
  }
  const now = startOf(pid)
  return started === undefined || now === undefined || started === now
}

/** @returns {string | undefined} */
function pidSpace() {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return undefined
  }
}

/**
 * @param {number} pid
 * @returns {string | undefined}
 */
function startOf(pid) {
  if (process.platform === 'win32') return undefined
  try {
    if (process.platform !== 'linux') {
      const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { env, encoding: 'utf8' }).trim() || undefined
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // the name in brackets may hold anything; the start, in ticks since boot, is the 20th field behind it
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${ticks}`
  } catch {
    return undefined
  }
}
