// @ts-check
/** What all stores ask of lines and positions. */

/**
 * @param {string[]} lines
 * @throws {TypeError} a fault of the program
 */
export function requireLines(lines) {
  if (lines.some((line) => line.includes('\n'))) throw new TypeError('a line of the journal holds a line break')
}

/**
 * A position that is a number; `undefined` where it is none, so nobody's.
 *
 * @param {string} position
 * @returns {number | undefined}
 */
export function numberOf(position) {
  return /^(0|[1-9]\d{0,14})$/.test(position) ? Number(position) : undefined
}

/**
 * The id of a rollout, which is part of the name of its log.
 *
 * @param {string} id
 * @returns {string} the same
 * @throws {TypeError} a fault of the program
 */
export function requireRollout(id) {
  if (!isRolloutId(id)) {
    throw new TypeError('the id of a rollout has 1 to 64 letters, digits, _ and -, and begins with a letter or a digit')
  }
  return id
}

/** Whether it may be the id of a rollout. @param {unknown} id @returns {id is string} */
export const isRolloutId = (id) => typeof id === 'string' && /^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$/.test(id)
