// @ts-check
import { core } from '#load'

/**
 * The known word that was probably meant, for sentences that else name all.
 *
 * @param {string} typed
 * @param {string[]} known
 */
export function nearest(typed, known) {
  return { near: core.nearest(typed, known), known }
}
