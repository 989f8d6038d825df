// @ts-check
/** @import { FileHandle } from 'node:fs/promises' */
/** @import { Store } from '../types.js' */
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { StoreError } from '../errors.js'
import { turns } from './turns.js'

/** What to do about an error of the file system, by its code. */
const remedies = /** @type {Record<string, string>} */ ({
  EACCES: 'permission denied; make it yours to read and write, or run in a directory of your own',
  EDQUOT: 'the disk quota is used up; free some space',
  EISDIR: 'it is a directory; move it away',
  ENOSPC: 'the disk is full; free some space',
  ENOTDIR: 'a part of its path is a file, not a directory; move that away',
  EPERM: 'not permitted; make it yours to read and write, or run in a directory of your own',
  EROFS: 'the file system is read-only; run in a directory that can be written',
})

/**
 * A journal in a file, for its owner's eyes only. Each line is on the disk, not merely in a cache, when `append`
 * resolves. A last line that a crash or a full disk cut off stays as it is, and the next one starts on a new line: a
 * reader skips what it can't parse.
 *
 * @param {string} path
 * @returns {Store}
 */
export function fileStore(path) {
  const file = resolve(path)
  /** @type {FileHandle | undefined} */
  let handle
  /** One at a time: two lines must not share one, nor overtake each other. */
  const inTurn = turns()

  /** @param {string} line */
  const write = async (line) => {
    try {
      handle ??= await openForAppend(file)
      const lead = (await endsInsideLine(handle)) ? '\n' : ''
      await handle.appendFile(`${lead}${line}\n`)
      await handle.sync()
    } catch (error) {
      // After a failed sync only a handle that was opened anew tells the truth about the next one.
      await close()
      throw refused('written', file, error)
    }
  }
  const close = async () => {
    const closing = handle
    handle = undefined
    // Every line that counted has been synced: what `close` itself may still complain about concerns none of them.
    await closing?.close().catch(() => {})
  }
  return {
    async read() {
      try {
        return await readFile(file, 'utf8')
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return ''
        throw refused('read', file, error)
      }
    },
    async append(line) {
      if (line.includes('\n')) throw new TypeError('a line of the journal holds a line break')
      await inTurn(() => write(line))
    },
    describe: () => file,
    close: () => inTurn(close),
  }
}

/**
 * Opens the file, and makes it where it is missing, so that its name outlives a crash as well as its lines.
 *
 * @param {string} file
 */
async function openForAppend(file) {
  const directory = dirname(file)
  const before = await makeDirectories(directory)
  const handle = await open(file, 'a+', 0o600)
  try {
    if ((await handle.stat()).size === 0) await syncDirectories(directory, before)
  } catch (error) {
    await handle.close()
    throw error
  }
  return handle
}

/**
 * Not by `recursive: true`, which answers ENOENT on a read-only file system.
 *
 * @param {string} directory
 * @returns {Promise<string>} the innermost directory that was there before
 */
async function makeDirectories(directory) {
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
async function syncDirectories(from, to) {
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

/** @param {FileHandle} handle */
async function endsInsideLine(handle) {
  const { size } = await handle.stat()
  if (size === 0) return false
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, size - 1)
  return bytesRead === 1 && buffer[0] !== 0x0a
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/**
 * @param {'read' | 'written'} what
 * @param {string} file
 * @param {unknown} error
 */
function refused(what, file, error) {
  const code = codeOf(error)
  const why = code !== undefined && code in remedies ? `${remedies[code]} (${code})` : String(error)
  return new StoreError(`the journal ${file} could not be ${what}: ${why}`, { cause: error })
}
