// @ts-check
// Browsers: `await init()` once; a page whose bundler doesn't copy the module gives its URL, bytes or compiled module.
import * as loaded from '../../../pkg/scf_grayscale.js'
import { GrayscaleError, usageError } from '../../errors.js'

/** @type {Promise<unknown> | undefined} */
let ready

/** Stands in for the module until it is there: whoever forgot to wait is told so. */
const absent = new Proxy(loaded, {
  get() {
    throw usageError('NotReady', 'the wasm module is not loaded yet, so nothing was done', 'await init() first, once')
  },
})

export let core = absent
/** @param {URL | string | BufferSource | WebAssembly.Module} [source] @returns {Promise<void>} */
export const init = async (source = new URL('../../../pkg/scf_grayscale_bg.wasm', import.meta.url)) => {
  // one instance for good: a second one would leave the first one's signers dangling; a failure may be tried again
  ready ??= loaded.default({ module_or_path: source }).catch((error) => {
    ready = undefined
    throw notLoaded(source, error)
  })
  await ready
  core = loaded
}
/** Browsers hash at once only in wasm. @type {((data: string | Uint8Array) => string) | undefined} */
export const sha256 = undefined

/**
 * @param {URL | string | BufferSource | WebAssembly.Module} source
 * @param {unknown} error
 */
function notLoaded(source, error) {
  const from = typeof source === 'string' || source instanceof URL ? ` from ${source}` : ''
  return new GrayscaleError(
    {
      code: 'ModuleNotLoaded',
      message: `the wasm module could not be loaded${from}: ${error instanceof Error ? error.message : error}`,
      retryable: true,
      hint: 'see that scf_grayscale_bg.wasm is served there, or give init its URL, bytes or compiled module: docs/browser.md has the lines for each bundler',
    },
    { cause: error },
  )
}
