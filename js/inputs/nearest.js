// @ts-check
import { core } from '#load'

/**
 * "did you mean …?", or all that is known.
 *
 * @param {string} typed
 * @param {string[]} known
 */
export function suggestion(typed, known) {
  const near = core.nearest(typed, known)
  return near === undefined ? `known: ${known.join(', ')}` : `did you mean ${near}?`
}
