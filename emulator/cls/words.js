// @ts-check
// Reading texts piece by piece, for conditions and for SQL.

import { ApiError } from '../errors.js'

/** @typedef {import('./lines.js').Fields} Fields */
/** @typedef {{ kind: 'word' | 'text' | 'name' | 'number' | 'sign', text: string }} Token */

/** @param {string} why */
export const syntaxError = (why) => new ApiError('FailedOperation.SyntaxError', `The query can't be read: ${why}.`)

/**
 * @param {string} text
 * @param {RegExp} pattern of one token or of the blanks between two, with the flags g and y
 * @param {(match: RegExpExecArray) => Token | undefined} read undefined: blanks
 */
export function tokensIn(text, pattern, read) {
  /** @type {Token[]} */
  const found = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    end = match.index + match[0].length
    const token = read(match)
    if (token) found.push(token)
  }
  if (end < text.length) throw syntaxError(`there is ${JSON.stringify(text.slice(end, end + 10))}`)
  return new Tokens(found)
}

/**
 * Conditions with OR between them.
 * @param {Tokens} tokens
 * @param {(tokens: Tokens) => (fields: Fields) => boolean} one
 * @returns {(fields: Fields) => boolean}
 */
export function anyOf(tokens, one) {
  const all = [one(tokens)]
  while (tokens.words('OR')) all.push(one(tokens))
  return (fields) => all.some((fits) => fits(fields))
}

/** A row of tokens, and where its reader is. */
export class Tokens {
  #at = 0

  /** @param {Token[]} all */
  constructor(all) {
    this.all = all
  }

  peek(ahead = 0) {
    return this.all.at(this.#at + ahead)
  }

  next() {
    const token = this.all.at(this.#at)
    if (token === undefined) throw syntaxError('it ends too early')
    this.#at += 1
    return token
  }

  /** Takes a sign if it is next. @param {string} text */
  sign(text) {
    const token = this.peek()
    if (token?.kind !== 'sign' || token.text !== text) return false
    this.#at += 1
    return true
  }

  /** Takes words of the language if they are next. @param {string[]} words in capitals */
  words(...words) {
    const fit = words.every((word, ahead) => {
      const token = this.peek(ahead)
      return token?.kind === 'word' && token.text.toUpperCase() === word
    })
    if (fit) this.#at += words.length
    return fit
  }

  /** @param {string} text */
  need(text) {
    if (!this.sign(text)) throw syntaxError(`"${text}" is expected and there is ${this.#found()}`)
  }

  end() {
    if (this.peek() !== undefined) throw syntaxError(`the end is expected and there is ${this.#found()}`)
  }

  #found() {
    const token = this.peek()
    return token === undefined ? 'the end' : `"${token.text}"`
  }
}
