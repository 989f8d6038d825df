// @ts-check
/** The colour of a version on the whole page: the canary is yellow, what users are on is slate, what a rollback left is red. */

/** @typedef {'canary' | 'stable' | 'withdrawn' | 'other'} Role */

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
