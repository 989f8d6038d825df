// @ts-check
// The release console: the module in two parts, so that the list of functions waits for no more than it takes. The first
// part lists and signs; the rest (plans, releases, journals) comes with `complete()`. tools/bindgen/parts.txt says what is
// where.
import * as loaded from '../../pkg/scf_grayscale.js'
import { GrayscaleError, usageError } from '../errors.js'

/** Where a part is, or its bytes. @typedef {URL | BufferSource} Source */

/** What the first part can do alone: a machine lists functions with it, and `Grayscale` waits for the rest before any other. */
const early = ['BodyKind', 'Hasher', 'Release', 'Signer', 'send', 'version']

/** @param {string[]} names @returns {typeof loaded} the module as far as it is there: whoever does not wait is told so */
const having = (names) =>
  new Proxy(loaded, {
    get(module, name) {
      if (names.includes(String(name))) return Reflect.get(module, name)
      const what = `${String(name)} is in a part of the wasm module that is not loaded yet, so nothing was done`
      throw usageError('NotReady', what, 'await init() first, and then what looks: it brings the rest')
    },
  })

export let core = having([])

const sources = {
  /** @type {Source} */
  first: new URL('../../pkg/scf_grayscale_first.wasm', import.meta.url),
  /** @type {Source} */
  rest: new URL('../../pkg/scf_grayscale_rest.wasm', import.meta.url),
}
/** @type {Promise<any> | undefined} the first part's exports */
let first
/** @type {Promise<void> | undefined} */
let whole

/** @param {Partial<typeof sources>} [given] @returns {Promise<void>} */
export const init = async (given) => {
  Object.assign(sources, given)
  first ??= bytes(sources.first)
    .then((module_or_path) => loaded.default({ module_or_path }))
    .catch((error) => {
      first = undefined
      throw notLoaded(error)
    })
  await first
  if (!whole) core = having(early)
}

/** Brings the rest, once; what failed is tried again when it is asked for again. */
export const complete = async () => {
  whole ??= fill().catch((error) => {
    whole = undefined
    throw notLoaded(error)
  })
  await whole
  core = loaded
}

/** What the rest imports is what the first part exports; it puts its functions into the first part's table by itself. */
async function fill() {
  await init()
  const [exports, rest] = await Promise.all([first, bytes(sources.rest)])
  const imports = { first: exports }
  if (rest instanceof Response) await WebAssembly.instantiateStreaming(rest, imports)
  else await WebAssembly.instantiate(rest, imports)
}

/** @param {Source} source @returns {Promise<Response | BufferSource>} */
async function bytes(source) {
  if (!(source instanceof URL)) return source
  const unreachable = (/** @type {string} */ why) =>
    new GrayscaleError({ code: 'Unreachable', message: `${source.origin}: ${why}`, retryable: true })
  const answer = await fetch(source).catch((error) => {
    throw unreachable(error.message)
  })
  if (!answer.ok) throw unreachable(`${source.pathname}: ${answer.status}`)
  return answer
}

/** Browsers hash at once only in wasm. @type {((data: string | Uint8Array) => string) | undefined} */
export const sha256 = undefined

/** @param {unknown} error */
function notLoaded(error) {
  if (error instanceof GrayscaleError) return error
  const message = `the wasm module could not be loaded: ${error instanceof Error ? error.message : error}`
  return new GrayscaleError({ code: 'ModuleNotLoaded', message, retryable: true }, { cause: error })
}
