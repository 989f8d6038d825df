// @ts-check
// multipart/form-data (RFC 7578), as clients send it for a call of the API: a part per parameter, its value text, or
// JSON where the parameter is a list or an object.

import { ApiError } from './errors.js'

const MAX_PARTS = 1000
const LINE = Buffer.from('\r\n')
const HEADERS_END = Buffer.from('\r\n\r\n')

/**
 * @param {string} contentType
 * @param {Buffer} body
 * @returns {Record<string, string>}
 * @throws {ApiError} InvalidRequest
 */
export function readMultipart(contentType, body) {
  const boundary = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType)
  if (!boundary) throw invalid('its Content-Type names no boundary')
  /** @type {Map<string, string>} */
  const params = new Map()
  for (const part of parts(body, `--${boundary[1] ?? boundary[2]}`)) {
    const end = part.indexOf(HEADERS_END)
    if (end === -1) throw invalid('a part has no end of its headers')
    const name = partName(part.subarray(0, end).toString('utf8'))
    if (params.has(name)) throw invalid(`there are two parts named "${name}"`)
    params.set(name, part.subarray(end + HEADERS_END.length).toString('utf8'))
  }
  return Object.fromEntries(params)
}

/**
 * What lies between two boundaries. What comes before the first and after the last is not part of the message.
 * @param {Buffer} body
 * @param {string} delimiter
 * @returns {Generator<Buffer>} headers, an empty line, the value
 */
function* parts(body, delimiter) {
  if (body.length === 0) return
  let at = body.indexOf(delimiter)
  for (let count = 0; at !== -1; count++) {
    const start = at + delimiter.length
    const next = body.subarray(start, start + 2).toString('latin1')
    if (next === '--') return
    if (next !== '\r\n') throw invalid('a boundary is not followed by a line end')
    if (count === MAX_PARTS) throw invalid(`it has more than ${MAX_PARTS} parts`)
    const end = body.indexOf(`\r\n${delimiter}`, start)
    if (end === -1) break
    yield body.subarray(start + LINE.length, end)
    at = end + LINE.length
  }
  throw invalid('its last boundary is missing')
}

/** @param {string} headers */
function partName(headers) {
  const line = headers.split('\r\n').find((header) => /^content-disposition:\s*form-data\s*;/i.test(header))
  const name = line && /;\s*name="([^"]*)"/i.exec(line)?.[1]
  if (!name) throw invalid('a part has no name')
  return name
}

/** @param {string} why */
function invalid(why) {
  return new ApiError('InvalidRequest', `The multipart/form-data body is not valid: ${why}.`)
}
