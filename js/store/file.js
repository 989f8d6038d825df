// @ts-check
/** @import { FileHandle } from 'node:fs/promises' */
/** @import { Store } from '../types.js' */
import { constants } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { StoreError } from '../errors.js'
import { words } from '../words/index.js'
import { codeOf, makeDirectories, refused, syncDirectories } from './disk.js'
import { fileLock } from './lock.js'
import { openOwn } from './own.js'
import { turns } from './turns.js'

const { O_APPEND, O_CREAT, O_RDONLY, O_RDWR } = constants

/** Bytes of a journal that are read whole: many years of releases, and what a string can hold several times over. */
const MOST_BYTES = 128 << 20

/**
 * A journal in a file, for its owner's eyes only. Each line is on the disk, not merely in a cache, when `append`
 * resolves. A last line that a crash or a full disk cut off stays as it is, and the next one starts on a new line: a
 * reader skips what it can't parse. The lock lies in a file beside it: an append with its token looks first whether it is
 * still that one.
 *
 * Neither is read or written through a link, and both belong to the person or to the owner of the directory they lie in.
 *
 * @param {string} path
 * @param {{ project?: string }} [options] `project`: the directory that the file's directory belongs to. That one may be a
 *   repository's, so it must be no link either, and the owner of the project is who counts
 * @returns {Store}
 */
export function fileStore(path, { project } = {}) {
  const file = resolve(path)
  /** @type {FileHandle | undefined} */
  let handle
  /** One at a time: two lines must not share one, nor overtake each other. */
  const inTurn = turns()
  const lock = fileLock(`${file}.lock`, project)

  /**
   * @param {string[]} lines
   * @param {string} [token]
   */
  const write = async (lines, token) => {
    if (lines.some((line) => line.includes('\n'))) throw new TypeError('a line of the journal holds a line break')
    if (token !== undefined) await lock.guard(token)
    try {
      handle ??= await openForAppend(file, project)
      const lead = (await endsInsideLine(handle)) ? '\n' : ''
      await handle.appendFile(`${lead}${lines.join('\n')}\n`)
      await handle.sync()
    } catch (error) {
      // After a failed sync only a handle that was opened anew tells the truth about the next one.
      await close()
      throw refused('unwritable', file, error)
    }
  }
  const close = async () => {
    const closing = handle
    handle = undefined
    // Every line that counted has been synced: what `close` itself may still complain about concerns none of them.
    await closing?.close().catch(() => {})
  }
  return {
    async read(newest) {
      try {
        return await readText(await openOwn(file, O_RDONLY, project), file, newest)
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return ''
        throw refused('unreadable', file, error)
      }
    },
    append: (line, token) => inTurn(() => write([line], token)),
    appendAll: (lines, token) => inTurn(() => write(lines, token)),
    ...lock,
    describe: () => file,
    close: () => inTurn(close),
  }
}

/**
 * @param {FileHandle} handle closed when it is read
 * @param {string} file
 * @param {number} [newest] bytes from the end that will do; whole lines of them
 */
async function readText(handle, file, newest = Number.POSITIVE_INFINITY) {
  try {
    const { size } = await handle.stat()
    if (size <= newest && size > MOST_BYTES) {
      const megabytes = Math.round(size / (1 << 20))
      const { unreadable, tooLarge } = words().runtime.journal
      throw new StoreError(unreadable(file, tooLarge(megabytes)))
    }
    if (size <= newest) return await handle.readFile('utf8')
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(newest), 0, newest, size - newest)
    const text = buffer.toString('utf8', 0, bytesRead)
    return text.slice(text.indexOf('\n') + 1)
  } finally {
    await handle.close()
  }
}

/**
 * Opens the file, and makes it where it is missing, so that its name outlives a crash as well as its lines.
 *
 * @param {string} file
 * @param {string} [project]
 */
async function openForAppend(file, project) {
  const directory = dirname(file)
  const before = await makeDirectories(directory)
  const handle = await openOwn(file, O_RDWR | O_APPEND | O_CREAT, project)
  try {
    if ((await handle.stat()).size === 0) await syncDirectories(directory, before)
  } catch (error) {
    await handle.close()
    throw error
  }
  return handle
}

/** @param {FileHandle} handle */
async function endsInsideLine(handle) {
  const { size } = await handle.stat()
  if (size === 0) return false
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  return bytesRead === 1 && buffer[0] !== 0x0a
}
