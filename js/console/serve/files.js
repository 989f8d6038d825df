// @ts-check
/** @import { IncomingMessage, ServerResponse } from 'node:http' */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problem } from '../../errors.js'

/**
 * By their paths. `packed`: by encoding, as the build wrote them beside the file.
 *
 * @typedef {Map<string, { type: string, bytes: Buffer, packed: Record<string, Buffer> }>} Files
 */

/** The encodings that the build writes, the smallest first, and how it calls them. */
const encodings = { br: '.br', gzip: '.gz' }

/** @type {Record<string, string>} */
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.md': 'text/plain; charset=utf-8',
}

/**
 * Reads the built page once: what is not in it is not there, whatever a path says.
 *
 * @param {string | URL} [dist]
 * @returns {Files}
 */
export function readFiles(dist = new URL('../dist/', import.meta.url)) {
  const directory = dist instanceof URL ? fileURLToPath(dist) : dist
  /** @type {string[]} */
  let names = []
  try {
    names = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error
  }
  const files = new Map()
  const read = (/** @type {string} */ name) => readFileSync(join(directory, name))
  for (const name of names.filter((name) => types[extname(name)])) {
    const built = Object.entries(encodings).filter(([, suffix]) => names.includes(name + suffix))
    const packed = Object.fromEntries(built.map(([encoding, suffix]) => [encoding, read(name + suffix)]))
    files.set(name.split(sep).join('/'), { type: types[extname(name)], bytes: read(name), packed })
  }
  if (files.has('index.html')) return files
  throw problem('ConsoleNotBuilt', { directory })
}

/**
 * @param {Files} files
 * @param {string} path
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @returns {boolean} whether there is such a file
 */
export function sendFile(files, path, { method, headers }, response) {
  const file = files.get(path === '' ? 'index.html' : path)
  if (!file) return false
  const encoding = preferred(Object.keys(file.packed), String(headers['accept-encoding'] ?? ''))
  const body = encoding === undefined ? file.bytes : file.packed[encoding]
  response.writeHead(200, {
    'content-type': file.type,
    'content-length': body.length,
    vary: 'accept-encoding',
    ...(encoding !== undefined && { 'content-encoding': encoding }),
  })
  response.end(method === 'HEAD' ? undefined : body)
  return true
}

/**
 * Which of the encodings that are there the client wants most; `undefined` where it takes none of them, which leaves the
 * file as it is. <https://www.rfc-editor.org/rfc/rfc9110#name-accept-encoding>
 *
 * @param {string[]} there the smallest first: it wins among equals
 * @param {string} accepted the header
 * @returns {string | undefined}
 */
function preferred(there, accepted) {
  const weights = new Map(accepted.split(',').map(weighted))
  const weightOf = (/** @type {string} */ name) => weights.get(name) ?? weights.get('*') ?? 0
  const [first] = there.filter((name) => weightOf(name) > 0).sort((a, b) => weightOf(b) - weightOf(a))
  return first
}

/** @param {string} part such as `br` or `gzip;q=0.5` @returns {[string, number]} */
function weighted(part) {
  const [name, ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))
  return [name, weight === undefined ? 1 : Number(weight.slice(2)) || 0]
}
