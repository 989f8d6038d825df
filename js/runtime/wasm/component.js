// @ts-check
// The package that `sls publish` uploads: one CommonJS file, with the module beside it.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as core from '../../../pkg/scf_grayscale.js'

core.initSync({ module: readFileSync(join(__dirname, 'scf_grayscale_bg.wasm')) })

export { core }
export const init = async () => {}
/** Hashes at once, natively. @type {((data: string | Uint8Array) => string) | undefined} */
export const sha256 = (data) => createHash('sha256').update(data).digest('hex')
