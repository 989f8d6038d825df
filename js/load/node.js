// @ts-check
// Node: the module is compiled while this file is loaded, so it is ready at import, also behind `require`.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as core from '../../pkg/scf_grayscale.js'

core.initSync({ module: readFileSync(new URL('../../pkg/scf_grayscale_bg.wasm', import.meta.url)) })

export { core }
export const init = async () => {}
/** Hashes at once, natively. @type {((data: string | Uint8Array) => string) | undefined} */
export const sha256 = (data) => createHash('sha256').update(data).digest('hex')
