// The emulators of one test file share a key, which is drawn for each run: no key is known to anybody else.

import { randomBytes } from 'node:crypto'
import { startEmulator as start } from '../../index.js'

export const KEY = { secretId: `AKID${randomBytes(16).toString('hex')}`, secretKey: randomBytes(16).toString('hex') }

/** @param {import('../../index.js').EmulatorOptions} [options] */
export const startEmulator = (options) => start({ ...KEY, ...options })
