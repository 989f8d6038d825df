// @ts-check
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'

/**
 * A function's code as bytes: packed from a directory, or as a program gave it. The packer and its libraries are loaded
 * only when there is something to pack.
 *
 * @param {string | Uint8Array} source
 * @param {{ exclude?: string[], cwd?: string }} [options]
 * @returns {Promise<{ bytes: Uint8Array, sha256: string, size: number }>}
 */
export async function pack(source, { exclude, cwd = process.cwd() } = {}) {
  if (typeof source !== 'string') {
    return { bytes: source, sha256: createHash('sha256').update(source).digest('hex'), size: source.length }
  }
  const { packSource } = await import('./pack.js')
  return packSource(resolve(cwd, source), { exclude })
}
