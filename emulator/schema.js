// @ts-check
// Declared parameters: a table per action says what it takes, and this checks a request against it. What isn't in the
// table is answered with UnknownParameter, as the gateway does.

import { ApiError } from './errors.js'

/**
 * @typedef {object} Field
 * @property {boolean} [required]
 * @property {unknown} [fallback] the value when the parameter is absent
 * @property {boolean} [emptyIsAbsent]
 * @property {(value: any, name: string, loose: boolean) => unknown} read checks one value and gives it back
 */

/** @typedef {Record<string, Field>} Fields */

/**
 * @typedef {object} TextRules
 * @property {boolean} [required]
 * @property {string} [fallback]
 * @property {boolean} [emptyIsAbsent]
 * @property {number} [max] characters
 * @property {RegExp} [pattern]
 * @property {string[]} [oneOf] letter case is significant
 * @property {string} [code] error code for a value that breaks the rules
 */

/** @param {TextRules} [rules] @returns {Field} */
export function text(rules = {}) {
  const code = rules.code ?? 'InvalidParameterValue'
  return {
    required: rules.required,
    fallback: rules.fallback,
    emptyIsAbsent: rules.emptyIsAbsent,
    read(value, name) {
      if (typeof value !== 'string') throw wrongType(name, 'string')
      if (rules.max !== undefined && value.length > rules.max) {
        throw new ApiError(code, `The parameter \`${name}\` is longer than ${rules.max} characters.`)
      }
      if (rules.pattern && !rules.pattern.test(value)) {
        throw new ApiError(code, `The value \`${clip(value)}\` of the parameter \`${name}\` is not valid.`)
      }
      if (rules.oneOf && !rules.oneOf.includes(value)) {
        throw new ApiError(
          code,
          `The value \`${clip(value)}\` of the parameter \`${name}\` is not one of ${rules.oneOf.join(', ')}.`,
        )
      }
      return value
    },
  }
}

/** The API's booleans are the strings "TRUE" and "FALSE". @param {{ fallback?: boolean }} [rules] @returns {Field} */
export function flag(rules = {}) {
  return {
    fallback: rules.fallback,
    read(value, name) {
      if (typeof value !== 'string') throw wrongType(name, 'string')
      const upper = value.toUpperCase()
      if (upper !== 'TRUE' && upper !== 'FALSE') {
        throw new ApiError('InvalidParameterValue', `The parameter \`${name}\` must be "TRUE" or "FALSE".`)
      }
      return upper === 'TRUE'
    },
  }
}

/** One of the API's few true booleans. @returns {Field} */
export function boolean() {
  return {
    read(value, name, loose) {
      if (loose && (value === 'true' || value === 'false')) return value === 'true'
      if (typeof value !== 'boolean') throw wrongType(name, 'boolean')
      return value
    },
  }
}

/**
 * @param {{ required?: boolean, fallback?: number, min?: number, max?: number, code?: string, asText?: boolean }} [rules]
 *   asText: the API declares this number as a string
 * @returns {Field}
 */
export function integer(rules = {}) {
  return {
    required: rules.required,
    fallback: rules.fallback,
    read(value, name, loose) {
      if ((loose || rules.asText) && typeof value === 'string' && /^-?\d{1,15}$/.test(value)) value = Number(value)
      else if (rules.asText || !Number.isInteger(value)) throw wrongType(name, rules.asText ? 'string' : 'integer')
      const { min = -Infinity, max = Infinity } = rules
      if (value < min || value > max) {
        throw new ApiError(
          rules.code ?? 'InvalidParameterValue',
          `The value ${value} of the parameter \`${name}\` is not in [${min}, ${max}].`,
        )
      }
      return value
    },
  }
}

/** @param {{ required?: boolean, wrong?: () => ApiError }} [rules] @returns {Field} */
export function number(rules = {}) {
  return {
    required: rules.required,
    read(value, name, loose) {
      if (loose && typeof value === 'string' && value.trim() !== '') value = Number(value)
      if (typeof value !== 'number' || !Number.isFinite(value)) throw wrongType(name, 'number')
      return value
    },
  }
}

/**
 * @param {Fields} fields
 * @param {{ required?: boolean, code?: string }} [rules] code: for a value of the wrong shape
 * @returns {Field}
 */
export function object(fields, rules = {}) {
  return {
    required: rules.required,
    read: reshaped(rules.code, (value, name, loose) => {
      const parsed = fromText(value, loose)
      if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) throw wrongType(name, 'object')
      return readFields(fields, parsed, loose, `${name}.`)
    }),
  }
}

/**
 * @param {Field} item
 * @param {{ required?: boolean, max?: number, code?: string }} [rules]
 * @returns {Field}
 */
export function list(item, rules = {}) {
  return {
    required: rules.required,
    read: reshaped(rules.code, (value, name, loose) => {
      const parsed = fromText(value, loose)
      if (!Array.isArray(parsed)) throw wrongType(name, 'array')
      if (rules.max !== undefined && parsed.length > rules.max) {
        throw new ApiError('InvalidParameterValue', `The parameter \`${name}\` has more than ${rules.max} entries.`)
      }
      return parsed.map((entry, index) => item.read(entry, `${name}.${index}`, loose))
    }),
  }
}

/** A parameter that is taken as it is. @returns {Field} */
export function anything() {
  return { read: (value) => value }
}

/**
 * Checks a request's parameters and fills in what is absent.
 * @param {Fields} fields
 * @param {Record<string, unknown>} params
 * @param {boolean} loose values are text
 * @param {string} [prefix] of names in messages
 * @returns {Record<string, any>}
 */
export function readFields(fields, params, loose, prefix = '') {
  for (const name of Object.keys(params)) {
    if (!Object.hasOwn(fields, name)) {
      throw new ApiError('UnknownParameter', `The parameter \`${prefix}${clip(name)}\` is not recognized.`)
    }
  }
  /** @type {Record<string, any>} */
  const read = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = Object.hasOwn(params, name) ? params[name] : undefined
    const absent = value === undefined || value === null || (field.emptyIsAbsent && value === '')
    if (!absent) read[name] = field.read(value, prefix + name, loose)
    else if (field.required) {
      throw new ApiError('MissingParameter', `The request is missing a required parameter \`${prefix}${name}\`.`)
    } else if (field.fallback !== undefined) read[name] = field.fallback
  }
  return read
}

/**
 * Where an action has a code of its own for a value of the wrong shape, everything inside it is answered with that.
 * @param {string | undefined} code
 * @param {Field['read']} read
 * @returns {Field['read']}
 */
function reshaped(code, read) {
  if (code === undefined) return read
  return (value, name, loose) => {
    try {
      return read(value, name, loose)
    } catch (error) {
      throw error instanceof ApiError ? new ApiError(code, error.message) : error
    }
  }
}

/** Clients that send a GET put structured values as JSON text. @param {unknown} value @param {boolean} loose */
function fromText(value, loose) {
  if (!loose || typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return value // not JSON: the caller's type check says so
  }
}

/** @param {string} name @param {string} type */
function wrongType(name, type) {
  return new ApiError('InvalidParameter', `The value type of the parameter \`${name}\` is not valid, expected ${type}.`)
}

/** @param {string} value */
const clip = (value) => (value.length > 80 ? `${value.slice(0, 80)}…` : value)
