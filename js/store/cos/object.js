// @ts-check
/** @import { CosClient } from './client.js' */
import { StoreError } from '../../errors.js'
import { words } from '../../words/index.js'

/** Bytes of an object that one answer carries: the transport takes 16 MB of text. */
const PIECE_BYTES = 8 << 20

/** Bytes of a log that are read whole: many years of releases, and what a string can hold several times over. */
export const MOST_BYTES = 128 << 20

/** @typedef {{ text: string, end: number, now?: number }} Part `end`: the length of the object, in bytes */

const encoder = new TextEncoder()

/** @param {string} text */
export const bytesOf = (text) => encoder.encode(text).length

/**
 * Text of an object that only grows, or is replaced by a longer one with the same beginning: in pieces, where it is large.
 *
 * @param {CosClient} client
 * @param {string} key
 * @param {{ from?: number, newest?: number }} [which] `from`: the byte it begins at. `newest`: from the beginning, but of an
 *   object with more bytes only whole lines from its end
 * @returns {Promise<Part | { missing: true, now?: number } | { short: true, now?: number }>} `short`: it ends before `from`
 */
export async function readObject(client, key, { from = 0, newest = Number.POSITIVE_INFINITY } = {}) {
  const suffix = from === 0 && newest <= PIECE_BYTES
  let at = from
  let text = ''
  for (;;) {
    const Range = suffix ? `bytes=-${Math.max(newest, 1)}` : `bytes=${at}-${at + PIECE_BYTES - 1}`
    const expected = [404, 416]
    const answer = await client.ask({ action: 'GetObject', method: 'GET', key, headers: { range: Range }, expected })
    const { now } = answer
    if (answer.status === 404) {
      if (answer.code !== 'NoSuchKey') throw client.refused('GetObject', answer)
      return { missing: true, now }
    }
    if (answer.status === 416) return at === 0 ? { text: '', end: 0, now } : { short: true, now }
    const { first, next, end } = rangeOf(answer)
    if (Number.isNaN(end)) throw client.refused('GetObject', answer)
    let piece = answer.status === 206 ? answer.text : answer.text.slice(charsIn(answer.text, at))
    if (suffix && first > 0) piece = piece.slice(piece.indexOf('\n') + 1)
    if (end > MOST_BYTES) throw new StoreError(words().store.tooLarge(`cos: ${key}`, MOST_BYTES >> 20))
    if (next >= end || answer.status === 200) return { text: text + piece, end, now }
    // a piece may end inside a character: what follows its last line feed is read again
    const whole = piece.slice(0, piece.lastIndexOf('\n') + 1)
    if (whole === '') throw new StoreError(words().store.foreign(`cos: ${key}`))
    text += whole
    at += bytesOf(whole)
  }
}

/**
 * Which bytes an answer has: from `first` up to `next` of `end`. An answer of another server may lack it.
 *
 * @param {import('./client.js').CosAnswer} answer
 */
function rangeOf({ status, headers, text }) {
  if (status !== 206) return { first: 0, next: bytesOf(text), end: bytesOf(text) }
  const [, first, last, end] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? []
  return { first: Number(first), next: Number(last) + 1, end: Number(end ?? Number.NaN) }
}

/** How many characters the first bytes of a text are. @param {string} text @param {number} bytes */
function charsIn(text, bytes) {
  return new TextDecoder().decode(encoder.encode(text).subarray(0, bytes)).length
}
