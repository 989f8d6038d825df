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
