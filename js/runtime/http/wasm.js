// @ts-check
/** @import { Transport } from '../../types.js' */
import { core } from '#load'
import { createTransport as createFetchTransport } from './fetch.js'

/**
 * The transport inside the module, as Rust programs for the web use it. Time-outs, cancelling and the words for what
 * went wrong are those of fetch.js: this one only sends by other hands.
 *
 * @param {{ timeoutMs?: number }} [options]
 * @returns {Transport}
 */
export function createTransport({ timeoutMs } = {}) {
  return createFetchTransport({ timeoutMs, fetch: /** @type {typeof globalThis.fetch} */ (wasmFetch) })
}

/**
 * @param {string} url
 * @param {{ method: string, headers: Record<string, string>, body?: string | Uint8Array, signal: AbortSignal }} request
 */
async function wasmFetch(url, { method, headers, body, signal }) {
  const given = new Headers(headers)
  const { status, text, contentType, date, retryAfter, requestId } = await core.send(url, method, given, body, signal)
  const kept = { 'content-type': contentType, date, 'retry-after': retryAfter, 'x-cos-request-id': requestId }
  const present = Object.entries(kept).filter(([, value]) => value !== undefined)
  // a status such as 204 must come without a body, be it an empty one
  return new Response(text === '' ? null : text, { status, headers: /** @type {[string, string][]} */ (present) })
}
