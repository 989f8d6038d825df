// @ts-check
/** @import { Stats } from 'node:fs' */
/** @import { FileHandle } from 'node:fs/promises' */
/** @import { Listed } from './names.js' */
/** @import { KeySearch } from './secrets.js' */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { problem } from '../errors.js'
import { words } from '../words/index.js'
import { listed } from './names.js'

/** From here on a zip is read in parts: no request carries one of this size as a whole. */
export const readInParts = 10_000_000

/** How much of it is in memory while it is hashed. */
const chunk = 1 << 20

/** From here on a file in it is looked through a piece at a time. */
export const lookedThroughFrom = 1 << 20

/** The longest end of a zip: its last record with the longest comment. */
const longestEnd = 22 + 0xffff

/**
 * A large zip that stays on the disk: of it only what is asked for is read into memory. It has to stay as it was, since
 * its object is named by the digest.
 */
export class ZipFile {
  #path
  #info

  /** @param {string} path @param {Stats} info as it was when it was first looked at */
  constructor(path, info) {
    this.#path = path
    this.#info = info
  }

  get length() {
    return this.#info.size
  }

  /**
   * @param {number} from
   * @param {number} to
   * @returns {Promise<Uint8Array>}
   * @throws {import('../errors.js').GrayscaleError} `UnreadableSource` where the file is another one now
   */
  read(from, to) {
    return this.#opened((handle) => bytesOf(handle, from, to))
  }

  /** SHA-256, in hex. */
  digest() {
    return this.#opened(async (handle) => {
      const hash = createHash('sha256')
      for await (const bytes of chunksOf(handle, 0, this.length)) hash.update(bytes)
      return hash.digest('hex')
    })
  }

  /**
   * Looks for the key in a file of any size, packed or not, a piece at a time.
   *
   * @param {Listed} file
   * @param {KeySearch} search
   */
  look(file, search) {
    return this.#opened(async (handle) => {
      const begin = await beginOf(handle, file)
      const packed = () => chunksOf(handle, begin, Math.min(begin + file.packed, this.length))
      if (file.method !== 8) return search.lookThrough(file.path, packed())
      try {
        await search.lookThrough(file.path, Readable.from(copied(packed())).pipe(createInflateRaw()))
      } catch {
        // what can't be unpacked is looked at as it is
        await search.lookThrough(file.path, packed())
      }
    })
  }

  /** What it holds; `undefined` where its list can't be read. @returns {Promise<Listed[] | undefined>} */
  list() {
    return this.#opened(async (handle) => {
      const size = this.length
      const begin = beginOfList(await bytesOf(handle, Math.max(0, size - longestEnd), size))
      if (begin === undefined || begin >= size) return undefined
      return listed(await bytesOf(handle, begin, size), begin)
    })
  }

  /**
   * The record of a file, as `contentsOf` of secrets.js takes it: as if the zip began with it.
   *
   * @param {Listed} file
   * @returns {Promise<{ zip: Buffer, file: Listed }>}
   */
  record(file) {
    return this.#opened(async (handle) => {
      const end = Math.min((await beginOf(handle, file)) + file.packed, this.length)
      return { zip: await bytesOf(handle, file.at, end), file: { ...file, at: 0 } }
    })
  }

  /** @template T @param {(handle: FileHandle) => Promise<T>} use @returns {Promise<T>} */
  async #opened(use) {
    const handle = await open(this.#path)
    try {
      const { size, mtimeMs, ino } = await handle.stat()
      if (size !== this.#info.size || mtimeMs !== this.#info.mtimeMs || ino !== this.#info.ino) {
        throw problem('UnreadableSource.file', { path: this.#path, why: words().code.changed() })
      }
      return await use(handle)
    } finally {
      await handle.close()
    }
  }
}

/** Where the bytes of a file in the zip begin: behind its record and its names. @param {FileHandle} handle @param {Listed} file */
async function beginOf(handle, { at }) {
  const head = await bytesOf(handle, at, at + 30)
  return at + 30 + (head.length < 30 ? 0 : head.readUInt16LE(26) + head.readUInt16LE(28))
}

/** @param {FileHandle} handle @param {number} from @param {number} to */
async function bytesOf(handle, from, to) {
  const bytes = Buffer.alloc(Math.max(0, to - from))
  let at = 0
  while (at < bytes.length) {
    const { bytesRead } = await handle.read(bytes, at, bytes.length - at, from + at)
    if (bytesRead === 0) break
    at += bytesRead
  }
  return bytes.subarray(0, at)
}

/**
 * The bytes of a file, piece by piece, all in the same memory.
 *
 * @param {FileHandle} handle @param {number} from @param {number} to
 */
async function* chunksOf(handle, from, to) {
  const room = Buffer.alloc(Math.min(chunk, Math.max(0, to - from)))
  for (let at = from; at < to; ) {
    const { bytesRead } = await handle.read(room, 0, Math.min(room.length, to - at), at)
    if (bytesRead === 0) return
    at += bytesRead
    yield room.subarray(0, bytesRead)
  }
}

/** For whoever keeps pieces while others are read. @param {AsyncIterable<Buffer>} pieces */
async function* copied(pieces) {
  for await (const piece of pieces) yield Buffer.from(piece)
}

/** Where the list of files begins, by the record at the zip's end. @param {Buffer} end */
function beginOfList(end) {
  const at = end.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  return at < 0 || at + 22 > end.length ? undefined : end.readUInt32LE(at + 16)
}
