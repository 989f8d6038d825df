// @ts-check
import { inflateRawSync } from 'node:zlib'
import { usageError } from '../errors.js'
import { words } from '../words/index.js'
import { listed } from './names.js'

/** A shorter text is no secret key, and would be found by chance. */
const shortest = 16

/** More of one file is not unpacked: such a file is larger than any function may be. */
const largest = 1 << 29

/** How many files an error names. */
const shown = 5

/**
 * Looks for the secret key in what is packed: as it is, in UTF-16, and in base64 without line breaks.
 */
export class KeySearch {
  #forms
  /** @type {string[]} */
  #found = []

  /** @param {string | undefined} secretKey */
  constructor(secretKey) {
    this.#forms = secretKey !== undefined && secretKey.length >= shortest ? formsOf(secretKey) : []
  }

  /** Whether there is a key to look for. */
  get looks() {
    return this.#forms.length > 0
  }

  /**
   * @param {string} path in the package
   * @param {Buffer} contents
   */
  look(path, contents) {
    if (this.#holds(contents)) this.#found.push(path)
  }

  /**
   * The same of contents that come in pieces; the key may lie across two of them.
   *
   * @param {string} path in the package
   * @param {AsyncIterable<Buffer>} pieces
   */
  async lookThrough(path, pieces) {
    const across = Math.max(0, ...this.#forms.map((form) => form.length - 1))
    let before = Buffer.alloc(0)
    for await (const piece of pieces) {
      const both = Buffer.concat([before, piece])
      if (this.#holds(both)) {
        this.#found.push(path)
        return
      }
      before = Buffer.from(both.subarray(Math.max(0, both.length - across)))
    }
  }

  /**
   * @param {Uint8Array} bytes a zip
   * @param {string} name what to call it where it can't be read
   */
  lookInto(bytes, name) {
    if (this.#forms.length === 0) return
    const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const files = listed(bytes)
    if (files === undefined) this.look(name, zip)
    for (const file of files ?? []) this.look(file.path, contentsOf(zip, file))
  }

  /**
   * @param {string} [name] what the package is called
   * @throws {import('../errors.js').GrayscaleError} `SecretInPackage` with the files that hold it
   */
  end(name = words().code.thePackage()) {
    const found = this.#found
    if (found.length === 0) return
    throw usageError('SecretInPackage', { name, files: found.slice(0, shown), more: Math.max(0, found.length - shown) })
  }

  /** @param {Buffer} bytes */
  #holds(bytes) {
    return this.#forms.some((form) => bytes.includes(form))
  }
}

/** @param {string} secretKey */
function formsOf(secretKey) {
  const key = Buffer.from(secretKey)
  const encoded = [0, 1, 2].flatMap((before) => [base64(key, before, 'base64'), base64(key, before, 'base64url')])
  const texts = new Set([secretKey, ...encoded])
  return [...[...texts].map((text) => Buffer.from(text)), Buffer.from(secretKey, 'utf16le')]
}

/**
 * The characters of base64 that depend on the key alone, where so many bytes stand before it in a group of three.
 *
 * @param {Buffer} key
 * @param {number} before
 * @param {'base64' | 'base64url'} alphabet
 */
function base64(key, before, alphabet) {
  const text = Buffer.concat([Buffer.alloc(before), key]).toString(alphabet)
  return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + key.length) * 8) / 6))
}

/**
 * A file of a zip. What can't be unpacked is looked at as it is.
 *
 * @param {Buffer} zip
 * @param {import('./names.js').Listed} file
 * @returns {Buffer}
 */
export function contentsOf(zip, { method, packed, at }) {
  if (at + 30 > zip.length) return zip
  const start = at + 30 + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28)
  const bytes = zip.subarray(start, start + packed)
  if (method !== 8) return bytes
  try {
    return inflateRawSync(bytes, { maxOutputLength: largest })
  } catch {
    // damaged, or larger than any function may be: SCF can't run it, and its packed bytes are searched instead
    return bytes
  }
}
