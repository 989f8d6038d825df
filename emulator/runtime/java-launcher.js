// @ts-check
// Starts a program that can't change its own environment: with the one that the first message says. The program gets jobs
// on its standard input, answers on its standard output, and writes what the function prints to its standard error.

import { spawn } from 'node:child_process'
import { readSync } from 'node:fs'
import { constants } from 'node:os'

const OUTPUT = 1
const JOBS = 3
const ANSWERS = 4
const LINE_FEED = 10

/** The first line; not a byte more is read, since the rest is for the program. */
function firstLine() {
  const bytes = []
  const one = Buffer.alloc(1)
  for (;;) {
    try {
      if (readSync(JOBS, one) === 0) process.exit(0) // the emulator is gone
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
      continue
    }
    if (one[0] === LINE_FEED) return Buffer.from(bytes).toString('utf8')
    bytes.push(one[0])
  }
}

const { environment } = JSON.parse(firstLine())
const [program, ...args] = process.argv.slice(2)
const child = spawn(program, args, { env: environment, stdio: [JOBS, ANSWERS, OUTPUT] })
child.on('error', () => process.exit(1))
child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 0)))
