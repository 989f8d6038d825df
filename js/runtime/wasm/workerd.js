// @ts-check
// workerd (Cloudflare's runtime): code can't be compiled there, so the module is imported as one.
import * as core from '../../../pkg/scf_grayscale.js'
// @ts-expect-error the import gives a WebAssembly.Module there, which TypeScript doesn't know
import module from '../../../pkg/scf_grayscale_bg.wasm'

core.initSync({ module })

export { core }
export const init = async () => {}
/** @type {((data: string | Uint8Array) => string) | undefined} */
export const sha256 = undefined
