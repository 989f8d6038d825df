// @ts-check
// What a function writes, up to a limit.

export class Output {
  /** @type {Buffer[]} */
  #chunks = []
  #kept = 0

  /** @param {number} limit bytes that are kept */
  constructor(limit) {
    this.limit = limit
  }

  /** @param {Buffer} chunk */
  push(chunk) {
    if (this.#kept >= this.limit) return
    const part = chunk.subarray(0, this.limit - this.#kept)
    this.#chunks.push(part)
    this.#kept += part.length
  }

  /** Gives what was written, and starts anew. */
  take() {
    const text = Buffer.concat(this.#chunks).toString('utf8')
    this.#chunks = []
    this.#kept = 0
    return text
  }
}
