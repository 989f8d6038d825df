// @ts-check
/** @import { Stats } from 'node:fs' */
/** @import { GrayscaleError } from '../errors.js' */
/** @import { Listed } from './names.js' */
/** @import { Project } from './place.js' */
import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import { isGrayscaleError, problem, usageError } from '../errors.js'
import { words } from '../words/index.js'
import { isPathValid, selection } from './leftout.js'
import { contentsListed, listed, summed } from './names.js'
import { holdsCertificatesOnly } from './pem.js'
import { located, projectAt } from './place.js'
import { contentsOf, KeySearch } from './secrets.js'
import { walk } from './walk.js'
import { maxFiles, zip } from './zip.js'
import { lookedThroughFrom, readInParts, ZipFile } from './zip-file.js'

/**
 * @typedef {object} Package
 * @property {Uint8Array | ZipFile} bytes the zip; a large one that was ready stays on the disk
 * @property {string} sha256 of the zip, in hex
 * @property {number} size of the zip, in bytes
 * @property {number} [unpacked] what its files come to, in bytes; absent likewise
 * @property {string[]} [files] paths in the package; absent for a zip that was ready and whose list can't be read
 * @property {string} [outside] where it was packed from, if that is outside the project
 * @property {import('./walk.js').Walked['links']} [links] links out of the directory that were followed
 * @property {string[]} [credentials] files in it that are never packed unasked
 * @property {string[]} [unmatched] exclude patterns that matched nothing
 * @property {string[]} [leftOut] what was left out unasked and people should know
 */

/**
 * What of a directory is packed, as the inputs of `src` say it.
 *
 * @typedef {object} Packing
 * @property {string[]} [exclude] glob patterns, see globs.js
 * @property {string[]} [include]
 * @property {boolean} [allowOutside] the code may lie outside the project
 * @property {string[]} [followLinks] directories that links may lead into where they lead out of `src`
 */

/**
 * @typedef {object} Surroundings
 * @property {string} [cwd] where relative paths start
 * @property {string} [root] the project's directory, which the code has to be in; any place by default
 * @property {string} [secretKey] it is never packed
 */

/**
 * Packs a directory. The bytes depend on paths, contents and the owner's executable bit, and on nothing else: not on
 * times, time zone, umask or the order of the file system. A path to a `.zip` is taken as it is.
 *
 * @param {string} source
 * @param {Packing} [packing]
 * @param {Surroundings} [surroundings]
 * @returns {Promise<Package>}
 * @throws {GrayscaleError} `SourceNotFound`, `SourceOutside`, `UnreadableSource`, `EmptyPackage`, `InvalidPackage`,
 *   `UnpackableFile`, `TooManyFiles`, `SecretInPackage`
 */
export async function packSource(source, packing = {}, { cwd = process.cwd(), root, secretKey } = {}) {
  const named = resolve(cwd, source)
  try {
    const project = await projectAt(root ?? named)
    const { path, outside } = await located(source, { cwd, project, allowOutside: packing.allowOutside ?? false })
    const info = await stat(path)
    const search = new KeySearch(secretKey)
    const packed = info.isDirectory()
      ? await packDirectory(path, packing, { cwd, project, search })
      : await takeZip(path, info, search)
    return { ...packed, outside }
  } catch (error) {
    throw readable(error, named)
  }
}

/**
 * @param {string} directory its real path
 * @param {Packing} packing
 * @param {{ cwd: string, project: Project, search: KeySearch }} options
 * @returns {Promise<Package>}
 */
async function packDirectory(directory, packing, { cwd, project, search }) {
  const selected = selection(packing)
  const name = project.named(directory)
  if (selected.forbids(name && `${name}/`)) {
    throw usageError('UnpackableFile.directory', { directory })
  }
  const follow = await Promise.all((packing.followLinks ?? []).map((written) => linkTarget(written, cwd)))
  const { entries, ...facts } = await walk(directory, selected, { project, follow })
  if (entries.length === 0) {
    throw usageError('EmptyPackage', { directory })
  }
  if (entries.length > maxFiles) {
    throw usageError('TooManyFiles.counted', { directory, files: entries.length, most: maxFiles })
  }
  return { ...sealed(await zip(entries, search)), ...facts }
}

/**
 * @param {string} written
 * @param {string} cwd
 */
async function linkTarget(written, cwd) {
  const path = resolve(cwd, written)
  try {
    return { written, real: await realpath(path) }
  } catch {
    throw usageError('SourceNotFound.followLinks', { path })
  }
}

/**
 * @param {string} file
 * @param {Stats} info
 * @param {KeySearch} search
 */
async function takeZip(file, info, search) {
  if (info.isFile() && extname(file).toLowerCase() === '.zip' && info.size >= readInParts) {
    return takeLargeZip(file, info, search)
  }
  const bytes = info.isFile() && extname(file).toLowerCase() === '.zip' ? await readFile(file) : undefined
  if (bytes === undefined) {
    throw usageError('InvalidPackage.neither', { file })
  }
  if (bytes.length < 4 || bytes.readUInt32LE(0) !== 0x04034b50) {
    throw usageError('InvalidPackage.noZip', { file })
  }
  return searched(bytes, search, file)
}

/**
 * The same in parts, so that memory stays flat. One whose list can't be read is looked at as a whole.
 *
 * @param {string} file
 * @param {Stats} info
 * @param {KeySearch} search
 * @returns {Promise<Package>}
 */
async function takeLargeZip(file, info, search) {
  const bytes = new ZipFile(file, info)
  const begin = Buffer.from(await bytes.read(0, 4))
  if (begin.readUInt32LE(0) !== 0x04034b50) throw usageError('InvalidPackage.noZip', { file })
  const list = await bytes.list()
  if (list === undefined) return searched(await bytes.read(0, info.size), search, file)
  const { forbids, mayBeCertificate } = selection({})
  const credentials = []
  for (const one of list) {
    const secret = isPathValid(one.path) && forbids(one.path)
    if (Math.max(one.packed, one.unpacked) >= lookedThroughFrom) {
      if (search.looks) await bytes.look(one, search)
    } else if (search.looks || (secret && mayBeCertificate(one.path))) {
      const record = await bytes.record(one)
      const contents = contentsOf(record.zip, record.file)
      search.look(one.path, contents)
      if (secret && mayBeCertificate(one.path) && holdsCertificatesOnly(contents)) continue
    }
    if (secret) credentials.push(one.path)
  }
  search.end(file)
  return { bytes, sha256: await bytes.digest(), size: info.size, ...summed(list), credentials }
}

/**
 * A zip is taken as it is.
 *
 * @param {Uint8Array} bytes
 * @param {{ secretKey?: string }} [surroundings]
 * @returns {Package}
 * @throws {GrayscaleError} `SecretInPackage`
 */
export function packBytes(bytes, { secretKey } = {}) {
  return searched(bytes, new KeySearch(secretKey), words().code.theZip())
}

/**
 * @param {Uint8Array} bytes a zip
 * @param {KeySearch} search
 * @param {string} name what it is called
 */
function searched(bytes, search, name) {
  search.lookInto(bytes, name)
  search.end(name)
  return { ...sealed(bytes), credentials: credentialsIn(bytes) }
}

/**
 * Files of a zip that would not be packed from a directory.
 *
 * @param {Uint8Array} bytes
 */
function credentialsIn(bytes) {
  const { forbids, mayBeCertificate } = selection({})
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isCertificate = (/** @type {Listed} */ file) =>
    mayBeCertificate(file.path) && holdsCertificatesOnly(contentsOf(zip, file))
  return listed(bytes)
    ?.filter((file) => isPathValid(file.path) && forbids(file.path) && !isCertificate(file))
    .map(({ path }) => path)
}

/**
 * @param {Uint8Array} bytes
 * @returns {Package}
 */
function sealed(bytes) {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { bytes, sha256, size: bytes.length, ...contentsListed(bytes) }
}

/**
 * @param {unknown} error
 * @param {string} path
 */
function readable(error, path) {
  if (!(error instanceof Error) || !('code' in error) || isGrayscaleError(error)) return error
  const at = 'path' in error && typeof error.path === 'string' ? error.path : path
  if (error.code === 'ENOENT' && at === path) {
    return usageError('SourceNotFound.src', { path })
  }
  return problem('UnreadableSource.file', { path: at, why: String(error.code) }, { cause: error })
}
