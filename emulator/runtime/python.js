// @ts-check
// Python 3 functions, on the python3 of this machine: that of the runtime's version where there is one, else any.

import { fileURLToPath } from 'node:url'
import { findProgram } from './programs.js'
import { SCRIPT_DEFAULT, SCRIPT_HANDLER, scriptEntry } from './scripts.js'

const BOOTSTRAP = fileURLToPath(new URL('./bootstrap.py', import.meta.url))
/** It prints its own path, since what PATH leads to may be a script that chooses an interpreter. */
const PROBE = ['-I', '-c', 'import sys; assert sys.version_info >= (3, 6); print(sys.executable)']

/** @param {string} version such as 3.9 @returns {import('./runtimes.js').Runtime} */
export const python = (version) => ({
  handler: SCRIPT_HANDLER,
  defaultHandler: SCRIPT_DEFAULT,
  entry: scriptEntry(['.py']),
  async command() {
    const program = await findProgram(`Python${version}`, [`python${version}`, 'python3'], PROBE)
    return [program, '-I', '-B', '-X', 'utf8', BOOTSTRAP]
  },
  userErrorCode: -1,
})
