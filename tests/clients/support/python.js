// Clients from PyPI, each set in a virtual environment of its own, as its requirements.txt pins them.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { kept } from '../../support/installs.js'

const run = promisify(execFile)
const python = process.platform === 'win32' ? 'python' : 'python3'
/** Where a virtual environment has its programs. */
const programs = process.platform === 'win32' ? 'Scripts' : 'bin'

/**
 * @param {string} lock the folder in tests/installs/ with requirements.txt
 */
export async function virtualEnvironment(lock) {
  const { stdout } = await run(python, ['-c', 'import ensurepip, sys, venv; print(sys.version)']).catch((error) => {
    const why = error.stderr?.trim().split('\n').pop() || error.message
    throw new Error(`The Python clients need python3 with venv (Debian: apt-get install python3-venv): ${why}`)
  })
  const install = async (/** @type {string} */ fresh) => {
    await run(python, ['-m', 'venv', fresh])
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-compile', '--disable-pip-version-check', '--require-hashes']
    await run(join(fresh, programs, 'python'), [...pip, '-r', join(fresh, 'requirements.txt')])
  }
  const directory = await kept(lock, ['requirements.txt'], install, stdout)
  const interpreter = join(directory, programs, 'python')
  const printed = async (/** @type {string[]} */ ...words) =>
    (await run(interpreter, words, { env: plainEnvironment, maxBuffer: 64 * 1024 * 1024 })).stdout.trim()
  return {
    python: interpreter,
    /**
     * A script that was installed, to be run by that very python: it names the place where it was first.
     * @param {string} name
     */
    program: (name) => join(directory, programs, name),
    /** What python prints when it is run with these words. */
    printed,
    /** A client's row in docs/compatibility.md. @param {string} name */
    row: async (name) =>
      `${name} ${await printed('-c', `from importlib.metadata import version; print(version("${name}"))`)}`,
  }
}

/** What a child gets of the environment: no proxy, no account, no settings but ours. */
export const plainEnvironment = { PATH: process.env.PATH, LANG: 'C.UTF-8', PYTHONUTF8: '1' }

/**
 * A child that answers a line with a line, both JSON.
 * @param {string} program
 * @param {string[]} args
 */
export function lineByLine(program, args) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], env: plainEnvironment })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const ended = once(child, 'close')
  return {
    /** @param {unknown} question */
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${args[0]} ended with ${(await ended)[0]}`)
      return JSON.parse(value)
    },
    async close() {
      child.stdin.end()
      await ended
    },
  }
}
