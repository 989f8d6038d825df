// @ts-check
/** Appends with their sums, as they are written to a file (appends.js). */
/** @import { Header } from './appends.js' */
import { createHash, randomBytes } from 'node:crypto'

/**
 * The bytes of an append, to be written in one go.
 *
 * @param {number} after
 * @param {string[]} lines
 * @param {{ headed: boolean, inLine: boolean }} file `inLine`: it ends inside a line
 * @returns {{ id: string, bytes: Buffer }}
 */
export function appendOf(after, lines, { headed, inLine }) {
  const id = randomBytes(8).toString('hex')
  const body = Buffer.from(`${lines.join('\n')}\n`)
  const header = `${JSON.stringify({ after, bytes: body.length, id, sum: sumOf(after, id, body) })}\n`
  // The first header stands alone in any case: another process may be writing one, and be cut off. A space before the line
  // feed: an append that lacks nothing but its last line feed must not get it from the next one.
  const lead = headed ? (inLine ? ' \n' : '') : '\n'
  return { id, bytes: Buffer.concat([Buffer.from(`${lead}${header}`), body]) }
}

/**
 * Whether these are the lines of that header.
 *
 * @param {Header} header
 * @param {Uint8Array} lines
 */
export const isIntact = ({ after, id, sum }, lines) => sumOf(after, id, lines) === sum

/** @param {number} after @param {string} id @param {Uint8Array} body */
function sumOf(after, id, body) {
  return createHash('sha256').update(`${after} ${id} ${body.length}\n`).update(body).digest('hex').slice(0, 16)
}
