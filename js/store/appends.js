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
 * Nothing here needs Node: a page may be given such a file. Whether the sum of an append is right, `Intact` says.
 *
 * @module
 */
const LF = 0x0a
const MARK = '{"after":'
const HEADER = /^\{"after":(0|[1-9]\d{0,14}),"bytes":([1-9]\d{0,14}),"id":"([0-9a-f]{16})","sum":"([0-9a-f]{16})"\}$/
const HEADER_BYTES = 120

/** Keeps all letters, the first one of all too. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** @typedef {{ after: number, bytes: number, id: string, sum: string }} Header */

/** @typedef {(header: Header, lines: Uint8Array) => boolean} Intact whether these are the lines of that header */

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
 * The appends that count.
 *
 * @param {Uint8Array} bytes of the file, from `from.at` to its end
 * @param {Counted} from
 * @param {Intact} intact
 * @returns {{ counted: Counted, appends: Append[], prefix: number, base: number, first: number }} `prefix`: so many bytes were
 *   written before there were headers; `base`: the position behind them; `first`: where the line of the first header ends
 */
export function count(bytes, from, intact) {
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
    const to = header && wholeTo(bytes, lines, header, intact)
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
 * @param {Uint8Array} bytes the end of a file
 * @param {number} base where it begins in the file
 * @param {Intact} intact
 * @returns {number | undefined} in `bytes`
 */
export function anchorIn(bytes, base, intact) {
  for (let cursor = lineEnd(bytes, 0) + 1; cursor < bytes.length; cursor = lineEnd(bytes, cursor) + 1) {
    const header = headerAt(bytes, cursor)
    if (header?.after !== base + cursor) continue
    if (wholeTo(bytes, lineEnd(bytes, cursor) + 1, header, intact) !== undefined) return cursor
  }
}

/**
 * The lines that count, each where it stands in the file: other lines are empty.
 *
 * @param {Uint8Array} bytes
 * @param {number} from a border of appends, in `bytes`
 * @param {{ appends: Append[], prefix: number }} found
 * @param {boolean} tail whether what follows the last append is looked at too
 * @param {Intact} intact
 * @returns {string}
 */
export function textOf(bytes, from, { appends, prefix }, tail, intact) {
  let text = from < prefix ? decoded(bytes, from, prefix) : ''
  let at = Math.max(from, prefix)
  for (const append of appends) {
    if (append.header < at) continue
    text += `${between(bytes, at, append.header, append.altered, intact)}\n${decoded(bytes, append.from, append.to)}`
    at = append.to
  }
  if (tail) text += between(bytes, at, bytes.length, false, intact)
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/**
 * What stands between appends that count.
 *
 * @param {Uint8Array} bytes
 * @param {number} from
 * @param {number} to
 * @param {boolean} altered somebody changed it: then all of it is shown, for the sums of the lines to tell what
 * @param {Intact} intact
 */
function between(bytes, from, to, altered, intact) {
  let text = ''
  for (let cursor = from; cursor < to; ) {
    const header = headerAt(bytes, cursor)
    const lines = header ? lineEnd(bytes, cursor) + 1 : cursor
    if (header) text += '\n'
    const whole = header && wholeTo(bytes, lines, header, intact)
    const next = whole ?? nextHeader(bytes, lines, to)
    const part = decoded(bytes, lines, next)
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
  return new TextEncoder().encode(part).length >= bytes && !part.includes(MARK) && !/ \n?$/.test(part)
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

/** @param {Uint8Array} bytes @param {number} from @returns {number} where the line ends, its line feed not included */
function lineEnd(bytes, from) {
  const end = bytes.indexOf(LF, from)
  return end < 0 ? bytes.length : end
}

/** Also one that was cut off just behind it. @param {Uint8Array} bytes @param {number} at the beginning of a line @returns {Header | undefined} */
function headerAt(bytes, at) {
  // the first letters of most lines say that they are none
  if (bytes[at + 2] !== 0x61 || bytes[at] !== 0x7b) return undefined
  const end = lineEnd(bytes, at)
  if (end - at > HEADER_BYTES) return undefined
  const found = HEADER.exec(decoded(bytes, at, end))
  return found ? { after: Number(found[1]), bytes: Number(found[2]), id: found[3], sum: found[4] } : undefined
}

/** @param {Uint8Array} bytes @param {number} from the beginning of a line @param {number} to @returns {number} `to` where there is none */
function nextHeader(bytes, from, to) {
  for (let cursor = from; cursor < to; cursor = lineEnd(bytes, cursor) + 1) if (headerAt(bytes, cursor)) return cursor
  return to
}

/**
 * @param {Uint8Array} bytes
 * @param {number} from where the lines begin
 * @param {Header} header
 * @param {Intact} intact
 * @returns {number | undefined} where they end, if they are all there
 */
function wholeTo(bytes, from, header, intact) {
  const to = from + header.bytes
  if (to > bytes.length || bytes[to - 1] !== LF) return undefined
  return intact(header, bytes.subarray(from, to)) ? to : undefined
}

/** Whether one line ends there, or is cut off. @param {Uint8Array} bytes @param {number} at */
function isBorder(bytes, at) {
  return at === 0 || bytes[at - 1] === LF || bytes[at] === LF
}

/** @param {Uint8Array} bytes @param {number} from @param {number} to */
const decoded = (bytes, from, to) => utf8.decode(bytes.subarray(from, to))

/** @type {Counted} */
export const START = { end: 0, at: 0, headed: false }

/**
 * The lines that count of a file that somebody hands over, each where it stands. Without the sums: where an append was torn,
 * the header of the next one stands among its lines.
 *
 * @param {string} text
 * @returns {string}
 */
export function textOfFile(text) {
  if (!text.includes(MARK)) return text
  const bytes = new TextEncoder().encode(text)
  /** @type {Intact} */
  const intact = (_, lines) => !utf8.decode(lines).includes(MARK)
  return textOf(bytes, 0, count(bytes, START, intact), true, intact)
}
