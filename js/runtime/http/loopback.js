// @ts-check
/** @import { Transport } from '../../types.js' */
import http from 'node:http'
import { TransportError } from '../../errors.js'

/**
 * A transport to this machine: it never goes through a proxy, and takes half the time of `fetch`, which thousands of
 * requests feel.
 *
 * @param {number} connections kept open
 * @returns {Transport}
 */
export function loopback(connections) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  return {
    send: ({ url, method, headers, body, timeoutMs }) =>
      new Promise((resolve, reject) => {
        const lost = (/** @type {Error} */ cause) => reject(new TransportError(cause.message, { sent: true, cause }))
        const request = http.request(url, { method, headers, agent, timeout: timeoutMs }, (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (chunk) => {
            text += chunk
          })
          response.on('error', lost)
          response.on('end', () => {
            const { 'content-type': contentType, date, 'retry-after': retryAfter } = response.headers
            resolve({ status: response.statusCode ?? 0, contentType, date, retryAfter, text })
          })
        })
        request.on('error', lost)
        request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)))
        request.end(body)
      }),
    async close() {
      agent.destroy()
    },
  }
}
