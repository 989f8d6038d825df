// @ts-check
/**
 * Files that nobody but the person, or the owner of the project, can have put there. A cloned repository may bring links
 * where a journal is expected: what is read or written through one lies somewhere else.
 */
/** @import { BigIntStats } from 'node:fs' */
/** @import { FileHandle } from 'node:fs/promises' */
import { constants } from 'node:fs'
import { lstat, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UnsafeJournalError } from '../errors.js'
import { words } from '../words/index.js'
import { codeOf } from './disk.js'

// Windows has neither; there the comparison after opening finds a link that came in between.
const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
/** What is replaced so many times in a row is no accident. */
const MOST_TRIES = 20

/**
 * Opens a regular file with one name, in its own directory. What was opened is looked at, not only what was there before.
 *
 * @param {string} file
 * @param {number} flags
 * @param {string} [project] the directory of the project that the file's directory belongs to: then that is no link either
 * @returns {Promise<FileHandle>}
 * @throws {UnsafeJournalError} else the file system's error
 */
export async function openOwn(file, flags, project) {
  const directory = dirname(file)
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const owners = await requireOwnDirectory(directory, project)
    // before it is opened: opening a device or a pipe may do something already
    const before = await lstat(file, { bigint: true }).catch(absent)
    if (before) requireOwnFile(file, before, owners)
    const handle = await open(file, flags | O_NOFOLLOW | O_NONBLOCK, 0o600).catch((error) => {
      if (codeOf(error) === 'ELOOP') throw new UnsafeJournalError(file, words().runtime.unsafe.link())
      throw error
    })
    try {
      const opened = await handle.stat({ bigint: true })
      requireOwnFile(file, opened, owners)
      await requireOwnDirectory(directory, project)
      const named = await lstat(file, { bigint: true }).catch(absent)
      if (named && named.ino === opened.ino && named.dev === opened.dev) return handle
      if (named) requireOwnFile(file, named, owners)
    } catch (error) {
      await handle.close()
      throw error
    }
    await handle.close()
  }
  throw new UnsafeJournalError(file, words().runtime.unsafe.replaced())
}

/**
 * @param {string} directory
 * @param {string} [project]
 * @returns {Promise<bigint[]>} whose files count; empty where the system has no owners
 */
export async function requireOwnDirectory(directory, project) {
  const { uid } = await stat(project ?? directory, { bigint: true })
  const owners = process.geteuid ? [BigInt(process.geteuid()), uid] : []
  if (project === undefined) return owners
  const found = await lstat(directory, { bigint: true })
  if (found.isSymbolicLink()) throw new UnsafeJournalError(directory, words().runtime.unsafe.link())
  requireOwner(directory, found, owners)
  return owners
}

/**
 * @param {string} file
 * @param {BigIntStats} found
 * @param {bigint[]} owners
 */
function requireOwnFile(file, found, owners) {
  if (found.isSymbolicLink()) throw new UnsafeJournalError(file, words().runtime.unsafe.link())
  // the file system's own error is as good, and says what to do
  if (found.isDirectory()) return
  if (!found.isFile()) throw new UnsafeJournalError(file, words().runtime.unsafe.notRegular())
  if (found.nlink > 1n) throw new UnsafeJournalError(file, words().runtime.unsafe.hardLink())
  requireOwner(file, found, owners)
}

/**
 * @param {string} path
 * @param {BigIntStats} found
 * @param {bigint[]} owners
 */
function requireOwner(path, { uid }, owners) {
  if (owners.length > 0 && !owners.includes(uid)) {
    throw new UnsafeJournalError(path, words().runtime.unsafe.otherOwner(String(uid)))
  }
}

/** @param {unknown} error */
function absent(error) {
  if (codeOf(error) !== 'ENOENT') throw error
  return undefined
}
