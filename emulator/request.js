// @ts-check
// From HTTP to a call of the API: which action, which version, where, with which parameters.

import { ApiError } from './errors.js'
import { unflatten } from './flatten.js'
import { readMultipart } from './multipart.js'

/**
 * A request as it came over the wire.
 * @typedef {object} HttpRequest
 * @property {string} method
 * @property {string} path
 * @property {string} query as sent, without the question mark
 * @property {Map<string, string>} headers by lower-case name
 * @property {Buffer} body
 */

/**
 * @typedef {object} Call
 * @property {string} action
 * @property {string} version
 * @property {string} region
 */

const DEFAULT_REGION = 'ap-guangzhou'
const REGION = /^[a-z]{2}(-[a-z0-9]+)+$/

/**
 * @param {import('node:http').IncomingMessage} message
 * @param {Buffer} body
 * @returns {HttpRequest}
 */
export function httpRequest(message, body) {
  // A client behind a proxy sends the absolute form: "POST http://scf.tencentcloudapi.com/ HTTP/1.1".
  const target = (message.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '')
  const mark = target.indexOf('?')
  const path = mark === -1 ? target : target.slice(0, mark)
  const headers = new Map()
  for (let i = 0; i + 1 < message.rawHeaders.length; i += 2) {
    const name = message.rawHeaders[i].toLowerCase()
    const value = message.rawHeaders[i + 1]
    headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value)
  }
  return {
    method: message.method ?? 'GET',
    path: path === '' ? '/' : path,
    query: mark === -1 ? '' : target.slice(mark + 1),
    headers,
    body,
  }
}

/**
 * @param {HttpRequest} request
 * @param {import('./v1.js').SignedForm | undefined} form
 * @returns {Call}
 */
export function readCall(request, form) {
  const action = form ? form.required('Action') : required(request, 'x-tc-action', 'Action')
  const version = form ? form.required('Version') : required(request, 'x-tc-version', 'Version')
  const region = (form ? form.common.get('Region') : request.headers.get('x-tc-region')) || DEFAULT_REGION
  if (!REGION.test(region)) throw new ApiError('UnsupportedRegion', `The region \`${region}\` is not supported.`)
  return { action, version, region }
}

/**
 * @param {HttpRequest} request
 * @param {import('./v1.js').SignedForm | undefined} form
 * @returns {{ params: Record<string, unknown>, loose: boolean }} loose: every value is text, as in a query
 */
export function readParameters(request, form) {
  if (form) return { params: unflatten(form.parameters), loose: true }
  if (request.method === 'GET') return { params: unflatten(new URLSearchParams(request.query)), loose: true }

  const contentType = request.headers.get('content-type') ?? ''
  const type = contentType.split(';')[0].trim().toLowerCase()
  if (type === 'multipart/form-data') return { params: readMultipart(contentType, request.body), loose: true }
  if (type !== 'application/json') {
    throw new ApiError(
      'InvalidParameter',
      `A body of type "${type}" is not understood; use application/json or multipart/form-data.`,
    )
  }
  if (request.body.length === 0) return { params: {}, loose: false }
  let params
  try {
    params = JSON.parse(request.body.toString('utf8'))
  } catch {
    // The parser's own message quotes the body, which may hold secrets.
    throw new ApiError('InvalidParameter', 'The body is not valid JSON.')
  }
  if (params === null || typeof params !== 'object' || Array.isArray(params)) {
    throw new ApiError('InvalidParameter', 'The body must be a JSON object.')
  }
  return { params, loose: false }
}

/** @param {HttpRequest} request @param {string} header @param {string} name */
function required(request, header, name) {
  const value = request.headers.get(header)
  if (!value) throw new ApiError('MissingParameter', `The request is missing a required parameter \`${name}\`.`)
  return value
}
