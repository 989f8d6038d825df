// @ts-check
// What was probably meant by a word that is not known.

/**
 * "did you mean …?", or all that is known.
 *
 * @param {string} typed
 * @param {string[]} known
 */
export function meant(typed, known) {
  const [near] = known
    .map((word) => ({ word, distance: distance(typed.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, distance }) => distance <= Math.max(1, Math.max(word.length, typed.length) / 3))
    .sort((a, b) => a.distance - b.distance)
  return near ? `did you mean ${near.word}?` : `known: ${known.join(', ')}`
}

/** How many letters must be changed, put in or left out. @param {string} a @param {string} b */
function distance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let line = 1; line <= a.length; line++) {
    const next = [line]
    for (let column = 1; column <= b.length; column++) {
      const changed = row[column - 1] + (a[line - 1] === b[column - 1] ? 0 : 1)
      next.push(Math.min(changed, row[column] + 1, next[column - 1] + 1))
    }
    row = next
  }
  return row[b.length]
}
