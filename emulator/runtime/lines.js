// @ts-check
// The lines of a stream whose chunks end anywhere. Each byte is looked at once, however many chunks a line takes.

const LINE_FEED = 10

export class Lines {
  /** @type {Buffer[]} */
  #parts = []
  /** Of the line that has not ended yet. */
  pendingBytes = 0

  clear() {
    this.#parts = []
    this.pendingBytes = 0
  }

  /** @param {Buffer} chunk @returns {Generator<Buffer, void>} the lines that end in it, without their line feeds */
  *push(chunk) {
    let rest = chunk
    while (rest.length > 0) {
      const end = rest.indexOf(LINE_FEED)
      const part = end === -1 ? rest : rest.subarray(0, end)
      this.#parts.push(part)
      this.pendingBytes += part.length
      if (end === -1) return
      const line = Buffer.concat(this.#parts)
      this.clear()
      yield line
      rest = rest.subarray(end + 1)
    }
  }
}
