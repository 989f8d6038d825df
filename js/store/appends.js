// @ts-check
/**
 * How appends stand in a file, so that of two behind the same position the first one counts, for whoever reads it:
 *
 *     {"after":1024,"bytes":37,"id":"5f1c…","sum":"9a3e…"}
 *     {"v":2,"seq":7,…}
 *     …
 *
 * A header names the position that its lines follow, how many bytes they have, and a sum of all that. An append counts if
 * that position is the end of the last one that counts, and it is whole. Others came too late, or were torn by a crash.
 * What stands before the first header was written before there were headers, and counts as it is.
 *
 * A position is a place in the file, as long as nobody changes it by hand. Where lines were taken away or changed, a header
 * names a position that its place can't have: from there on, positions are those that the headers name.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto'

const LF = 0x0a
const MARK = '{"after":'
const HEADER = /^\{"after":(0|[1-9]\d{0,14}),"bytes":([1-9]\d{0,14}),"id":"([0-9a-f]{16})","sum":"([0-9a-f]{16})"\}$/
const HEADER_BYTES = 120

/** @typedef {{ after: number, bytes: number, id: string, sum: string }} Header */

/**
 * How far a file was looked at.
 *
 * @typedef {object} Counted
 * @property {number} end the position behind the last append that counts
 * @property {number} at where that is in the file
 * @property {boolean} headed whether there is a header; without one all of the file counts, and what comes may change that
 */

/** @typedef {{ id: string, follows: number, end: number, header: number, from: number, to: number, altered: boolean }} Append in bytes of what was looked at; `altered`: somebody changed what stands before it */

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
 * The appends that count.
 *
 * @param {Buffer} bytes of the file, from `from.at` to its end
 * @param {Counted} from
 * @returns {{ counted: Counted, appends: Append[], prefix: number, base: number, first: number }} `prefix`: so many bytes were
 *   written before there were headers; `base`: the position behind them; `first`: where the line of the first header ends
 */
export function count(bytes, from) {
  let { end, headed } = from
  /** Where `end` is in `bytes`. */
  let at = 0
  let first = 0
  if (!headed) {
    const found = nextHeader(bytes, 0, bytes.length)
    if (found === bytes.length) {
      const all = { end: bytes.length, at: bytes.length, headed }
      return { counted: all, appends: [], prefix: bytes.length, base: bytes.length, first: bytes.length }
    }
    headed = true
    first = lineEnd(bytes, found) + 1
    ;({ after: end } = /** @type {Header} */ (headerAt(bytes, found)))
    at = isBorder(bytes, end) && end <= found ? end : found
  }
  const [prefix, base] = [at, end]
  /** @type {Append[]} */
  const appends = []
  for (let cursor = at; cursor < bytes.length; ) {
    const header = headerAt(bytes, cursor)
    const lines = lineEnd(bytes, cursor) + 1
    const to = header && wholeTo(bytes, lines, header)
    if (!header || to === undefined) {
      cursor = lines
      continue
    }
    if (header.after >= end) {
      const altered = header.after > end
      const next = altered ? header.after + to - cursor : end + to - at
      appends.push({ id: header.id, follows: header.after, end: next, header: cursor, from: lines, to, altered })
      ;[end, at] = [next, to]
    }
    cursor = to
  }
  return { counted: { end, at: from.at + at, headed }, appends, prefix, base, first }
}

/**
 * Where to begin to read from the end: an append that stands at the very position which it follows counts.
 *
 * @param {Buffer} bytes the end of a file
 * @param {number} base where it begins in the file
 * @returns {number | undefined} in `bytes`
 */
export function anchorIn(bytes, base) {
  for (let cursor = lineEnd(bytes, 0) + 1; cursor < bytes.length; cursor = lineEnd(bytes, cursor) + 1) {
    const header = headerAt(bytes, cursor)
    if (header?.after !== base + cursor) continue
    if (wholeTo(bytes, lineEnd(bytes, cursor) + 1, header) !== undefined) return cursor
  }
}

/**
 * The lines that count, each where it stands in the file: other lines are empty.
 *
 * @param {Buffer} bytes
 * @param {number} from a border of appends, in `bytes`
 * @param {{ appends: Append[], prefix: number }} found
 * @param {boolean} tail whether what follows the last append is looked at too
 * @returns {string}
 */
export function textOf(bytes, from, { appends, prefix }, tail) {
  let text = from < prefix ? bytes.toString('utf8', from, prefix) : ''
  let at = Math.max(from, prefix)
  for (const append of appends) {
    if (append.header < at) continue
    text += `${between(bytes, at, append.header, append.altered)}\n${bytes.toString('utf8', append.from, append.to)}`
    at = append.to
  }
  if (tail) text += between(bytes, at, bytes.length, false)
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/**
 * What stands between appends that count.
 *
 * @param {Buffer} bytes
 * @param {number} from
 * @param {number} to
 * @param {boolean} altered somebody changed it: then all of it is shown, for the sums of the lines to tell what
 */
function between(bytes, from, to, altered) {
  let text = ''
  for (let cursor = from; cursor < to; ) {
    const header = headerAt(bytes, cursor)
    const lines = header ? lineEnd(bytes, cursor) + 1 : cursor
    if (header) text += '\n'
    const whole = header && wholeTo(bytes, lines, header)
    const next = whole ?? nextHeader(bytes, lines, to)
    const part = bytes.toString('utf8', lines, next)
    if (whole !== undefined && !altered) text += part.replace(/[^\n]+/g, '')
    else text += altered || isChanged(part, header?.bytes ?? 0) ? part : broken(part)
    cursor = next
  }
  return text
}

/**
 * Lines without a header of their own are no append that was torn. Nor is one that has all of its bytes, and others than it
 * had. What was torn ends with the space that the next append began with, or with such an append.
 *
 * @param {string} part
 * @param {number} bytes
 */
function isChanged(part, bytes) {
  return Buffer.byteLength(part) >= bytes && !part.includes(MARK) && !/ \n?$/.test(part)
}

/** Of an append that was torn, the line at which it was. @param {string} part */
function broken(part) {
  const lines = part.split(/ *\n/)
  const last = lines.findLastIndex((line) => line !== '')
  return lines.map((line, index) => (index === last && !isWhole(line) ? line : '')).join('\n')
}

/** A line that is whole would be taken for one that counts. @param {string} line */
function isWhole(line) {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

/** @param {Buffer} bytes @param {number} from @returns {number} where the line ends, its line feed not included */
function lineEnd(bytes, from) {
  const end = bytes.indexOf(LF, from)
  return end < 0 ? bytes.length : end
}

/** Also one that was cut off just behind it. @param {Buffer} bytes @param {number} at the beginning of a line @returns {Header | undefined} */
function headerAt(bytes, at) {
  // the first letters of most lines say that they are none
  if (bytes[at + 2] !== 0x61 || bytes[at] !== 0x7b) return undefined
  const end = lineEnd(bytes, at)
  if (end - at > HEADER_BYTES) return undefined
  const found = HEADER.exec(bytes.toString('latin1', at, end))
  return found ? { after: Number(found[1]), bytes: Number(found[2]), id: found[3], sum: found[4] } : undefined
}

/** @param {Buffer} bytes @param {number} from the beginning of a line @param {number} to @returns {number} `to` where there is none */
function nextHeader(bytes, from, to) {
  for (let cursor = from; cursor < to; cursor = lineEnd(bytes, cursor) + 1) if (headerAt(bytes, cursor)) return cursor
  return to
}

/**
 * @param {Buffer} bytes
 * @param {number} from where the lines begin
 * @param {Header} header
 * @returns {number | undefined} where they end, if they are all there
 */
function wholeTo(bytes, from, header) {
  const to = from + header.bytes
  if (to > bytes.length || bytes[to - 1] !== LF) return undefined
  return sumOf(header.after, header.id, bytes.subarray(from, to)) === header.sum ? to : undefined
}

/** @param {number} after @param {string} id @param {Uint8Array} body */
function sumOf(after, id, body) {
  return createHash('sha256').update(`${after} ${id} ${body.length}\n`).update(body).digest('hex').slice(0, 16)
}

/** Whether one line ends there, or is cut off. @param {Buffer} bytes @param {number} at */
function isBorder(bytes, at) {
  return at === 0 || bytes[at - 1] === LF || bytes[at] === LF
}
