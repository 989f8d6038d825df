// @ts-check
// The values that a fault script is written with, and how each is checked.

import { meant } from '../nearest.js'

/** A fault script that can't be meant. */
export class FaultError extends Error {
  /**
   * @param {string} message
   * @param {(string | number)[]} [path] of what it is about, from the list of rules on
   */
  constructor(message, path = []) {
    super(typeof path[0] === 'number' ? `rule ${path[0] + 1}: ${message}` : message)
    this.name = 'FaultError'
    this.path = path
  }
}

/**
 * @typedef {object} Key
 * @property {string} expects
 * @property {boolean} [required]
 * @property {string[]} [oneOf] the words that it may be
 * @property {(value: any) => boolean} fits
 */

/** @param {string} [expects] @returns {Key} */
export const text = (expects = 'a text') => ({ expects, fits: (value) => typeof value === 'string' })

/** @param {number} min @param {number} max @returns {Key} */
export const whole = (min, max) => ({
  expects: `a whole number from ${min} to ${max}`,
  fits: (value) => Number.isInteger(value) && value >= min && value <= max,
})

/** @returns {Key} */
export const yesNo = () => ({ expects: 'true or false', fits: (value) => typeof value === 'boolean' })

/** @param {string[]} words @returns {Key} */
export const oneOf = (words) => ({
  expects: `one of ${words.join(', ')}`,
  oneOf: words,
  fits: (value) => words.includes(value),
})

/** One of the words, or several in a list. @param {string[]} words @returns {Key} */
export const someOf = (words) => ({
  expects: `one of ${words.join(', ')}, or a list of them`,
  oneOf: words,
  fits: (value) =>
    Array.isArray(value) ? value.length > 0 && value.every((one) => words.includes(one)) : words.includes(value),
})

/** @returns {Key} */
export const chance = () => ({
  expects: 'a number above 0 and up to 1',
  fits: (value) => typeof value === 'number' && value > 0 && value <= 1,
})

/** @returns {Key} */
export const parameters = () => ({ expects: 'the parameters of an action', fits: isObject })

/** @param {Key} key @returns {Key} */
export const required = (key) => ({ ...key, required: true })

/** @param {unknown} value @returns {value is Record<string, any>} */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * @param {Record<string, any>} given
 * @param {Record<string, Key>} keys
 * @param {(string | number)[]} path
 */
export function checkKeys(given, keys, path) {
  for (const [name, value] of Object.entries(given)) {
    const at = [...path, name]
    if (!Object.hasOwn(keys, name))
      throw new FaultError(`the key ${name} is not known; ${meant(name, Object.keys(keys))}`, at)
    const { expects, oneOf, fits } = keys[name]
    if (value === undefined || fits(value)) continue
    const word = [value].flat().find((one) => !oneOf?.includes(one))
    const hint = oneOf && typeof word === 'string' ? meant(word, oneOf) : `expected ${expects}`
    throw new FaultError(`${name} is ${JSON.stringify(oneOf ? word : value)}; ${hint}`, at)
  }
  const missing = Object.keys(keys).find((name) => keys[name].required && given[name] === undefined)
  if (missing !== undefined) throw new FaultError(`${missing} is missing; expected ${keys[missing].expects}`, path)
}
