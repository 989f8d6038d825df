// SHA-256 that shows its state, which node:crypto does not. https://csrc.nist.gov/pubs/fips/180-4/upd1/final
// The constants are what the standard says they are: fractions of square and cube roots of the first primes.
const primes = []
for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime !== 0)) primes.push(n)

/** The first 32 bits behind the point of the n-th root of a number, by whole numbers. */
function fraction(number, nth) {
  const scaled = BigInt(number) << BigInt(32 * nth)
  let [low, high] = [0n, 1n << 40n]
  while (high - low > 1n) {
    const middle = (low + high) >> 1n
    if (middle ** BigInt(nth) <= scaled) low = middle
    else high = middle
  }
  return Number(low & 0xffffffffn)
}

const start = primes.slice(0, 8).map((prime) => fraction(prime, 2))
const constants = primes.map((prime) => fraction(prime, 3))
const turned = (word, by) => (word >>> by) | (word << (32 - by))

/**
 * The eight words of the state behind one block of 64 bytes.
 *
 * @param {Uint8Array} block
 * @returns {Uint32Array}
 */
export function stateAfter(block) {
  const view = new DataView(block.buffer, block.byteOffset, 64)
  const words = Array.from({ length: 16 }, (_, at) => view.getUint32(4 * at))
  for (let at = 16; at < 64; at += 1) {
    const [a, b] = [words[at - 15], words[at - 2]]
    const first = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3)
    const second = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10)
    words[at] = (words[at - 16] + first + words[at - 7] + second) | 0
  }
  let [a, b, c, d, e, f, g, h] = start
  for (let at = 0; at < 64; at += 1) {
    const one =
      (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + constants[at] + words[at]) | 0
    const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[a, b, c, d, e, f, g, h] = [(one + two) | 0, a, b, c, (d + one) | 0, e, f, g]
  }
  return Uint32Array.from([a, b, c, d, e, f, g, h], (word, at) => (word + start[at]) >>> 0)
}
