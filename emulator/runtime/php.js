// @ts-check
// PHP functions, on the php of this machine, whatever its version.

import { fileURLToPath } from 'node:url'
import { findProgram } from './programs.js'
import { SCRIPT_DEFAULT, SCRIPT_HANDLER, scriptEntry } from './scripts.js'

const BOOTSTRAP = fileURLToPath(new URL('./bootstrap.php', import.meta.url))
const PROBE = ['-r', 'PHP_VERSION_ID >= 70000 || exit(1); echo PHP_BINARY;']

/** @type {import('./runtimes.js').Runtime} */
export const php = {
  handler: SCRIPT_HANDLER,
  defaultHandler: SCRIPT_DEFAULT,
  entry: scriptEntry(['.php']),
  async command({ runtime, memoryMb }) {
    const program = await findProgram(runtime, ['php'], PROBE)
    const settings = { display_errors: '1', html_errors: '0', log_errors: '0', memory_limit: `${memoryMb}M` }
    return [program, ...Object.entries(settings).flatMap(([name, value]) => ['-d', `${name}=${value}`]), BOOTSTRAP]
  },
  exhausted: /Allowed memory size of \d+ bytes exhausted/,
}
