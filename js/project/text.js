// @ts-check
import { constants } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { usageError } from '../errors.js'
import { words } from '../words/index.js'

/** A project file or an env file is a few KB. */
const MOST_BYTES = 4 << 20

/**
 * Reads a file that a repository may have brought: it is a file, not too large, and no link that leads out of its directory.
 *
 * @param {string} path
 * @param {{ typed?: boolean }} [options] `typed`: a person named this very file, which may be a link
 * @returns {Promise<string | undefined>} `undefined` where there is no such file; without a byte order mark
 * @throws {import('../errors.js').GrayscaleError} `UnreadableFile`, `LinkOutside`
 */
export async function readText(path, { typed = false } = {}) {
  let bytes
  try {
    if (!typed) await requireInside(path)
    // without waiting for whoever may write into a pipe
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const found = await file.stat()
      if (found.isDirectory()) throw unreadable(path, words().project.unreadable.directory())
      if (!found.isFile()) throw unreadable(path, words().project.unreadable.notRegular())
      if (found.size > MOST_BYTES) throw unreadable(path, words().project.unreadable.tooLarge(MOST_BYTES >> 20))
      bytes = await file.readFile()
    } finally {
      await file.close()
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : `${error}`
    if (code === 'ENOENT') return undefined
    if (code === 'UnreadableFile' || code === 'LinkOutside') throw error
    throw unreadable(path, code, error)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw usageError('UnreadableFile.notUtf8', { path }, { cause: error })
  }
}

/**
 * The first of these files that there is.
 *
 * @param {string} dir
 * @param {readonly string[]} names
 * @returns {Promise<{ name: string, file: string, text: string } | undefined>}
 * @throws {import('../errors.js').GrayscaleError} as `readText`
 */
export async function readFirst(dir, names) {
  for (const name of names) {
    const file = join(dir, name)
    const text = await readText(file)
    if (text !== undefined) return { name, file, text }
  }
  return undefined
}

/** @param {string} path */
async function requireInside(path) {
  const [real, directory] = await Promise.all([realpath(path), realpath(dirname(path))])
  if (real.startsWith(directory.endsWith(sep) ? directory : directory + sep)) return
  throw usageError('LinkOutside', { path, real })
}

/** @param {string} path @param {string} why @param {unknown} [cause] */
function unreadable(path, why, cause) {
  return usageError('UnreadableFile.project', { path, why }, { cause })
}
