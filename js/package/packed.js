// @ts-check
import { pack } from '#pack'
import { GrayscaleError } from '../errors.js'
import { namesIn } from './names.js'

/**
 * The code of all functions that have any. What is wrong with it is told of all of them at once.
 *
 * @param {{ key: string, source?: { path: string, packing: import('./pack.js').Packing, directory: string } }[]} functions
 *   as the check of the inputs gives them; `directory`: where the handler's file is looked for
 * @param {object} options
 * @param {any} options.inputs hold code that a program gave as bytes
 * @param {string} [options.cwd] where relative paths start
 * @param {string} [options.root] the project's directory
 * @param {() => Promise<string | undefined>} options.secretKey
 * @returns {Promise<{ packages: object[], blobs: Map<string, import('../types.js').PackageBytes> }>} what the machine knows of each package, and
 *   the bytes by the function's key
 */
export async function packed(functions, { inputs, cwd, root, secretKey }) {
  /** @type {Map<string, import('../types.js').PackageBytes>} */
  const blobs = new Map()
  const packages = []
  /** @type {GrayscaleError[]} */
  const errors = []
  const askedOnce = once(secretKey)
  for (const { key, source } of functions) {
    if (!source) continue
    const given = source.path === '' ? zipOf(inputs, key) : undefined
    try {
      const { bytes, files, ...facts } = await pack(given ?? source.path, {
        packing: source.packing,
        cwd,
        root,
        secretKey: askedOnce,
      })
      blobs.set(key, bytes)
      const { directory } = source
      packages.push({ ...facts, key, directory, names: files && namesIn(files, directory) })
    } catch (thrown) {
      const error = GrayscaleError.from(thrown)
      if (error.code === 'CredentialsFailed') throw error
      errors.push(error)
    }
  }
  if (errors.length > 0) throw GrayscaleError.all(errors)
  return { packages, blobs }
}

/**
 * @template T
 * @param {() => Promise<T>} ask
 * @returns {() => Promise<T>}
 */
function once(ask) {
  /** @type {Promise<T> | undefined} */
  let answer
  return () => {
    answer ??= ask()
    return answer
  }
}

/**
 * @param {any} inputs
 * @param {string} key
 * @returns {Uint8Array | undefined}
 */
function zipOf({ functions = {}, ...top }, key) {
  const named = Array.isArray(functions) ? functions.find((one) => (one.key ?? one.name) === key) : functions[key]
  return named?.zip ?? top.zip
}
