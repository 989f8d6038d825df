// @ts-check
import { constants } from 'node:fs'
import { lstat, mkdir, open, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { problem } from '../../errors.js'

/** A list of patterns is a few lines. */
const MOST_BYTES = 1 << 20

/** Whether something has this name, a link that leads nowhere included. @param {string} path */
export async function taken(path) {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw notWritten(path, error)
  }
}

/**
 * Writes a file that is not there yet.
 *
 * @param {string} dir
 * @param {string} name in it; a directory of the name is made
 * @param {string} text
 * @returns {Promise<boolean>} false where something has this name: it is left as it is
 */
export async function createFile(dir, name, text) {
  const path = join(dir, name)
  try {
    await mkdir(dirname(path), { recursive: true })
    // never through a link, and never over a file
    await writeFile(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw notWritten(path, error)
  }
}

/**
 * Adds lines to the end of a file of text, which is made where it is missing. What stands there stays.
 *
 * @param {string} path
 * @param {(text: string) => string[]} missing the lines, by what it says
 * @returns {Promise<string[] | undefined>} those that were added; none where it is a link, no file, or too large
 */
export async function addLines(path, missing) {
  const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants
  let file
  try {
    file = await open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o644)
  } catch (error) {
    // a link, a directory, a pipe: what it leads to is not ours to change
    if (['ELOOP', 'EISDIR', 'ENXIO', 'EMLINK'].includes(codeOf(error))) return undefined
    throw notWritten(path, error)
  }
  try {
    const found = await file.stat()
    if (!found.isFile() || found.nlink > 1 || found.size > MOST_BYTES) return undefined
    const text = await file.readFile('utf8')
    const lines = missing(text)
    if (lines.length === 0) return []
    const end = text.includes('\r\n') ? '\r\n' : '\n'
    const lead = text === '' || text.endsWith('\n') ? '' : end
    await file.appendFile(lead + lines.map((line) => line + end).join(''))
    return lines
  } catch (error) {
    throw notWritten(path, error)
  } finally {
    await file.close()
  }
}

/** @param {string} path @param {unknown} error */
function notWritten(path, error) {
  return problem('ProjectNotWritten', { path, why: String(error) }, { cause: error })
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
