// @ts-check
import { resolve } from 'node:path'
import { pathsOf } from './names.js'

/**
 * A function's code as bytes: packed from a directory, or as a program gave it. The packer and its libraries are loaded
 * only when there is something to pack.
 *
 * @param {string | Uint8Array} source
 * @param {{ exclude?: string[], cwd?: string }} [options]
 * @returns {Promise<{ bytes: Uint8Array, sha256: string, size: number, files?: string[] }>} `files`: the paths in it, where
 *   they can be told
 */
export async function pack(source, { exclude, cwd = process.cwd() } = {}) {
  if (typeof source !== 'string') {
    // loaded when it is first needed, as in js/load/node.js
    const sha256 = process.getBuiltinModule('node:crypto').createHash('sha256').update(source).digest('hex')
    return { bytes: source, sha256, size: source.length, files: pathsOf(source) }
  }
  const { packSource } = await import('./pack.js')
  return packSource(resolve(cwd, source), { exclude })
}
