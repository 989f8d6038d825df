// @ts-check
// For functions that are programs of their own: starts the program, passes on what it writes, and speaks with the emulator
// for it (channel.js). When the program ends, this process ends in the same way.

import { spawn } from 'node:child_process'
import { writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { constants } from 'node:os'
import path from 'node:path'
import { Lines } from './lines.js'
import { residentBytesBelow } from './memory.js'
import { programFault } from './program-file.js'

/** @typedef {import('./process.js').LoadMessage} LoadMessage */
/** @typedef {import('./process.js').RunMessage} RunMessage */
/** @typedef {import('./process.js').FromChild} FromChild */
/** @typedef {import('node:child_process').ChildProcess} ChildProcess */

const OUTPUT = 1
const JOBS = 3
const ANSWERS = 4
/** How long the output of a program that has ended is waited for: what it started may hold the pipes. */
const DRAIN_MS = 200

const wait = new Int32Array(new SharedArrayBuffer(4))

export class Supervisor {
  #writtenBytes = 0
  #startedAt = 0
  /** Of the function, as its invocations get it. @type {Record<string, any>} */
  context = {}

  /**
   * @param {object} given
   * @param {(program: string, message: LoadMessage) => void} given.load starts the program; then `loaded` or `refused` is
   *   to be said
   * @param {(message: RunMessage) => void} given.run then `returned` or `threw` is to be called
   */
  constructor({ load, run }) {
    const jobs = new Socket({ fd: JOBS, readable: true, writable: false })
    const lines = new Lines()
    jobs.on('data', (chunk) => {
      for (const line of lines.push(chunk)) {
        const message = JSON.parse(line.toString('utf8'))
        if (message.kind === 'load') this.#load(message, load)
        else if (message.kind === 'run') {
          this.#startedAt = performance.now()
          run(message)
        } else this.tell({ kind: 'ready', nonce: message.nonce })
      }
    })
    jobs.on('close', endGroup) // the emulator is gone
    this.tell({ kind: 'started', pid: process.pid })
  }

  /** @param {LoadMessage} message @param {(program: string, message: LoadMessage) => void} load */
  #load(message, load) {
    this.context = message.context
    const program = path.join(message.directory, message.file)
    const fault = programFault(program)
    if (fault !== undefined) return this.refuse(405, `ContainerStateExited: ${fault}`)
    load(program, message)
  }

  /** @param {FromChild} message */
  tell(message) {
    writeAll(ANSWERS, Buffer.from(`${JSON.stringify(message)}\n`))
  }

  /** The program can't be started. @param {405 | 437 | 446} statusCode @param {string} message */
  refuse(statusCode, message) {
    this.tell({ kind: 'refused', statusCode, message })
    process.exit(1)
  }

  /**
   * @param {string[]} words the program and its arguments
   * @param {{ directory: string, environment: Record<string, string> }} given
   * @returns {ChildProcess}
   */
  start([program, ...args], { directory, environment }) {
    const child = spawn(program, args, {
      cwd: directory,
      env: environment,
      // the emulator's descriptors are not the program's
      stdio: ['ignore', 'pipe', 'pipe', 'ignore', 'ignore'],
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('error', () => {})
      stream?.on('data', (chunk) => {
        this.#writtenBytes += chunk.length
        writeAll(OUTPUT, chunk)
      })
    }
    child.on('error', (error) => this.refuse(405, `ContainerStateExited: ${program} can't be run: ${error.message}`))
    child.on('exit', (code, signal) => {
      const end = () => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 0))
      const drained = setTimeout(end, DRAIN_MS)
      child.on('close', () => {
        clearTimeout(drained)
        end()
      })
    })
    return child
  }

  /** @param {string} id @param {string} returned */
  async returned(id, returned) {
    this.tell({ kind: 'returned', id, returned, ...(await this.#measures()) })
  }

  /** @param {string} id @param {string} stack @param {boolean} [fatal] the program is to be ended */
  async threw(id, stack, fatal = false) {
    this.tell({ kind: 'threw', id, stack, fatal, ...(await this.#measures()) })
  }

  async #measures() {
    const durationMs = performance.now() - this.#startedAt
    // What the program wrote before its answer is in the pipes: they are read before this goes on.
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    const peakBytes = await residentBytesBelow(process.pid)
    return { durationMs, peakBytes, writtenBytes: this.#writtenBytes }
  }
}

/** Ends the program too, with all that it started in this process group. */
function endGroup() {
  if (process.platform !== 'win32') process.kill(0, 'SIGKILL')
  process.exit(0)
}

/** @param {number} descriptor @param {Buffer} bytes */
function writeAll(descriptor, bytes) {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at)
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EAGAIN') process.exit(1)
      Atomics.wait(wait, 0, 0, 1)
    }
  }
}
