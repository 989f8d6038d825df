// @ts-check
/** Of a file's record in the central directory of a zip, and of the record at the zip's end. */
const fileSignature = 0x02014b50
const endSignature = 0x06054b50

/**
 * @typedef {object} Listed
 * @property {string} path
 * @property {number} method 0 stored, 8 deflated
 * @property {number} packed its size in the zip
 * @property {number} unpacked its own size
 * @property {number} at where its own record begins
 */

/**
 * What a zip holds, from its central directory; nothing is unpacked.
 *
 * @param {Uint8Array} zip or its end
 * @param {number} [base] where in the zip these bytes begin
 * @returns {Listed[] | undefined} undefined where it can't be read
 */
export function listed(zip, base = 0) {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  let end = zip.length - 22
  while (end >= 0 && view.getUint32(end, true) !== endSignature) end--
  if (end < 0) return undefined
  const count = view.getUint16(end + 10, true)
  const list = []
  const utf8 = new TextDecoder()
  let at = view.getUint32(end + 16, true) - base
  while (at >= 0 && at + 46 <= end && view.getUint32(at, true) === fileSignature) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true))
    const path = utf8.decode(zip.subarray(at + 46, at + 46 + name)).replaceAll('\\', '/')
    const [packed, unpacked, start] = [20, 24, 42].map((offset) => view.getUint32(at + offset, true))
    list.push({ path, method: view.getUint16(at + 10, true), packed, unpacked, at: start })
    at += 46 + name + extra + comment
  }
  // a zip of more than its fields can count is not read to its end
  return list.length === count ? list : undefined
}

/**
 * The paths in a zip, and what its files come to when they are unpacked, in bytes.
 *
 * @param {Uint8Array} zip
 * @returns {{ files?: string[], unpacked?: number }} empty where its list can't be read
 */
export function contentsListed(zip) {
  return summed(listed(zip))
}

/** @param {Listed[] | undefined} list @returns {{ files?: string[], unpacked?: number }} */
export function summed(list) {
  if (list === undefined) return {}
  return { files: list.map(({ path }) => path), unpacked: list.reduce((sum, one) => sum + one.unpacked, 0) }
}

/**
 * What one directory of a package holds: files, and directories with `/` at their end.
 *
 * @param {string[]} paths of the package
 * @param {string} directory from the top, empty for the top
 */
export function namesIn(paths, directory) {
  const prefix = directory === '' ? '' : `${directory}/`
  const names = paths
    .filter((path) => path.startsWith(prefix) && path.length > prefix.length)
    .map((path) => {
      const rest = path.slice(prefix.length)
      const slash = rest.indexOf('/')
      return slash < 0 ? rest : rest.slice(0, slash + 1)
    })
  return [...new Set(names)]
}
