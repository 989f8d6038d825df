// @ts-check
/**
 * Older versions kept a lock in a file beside the journal. One of them that is at work does not look for headers in the
 * journal, so nothing is written beside it.
 */
import { constants } from 'node:fs'
import { StoreError } from '../errors.js'
import { words } from '../words/index.js'
import { codeOf } from './disk.js'
import { openOwn } from './own.js'
import { isAlive } from './process.js'

/** Bytes of a lock that are read: it has some hundred. */
const MOST_BYTES = 16 << 10

/**
 * @param {string} file the journal
 * @param {string} [project] whose the file's directory is
 * @throws {StoreError} where the lock's process is there, or that can't be told from here
 */
export async function requireNoOlderRun(file, project) {
  const path = `${file}.lock`
  const lock = parsed(await textOf(path, project))
  if (lock === undefined || isAlive(lock) === false) return
  const who = typeof lock.who === 'string' && lock.who !== '' ? shown(lock.who) : words().runtime.somebody()
  throw new StoreError(words().runtime.journal.olderTool(file, path, who))
}

/**
 * @param {string} path
 * @param {string} [project]
 */
async function textOf(path, project) {
  try {
    const handle = await openOwn(path, constants.O_RDONLY, project)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0)
      return buffer.toString('utf8', 0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return ''
    throw error
  }
}

/**
 * @param {string} text
 * @returns {any} `undefined` where nobody holds it: it is free, or nobody can read it
 */
function parsed(text) {
  try {
    const lock = JSON.parse(text)
    if (Number.isSafeInteger(lock.pid) && lock.pid > 0 && lock.released === undefined) return lock
  } catch {
    // as below
  }
  return undefined
}

/** What people are told of it, without what a terminal would act on. @param {string} text */
const shown = (text) => text.replace(/\p{C}/gu, '?').slice(0, 200)
