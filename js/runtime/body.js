// @ts-check
const encoder = new TextEncoder()

/**
 * A body with a package in it: `head + base64(bytes) + tail`.
 *
 * @param {string} head
 * @param {Uint8Array | undefined} bytes
 * @param {string} [tail]
 * @returns {Uint8Array}
 */
export function spliced(head, bytes = new Uint8Array(), tail = '') {
  const parts = [head, base64(bytes), tail].map((text) => encoder.encode(text))
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** @param {Uint8Array} bytes */
function base64(bytes) {
  if (typeof Buffer !== 'undefined') return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64')
  // `btoa` takes a string, and a string of a whole package at once would overflow the stack of `fromCharCode`
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}
