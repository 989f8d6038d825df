// @ts-check
// One emulator per state file: two would overwrite what the other one saved. The lock is a file beside it that names its
// process. It is created whole or not at all (a link to a file that is written already), and one whose process is gone is
// taken over.

import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'

/**
 * @typedef {object} Owner
 * @property {number} pid
 * @property {string} host
 * @property {string | null} started the process's start, where the system tells: numbers of processes are used again
 * @property {string} since ISO 8601
 * @property {string} token
 */

/** The state file is used by an emulator that is running. */
export class StateInUseError extends Error {
  /** @param {string} file @param {Owner} owner */
  constructor(file, owner) {
    const elsewhere = owner.host !== hostname()
    const where = elsewhere ? ` on ${owner.host}` : ''
    const gone = elsewhere ? ` If it is gone, delete ${file}.lock.` : ''
    super(
      `The state file ${file} is used by another emulator: process ${owner.pid}${where}, since ${owner.since}. ` +
        `Stop that one, or give another file.${gone}`,
    )
    this.name = 'StateInUseError'
  }
}

/**
 * @param {string} file the state file
 * @returns {Promise<() => Promise<void>>} lets go of it
 * @throws {StateInUseError}
 */
export async function lockState(file) {
  /** @type {Owner} */
  const own = {
    pid: process.pid,
    host: hostname(),
    started: await startOf(process.pid),
    since: new Date().toISOString(),
    token: randomUUID(),
  }
  return take(`${file}.lock`, own, async (owner) => {
    throw new StateInUseError(file, owner)
  })
}

/**
 * Takes a lock, also over from a process that is gone: of those who find it gone, the one that has the right to succeed it,
 * which is a lock of its own, puts its own lock in that one's place.
 *
 * @param {string} lock
 * @param {Owner} own
 * @param {(owner: Owner) => Promise<void>} held what to do while a living process has it
 * @returns {Promise<() => Promise<void>>} lets go of it
 */
async function take(lock, own, held) {
  const draft = `${lock}.${randomUUID()}`
  await writeFile(draft, `${JSON.stringify(own)}\n`, { mode: 0o600, flag: 'wx' })
  try {
    while (!(await linked(draft, lock))) {
      const owner = await read(lock)
      if (!owner) continue
      if (await isAlive(owner)) {
        await held(owner)
        continue
      }
      const done = await take(`${lock}.after.${owner.token}`, own, () => setTimeout(5))
      try {
        // whoever had the right before has succeeded it already
        if ((await read(lock))?.token !== owner.token) continue
        await rename(draft, lock)
        break
      } finally {
        await done()
      }
    }
  } finally {
    await rm(draft, { force: true })
  }
  return async () => {
    if ((await read(lock))?.token === own.token) await rm(lock, { force: true })
  }
}

/** @param {string} from @param {string} to */
async function linked(from, to) {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false
    throw error
  }
}

/** Stands in a lock that can't be read. @type {Owner} */
const NOBODY = { pid: 0, host: '', started: null, since: '', token: 'nobody' }

/** @param {string} lock @returns {Promise<Owner | undefined>} undefined where there is no lock */
async function read(lock) {
  let text
  try {
    text = await readFile(lock, 'utf8')
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const owner = JSON.parse(text)
    return Number.isInteger(owner?.pid) && /^[\w-]+$/.test(owner.token) ? owner : NOBODY
  } catch {
    return NOBODY
  }
}

/** @param {Owner} owner */
async function isAlive(owner) {
  if (owner === NOBODY) return false
  if (owner.host !== hostname()) return true // can't be told from here
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
  return (await startOf(owner.pid)) === owner.started
}

/** When a process began, in the system's own ticks; null where it does not tell, or has ended. @param {number} pid */
async function startOf(pid) {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1')
    // its name, in brackets, may hold anything
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? null : rest[18]
  } catch {
    return null
  }
}
