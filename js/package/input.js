// @ts-check
/** @import { Package, Packing } from './pack.js' */

/**
 * A function's code as bytes: packed from a directory, or as a program gave it. The packer and its libraries are loaded
 * only when there is something to pack.
 *
 * @param {string | Uint8Array} source
 * @param {object} options
 * @param {Packing} options.packing
 * @param {string} [options.cwd] where relative paths start
 * @param {string} [options.root] the project's directory; `cwd` by default
 * @param {() => Promise<string | undefined>} options.secretKey it is never packed
 * @returns {Promise<Package>}
 */
export async function pack(source, { packing, cwd = process.cwd(), root = cwd, secretKey }) {
  const { packBytes, packSource } = await import('./pack.js')
  const key = await secretKey()
  return typeof source === 'string'
    ? packSource(source, packing, { cwd, root, secretKey: key })
    : packBytes(source, { secretKey: key })
}
