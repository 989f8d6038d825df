// @ts-check
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** What gets smaller by it; the licences are read by nobody in a hurry. */
const worthwhile = ['.html', '.js', '.css', '.svg', '.wasm']

/** Below this a packed file saves no packet. */
const leastBytes = 1024

/**
 * Writes each file of a built page once more in brotli and in gzip, as small as they get: it is built once and served
 * often. Browsers that are told `http:` ask for gzip at most, unless they trust loopback.
 *
 * @param {string} directory
 */
export function writePacked(directory) {
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    if (!worthwhile.includes(extname(name))) continue
    const path = join(directory, name)
    const bytes = readFileSync(path)
    if (bytes.length < leastBytes) continue
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
  }
}
