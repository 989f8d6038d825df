// @ts-check
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { usageError } from '../errors.js'

/** Of a file's record in the central directory, which stands at a zip's end. */
const fileSignature = 0x02014b50

/**
 * Unpacks a zip into a directory. Of its permissions only the owner's executable bit is kept, as when packing.
 *
 * @param {Uint8Array} bytes
 * @param {string} directory
 * @throws {import('../errors.js').GrayscaleError} `InvalidPackage`
 */
export async function unpack(bytes, directory) {
  const executables = executablesOf(bytes)
  for (const [path, contents] of Object.entries(entriesOf(bytes))) {
    if (path.endsWith('/')) continue
    if (path.startsWith('/') || path.includes('\\') || path.split('/').includes('..')) {
      throw usageError('InvalidPackage.leadsOut', { path })
    }
    const file = join(directory, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, contents)
    if (executables.has(path)) await chmod(file, 0o755)
  }
}

/** @param {Uint8Array} bytes */
function entriesOf(bytes) {
  try {
    return unzipSync(bytes)
  } catch (error) {
    throw usageError('InvalidPackage.unreadable', { why: error instanceof Error ? error.message : String(error) })
  }
}

/**
 * The paths of a zip whose owner may execute them: fflate does not tell.
 *
 * @param {Uint8Array} bytes
 */
function executablesOf(bytes) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = buffer.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > buffer.length) throw usageError('InvalidPackage.noDirectory', {})
  /** @type {Set<string>} */
  const paths = new Set()
  let at = buffer.readUInt32LE(end + 16)
  while (at + 46 <= buffer.length && buffer.readUInt32LE(at) === fileSignature) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => buffer.readUInt16LE(at + offset))
    const madeOnUnix = buffer.readUInt8(at + 5) === 3
    const mode = buffer.readUInt16LE(at + 40)
    if (madeOnUnix && (mode & 0o100) !== 0) paths.add(buffer.toString('utf8', at + 46, at + 46 + name))
    at += 46 + name + extra + comment
  }
  return paths
}
