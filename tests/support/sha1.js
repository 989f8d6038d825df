// SHA-1 that shows its state: what an HMAC keeps of a key, to be looked for in memory.

/** @param {number} word @param {number} by */
const rotated = (word, by) => (word << by) | (word >>> (32 - by))

/**
 * The state of SHA-1 after one block.
 *
 * @param {Uint8Array} block of 64 bytes
 * @returns {Uint32Array} five words
 */
export function stateAfter(block) {
  const view = new DataView(block.buffer, block.byteOffset, 64)
  const words = Array.from({ length: 16 }, (_, at) => view.getUint32(4 * at))
  for (let at = 16; at < 80; at += 1) {
    words.push(rotated(words[at - 3] ^ words[at - 8] ^ words[at - 14] ^ words[at - 16], 1))
  }
  const start = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
  let [a, b, c, d, e] = start
  for (const [at, word] of words.entries()) {
    const [mixed, constant] =
      at < 20
        ? [(b & c) | (~b & d), 0x5a827999]
        : at < 40
          ? [b ^ c ^ d, 0x6ed9eba1]
          : at < 60
            ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
            : [b ^ c ^ d, 0xca62c1d6]
    const next = (rotated(a, 5) + mixed + e + constant + word) | 0
    ;[a, b, c, d, e] = [next, a, rotated(b, 30), c, d]
  }
  return Uint32Array.from([a, b, c, d, e], (word, at) => word + start[at])
}
