// @ts-check
// Java functions, on the JDK of this machine, whatever its version. The bootstrap is compiled at the first of them.

import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { functionEnvironment } from './environment.js'
import { findProgram } from './programs.js'

const run = promisify(execFile)
const LAUNCHER = fileURLToPath(new URL('./java-launcher.js', import.meta.url))
const SOURCES = ['Bootstrap.java', 'Json.java', 'com/qcloud/scf/runtime/Context.java']
const HANDLER = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*::[A-Za-z_$][\w$]*$/

/** The compiled bootstrap, by compiler. @type {Map<string, Promise<string>>} */
const compiled = new Map()

/** @type {import('./runtimes.js').Runtime} */
export const java = {
  handler: HANDLER,
  defaultHandler: 'example.Hello::mainHandler',
  // The class may be in any of the package's archives: Java finds it.
  entry(_names, handler) {
    const [file, method] = handler.split('::')
    return { file, method }
  },
  async command({ runtime, memoryMb }) {
    const program = await findProgram(runtime, ['java'], ['-version'])
    const compiler = await findProgram(runtime, ['javac'], ['-version'])
    const heap = [`-Xmx${memoryMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:+DisplayVMOutputToStderr']
    return [process.execPath, LAUNCHER, program, ...heap, '-cp', await bootstrapOf(compiler), 'Bootstrap']
  },
  launched: true,
  exhausted: /java\.lang\.OutOfMemoryError/,
}

/** @param {string} compiler @returns {Promise<string>} the folder of its classes */
function bootstrapOf(compiler) {
  const known = compiled.get(compiler) ?? compile(compiler)
  compiled.set(compiler, known)
  known.catch(() => compiled.delete(compiler))
  return known
}

/** @param {string} compiler */
async function compile(compiler) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'scf-emulator-java-'))
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }))
  const sources = SOURCES.map((name) => fileURLToPath(new URL(`./java/${name}`, import.meta.url)))
  await run(compiler, ['-encoding', 'UTF-8', '-d', directory, ...sources], { env: functionEnvironment() })
  chmodSync(directory, 0o755) // functions may run as another user
  return directory
}
