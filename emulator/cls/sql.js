// @ts-check
// The SQL after the pipe of a search: selecting, counting and percentiles, as far as it is used for functions.
//
//   SELECT SCF_Qualifier, COUNT(*) AS n, APPROX_PERCENTILE(SCF_Duration, 0.99) AS p99
//   WHERE SCF_StatusCode = 200 GROUP BY SCF_Qualifier ORDER BY n DESC LIMIT 10
//
//   SELECT __TIMESTAMP__-__TIMESTAMP__%60000 AS minute, COUNT_IF(SCF_StatusCode != 200) AS errors GROUP BY minute

import { NUMBERS } from './lines.js'
import { anyOf, syntaxError, tokensIn } from './words.js'

/** @typedef {import('./lines.js').Fields} Fields */
/** @typedef {import('./words.js').Token} Token */
/** @typedef {import('./words.js').Tokens} Tokens */
/** @typedef {string | number | null} Value */
/**
 * @typedef {object} Column
 * @property {string} name
 * @property {'long' | 'double' | 'varchar'} type
 * @property {(rows: Fields[]) => Value} of
 * @property {string} [field] that it shows as it is
 * @property {(line: Fields) => Value} [each] what it is of a line, where it is no aggregate
 */
/** @typedef {{ columns: { Name: string, Type: string }[], rows: Record<string, Value>[] }} Table */

const PIECE = /\s+|'((?:[^']|'')*)'|"((?:[^"]|"")*)"|(\d+(?:\.\d+)?)|(<>|!=|>=|<=|[(),*=<>%-])|([A-Za-z_][\w.]*)/gy
const DEFAULT_LIMIT = 100
const MAX_LIMIT = 10_000

/** @param {string} sql @returns {(lines: Fields[]) => Table} */
export function readSql(sql) {
  const tokens = tokensIn(sql, PIECE, readToken)
  if (!tokens.words('SELECT')) throw syntaxError('SELECT is expected after the pipe')
  const columns = listOf(tokens, column)
  if (tokens.words('FROM')) tokens.next()
  const where = tokens.words('WHERE') ? anyOf(tokens, both) : () => true
  const grouped = tokens.words('GROUP', 'BY') ? listOf(tokens, nameOf) : []
  const orders = tokens.words('ORDER', 'BY') ? listOf(tokens, order) : []
  const limit = tokens.words('LIMIT') ? Number(tokens.next().text) : DEFAULT_LIMIT
  if (!(Number.isInteger(limit) && limit >= 0 && limit <= MAX_LIMIT))
    throw syntaxError(`LIMIT is not from 0 to ${MAX_LIMIT}`)
  tokens.end()
  const aggregates = grouped.length > 0 || columns.some(({ each }) => each === undefined)
  const loose = columns.find(
    ({ each, field, name }) => each !== undefined && !(field && grouped.includes(field)) && !grouped.includes(name),
  )
  const by = grouped.map((name) => groupedBy(columns, name))
  if (aggregates && loose) throw syntaxError(`${loose.name} is neither grouped by nor aggregated`)
  const known = columns.map(({ name }) => name)
  const stray = orders.find(({ name }) => !known.includes(name))
  if (stray) throw syntaxError(`ORDER BY ${stray.name}, which is not selected`)
  return (lines) => {
    const found = lines.filter(where)
    const groups = aggregates ? groupsOf(found, by) : found.map((line) => [line])
    const rows = groups.map((group) => Object.fromEntries(columns.map(({ name, of }) => [name, of(group)])))
    rows.sort((a, b) => orders.map(({ name, sign }) => sign * compared(a[name], b[name])).find((one) => one !== 0) ?? 0)
    return { columns: columns.map(({ name, type }) => ({ Name: name, Type: type })), rows: rows.slice(0, limit) }
  }
}

/** @param {RegExpExecArray} piece @returns {Token | undefined} */
function readToken([, string, name, number, sign, word]) {
  if (string !== undefined) return { kind: 'text', text: string.replaceAll("''", "'") }
  if (name !== undefined) return { kind: 'name', text: name.replaceAll('""', '"') }
  if (number !== undefined) return { kind: 'number', text: number }
  if (sign !== undefined) return { kind: 'sign', text: sign }
  return word === undefined ? undefined : { kind: 'word', text: word }
}

/** @template T @param {Tokens} tokens @param {(tokens: Tokens) => T} one @returns {T[]} */
function listOf(tokens, one) {
  const all = [one(tokens)]
  while (tokens.sign(',')) all.push(one(tokens))
  return all
}

/** @param {Tokens} tokens */
function nameOf(tokens) {
  const { kind, text } = tokens.next()
  if (kind !== 'word' && kind !== 'name') throw syntaxError(`a field is expected and there is "${text}"`)
  return text
}

/** @param {Tokens} tokens */
function order(tokens) {
  const name = nameOf(tokens)
  if (tokens.words('DESC')) return { name, sign: -1 }
  tokens.words('ASC')
  return { name, sign: 1 }
}

/** @param {Fields} line @param {string} field @returns {Value} */
function fieldOf(line, field) {
  const value = line[field]
  if (value === undefined) return null
  return NUMBERS.has(field) ? Number(value) : value
}

/** @param {Fields[]} rows @param {string} field @returns {number[]} ascending */
const numbersOf = (rows, field) =>
  rows
    .map((row) => Number(row[field]))
    .filter((number) => !Number.isNaN(number))
    .sort((a, b) => a - b)

/** @param {number[]} numbers */
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0)

/** @type {Record<string, (numbers: number[]) => number | null>} */
const FUNCTIONS = {
  MAX: (numbers) => numbers.at(-1) ?? null,
  MIN: (numbers) => numbers[0] ?? null,
  SUM: (numbers) => (numbers.length === 0 ? null : sum(numbers)),
  AVG: (numbers) => (numbers.length === 0 ? null : sum(numbers) / numbers.length),
}

/** @param {Tokens} tokens @returns {Column} */
function column(tokens) {
  const token = tokens.next()
  if (token.kind !== 'word' && token.kind !== 'name')
    throw syntaxError(`a column is expected and there is "${token.text}"`)
  const made = token.kind === 'word' && tokens.sign('(') ? aggregate(token.text, tokens) : operated(token.text, tokens)
  return tokens.words('AS') ? { ...made, name: nameOf(tokens) } : made
}

/** A field, or the difference of one and its remainder: the beginning of its minute. @param {string} field @param {Tokens} tokens */
function operated(field, tokens) {
  if (!tokens.sign('-')) return plain(field)
  const again = nameOf(tokens)
  if (again !== field || !tokens.sign('%')) throw syntaxError('of differences the emulator knows x - x % number alone')
  const by = Number(tokens.next().text)
  if (!(Number.isInteger(by) && by > 0)) throw syntaxError('a remainder is of a whole number')
  const each = (/** @type {Fields} */ line) => {
    const value = Number(line[field])
    return Number.isNaN(value) ? null : value - (value % by)
  }
  return /** @type {Column} */ ({ name: field, type: 'long', each, of: ([first]) => (first ? each(first) : null) })
}

/** @param {string} field @returns {Column} */
const plain = (field) => ({
  name: field,
  field,
  type: NUMBERS.has(field) ? 'long' : 'varchar',
  each: (line) => fieldOf(line, field),
  of: ([first]) => fieldOf(first, field),
})

/** Behind its opening parenthesis. @param {string} word @param {Tokens} tokens @returns {Column} */
function aggregate(word, tokens) {
  const name = word.toUpperCase()
  if (name === 'COUNT') {
    const field = tokens.sign('*') ? undefined : nameOf(tokens)
    tokens.need(')')
    const counted = (/** @type {Fields} */ row) => field === undefined || row[field] !== undefined
    return { name: word, type: 'long', of: (rows) => rows.filter(counted).length }
  }
  if (name === 'COUNT_IF') {
    const fits = anyOf(tokens, both)
    tokens.need(')')
    return { name: word, type: 'long', of: (rows) => rows.filter(fits).length }
  }
  if (name === 'APPROX_PERCENTILE') {
    const field = nameOf(tokens)
    tokens.need(',')
    const share = Number(tokens.next().text)
    tokens.need(')')
    if (!(share >= 0 && share <= 1)) throw syntaxError('a percentile is from 0 to 1')
    const of = (/** @type {Fields[]} */ rows) => {
      const numbers = numbersOf(rows, field)
      return numbers[Math.max(Math.ceil(share * numbers.length) - 1, 0)] ?? null
    }
    return { name: word, type: 'double', of }
  }
  if (!Object.hasOwn(FUNCTIONS, name)) throw syntaxError(`the emulator does not know the function ${word}`)
  const field = nameOf(tokens)
  tokens.need(')')
  return { name: word, type: name === 'AVG' ? 'double' : 'long', of: (rows) => FUNCTIONS[name](numbersOf(rows, field)) }
}

/** A field, or a column that is no aggregate, by its name. @param {Column[]} columns @param {string} name */
function groupedBy(columns, name) {
  const column = columns.find((one) => one.name === name && one.each !== undefined)
  return column?.each ?? ((/** @type {Fields} */ line) => line[name] ?? null)
}

/** Without a list all are one group, be it empty. @param {Fields[]} lines @param {((line: Fields) => Value)[]} by */
function groupsOf(lines, by) {
  if (by.length === 0) return [lines]
  /** @type {Map<string, Fields[]>} */
  const groups = new Map()
  for (const line of lines) {
    const key = JSON.stringify(by.map((of) => of(line)))
    const group = groups.get(key)
    if (group) group.push(line)
    else groups.set(key, [line])
  }
  return [...groups.values()]
}

/** @param {Tokens} tokens @returns {(line: Fields) => boolean} */
function both(tokens) {
  const all = [single(tokens)]
  while (tokens.words('AND')) all.push(single(tokens))
  return (line) => all.every((one) => one(line))
}

/** @param {Tokens} tokens @returns {(line: Fields) => boolean} */
function single(tokens) {
  if (tokens.words('NOT')) {
    const inner = single(tokens)
    return (line) => !inner(line)
  }
  if (tokens.sign('(')) {
    const inner = anyOf(tokens, both)
    tokens.need(')')
    return inner
  }
  const field = nameOf(tokens)
  if (tokens.words('BETWEEN')) {
    const from = literal(tokens)
    if (!tokens.words('AND')) throw syntaxError('BETWEEN has no AND')
    const to = literal(tokens)
    return (line) => compared(fieldOf(line, field), from) >= 0 && compared(fieldOf(line, field), to) <= 0
  }
  const sign = ['=', '!=', '<>', '>=', '<=', '>', '<'].find((one) => tokens.sign(one))
  if (sign === undefined) throw syntaxError(`${field} is not compared with anything that the emulator knows`)
  const value = literal(tokens)
  return (line) => {
    const order = compared(fieldOf(line, field), value)
    if (sign === '=') return order === 0
    if (sign === '!=' || sign === '<>') return order !== 0
    if (sign === '>') return order > 0
    if (sign === '>=') return order >= 0
    return sign === '<' ? order < 0 : order <= 0
  }
}

/** @param {Tokens} tokens @returns {Value} */
function literal(tokens) {
  const isNegative = tokens.sign('-')
  const { kind, text } = tokens.next()
  if (kind !== 'number' && (kind !== 'text' || isNegative)) {
    throw syntaxError(`a value is expected and there is "${text}"`)
  }
  if (kind === 'text') return text
  return isNegative ? -Number(text) : Number(text)
}

/** @param {Value} a @param {Value} b */
function compared(a, b) {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? -1 : 1
  if (typeof a === 'number' || typeof b === 'number') return Math.sign(Number(a) - Number(b))
  return a < b ? -1 : 1
}
