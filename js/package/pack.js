// @ts-check
/** @import { Stats } from 'node:fs' */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { GrayscaleError, usageError } from '../errors.js'
import { selection } from './leftout.js'
import { pathsOf } from './names.js'
import { walk } from './walk.js'
import { maxFiles, zip } from './zip.js'

/**
 * @typedef {object} Package
 * @property {Uint8Array} bytes the zip
 * @property {string} sha256 of the zip, in hex
 * @property {number} size of the zip, in bytes
 * @property {string[]} [files] paths in the package; absent for a zip that was ready and whose list can't be read
 */

/**
 * Packs a directory. The bytes depend on paths, contents and the owner's executable bit, and on nothing else: not on
 * times, time zone, umask or the order of the file system. A path to a `.zip` is taken as it is.
 *
 * @param {string} source
 * @param {{ exclude?: string[], include?: string[] }} [patterns] as in `.gitignore`, see leftout.js
 * @returns {Promise<Package>}
 * @throws {GrayscaleError} `SourceNotFound`, `UnreadableSource`, `EmptyPackage`, `InvalidPackage`, `UnpackableFile`,
 *   `TooManyFiles`
 */
export async function packSource(source, patterns = {}) {
  const path = resolve(source)
  try {
    const info = await stat(path)
    return info.isDirectory() ? await packDirectory(path, patterns) : await takeZip(path, info)
  } catch (error) {
    throw readable(error, path)
  }
}

/**
 * @param {string} directory
 * @param {{ exclude?: string[], include?: string[] }} patterns
 */
async function packDirectory(directory, patterns) {
  const entries = await walk(directory, selection(patterns))
  if (entries.length === 0) {
    throw usageError(
      'EmptyPackage',
      `${directory} holds nothing to pack.`,
      'Check src, and the patterns of src.exclude.',
    )
  }
  if (entries.length > maxFiles) {
    throw usageError(
      'TooManyFiles',
      `${directory} holds ${entries.length} files; a code package can hold ${maxFiles}.`,
      'Leave out what the function does not need (src.exclude), or bundle it.',
    )
  }
  return sealed(
    await zip(entries),
    entries.map((entry) => entry.path),
  )
}

/**
 * @param {string} file
 * @param {Stats} info
 */
async function takeZip(file, info) {
  const bytes = info.isFile() && extname(file).toLowerCase() === '.zip' ? await readFile(file) : undefined
  if (bytes === undefined) {
    throw usageError(
      'InvalidPackage',
      `${file} is neither a directory nor a .zip file.`,
      'Let src name one of the two.',
    )
  }
  if (bytes.length < 4 || bytes.readUInt32LE(0) !== 0x04034b50) {
    throw usageError(
      'InvalidPackage',
      `${file} is no zip with files in it.`,
      'Pack it again, or let src name a directory.',
    )
  }
  return sealed(bytes, pathsOf(bytes))
}

/**
 * @param {Uint8Array} bytes
 * @param {string[] | undefined} files
 * @returns {Package}
 */
function sealed(bytes, files) {
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length, files }
}

/**
 * @param {unknown} error
 * @param {string} path
 */
function readable(error, path) {
  if (!(error instanceof Error) || !('code' in error) || error instanceof GrayscaleError) return error
  const at = 'path' in error && typeof error.path === 'string' ? error.path : path
  if (error.code === 'ENOENT' && at === path) {
    return usageError(
      'SourceNotFound',
      `There is nothing at ${path}.`,
      'src is looked up from the directory of the project file.',
    )
  }
  return new GrayscaleError(
    {
      code: 'UnreadableSource',
      message: `${at} could not be read (${error.code}).`,
      hint: 'Make it readable, or leave it out: add it to src.exclude.',
    },
    { cause: error },
  )
}
