// @ts-check
// Go's gob encoding, as far as calls of a function need it: structs of integers, texts, bytes, and slices of structs.
// https://pkg.go.dev/encoding/gob describes the bytes.

import { MAX_MESSAGE_BYTES } from './channel.js'

const BOOL = 1
const INT = 2
const UINT = 3
const BYTES = 5
const STRING = 6

/** @typedef {'int' | 'uint' | 'bytes' | 'string'} Plain */
/** @typedef {{ id: number, name: string, fields: Record<string, Plain | Struct> }} Struct id: 65 and above, one per type */
/** @typedef {{ [name: string]: any }} Value */

const PLAIN_IDS = { int: INT, uint: UINT, bytes: BYTES, string: STRING }

/** A number below 128 is one byte; of others comes the count of their bytes, negated, then the bytes. @param {bigint} value */
function unsigned(value) {
  if (value < 128n) return Buffer.from([Number(value)])
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.from([256 - bytes.length]), bytes])
}

/** The sign is the lowest bit. @param {number} value */
function signed(value) {
  const big = BigInt(value)
  return unsigned(big < 0n ? (~big << 1n) | 1n : big << 1n)
}

/** @param {Uint8Array | string} value */
function sized(value) {
  const bytes = Buffer.from(value)
  return Buffer.concat([unsigned(BigInt(bytes.length)), bytes])
}

/** @param {Buffer} content */
const message = (content) => Buffer.concat([unsigned(BigInt(content.length)), content])

/** Fields as pairs of the distance from the field before and the bytes; zero ends them. @param {(Buffer | undefined)[]} fields */
function struct(fields) {
  const parts = []
  let before = -1
  for (const [index, bytes] of fields.entries()) {
    if (bytes === undefined) continue // a zero value is not sent
    parts.push(unsigned(BigInt(index - before)), bytes)
    before = index
  }
  return Buffer.concat([...parts, Buffer.from([0])])
}

/** @param {Plain | Struct} type */
const idOf = (type) => (typeof type === 'string' ? PLAIN_IDS[type] : type.id)

/** The messages that tell the other side what a type and its parts are. @param {Struct} type @returns {Buffer} */
export function definition({ id, name, fields }) {
  const entries = Object.entries(fields)
  const common = struct([sized(name), signed(id)])
  const all = entries.map(([field, type]) => struct([sized(field), signed(idOf(type))]))
  const list = Buffer.concat([unsigned(BigInt(all.length)), ...all])
  // Of the kinds of types a struct is the third.
  const wireType = struct([undefined, undefined, struct([common, list])])
  const parts = entries.flatMap(([, type]) => (typeof type === 'string' ? [] : [definition(type)]))
  return Buffer.concat([message(Buffer.concat([signed(-id), wireType])), ...parts])
}

/** @param {Struct} type @param {Value} value @returns {Buffer} the message */
export const encode = (type, value) => message(Buffer.concat([signed(type.id), encodeStruct(type, value)]))

/** @param {Struct} type @param {Value} value @returns {Buffer} */
function encodeStruct({ fields }, value) {
  return struct(
    Object.entries(fields).map(([name, type]) => {
      const given = value[name]
      if (typeof type !== 'string') return encodeStruct(type, given)
      if (type === 'int' || type === 'uint') {
        if (given === 0) return undefined
        return type === 'int' ? signed(given) : unsigned(BigInt(given))
      }
      return given.length === 0 ? undefined : sized(given)
    }),
  )
}

/** What wireType and its parts are made of; the ids are those that every stream begins with. */
const WIRE_FIELDS = ['array', 'slice', 'struct', 'map']

/** @typedef {{ slice: number } | { struct: { name: string, type: number }[] }} Known a type that was defined */

/** Reads the values of one stream. */
export class Decoder {
  /** @type {Buffer} */
  #bytes = Buffer.alloc(0)
  /** @type {Map<number, Known>} */
  #types = new Map()

  /**
   * @param {Buffer} chunk
   * @returns {Value[]} the values that are complete now
   */
  push(chunk) {
    this.#bytes = this.#bytes.length === 0 ? chunk : Buffer.concat([this.#bytes, chunk])
    const values = []
    for (let content = this.#next(); content; content = this.#next()) {
      const reader = new Reader(content)
      const id = reader.signed()
      if (id < 0) this.#types.set(-id, readDefinition(reader))
      else values.push(this.#value(id, reader))
    }
    return values
  }

  /** The content of the next message, where it has arrived whole. */
  #next() {
    if (this.#bytes.length === 0) return undefined
    const first = this.#bytes[0]
    const head = first < 128 ? 1 : 257 - first
    if (this.#bytes.length < head) return undefined
    const length = new Reader(this.#bytes).unsigned()
    if (length > MAX_MESSAGE_BYTES) throw new RangeError(`a message of ${length} bytes`)
    if (this.#bytes.length < head + length) return undefined
    const content = this.#bytes.subarray(head, head + length)
    this.#bytes = this.#bytes.subarray(head + length)
    return content
  }

  /** @param {number} id @param {Reader} reader @returns {any} */
  #value(id, reader) {
    if (id === BOOL) return reader.unsigned() === 1
    if (id === INT) return reader.signed()
    if (id === UINT) return reader.unsigned()
    if (id === BYTES) return reader.bytes()
    if (id === STRING) return reader.bytes().toString('utf8')
    const type = this.#types.get(id)
    if (!type) throw new TypeError(`a value of the unknown type ${id}`)
    if ('slice' in type) return Array.from({ length: reader.count() }, () => this.#value(type.slice, reader))
    /** @type {Value} */
    const value = {}
    reader.fields((index) => {
      const field = type.struct[index]
      if (!field) throw new TypeError(`a field ${index} that type ${id} does not have`)
      value[field.name] = this.#value(field.type, reader)
    })
    return value
  }
}

/** @param {Reader} reader @returns {Known} */
function readDefinition(reader) {
  /** @type {Known | undefined} */
  let known
  reader.fields((index) => {
    const kind = WIRE_FIELDS[index]
    if (kind === 'struct') known = { struct: readStructType(reader) }
    else if (kind === 'slice') known = { slice: readSliceType(reader) }
    else throw new TypeError(`a type of the kind ${kind ?? index}`)
  })
  if (!known) throw new TypeError('an empty type')
  return known
}

/** @param {Reader} reader */
function readStructType(reader) {
  /** @type {{ name: string, type: number }[]} */
  let fields = []
  reader.fields((index) => {
    if (index === 0) readPair(reader)
    else fields = Array.from({ length: reader.count() }, () => readPair(reader))
  })
  return fields
}

/** @param {Reader} reader */
function readSliceType(reader) {
  let element = 0
  reader.fields((index) => {
    if (index === 0) readPair(reader)
    else element = reader.signed()
  })
  return element
}

/** A name and the id of a type. @param {Reader} reader */
function readPair(reader) {
  const pair = { name: '', type: 0 }
  reader.fields((index) => {
    if (index === 0) pair.name = reader.bytes().toString('utf8')
    else pair.type = reader.signed()
  })
  return pair
}

class Reader {
  #at = 0

  /** @param {Buffer} bytes */
  constructor(bytes) {
    this.content = bytes
  }

  unsigned() {
    return Number(this.#unsigned())
  }

  signed() {
    const bits = this.#unsigned()
    return Number(bits & 1n ? ~(bits >> 1n) : bits >> 1n)
  }

  #unsigned() {
    const first = this.#take(1)[0]
    if (first < 128) return BigInt(first)
    return BigInt(`0x${this.#take(256 - first).toString('hex')}`)
  }

  /** Of elements that are to follow; each has a byte at least. */
  count() {
    const count = this.unsigned()
    if (count > this.content.length - this.#at) throw new RangeError(`${count} elements in a shorter message`)
    return count
  }

  bytes() {
    return this.#take(this.unsigned())
  }

  /** @param {(index: number) => void} read called for each field that is there */
  fields(read) {
    let index = -1
    for (let step = this.unsigned(); step !== 0; step = this.unsigned()) {
      index += step
      read(index)
    }
  }

  /** @param {number} length */
  #take(length) {
    if (this.#at + length > this.content.length) throw new RangeError('the message ends too early')
    this.#at += length
    return this.content.subarray(this.#at - length, this.#at)
  }
}
