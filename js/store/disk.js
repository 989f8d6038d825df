// @ts-check
/** What every file of a store needs: errors that say what to do, and directories that outlive a crash. */
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StoreError } from '../errors.js'
import { words } from '../words/index.js'

/**
 * Not by `recursive: true`, which answers ENOENT on a read-only file system.
 *
 * @param {string} directory
 * @returns {Promise<string>} the innermost directory that was there before
 */
export async function makeDirectories(directory) {
  try {
    await mkdir(directory, 0o700)
    return dirname(directory)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return directory
    if (codeOf(error) !== 'ENOENT') throw error
    const before = await makeDirectories(dirname(directory))
    await mkdir(directory, 0o700).catch((error) => {
      if (codeOf(error) !== 'EEXIST') throw error // another process was quicker
    })
    return before
  }
}

/**
 * Makes new entries of directories durable, from the innermost directory up to the one that was there before.
 *
 * @param {string} from
 * @param {string} to
 */
export async function syncDirectories(from, to) {
  if (process.platform === 'win32') return // can't open a directory, and keeps its entries by itself
  for (let directory = from; ; directory = dirname(directory)) {
    try {
      const handle = await open(directory, 'r')
      await handle.sync().finally(() => handle.close())
    } catch (error) {
      // Some file systems (network, FUSE) can't, and a directory may be closed to readers: that is no reason to stop.
      if (!['EACCES', 'EINVAL', 'ENOTSUP', 'EPERM'].includes(codeOf(error) ?? '')) throw error
    }
    if (directory === to || directory === dirname(directory)) return
  }
}

/** @param {unknown} error */
export function codeOf(error) {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/**
 * @param {'unwritable' | 'unreadable'} what
 * @param {string} file
 * @param {unknown} error
 * @param {boolean} [unknown] whether what was to be written may be there all the same
 * @returns {StoreError}
 */
export function refused(what, file, error, unknown = false) {
  if (error instanceof StoreError) return error
  const code = codeOf(error)
  const { disk, journal } = words().runtime
  /** @type {Record<string, () => string>} what to do about an error of the file system, by its code */
  const remedies = disk
  const why = code !== undefined && Object.hasOwn(remedies, code) ? `${remedies[code]()} (${code})` : String(error)
  return new StoreError(journal[what](file, why), { cause: error, unknown })
}
