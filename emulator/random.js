// @ts-check
// Repeatable draws: a stream of numbers per name, all from one seed, so that traffic on one alias never disturbs the
// draws of another.

import { createHash } from 'node:crypto'

/**
 * A stream of numbers in [0, 1), fixed by seed and name (sfc32, seeded by SHA-256).
 * @param {string} seed
 * @param {string} name
 * @returns {() => number}
 */
export function stream(seed, name) {
  const digest = createHash('sha256').update(`${seed}\n${name}`).digest()
  let a = digest.readUInt32LE(0)
  let b = digest.readUInt32LE(4)
  let c = digest.readUInt32LE(8)
  let counter = digest.readUInt32LE(12)
  return () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
}
