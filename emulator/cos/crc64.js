// @ts-check
// CRC-64 of ECMA-182, reflected, as the header x-cos-hash-crc64ecma has it. In two halves: BigInt would take seconds for
// a package.

/** 0x42F0E1EBA9EA3693, its bits in reverse. */
const HIGH = 0xc96c5795
const LOW = 0xd7870f42

const high = new Uint32Array(256)
const low = new Uint32Array(256)
for (let byte = 0; byte < 256; byte += 1) {
  let [a, b] = [0, byte]
  for (let bit = 0; bit < 8; bit += 1) {
    const odd = b & 1
    b = (b >>> 1) | (a << 31)
    a >>>= 1
    if (odd) {
      a ^= HIGH
      b ^= LOW
    }
  }
  high[byte] = a
  low[byte] = b
}

/**
 * @param {Uint8Array} bytes
 * @returns {string} decimal
 */
export function crc64(bytes) {
  let [a, b] = [-1, -1]
  for (let at = 0; at < bytes.length; at += 1) {
    const place = (b ^ bytes[at]) & 0xff
    b = ((b >>> 8) | (a << 24)) ^ low[place]
    a = (a >>> 8) ^ high[place]
  }
  return String((BigInt(~a >>> 0) << 32n) | BigInt(~b >>> 0))
}
