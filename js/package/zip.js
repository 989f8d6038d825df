// @ts-check
/** @import { Entry } from './walk.js' */
/** @import { KeySearch } from './secrets.js' */
import { readFile } from 'node:fs/promises'
import { zipSync } from 'fflate'

/**
 * The first day a zip can tell of. fflate writes a date's *local* fields, so it is made of local fields too: then the
 * bytes say 1980-01-01 in every time zone. Noon, because a clock change may skip midnight.
 */
const date = new Date(1980, 0, 1, 12)

/** Permissions and file type as `unzip` on Unix reads them, in the upper half of the attributes. */
const attributes = { plain: 0o100644 * 0x10000, executable: 0o100755 * 0x10000 }

/**
 * `zip` version 2.0 has 16 bits for the number of files; fflate writes no later one.
 */
export const maxFiles = 0xffff

/**
 * Deflated by JavaScript on purpose: node:zlib is quicker, but its output differs between versions and processors, and
 * unchanged code could no longer be told by its digest.
 *
 * @param {Entry[]} entries
 * @param {KeySearch} search looks at the very bytes that are packed
 * @returns {Promise<Uint8Array>}
 */
export async function zip(entries, search) {
  /** @type {import('fflate').Zippable} */
  const tree = {}
  for (const { path, file, executable } of entries) {
    const attrs = executable ? attributes.executable : attributes.plain
    const contents = await readFile(file)
    search.look(path, contents)
    tree[path] = [contents, { os: 3, attrs, mtime: date, level: 6 }]
  }
  search.end()
  return zipSync(tree)
}
