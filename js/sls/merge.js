// @ts-check
import { usageError } from '../errors.js'
import { isMap } from '../inputs/words.js'

/**
 * Inputs with others laid over them: maps are joined, anything else is replaced.
 *
 * @param {Record<string, any>} under
 * @param {Record<string, any>} over
 * @param {string} [path]
 * @returns {Record<string, any>}
 */
export function merged(under, over, path = '') {
  const result = { ...under }
  for (const [name, value] of Object.entries(over)) {
    const before = Object.hasOwn(result, name) ? result[name] : undefined
    if (isMap(value) && Array.isArray(before)) {
      throw usageError(
        'InvalidCommandLine',
        `${path}${name} is a list in the project, so nothing in it has a name that could be typed.`,
        'Write the change into the project, or make the list a map of names.',
      )
    }
    const joined = isMap(value) && isMap(before) ? merged(before, value, `${path}${name}.`) : value
    // as an own key, whatever it is called: `__proto__` must arrive where unknown inputs are refused
    Object.defineProperty(result, name, { value: joined, enumerable: true, configurable: true, writable: true })
  }
  return result
}
