// @ts-check
/** @import { BigIntStats } from 'node:fs' */
/** @import { FileHandle } from 'node:fs/promises' */
/** @import { Store, StoreAppended, StoreConflict, StoreText } from '../types.js' */
/** @import { Counted } from './appends.js' */
import { constants } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { StoreError } from '../errors.js'
import { words } from '../words/index.js'
import { anchorIn, count, START, textOf } from './appends.js'
import { codeOf, makeDirectories, refused, syncDirectories } from './disk.js'
import { numberOf, requireLines, requireRollout } from './lines.js'
import { requireNoOlderRun } from './older.js'
import { openOwn } from './own.js'
import { alive } from './process.js'
import { appendOf, isIntact } from './sums.js'
import { turns } from './turns.js'

const { O_APPEND, O_CREAT, O_RDONLY, O_RDWR } = constants

/** Bytes of a journal that are read whole: many years of releases, and what a string can hold several times over. */
const MOST_BYTES = 128 << 20

/** Positions whose places are known. */
const MOST_PLACES = 1000

/** A write that fails like this wrote nothing. Of others that is not certain. */
const NOTHING_WRITTEN = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM']

/**
 * A journal in a file, for its owner's eyes only. An append is one write at the end of the file, and on the disk, not merely
 * in a cache, when it resolves; of two processes that append behind the same position, the first one's counts (appends.js).
 * What a crash or a full disk cut off stays as it is, and does not count.
 *
 * It is neither read nor written through a link, and belongs to the person or to the owner of the directory that it lies in.
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
  /**
   * How far which file was looked at, so that each of its bytes is read once; and where the last positions are, for those
   * who come back to one after a conflict.
   *
   * @type {{ file: string, counted: Counted, places: Map<number, number> }}
   */
  let known = { file: '', counted: START, places: new Map() }
  const inTurn = turns()

  /** @param {FileHandle} opened */
  const lookedAt = async (opened) => {
    const found = await opened.stat({ bigint: true })
    const [name, size] = [nameOf(found), Number(found.size)]
    if (known.file !== name || size < known.counted.at) known = { file: name, counted: START, places: new Map() }
    return size
  }

  /**
   * What came to a file since it was last looked at, or lies behind a position.
   *
   * @param {FileHandle} opened
   * @param {number} [position]
   */
  const look = async (opened, position) => {
    const size = await lookedAt(opened)
    const at = position === undefined ? undefined : known.places.get(position)
    const behind = at === undefined || position === undefined ? undefined : { end: position, at, headed: true }
    const counted = behind ?? (position === undefined ? known.counted : START)
    const bytes = await readBytes(opened, file, counted.at, size)
    const found = count(bytes, counted, isIntact)
    if (found.counted.headed) {
      known.counted = found.counted
      for (const { end, to } of found.appends.slice(-MOST_PLACES)) known.places.set(end, counted.at + to)
      for (const [end] of known.places) {
        if (known.places.size <= MOST_PLACES) break
        known.places.delete(end)
      }
    }
    return { ...found, bytes, from: counted }
  }

  /** @param {string} [from] @param {number} [newest] @returns {Promise<Omit<StoreText, 'now'>>} */
  const read = async (from, newest = Number.POSITIVE_INFINITY) => {
    const start = from === undefined ? undefined : numberOf(from)
    if (from !== undefined && start === undefined) throw unknownPosition(file)
    const opened = await openOwn(file, O_RDONLY, project).catch((error) => {
      if (codeOf(error) === 'ENOENT' && !start) return undefined
      throw codeOf(error) === 'ENOENT' ? unknownPosition(file) : error
    })
    if (opened === undefined) return { text: '', position: '0' }
    try {
      if (start === undefined) {
        const end = await readEnd(opened, file, newest)
        if (end) return end
      }
      const { bytes, from: counted, ...found } = await look(opened, start ?? 0)
      const position = String(found.counted.end)
      if (start === undefined) return { text: textOf(bytes, 0, found, true, isIntact), position }
      const at = start === counted.end && counted.headed ? 0 : placeOf(start, found)
      if (at === undefined) throw unknownPosition(file)
      return { text: textOf(bytes, at, found, false, isIntact), position }
    } finally {
      await opened.close()
    }
  }

  /**
   * The file that has the journal's name now; `undefined` where it is gone, with all that lay before a position.
   *
   * @param {number} position
   */
  const current = async (position) => {
    const named = await lstat(file, { bigint: true }).catch(() => undefined)
    if (handle && named && nameOf(named) === nameOf(await handle.stat({ bigint: true }))) return handle
    await close()
    handle = await openForAppend(file, project, position === 0).catch((error) => {
      if (codeOf(error) === 'ENOENT' && position > 0) return undefined
      throw error
    })
    return handle
  }

  /**
   * @param {number} position
   * @param {string[]} lines
   * @returns {Promise<StoreAppended | StoreConflict>}
   */
  const append = async (position, lines) => {
    let written = false
    try {
      await requireNoOlderRun(file, project)
      const opened = await current(position)
      if (!opened) return { conflict: true }
      const before = await look(opened)
      if (before.counted.end !== position) return { conflict: true }
      const inLine = before.bytes.length > 0 && before.bytes[before.bytes.length - 1] !== 0x0a
      const { id, bytes } = appendOf(position, lines, { headed: before.counted.headed, inLine })
      await write(opened, file, bytes)
      written = true
      await opened.sync()
      const ours = (await look(opened)).appends.find((one) => one.follows === position)
      return ours?.id === id ? { position: String(ours.end), now: Date.now() } : { conflict: true }
    } catch (error) {
      // After a failed sync only a handle that was opened anew tells the truth about the next one.
      await close()
      throw refused('unwritable', file, error, written)
    }
  }

  const close = async () => {
    const closing = handle
    handle = undefined
    // Every line that counted has been synced: what `close` itself may still complain about concerns none of them.
    await closing?.close().catch(() => {})
  }

  return {
    read: (from, { newest } = {}) =>
      inTurn(async () => {
        try {
          return { ...(await read(from, newest)), now: Date.now() }
        } catch (error) {
          throw refused('unreadable', file, error)
        }
      }),
    async append(position, lines) {
      requireLines(lines)
      const behind = numberOf(position)
      if (behind === undefined) throw unknownPosition(file)
      return inTurn(() => append(behind, lines))
    },
    rollout: (id) => fileStore(rolloutPath(path, requireRollout(id)), { project }),
    alive: async (process) => alive(process),
    describe: () => file.replace(/\p{C}/gu, '?'),
    close: () => inTurn(close),
  }
}

/**
 * @param {FileHandle} opened
 * @param {string} file
 * @param {Buffer} bytes
 */
async function write(opened, file, bytes) {
  const { bytesWritten } = await opened.write(bytes).catch((error) => {
    throw refused('unwritable', file, error, !NOTHING_WRITTEN.includes(codeOf(error) ?? ''))
  })
  if (bytesWritten === bytes.length) return
  // What is missing can't follow: another process may have written meanwhile. One more letter finds out why.
  await opened.write(' ')
  const { cutShort, unwritable } = words().runtime.journal
  throw new StoreError(unwritable(file, cutShort(bytesWritten, bytes.length)))
}

/**
 * @param {FileHandle} opened
 * @param {string} file
 * @param {number} from
 * @param {number} to
 */
async function readBytes(opened, file, from, to) {
  if (to - from > MOST_BYTES) {
    const { unreadable, tooLarge } = words().runtime.journal
    throw new StoreError(unreadable(file, tooLarge(Math.round(to / (1 << 20)))))
  }
  const bytes = Buffer.alloc(to - from)
  let length = 0
  while (length < bytes.length) {
    const { bytesRead } = await opened.read(bytes, length, bytes.length - length, from + length)
    if (bytesRead === 0) break // it was cut meanwhile
    length += bytesRead
  }
  return bytes.subarray(0, length)
}

/**
 * Whole lines from the end, where there are appends to begin at.
 *
 * @param {FileHandle} opened
 * @param {string} file
 * @param {number} newest bytes that will do
 */
async function readEnd(opened, file, newest) {
  const { size } = await opened.stat()
  for (let length = newest; length < size && length <= MOST_BYTES; length = length * 8 + 1) {
    const bytes = await readBytes(opened, file, size - length, size)
    const anchor = anchorIn(bytes, size - length, isIntact)
    if (anchor === undefined) continue
    const place = size - length + anchor
    const from = bytes.subarray(anchor)
    const found = count(from, { end: place, at: place, headed: true }, isIntact)
    return { text: textOf(from, 0, found, true, isIntact), position: String(found.counted.end) }
  }
}

/**
 * Where a position is in a file that was looked at from its beginning.
 *
 * @param {number} position
 * @param {ReturnType<typeof count>} found
 */
function placeOf(position, { counted, appends, prefix, first, base }) {
  if (position === 0) return 0
  if (position === base) return prefix
  // somebody looked while the first header was being written, and took its beginning for a line
  if (counted.headed && position > prefix && position <= first) return prefix
  return appends.find(({ end }) => end === position)?.to
}

/**
 * Opens the file, and makes it where it is missing, so that its name outlives a crash as well as its lines.
 *
 * @param {string} file
 * @param {string | undefined} project
 * @param {boolean} make
 */
async function openForAppend(file, project, make) {
  if (!make) return openOwn(file, O_RDWR | O_APPEND, project)
  const directory = dirname(file)
  const before = await makeDirectories(directory)
  const opened = await openOwn(file, O_RDWR | O_APPEND | O_CREAT, project)
  try {
    if ((await opened.stat()).size === 0) await syncDirectories(directory, before)
  } catch (error) {
    await opened.close()
    throw error
  }
  return opened
}

/** A number is given out again when its file is gone. @param {BigIntStats} found */
const nameOf = ({ dev, ino, birthtimeNs }) => `${dev} ${ino} ${birthtimeNs}`

/** @param {string} file */
const unknownPosition = (file) => new StoreError(words().runtime.journal.noPosition(file))

/** In the same directory: what is checked of it holds for both. @param {string} path @param {string} id */
const rolloutPath = (path, id) => `${path.replace(/\.journal$/, '')}.rollout-${id}.journal`
