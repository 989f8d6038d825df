// @ts-check
/** @import { IncomingMessage } from 'node:http' */

export const MOST_BYTES = 8 << 20

/**
 * @param {IncomingMessage} request
 * @returns {Promise<Buffer | undefined>} undefined where it is too long
 */
export async function bodyOf(request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MOST_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
