// @ts-check
import { usageError } from '../errors.js'
import { contentsListed } from './names.js'

/**
 * Outside Node there are no directories to pack: a function's code is the bytes of a zip file.
 *
 * @param {string | Uint8Array} source
 * @returns {Promise<{ bytes: Uint8Array, sha256: string, size: number, unpacked?: number, files?: string[] }>}
 */
export async function pack(source) {
  if (typeof source === 'string') {
    throw usageError('UnreadableSource.noFiles', { src: source })
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', /** @type {any} */ (source)))
  const sha256 = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return { bytes: source, sha256, size: source.length, ...contentsListed(source) }
}
