// @ts-check
// One emulator per state file: two would overwrite what the other one saved. The lock is a file beside it that names its
// process. It is created whole or not at all (a link to a file that is written already), and one whose process is gone is
// taken over.

import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'

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
  const lock = `${file}.lock`
  const token = randomUUID()
  const draft = `${lock}.${token}`
  /** @type {Owner} */
  const own = {
    pid: process.pid,
    host: hostname(),
    started: await startOf(process.pid),
    since: new Date().toISOString(),
    token,
  }
  await writeFile(draft, `${JSON.stringify(own)}\n`, { mode: 0o600 })
  try {
    while (!(await linked(draft, lock))) {
      const owner = await read(lock)
      if (owner && (await isAlive(owner))) throw new StateInUseError(file, owner)
      await takeAway(lock, owner)
    }
  } finally {
    await rm(draft, { force: true })
  }
  return async () => {
    if ((await read(lock))?.token === token) await rm(lock, { force: true })
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

/**
 * Removes the lock of an emulator that is gone. If another emulator has replaced it since it was read, that one's lock is
 * put back.
 * @param {string} lock
 * @param {Owner | undefined} owner as it was read
 */
async function takeAway(lock, owner) {
  const aside = `${lock}.${randomUUID()}`
  try {
    await rename(lock, aside)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return
    throw error
  }
  if ((await read(aside))?.token !== owner?.token) await linked(aside, lock)
  await rm(aside, { force: true })
}

/** @param {string} lock @returns {Promise<Owner | undefined>} undefined where nobody can be read */
async function read(lock) {
  try {
    const owner = JSON.parse(await readFile(lock, 'utf8'))
    return Number.isInteger(owner?.pid) && typeof owner.token === 'string' ? owner : undefined
  } catch {
    return undefined
  }
}

/** @param {Owner} owner */
async function isAlive(owner) {
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
