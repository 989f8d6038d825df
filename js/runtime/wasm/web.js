// @ts-check
// Browsers: `await init()` once; a page whose bundler doesn't copy the module gives its URL, bytes or compiled module.
import * as loaded from '../../../pkg/scf_grayscale.js'
import { problem, usageError } from '../../errors.js'
import { connect } from '../../words/reader.js'

/** @type {Promise<unknown> | undefined} */
let ready

/** Stands in for the module until it is there: whoever forgot to wait is told so. */
const absent = new Proxy(loaded, {
  get() {
    throw usageError('NotReady', {})
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
  connect(loaded)
}
/** Browsers hash at once only in wasm. @type {((data: string | Uint8Array) => string) | undefined} */
export const sha256 = undefined

/**
 * @param {URL | string | BufferSource | WebAssembly.Module} source
 * @param {unknown} error
 */
function notLoaded(source, error) {
  const url = typeof source === 'string' || source instanceof URL ? String(source) : undefined
  const why = error instanceof Error ? error.message : String(error)
  return problem('ModuleNotLoaded', { url, why }, { retryable: true, cause: error })
}
