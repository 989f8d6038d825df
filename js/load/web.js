// @ts-check
// Browsers: `await init()` once; a page whose bundler doesn't copy the module gives its URL, bytes or compiled module.
import * as core from '../../pkg/scf_grayscale.js'

/** @type {Promise<unknown> | undefined} */
let ready

export { core }
/** @param {URL | string | BufferSource | WebAssembly.Module} [source] @returns {Promise<void>} */
export const init = async (source = new URL('../../pkg/scf_grayscale_bg.wasm', import.meta.url)) => {
  // one instance for good: a second one would leave the first one's signers dangling; a failure may be tried again
  ready ??= core.default({ module_or_path: source }).catch((error) => {
    ready = undefined
    throw error
  })
  await ready
}
/** Browsers hash at once only in wasm. @type {((data: string | Uint8Array) => string) | undefined} */
export const sha256 = undefined
