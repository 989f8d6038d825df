// @ts-check
// Parameters in a query are flat: `Filters.0.Name=Status&Filters.0.Values.0=Active`.

import { ApiError } from './errors.js'

const MAX_DEPTH = 10

/**
 * @param {Iterable<[string, string]>} pairs
 * @returns {Record<string, unknown>}
 */
export function unflatten(pairs) {
  /** @type {Node} */
  const root = new Map()
  for (const [name, value] of pairs) {
    const path = name.split('.')
    if (path.length > MAX_DEPTH) throw invalid(name)
    let node = root
    for (const step of path.slice(0, -1)) {
      const next = node.get(step) ?? new Map()
      if (!(next instanceof Map)) throw invalid(name)
      node.set(step, next)
      node = next
    }
    const last = path[path.length - 1]
    if (node.has(last)) throw invalid(name)
    node.set(last, value)
  }
  return /** @type {Record<string, unknown>} */ (
    Object.fromEntries([...root].map(([key, value]) => [key, plain(value)]))
  )
}

/** @typedef {Map<string, any>} Node a Map, so that no name of a parameter can be a name of Object's prototype */

/** @param {Node | string} node @returns {unknown} */
function plain(node) {
  if (typeof node === 'string') return node
  const keys = [...node.keys()]
  if (keys.every((key, index) => key === String(index))) return keys.map((key) => plain(node.get(key)))
  if (keys.every((key) => /^\d+$/.test(key))) {
    return keys.sort((a, b) => Number(a) - Number(b)).map((key) => plain(node.get(key)))
  }
  return Object.fromEntries(keys.map((key) => [key, plain(node.get(key))]))
}

/** @param {string} name */
function invalid(name) {
  return new ApiError('InvalidParameter', `The parameter \`${name}\` contradicts another parameter of the same name.`)
}
