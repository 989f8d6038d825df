// @ts-check
// The condition of a search: what the two syntaxes of the service have in common, as far as it is used for functions. What
// goes further is refused, and not guessed.
//
//   SCF_FunctionName:"hello" AND (SCF_Qualifier:1 OR SCF_Qualifier:"$LATEST") AND NOT SCF_Message:Report*
//   SCF_Duration>3000   SCF_StatusCode:(430 OR 433)   SCF_Alias:*   SCF_Alias:""   text anywhere

import { NUMBERS } from './lines.js'
import { anyOf, syntaxError, tokensIn } from './words.js'

/** @typedef {import('./lines.js').Fields} Fields */
/** @typedef {import('./words.js').Token} Token */
/** @typedef {import('./words.js').Tokens} Tokens */
/** @typedef {(fields: Fields) => boolean} Condition */

const PIECE = /\s+|"((?:[^"\\]|\\.)*)"|(>=|<=|:=|[():><=])|((?:[^\s"():><=\\]|\\.)+)/gy
/** Between words. A `-` is none, so that an id is one word. */
const BREAKS = /[@&?|#()='",;:<>[\]{}/\s\\]+/

/** @param {string} text @returns {Condition} */
export function readCondition(text) {
  const tokens = tokensIn(text, PIECE, readToken)
  if (tokens.peek() === undefined) return () => true
  const read = anyOf(tokens, both)
  tokens.end()
  return read
}

/** @param {RegExpExecArray} piece @returns {Token | undefined} */
function readToken([, quoted, sign, word]) {
  if (quoted !== undefined) return { kind: 'text', text: quoted.replace(/\\(.)/g, '$1') }
  if (sign !== undefined) return { kind: 'sign', text: sign }
  return word === undefined ? undefined : { kind: 'word', text: word.replace(/\\(.)/g, '$1') }
}

/** A blank between two conditions is AND. @param {Tokens} tokens @returns {Condition} */
function both(tokens) {
  const all = [negated(tokens)]
  for (;;) {
    const token = tokens.peek()
    if (!tokens.words('AND')) {
      const ends = token === undefined || (token.kind === 'sign' && token.text !== '(')
      if (ends || (token.kind === 'word' && token.text.toUpperCase() === 'OR')) break
    }
    all.push(negated(tokens))
  }
  return (fields) => all.every((one) => one(fields))
}

/** @param {Tokens} tokens @returns {Condition} */
function negated(tokens) {
  if (!tokens.words('NOT')) return single(tokens)
  const inner = negated(tokens)
  return (fields) => !inner(fields)
}

/** @param {Tokens} tokens @returns {Condition} */
function single(tokens) {
  if (tokens.sign('(')) {
    const inner = anyOf(tokens, both)
    tokens.need(')')
    return inner
  }
  const token = tokens.next()
  if (token.kind === 'sign') throw syntaxError(`there is "${token.text}" where a word is expected`)
  const compared = ['>=', '<=', '>', '<', ':=', '='].find((sign) => token.kind === 'word' && tokens.sign(sign))
  if (compared !== undefined) return comparison(token.text, compared, tokens)
  if (token.kind === 'word' && tokens.sign(':')) return ofField(token.text, tokens)
  if (token.kind === 'word' && token.text === '*') return () => true
  const fits = wordTest(token)
  return (fields) => fits(Object.values(fields).join(' '))
}

/** @param {string} key @param {Tokens} tokens @returns {Condition} */
function ofField(key, tokens) {
  if (tokens.sign('(')) {
    const inner = anyOf(tokens, () => ofField(key, tokens))
    tokens.need(')')
    return inner
  }
  const compared = ['>=', '<=', '>', '<', '='].find((sign) => tokens.sign(sign))
  if (compared !== undefined) return comparison(key, compared, tokens)
  const token = tokens.next()
  if (token.kind === 'sign') throw syntaxError(`the value of ${key} is missing`)
  if (token.kind === 'word' && token.text === '*') return (fields) => fields[key] !== undefined
  if (token.kind === 'text' && token.text === '') return (fields) => fields[key] === ''
  if (NUMBERS.has(key)) return numeric(key, '=', token.text)
  const fits = wordTest(token)
  return (fields) => fits(fields[key] ?? '')
}

/** @param {string} key @param {string} sign @param {Tokens} tokens @returns {Condition} */
function comparison(key, sign, tokens) {
  const token = tokens.next()
  if (token.kind === 'sign') throw syntaxError(`the number of ${key} is missing`)
  return numeric(key, sign, token.text)
}

/** @param {string} key @param {string} sign @param {string} text @returns {Condition} */
function numeric(key, sign, text) {
  const bound = Number(text)
  if (text.trim() === '' || Number.isNaN(bound))
    throw syntaxError(`${key} is compared with "${text}", which is not a number`)
  return ({ [key]: value }) => {
    const number = value === undefined || value === '' ? Number.NaN : Number(value)
    if (sign === '>') return number > bound
    if (sign === '>=') return number >= bound
    if (sign === '<') return number < bound
    if (sign === '<=') return number <= bound
    return number === bound
  }
}

/** @param {string} text */
const wordsOf = (text) =>
  text
    .toLowerCase()
    .split(BREAKS)
    .filter((word) => word !== '')

/** Words are looked for as wholes, one behind the other; `*` stands for any characters, not in front. @param {Token} token */
function wordTest({ kind, text }) {
  const wanted = wordsOf(text)
  if (wanted.some((word) => /^[*?]/.test(word))) throw syntaxError(`"${text}" begins with a wildcard`)
  const tests = wanted.map((word) => {
    if (kind === 'text' || !word.includes('*')) return (/** @type {string} */ one) => one === word
    const pattern = new RegExp(`^${word.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`)
    return (/** @type {string} */ one) => pattern.test(one)
  })
  return (/** @type {string} */ value) => {
    const words = wordsOf(value)
    return words.some((_, at) => tests.length > 0 && tests.every((test, ahead) => test(words[at + ahead] ?? '')))
  }
}
