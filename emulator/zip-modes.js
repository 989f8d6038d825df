// @ts-check
// Which files of a zip may be executed: the central directory says it, where the zip was made on Unix.

const END = 0x06054b50
const ENTRY = 0x02014b50
const UNIX = 3
const ANY_EXECUTE = 0o111
const ENTRY_BYTES = 46
const END_BYTES = 22
const MAX_COMMENT_BYTES = 65_535

/**
 * @param {Buffer} zip one that can be unzipped
 * @returns {Set<string>} paths
 */
export function executableFiles(zip) {
  const found = new Set()
  for (let at = directoryStart(zip); at + ENTRY_BYTES <= zip.length && zip.readUInt32LE(at) === ENTRY; ) {
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset))
    const madeOn = zip.readUInt8(at + 5)
    const mode = zip.readUInt32LE(at + 38) >>> 16
    const name = zip.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes)
    if (madeOn === UNIX && mode & ANY_EXECUTE) found.add(name)
    at += ENTRY_BYTES + nameBytes + extraBytes + commentBytes
  }
  return found
}

/** Where the central directory starts; behind the end where there is none. @param {Buffer} zip */
function directoryStart(zip) {
  const last = zip.length - END_BYTES
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT_BYTES); at -= 1) {
    if (zip.readUInt32LE(at) === END) return zip.readUInt32LE(at + 16)
  }
  return zip.length
}
