// Chance with a seed (mulberry32): what is drawn is the same for the same seed.

/** @param {number} seed @returns {() => number} whole numbers of 32 bits */
function drawn(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

/** @param {number} seed @returns {() => number} numbers from 0 to below 1 */
export function random(seed) {
  const draw = drawn(seed)
  return () => draw() / 4294967296
}

/** @param {number} seed @returns {(below: number) => number} whole numbers from 0 */
export function dice(seed) {
  const draw = drawn(seed)
  return (below) => draw() % below
}
