// @ts-check
// Node.js functions, on the Node.js that runs the emulator.

import { fileURLToPath } from 'node:url'
import { SCRIPT_DEFAULT, SCRIPT_HANDLER, scriptEntry } from './scripts.js'

const BOOTSTRAP = fileURLToPath(new URL('./bootstrap.js', import.meta.url))

/** @type {import('./runtimes.js').Runtime} */
export const nodejs = {
  handler: SCRIPT_HANDLER,
  defaultHandler: SCRIPT_DEFAULT,
  entry: scriptEntry(['.js', '.mjs', '.cjs']),
  command: async ({ memoryMb }) => [
    process.execPath,
    `--max-old-space-size=${memoryMb}`,
    // The young generation counts against the function's memory as well, so it is kept in proportion.
    `--max-semi-space-size=${Math.min(16, Math.max(1, Math.floor(memoryMb / 32)))}`,
    BOOTSTRAP,
  ],
  exhausted: /heap out of memory|Array buffer allocation failed/,
}
