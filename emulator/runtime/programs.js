// @ts-check
// The interpreters of this machine, as functions would run them: with their environment, as their user.

import { execFile } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import path from 'node:path'
import { functionEnvironment } from './environment.js'
import { processIsolation } from './isolation.js'

const PROBE_MS = 20_000

/** Why a function can't be run on this machine. */
export class CannotRun extends Error {}

class ProgramMissing extends CannotRun {
  /** @param {string} runtime @param {string} program */
  constructor(runtime, program) {
    super(
      `The runtime ${runtime} needs the program ${program}, which is not in the emulator's PATH or does not run. ` +
        `Install ${program}; the next invocation looks for it again.`,
    )
  }
}

/** What was found, by the names that were looked for and the PATH at that time. @type {Map<string, string>} */
const found = new Map()

/**
 * The first program of these names that runs.
 * @param {string} runtime that needs it
 * @param {string[]} names in the order of preference; the last is the one to install
 * @param {string[]} probe arguments with which it prints where it really is, and ends with 0
 * @returns {Promise<string>}
 * @throws {ProgramMissing}
 */
export async function findProgram(runtime, names, probe) {
  const { PATH = '' } = process.env
  const key = `${names} ${PATH}`
  const known = found.get(key)
  if (known !== undefined) return known
  for (const name of names) {
    for (const directory of PATH.split(path.delimiter)) {
      const candidate = path.join(directory, name)
      const printed = path.isAbsolute(directory) && isExecutable(candidate) ? await run(candidate, probe) : undefined
      if (printed === undefined) continue
      const program = path.isAbsolute(printed) ? printed : candidate
      found.set(key, program)
      return program
    }
  }
  throw new ProgramMissing(runtime, names[names.length - 1])
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @param {string} program @param {string[]} args @returns {Promise<string | undefined>} the first line that it prints */
function run(program, args) {
  const { user, command } = processIsolation()
  const [first, ...rest] = [...command, program, ...args]
  return new Promise((resolve) => {
    const options = { cwd: '/', env: functionEnvironment(), timeout: PROBE_MS, ...user }
    execFile(first, rest, options, (error, stdout) => resolve(error ? undefined : stdout.split('\n')[0].trim()))
  })
}
