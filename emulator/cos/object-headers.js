// @ts-check
// Headers of objects: which are kept, how they come back, conditions and ranges.

import { CosError } from './errors.js'

/** @typedef {import('./storage.js').Stored} Stored */

const KEPT = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-type',
  'expires',
  'x-cos-storage-class',
]
const META = 'x-cos-meta-'
const MAX_META_BYTES = 2048

/** @param {Map<string, string>} headers @returns {Record<string, string>} those that are kept with an object */
export function storedHeaders(headers) {
  const kept = [...headers].filter(([name, value]) => value !== '' && (KEPT.includes(name) || name.startsWith(META)))
  const meta = kept.filter(([name]) => name.startsWith(META))
  const bytes = meta.reduce((sum, [name, value]) => sum + name.length - META.length + Buffer.byteLength(value), 0)
  if (bytes > MAX_META_BYTES) {
    throw new CosError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size.')
  }
  return Object.fromEntries(kept)
}

/** @param {Stored} stored @param {Map<string, string>} params @returns {Record<string, string>} */
export function objectHeaders(stored, params) {
  const asked = [...params].filter(([name]) => /^response-(content|cache|expires)/.test(name))
  return {
    'content-type': 'application/octet-stream',
    ...stored.headers,
    ...Object.fromEntries(asked.map(([name, value]) => [name.slice('response-'.length), value])),
    ETag: stored.etag,
    'Last-Modified': new Date(stored.modTimeMs).toUTCString(),
    'Accept-Ranges': 'bytes',
    'x-cos-hash-crc64ecma': stored.crc64,
    ...(stored.appendable
      ? { 'x-cos-object-type': 'appendable', 'x-cos-next-append-position': String(stored.body.length) }
      : { 'x-cos-object-type': 'normal' }),
  }
}

/**
 * @param {Map<string, string>} headers
 * @param {Stored} stored
 * @returns {200 | 304}
 * @throws {CosError} PreconditionFailed
 */
export function conditionsOf(headers, { etag, modTimeMs }) {
  const names = (/** @type {string} */ list) => list.split(',').map((one) => one.trim().replace(/^"?(.*?)"?$/, '"$1"'))
  const fits = (/** @type {string} */ list) => list.trim() === '*' || names(list).includes(etag)
  const seconds = Math.floor(modTimeMs / 1000) * 1000
  const match = headers.get('if-match')
  const unmodified = headers.get('if-unmodified-since')
  if ((match !== undefined && !fits(match)) || (unmodified !== undefined && seconds > Date.parse(unmodified))) {
    throw new CosError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold.')
  }
  const noneMatch = headers.get('if-none-match')
  const modified = headers.get('if-modified-since')
  if (noneMatch !== undefined) return fits(noneMatch) ? 304 : 200
  return modified !== undefined && seconds <= Date.parse(modified) ? 304 : 200
}

/**
 * One range; several, or none that can be read, mean the whole object.
 * @param {string | undefined} header
 * @param {number} length
 * @throws {CosError} InvalidRange
 */
export function rangeOf(header, length) {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (from === '' && to === '') return undefined
  const start = from === '' ? Math.max(length - Number(to), 0) : Number(from)
  const end = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1)
  if (start >= length || start > end) throw new CosError('InvalidRange', 'The requested range cannot be satisfied.')
  return { start, end }
}
