// @ts-check
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

/** Letters of each part of a mark. */
const MOST_LETTERS = 64
/** The parts of a mark: those of `ProcessMark`, with nothing in them that would have to be escaped. */
const MARK = /^([1-9]\d{0,9})\/([\w.:-]{0,64})\/([\w.:-]{0,64})\/([\w.:-]{0,64})$/

/** @returns {ProcessMark} */
export function thisProcess() {
  return { pid: process.pid, host: hostname(), space: pidSpace(), started: startOf(process.pid) }
}

/**
 * This process, as its lines in a journal name it: `4711/host/space/start`, at most 205 letters.
 *
 * @returns {string}
 */
export function thisMark() {
  const { pid, host, space, started } = thisProcess()
  return [pid, part(host), part(space), part(started)].join('/')
}

/**
 * Whether the process is there still that a line names; `undefined` where that can't be told from here, or it is no mark.
 *
 * @param {unknown} mark
 * @returns {boolean | undefined}
 */
export function alive(mark) {
  const found = typeof mark === 'string' && MARK.exec(mark)
  if (!found) return undefined
  const [, pid, host, space, started] = found
  if (host !== part(hostname()) || space !== part(pidSpace())) return undefined
  return isThere(Number(pid), (now) => started === '' || part(now) === started)
}

/**
 * The same for what stood in a lock.
 *
 * @param {ProcessMark} mark
 * @returns {boolean | undefined}
 */
export function isAlive({ pid, host, space, started }) {
  if (host !== hostname() || space !== pidSpace()) return undefined
  return isThere(pid, (now) => started === undefined || started === now)
}

/**
 * @param {number} pid
 * @param {(started: string) => boolean} since whether it is the one that was started then
 * @returns {boolean | undefined}
 */
function isThere(pid, since) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    if (code === 'ESRCH') return false
    // EPERM: it is somebody else's. A number that the system has no process for is no answer
    if (code !== 'EPERM') return undefined
  }
  const now = startOf(pid)
  return now === undefined || since(now)
}

/** @param {string} [text] */
const part = (text = '') => text.replace(/[^\w.:-]+/g, '-').slice(0, MOST_LETTERS)

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
      const { execFileSync } = process.getBuiltinModule('node:child_process')
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
