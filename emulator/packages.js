// @ts-check
// Code packages, by the SHA-256 of the zip as it was uploaded. Several versions share one package.

import { createHash } from 'node:crypto'
import { unzipSync } from 'fflate'
import { executableFiles } from './zip-modes.js'

/** A package that can't be used, with the reason the API gives. */
export class PackageError extends Error {
  /** @param {string} code of StatusReasons @param {string} message */
  constructor(code, message) {
    super(message)
    this.name = 'PackageError'
    this.code = code
  }
}

/** @typedef {{ zip: Buffer, base64?: string }} Package base64 is kept once it was needed for the state file */

export class Packages {
  /** @param {number} unpackedBytes the most that a package may unpack to */
  constructor(unpackedBytes) {
    this.unpackedBytes = unpackedBytes
    /** @type {Map<string, Package>} */
    this.byDigest = new Map()
  }

  /** @param {Buffer} zip @returns {string} its digest, lower-case hex */
  add(zip) {
    const digest = createHash('sha256').update(zip).digest('hex')
    if (!this.byDigest.has(digest)) this.byDigest.set(digest, { zip })
    return digest
  }

  /** @param {string} digest @returns {Buffer} */
  zip(digest) {
    return this.#get(digest).zip
  }

  /** @param {string} digest */
  base64(digest) {
    const found = this.#get(digest)
    found.base64 ??= found.zip.toString('base64')
    return found.base64
  }

  /** Forgets what nobody uses any more. @param {Set<string>} used digests */
  keepOnly(used) {
    for (const digest of this.byDigest.keys()) {
      if (!used.has(digest)) this.byDigest.delete(digest)
    }
  }

  /**
   * @param {string} digest
   * @param {(name: string) => boolean} [wanted]
   * @returns {Record<string, Uint8Array>} by path; folders left out
   * @throws {PackageError}
   */
  files(digest, wanted = () => true) {
    const names = new Set(this.names(digest))
    return unzip(this.zip(digest), (entry) => names.has(entry.name) && wanted(entry.name))
  }

  /** The paths of files that may be executed. @param {string} digest @returns {Set<string>} */
  executables(digest) {
    return executableFiles(this.zip(digest))
  }

  /**
   * The paths of its files. Reads the directory of the zip and refuses what must not be unpacked.
   * @param {string} digest
   * @throws {PackageError}
   */
  names(digest) {
    /** @type {string[]} */
    const names = []
    let bytes = 0
    unzip(this.zip(digest), (entry) => {
      bytes += entry.originalSize
      if (escapes(entry.name)) {
        throw new PackageError('InvalidParameterValue.ZipFile', `The package holds a path outside of it: ${entry.name}`)
      }
      if (!entry.name.endsWith('/')) names.push(entry.name)
      return false
    })
    if (bytes > this.unpackedBytes) {
      throw new PackageError(
        'InvalidParameterValue.ZipFile',
        `The package unpacks to ${bytes} bytes; at most ${this.unpackedBytes} are allowed.`,
      )
    }
    return names
  }

  /** @param {string} digest */
  #get(digest) {
    const found = this.byDigest.get(digest)
    if (!found) throw new Error(`no package ${digest}`)
    return found
  }
}

/** @param {string} name */
function escapes(name) {
  return name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.includes('\0') || name.split(/[/\\]/).includes('..')
}

/** @param {Buffer} zip @param {(entry: import('fflate').UnzipFileInfo) => boolean} filter */
function unzip(zip, filter) {
  try {
    return unzipSync(zip, { filter })
  } catch (error) {
    if (error instanceof PackageError) throw error
    throw new PackageError(
      'InvalidParameterValue.ZipFile',
      `The package can't be unzipped: ${/** @type {Error} */ (error).message}`,
    )
  }
}
