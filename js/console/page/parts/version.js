// @ts-check
/**
 * A version as people read it, and the colour that stands for it on the whole page: the canary is yellow, what users are on
 * is slate, what a rollback left is red.
 */

import { version as written } from '../words/figures.js'

/** @typedef {'canary' | 'stable' | 'withdrawn' | 'other'} Role */

/** `v2`, or `$latest`; a dash where it is not known. @param {string | null | undefined} version */
export const versionText = (version) => (version ? written(version) : '–')

/** Colours of versions that are neither tried nor used. */
const OTHERS = 3

/**
 * The class of a key in a legend or a table, which is the colour of the line in a chart.
 *
 * @param {string} version
 * @param {Role | undefined} role without one, what is not published is new code
 */
export function keyClass(version, role) {
  const is = role ?? (/^\d+$/.test(version) ? 'other' : 'canary')
  // by its number: the same version has the same colour wherever it is, whatever stands beside it
  return is === 'other' ? `other-${Number(version) % OTHERS || 0}` : is
}
