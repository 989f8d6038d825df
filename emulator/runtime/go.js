// @ts-check
// Go functions: the package's own program, built with Tencent Cloud's library for Go, which serves calls by net/rpc.

import { fileURLToPath } from 'node:url'

const BOOTSTRAP = fileURLToPath(new URL('./go-rpc.js', import.meta.url))

/** @type {import('./runtimes.js').Runtime} */
export const go = {
  handler: /^[\w.-]+$/,
  defaultHandler: 'main',
  entry: (_names, handler) => ({ file: handler, method: '' }),
  command: async () => [process.execPath, BOOTSTRAP],
  supervised: true,
}
