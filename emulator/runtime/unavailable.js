// @ts-check
// Runtimes that the emulator can't run: their functions are created, published and shifted, and each invocation fails.

import { CannotRun } from './programs.js'

/** @param {string} why @returns {import('./runtimes.js').Runtime} */
export const notRunHere = (why) => ({
  handler: /^\S*$/,
  defaultHandler: '',
  entry: (_names, handler) => ({ file: handler, method: '' }),
  async command({ runtime }) {
    throw new CannotRun(`The emulator does not run functions of the runtime ${runtime}: ${why}.`)
  },
})
