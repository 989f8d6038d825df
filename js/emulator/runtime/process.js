// @ts-check
// One process of one function version. It serves one invocation at a time, and is killed when the function overruns
// its time or its memory.

import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { residentBytes } from './memory.js'
import { platformFailure, userFailure } from './outcome.js'
import { Output } from './output.js'

/** @typedef {import('./outcome.js').Outcome} Outcome */
/** @typedef {import('./outcome.js').Failure} Failure */
/** @typedef {import('../world.js').Configuration} Configuration */

/** @typedef {{ kind: 'load', directory: string, file: string, method: string, environment: Record<string, string>, context: object }} LoadMessage */
/** @typedef {{ kind: 'run', id: string, event: string }} RunMessage */
/** @typedef {{ durationMs: number, peakBytes: number, writtenBytes: number }} Measures writtenBytes: since the start */
/**
 * What the process says. A `threw` that is fatal is its last word.
 * @typedef {{ kind: 'loaded', ownBytes: number }
 *   | { kind: 'unloadable', stack: string }
 *   | ({ kind: 'returned', id: string, returned: string } & Measures)
 *   | ({ kind: 'threw', id: string, stack: string, fatal: boolean } & Measures)} FromChild
 */

/**
 * What a process is to run.
 * @typedef {object} Target
 * @property {string} key one per content that a version serves
 * @property {string} directory where the package is unpacked
 * @property {string} file of the handler, inside the directory
 * @property {Configuration} configuration
 * @property {Record<string, string>} environment
 * @property {object} context what every invocation's context holds
 */

/** @typedef {{ id: string, event: string }} Job */

/**
 * The invocation that is running.
 * @typedef {object} Current
 * @property {number} startedAt
 * @property {(outcome: Outcome) => void} done
 * @property {NodeJS.Timeout[]} timers
 * @property {{ outcome: Outcome, writtenBytes: number } | null} answered there is an answer, but its output is still in
 *   the pipe
 * @property {Verdict | null} verdict why it was killed
 */

/** @typedef {{ statusCode: Outcome['statusCode'], failure: Failure }} Verdict */

const BOOTSTRAP = fileURLToPath(new URL('./bootstrap.js', import.meta.url))
const MEGABYTE = 1024 * 1024
const MAX_OUTPUT_BYTES = MEGABYTE
const MAX_STDERR_CHARS = 16384
const MEMORY_LOOK_MS = process.platform === 'linux' ? 25 : 250
/** What a function is charged for the Node.js runtime, whatever that really needs on this machine. */
const RUNTIME_SHARE_BYTES = 10 * MEGABYTE
const HEAP_EXHAUSTED = /heap out of memory|Array buffer allocation failed/

export class FunctionProcess {
  alive = true
  lastUsedMs = performance.now()
  /** @type {Current | null} */
  #current = null
  #output = new Output(MAX_OUTPUT_BYTES)
  #receivedBytes = 0
  /** What the runtime itself writes; the function's own stderr goes to stdout. */
  #stderr = ''
  #ownBytes = 0
  /** @type {(how: string) => void} what it means now when the process ends */
  #atEnd = () => {}

  /** @param {Target} target */
  constructor(target) {
    this.target = target
    const { memoryMb } = target.configuration
    this.child = spawn(
      process.execPath,
      [
        `--max-old-space-size=${memoryMb}`,
        // The young generation counts against the function's memory as well, so it is kept in proportion.
        `--max-semi-space-size=${Math.min(16, Math.max(1, Math.floor(memoryMb / 32)))}`,
        BOOTSTRAP,
      ],
      { cwd: target.directory, env: baseEnvironment(), stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    )
    this.child.stdout?.on('data', (chunk) => this.#received(chunk))
    this.child.stderr?.on('data', (chunk) => {
      this.#stderr = (this.#stderr + chunk).slice(-MAX_STDERR_CHARS)
    })
    /** @type {Promise<void>} fulfilled when the process is gone and all it wrote has been read */
    this.ended = new Promise((resolve) => {
      const end = (/** @type {string} */ how) => {
        this.alive = false
        this.#atEnd(how)
        resolve()
      }
      this.child.once('close', (code, signal) => end(signal ?? `exit code ${code}`))
      this.child.on('error', (error) => {
        // Of errors only a failed start matters; it may come without `close`.
        if (this.child.pid === undefined) end(`it could not be started: ${error.message}`)
      })
    })
  }

  /**
   * Loads the user's code.
   * @returns {Promise<Outcome | null>} the failure that every invocation gets when it can't be loaded
   */
  load() {
    const { configuration, directory, file, environment, context } = this.target
    const method = configuration.handler.slice(configuration.handler.lastIndexOf('.') + 1)
    const startedAt = performance.now()
    return new Promise((resolve) => {
      /** @param {Outcome['statusCode']} statusCode @param {Failure} failure */
      const fail = (statusCode, failure) => {
        clearTimeout(timer)
        this.kill()
        const durationMs = performance.now() - startedAt
        const output = this.#output.take() + this.#stderr
        resolve({ statusCode, returned: '', failure, output, durationMs, memoryBytes: 0 })
      }
      const seconds = configuration.initTimeoutSeconds
      const timer = setTimeout(
        () => fail(433, platformFailure(`Initializing task timed out after ${seconds} seconds`)),
        seconds * 1000,
      )
      this.#atEnd = (how) => {
        if (HEAP_EXHAUSTED.test(this.#stderr)) return fail(434, memoryExceeded(configuration.memoryMb))
        fail(439, platformFailure(`User process exit when initializing (${how})`))
      }
      this.child.on('message', (message) => {
        const from = /** @type {FromChild} */ (message)
        if (from.kind === 'loaded') {
          clearTimeout(timer)
          this.#ownBytes = from.ownBytes
          this.#atEnd = (how) => this.#gone(how)
          resolve(null)
        } else if (from.kind === 'unloadable') {
          this.#atEnd = () => fail(430, userFailure(from.stack)) // when its last output is there
        } else this.#answer(from)
      })
      this.#send({ kind: 'load', directory, file, method, environment, context })
    })
  }

  /**
   * @param {Job} job
   * @returns {Promise<Outcome>}
   */
  run(job) {
    const { timeoutSeconds, memoryMb } = this.target.configuration
    return new Promise((done) => {
      const timeOut = setTimeout(
        () => this.#condemn(433, platformFailure(`Invoking task timed out after ${timeoutSeconds} seconds`)),
        timeoutSeconds * 1000,
      )
      const look = setInterval(() => void this.#lookAtMemory(memoryMb), MEMORY_LOOK_MS)
      this.#current = { startedAt: performance.now(), done, timers: [timeOut, look], answered: null, verdict: null }
      this.#send({ kind: 'run', ...job })
    })
  }

  kill() {
    this.alive = false
    this.child.kill('SIGKILL')
  }

  /** @param {LoadMessage | RunMessage} message */
  #send(message) {
    // A process that has just ended can't be written to; its end is seen all the same, and answers the invocation.
    if (this.child.connected) this.child.send(message, () => {})
  }

  /** @param {Buffer} chunk */
  #received(chunk) {
    this.#receivedBytes += chunk.length
    this.#output.push(chunk)
    const answered = this.#current?.answered
    if (answered && this.#receivedBytes >= answered.writtenBytes) this.#finish(answered.outcome)
  }

  /** @param {Extract<FromChild, { kind: 'returned' | 'threw' }>} from */
  #answer(from) {
    if (!this.#current) return
    const { memoryMb } = this.target.configuration
    const memoryBytes = this.#charged(from.peakBytes)
    const overrun = memoryBytes > memoryMb * MEGABYTE
    if (overrun || (from.kind === 'threw' && from.fatal)) this.alive = false
    /** @type {{ statusCode: Outcome['statusCode'], failure: Failure | null }} */
    const { statusCode, failure } = overrun
      ? { statusCode: 434, failure: memoryExceeded(memoryMb) }
      : from.kind === 'threw'
        ? { statusCode: 430, failure: userFailure(from.stack) }
        : { statusCode: 200, failure: null }
    const returned = failure === null && from.kind === 'returned' ? from.returned : ''
    const outcome = { statusCode, returned, failure, output: '', durationMs: from.durationMs, memoryBytes }
    if (this.#receivedBytes >= from.writtenBytes) this.#finish(outcome)
    else this.#current.answered = { outcome, writtenBytes: from.writtenBytes }
  }

  /** @param {Outcome} outcome */
  #finish(outcome) {
    const current = this.#current
    if (!current) return
    this.#current = null
    for (const timer of current.timers) clearTimeout(timer)
    this.lastUsedMs = performance.now()
    if (!this.alive) this.kill()
    current.done({ ...outcome, output: this.#output.take() + outcome.output })
  }

  /** @param {number} limitMb */
  async #lookAtMemory(limitMb) {
    const current = this.#current
    const pid = this.child.pid
    if (!current || pid === undefined) return
    const bytes = await residentBytes(pid)
    if (bytes === undefined || this.#current !== current) return
    if (this.#charged(bytes) > limitMb * MEGABYTE) this.#condemn(434, memoryExceeded(limitMb))
  }

  /** @param {number} resident */
  #charged(resident) {
    return RUNTIME_SHARE_BYTES + Math.max(0, resident - this.#ownBytes)
  }

  /** @param {433 | 434} statusCode @param {Failure} failure */
  #condemn(statusCode, failure) {
    if (!this.#current || this.#current.verdict) return
    this.#current.verdict = { statusCode, failure }
    this.kill()
  }

  /** The process has ended. @param {string} how */
  #gone(how) {
    const current = this.#current
    if (!current) return
    if (current.answered) return this.#finish(current.answered.outcome)
    const { memoryMb } = this.target.configuration
    const exhausted = HEAP_EXHAUSTED.test(this.#stderr)
    const verdict = current.verdict ?? (exhausted ? { statusCode: 434, failure: memoryExceeded(memoryMb) } : null)
    this.#finish({
      statusCode: verdict?.statusCode ?? 439,
      returned: '',
      failure: verdict?.failure ?? platformFailure(`User process exit when running (${how})`),
      output: verdict ? '' : this.#stderr,
      durationMs: performance.now() - current.startedAt,
      memoryBytes: verdict?.statusCode === 434 ? memoryMb * MEGABYTE : RUNTIME_SHARE_BYTES,
    })
  }
}

/** @param {number} memoryMb */
const memoryExceeded = (memoryMb) => platformFailure(`Memory limit exceeded: ${memoryMb} MB`)

/** What every function sees; nothing of the environment the emulator was started in. */
function baseEnvironment() {
  const places = [path.dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin']
  return { PATH: places.join(path.delimiter), LANG: 'en_US.UTF-8', TZ: 'UTC' }
}
