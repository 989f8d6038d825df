// @ts-check
// Ways in which an answer reaches its client, or does not.

import { STATUS_CODES } from 'node:http'

/** @typedef {import('./course.js').Answer} Answer */

/**
 * @typedef {object} Line
 * @property {import('node:http').ServerResponse} response
 * @property {(ms: number) => void} goDown nobody listens for so long, and all connections are closed
 */

/** @typedef {(line: Line, answer: Answer) => void} Deliver */

/** @type {Deliver} */
export function whole({ response }, { status, headers, bytes }) {
  response.writeHead(status, headers)
  response.end(bytes)
}

/** The connection stays open, and says nothing. @type {Deliver} */
export function never() {}

/** @type {Deliver} */
export function closed({ response }) {
  response.destroy()
}

/** The same bytes a second time, as a broken proxy would send them: right behind the first. @type {Deliver} */
export function twice({ response }, { status, headers, bytes }) {
  // Said here, or Node adds a line that the copy would not have.
  const all = { ...headers, Connection: 'keep-alive' }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const copy = Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n`),
    bytes,
  ])
  const { socket } = response
  response.writeHead(status, all)
  response.end(bytes)
  socket?.write(copy)
}

/** Half of it, then the connection is reset. @type {Deliver} */
export function broken({ response }, { status, headers, bytes }) {
  response.writeHead(status, headers)
  response.write(bytes.subarray(0, bytes.length >> 1), () => response.socket?.resetAndDestroy())
}

/** @param {number} ms @returns {Deliver} */
export const down = (ms) => (line) => line.goDown(ms)
