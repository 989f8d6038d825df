// @ts-check
// The custom runtime: the package's own program `bootstrap`, which asks the runtime API for events.

import { fileURLToPath } from 'node:url'

const BOOTSTRAP = fileURLToPath(new URL('./runtime-api.js', import.meta.url))

/** @type {import('./runtimes.js').Runtime} */
export const custom = {
  handler: /^\S*$/, // the program knows what it runs
  defaultHandler: 'main',
  entry: () => ({ file: 'bootstrap', method: '' }),
  command: async () => [process.execPath, BOOTSTRAP],
  supervised: true,
}
