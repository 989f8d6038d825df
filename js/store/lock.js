// @ts-check
/** @import { LockAnswer, LockOwner } from '../types.js' */
/** @import { ProcessMark } from './process.js' */
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, open, rename, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { FencedError, UnsafeJournalError } from '../errors.js'
import { sleep } from '../runtime/sleep.js'
import { codeOf, makeDirectories, refused, syncDirectories } from './disk.js'
import { openOwn, requireOwnDirectory } from './own.js'
import { isAlive, thisProcess } from './process.js'

/**
 * What stands in a lock.
 *
 * @typedef {LockOwner & ProcessMark & { token: string, since: number, released?: number }} Lock `released`: it is free, and
 *   stays only so that whoever it was taken from learns by whom
 */

/** After so long a gate was left behind by a process that died while it held it: that takes a moment. */
const GATE_MS = 10_000

/** Bytes of a lock that are read: it has some hundred. */
const MOST_BYTES = 16 << 10

/** The locks of this process: what runs side by side in it shares one. @type {Map<string, Shared>} */
const shared = new Map()

/** @typedef {{ token: string, holders: number, takeOver: boolean }} Shared */

/**
 * A lock in a file, so that of the runs on one machine only one writes. Its token is a fence: whoever lost the lock finds
 * another one there, and must not write any more.
 *
 * @param {string} file
 * @param {string} [project] whose the file's directory is
 */
export function fileLock(file, project) {
  /** @returns {Promise<Lock | undefined>} */
  const there = async () => {
    try {
      const handle = await openOwn(file, constants.O_RDONLY, project)
      try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0)
        return read(buffer.toString('utf8', 0, bytesRead))
      } finally {
        await handle.close()
      }
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined
      throw error
    }
  }

  /** @param {Lock} lock */
  const put = async (lock) => {
    // whole or not at all, for everyone who reads it
    const draft = `${file}.${lock.token}`
    try {
      await writeFile(draft, `${JSON.stringify(lock)}\n`, { mode: 0o600, flag: 'wx' })
      await rename(draft, file)
    } catch (error) {
      await unlink(draft).catch(() => {})
      throw error
    }
  }

  /**
   * @param {LockOwner} owner
   * @returns {Promise<LockAnswer>}
   */
  const take = async (owner) => {
    const before = await there()
    const ours = shared.get(file)
    if (ours && before?.token === ours.token && ours.takeOver === (owner.takeOver ?? false)) {
      ours.holders++
      return { taken: true, token: ours.token }
    }
    const held = before !== undefined && before.released === undefined
    const alive = held ? isAlive(before) : false
    const by = held ? { who: before.who, command: before.command, since: before.since, alive } : undefined
    if (alive !== false && !owner.takeOver) return { taken: false, by, file }
    const token = randomUUID()
    await put({ ...owner, ...thisProcess(), token, since: Date.now() })
    shared.set(file, { token, holders: 1, takeOver: owner.takeOver ?? false })
    return { taken: true, token, by }
  }

  /** @param {string} token */
  const release = async (token) => {
    const ours = shared.get(file)
    if (ours?.token !== token || --ours.holders > 0) return
    shared.delete(file)
    const lock = await there()
    if (lock?.token !== token) return
    if (ours.takeOver) await put({ ...lock, released: Date.now() })
    else await unlink(file)
  }

  return {
    /** @param {LockOwner} owner @returns {Promise<LockAnswer>} */
    async lock(owner) {
      try {
        const directory = dirname(file)
        const before = await makeDirectories(directory)
        if (before !== directory) await syncDirectories(directory, before)
        return await gated(file, project, () => take(owner))
      } catch (error) {
        throw refused('locked', file, error)
      }
    },
    /** Lets go. A lock that can't be taken away is one of a process that ended, for those who come next. */
    async unlock(/** @type {string} */ token) {
      await gated(file, project, () => release(token)).catch(() => {})
    },
    /** Whose it is now. */
    async held() {
      const lock = await there().catch((error) => {
        throw refused('looked at', file, error)
      })
      if (lock === undefined || lock.released !== undefined) return undefined
      const { who, command, since } = lock
      return { who, command, since, alive: isAlive(lock), file }
    },
    /** Only while the lock is still that one. */
    async guard(/** @type {string} */ token) {
      const now = await there().catch((error) => {
        throw refused('looked at', file, error)
      })
      if (now?.token === token) return
      throw new FencedError(now ? { who: now.who, command: now.command, since: now.since } : undefined)
    },
  }
}

/**
 * @param {string} text
 * @returns {Lock} of somebody who is gone, where nobody can read it
 */
function read(text) {
  try {
    const lock = JSON.parse(text)
    const { token, pid, since = 0 } = lock
    if (typeof token === 'string' && Number.isSafeInteger(pid) && pid > 0 && Number.isSafeInteger(since)) {
      return { ...lock, since, who: shown(lock.who), command: shown(lock.command) }
    }
  } catch {
    // as below
  }
  return { token: '', who: 'somebody', command: '', pid: 0, host: '', since: 0, released: 0 }
}

/** What people are told of it, without what a terminal would act on. @param {unknown} text */
function shown(text) {
  return typeof text === 'string' ? text.replace(/\p{C}/gu, '?').slice(0, 200) : ''
}

/** Somebody else took it away. One that can't be taken away would be waited for for ever. @param {unknown} error */
function unlessGone(error) {
  if (codeOf(error) !== 'ENOENT') throw error
}

/**
 * Does `work` while nobody else looks at or changes the lock: each takes the gate, a file that only one can make.
 *
 * @template T
 * @param {string} file
 * @param {string | undefined} project
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function gated(file, project, work) {
  const gate = `${file}.gate`
  await requireOwnDirectory(dirname(file), project)
  for (;;) {
    try {
      await (await open(gate, 'wx', 0o600)).close()
      break
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
    const found = await lstat(gate).catch(() => undefined)
    if (found && !found.isFile()) throw new UnsafeJournalError(gate, 'is no regular file')
    // also one from the future is nobody's who is at work
    if (found && Math.abs(Date.now() - found.mtimeMs) > GATE_MS) await unlink(gate).catch(unlessGone)
    else await sleep(2 + Math.random() * 20)
  }
  try {
    return await work()
  } finally {
    await unlink(gate).catch(() => {})
  }
}
