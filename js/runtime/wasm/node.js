// @ts-check
// Node: the module is compiled while this file is loaded, so it is ready at import, also behind `require`.
import { readFileSync } from 'node:fs'
import * as core from '../../../pkg/scf_grayscale.js'

core.initSync({ module: readFileSync(new URL('../../../pkg/scf_grayscale_bg.wasm', import.meta.url)) })

export { core }
export const init = async () => {}
/**
 * Hashes at once, natively. Loaded when it is first needed: whoever only plans has nothing to hash.
 *
 * @type {((data: string | Uint8Array) => string) | undefined}
 */
export const sha256 = (data) => process.getBuiltinModule('node:crypto').createHash('sha256').update(data).digest('hex')
