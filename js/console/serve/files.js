// @ts-check
/** @import { IncomingMessage, ServerResponse } from 'node:http' */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { GrayscaleError } from '../../errors.js'

/** @typedef {Map<string, { type: string, bytes: Buffer, packed: Buffer }>} Files by their paths */

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
  for (const name of names.filter((name) => types[extname(name)])) {
    const bytes = readFileSync(join(directory, name))
    files.set(name.split(sep).join('/'), { type: types[extname(name)], bytes, packed: gzipSync(bytes) })
  }
  if (files.has('index.html')) return files
  throw new GrayscaleError({
    code: 'ConsoleNotBuilt',
    message: `the console's page is not built: there is no index.html in ${directory}`,
    hint: 'in a clone: npm run console:build; the npm package brings it built',
  })
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
  const packs = /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''))
  const body = packs ? file.packed : file.bytes
  response.writeHead(200, {
    'content-type': file.type,
    'content-length': body.length,
    vary: 'accept-encoding',
    ...(packs && { 'content-encoding': 'gzip' }),
  })
  response.end(method === 'HEAD' ? undefined : body)
  return true
}
