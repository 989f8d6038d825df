// @ts-check
// One process of one function version. It serves one invocation at a time, and is killed when the function overruns
// its time or its memory, with all that it started. Nothing that the function does may end or hold up the emulator.

import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { constants } from 'node:os'
import { Channel, MAX_MESSAGE_BYTES } from './channel.js'
import { functionEnvironment } from './environment.js'
import { processIsolation } from './isolation.js'
import { residentBytes, residentBytesBelow } from './memory.js'
import { platformFailure, userFailure } from './outcome.js'
import { Output } from './output.js'

/** @typedef {import('./outcome.js').Outcome} Outcome */
/** @typedef {import('./outcome.js').Failure} Failure */
/** @typedef {import('../world.js').Configuration} Configuration */

/** @typedef {{ kind: 'load', directory: string, file: string, method: string, environment: Record<string, string>, context: object }} LoadMessage */
/** @typedef {{ kind: 'run', id: string, event: string }} RunMessage */
/** @typedef {LoadMessage | RunMessage | { kind: 'ping', nonce: string }} ToChild */
/** @typedef {{ durationMs: number, peakBytes: number, writtenBytes: number }} Measures writtenBytes: since the start */
/**
 * What the process says. `unloadable` is the code's own fault, `refused` is the platform's verdict on it. A `threw` that is
 * fatal is its last word.
 * @typedef {{ kind: 'started', pid: number }
 *   | { kind: 'ready', nonce: string }
 *   | { kind: 'loaded', ownBytes: number }
 *   | { kind: 'unloadable', stack: string }
 *   | { kind: 'refused', statusCode: number, message: string }
 *   | ({ kind: 'returned', id: string, returned: string } & Measures)
 *   | ({ kind: 'threw', id: string, stack: string, fatal: boolean } & Measures)} FromChild
 */

/**
 * What a process is to run.
 * @typedef {object} Target
 * @property {string} key one per content that a version serves
 * @property {string} directory where the package is unpacked
 * @property {string[]} command the program that runs the function, and its arguments
 * @property {import('./runtimes.js').Entry} entry the handler, inside the directory
 * @property {import('./runtimes.js').Runtime} runtime
 * @property {Configuration} configuration
 * @property {Record<string, string>} environment
 * @property {object} context what every invocation's context holds
 * @property {() => void} restore writes the files again that a function changed
 */

/** @typedef {{ id: string, event: string }} Job */

/**
 * The invocation that is running.
 * @typedef {object} Current
 * @property {string} id
 * @property {number} startedAt
 * @property {(outcome: Outcome) => void} done
 * @property {NodeJS.Timeout[]} timers
 * @property {{ outcome: Outcome, writtenBytes: number } | null} answered there is an answer, but its output is still in
 *   the pipe
 * @property {Verdict | null} verdict why it was killed
 */

/** @typedef {{ statusCode: Outcome['statusCode'], failure: Failure }} Verdict */

/**
 * What it means when the function is not ready in time, or its process ends while it starts or runs.
 * @typedef {object} Verdicts
 * @property {(seconds: number) => Verdict} notReady
 * @property {(when: 'initializing' | 'running', how: string) => Verdict} exited
 */

/** @type {Verdicts} */
const USUAL_VERDICTS = {
  notReady: (seconds) => ({
    statusCode: 433,
    failure: platformFailure(`Initializing task timed out after ${seconds} seconds`),
  }),
  exited: (when, how) => ({ statusCode: 439, failure: platformFailure(`User process exit when ${when} (${how})`) }),
}

/** Windows has no process groups; there a function's own children outlive it. */
const GROUPED = process.platform !== 'win32'
/** It keeps no descriptor open, so that the emulator sees when the function closes one. */
const WAITING_SHELL = '"$@" & exec 0<&- 1>&- 2>&- 3>&- 4>&-; wait $!; exit $?'
const MEGABYTE = 1024 * 1024
const MAX_OUTPUT_BYTES = MEGABYTE
const MAX_STDERR_CHARS = 16384
const MEMORY_LOOK_MS = process.platform === 'linux' ? 25 : 250
/** What a function is charged for its runtime, whatever that really needs on this machine. */
const RUNTIME_SHARE_BYTES = 10 * MEGABYTE
/** What a function may take, after its answer, to come back to the event loop. */
const READY_MS = 2000
/** How long output is waited for that was written, or of a process that has ended: another process may hold the pipe. */
const DRAIN_MS = 500

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
  /** @type {number | undefined} of the runtime itself; the child is a shell around it */
  #pid
  #killed = false
  /** Its number can be another group's once it has been killed as a whole. */
  #group = true
  /** @type {Channel} */
  #channel
  /** @type {string | undefined} why it was killed, where the function broke the channel */
  #why
  /** @type {(message: Extract<FromChild, { kind: 'loaded' | 'unloadable' | 'refused' }>) => void} while it loads */
  #loaded = () => {}
  /** @type {((nonce?: string) => void) | null} while it is asked whether it can serve again */
  #ready = null
  /** @type {(how: string) => void} what it means now when the process ends */
  #atEnd = () => {}

  /** @param {Target} target */
  constructor(target) {
    this.target = target
    this.verdicts = target.runtime.verdicts ?? USUAL_VERDICTS
    target.restore()
    this.child = start(target)
    const [, stdout, stderr, jobs, answers] = this.child.stdio
    for (const stream of [stdout, stderr]) stream?.on('error', () => {}) // closed by the function
    stdout?.on('data', (chunk) => this.#received(chunk))
    stderr?.on('data', (chunk) => {
      this.#stderr = (this.#stderr + chunk).slice(-MAX_STDERR_CHARS)
    })
    this.#channel = new Channel({
      jobs: /** @type {import('node:net').Socket} */ (jobs),
      answers: /** @type {import('node:net').Socket} */ (answers),
      take: (message) => this.#take(message),
      broken: (how) => this.#broken(how),
    })
    /** @type {Promise<void>} fulfilled when the process is gone and what it wrote has been read */
    this.ended = new Promise((resolve) => {
      const end = (/** @type {string} */ how) => {
        this.alive = false
        this.#killed = true
        this.#channel.close()
        for (const stream of this.child.stdio) stream?.destroy()
        this.#ready?.()
        this.#atEnd(this.#why ?? how)
        resolve()
      }
      this.child.once('exit', (code, signal) => {
        const how = signal ?? exitText(code ?? 0)
        this.#killGroup() // what it started
        // a child in a session of its own keeps the pipes open
        const drained = setTimeout(end, DRAIN_MS, how)
        this.child.once('close', () => {
          clearTimeout(drained)
          end(how)
        })
      })
      this.child.on('error', (error) => {
        // Of errors only a failed start matters; it may come without `exit`.
        if (this.child.pid === undefined) end(`it could not be started: ${error.message}`)
      })
    })
  }

  /**
   * Loads the user's code.
   * @returns {Promise<Outcome | null>} the failure that every invocation gets when it can't be loaded
   */
  load() {
    const { configuration, directory, entry, environment, context } = this.target
    const startedAt = performance.now()
    return new Promise((resolve) => {
      /** @param {Verdict} verdict */
      const fail = ({ statusCode, failure }) => {
        clearTimeout(timer)
        this.kill()
        const durationMs = performance.now() - startedAt
        const output = this.#output.take() + this.#stderr
        resolve({ statusCode, returned: '', failure, output, durationMs, memoryBytes: 0 })
      }
      const seconds = configuration.initTimeoutSeconds
      const timer = setTimeout(() => fail(this.verdicts.notReady(seconds)), seconds * 1000)
      this.#atEnd = (how) => {
        fail(this.#isExhausted(this.#stderr) ? this.#overMemory() : this.verdicts.exited('initializing', how))
      }
      this.#loaded = (from) => {
        this.#loaded = () => {}
        if (from.kind === 'loaded') {
          clearTimeout(timer)
          this.#ownBytes = from.ownBytes
          this.#atEnd = (how) => this.#gone(how)
          resolve(null)
          return
        }
        const verdict = from.kind === 'refused' ? refused(from) : this.#threw(from.stack)
        this.#atEnd = () => fail(verdict) // when its last output is there
      }
      const all = { ...functionEnvironment(), ...environment }
      const message = /** @type {LoadMessage} */ ({ kind: 'load', directory, ...entry, environment: all, context })
      if (this.target.runtime.launched) this.#channel.send(message)
      this.#channel.send(message)
    })
  }

  /**
   * @param {Job} job
   * @returns {Promise<Outcome>}
   */
  run(job) {
    const { timeoutSeconds } = this.target.configuration
    return new Promise((done) => {
      const timeOut = setTimeout(
        () =>
          this.#condemn({
            statusCode: 433,
            failure: platformFailure(`Invoking task timed out after ${timeoutSeconds} seconds`),
          }),
        timeoutSeconds * 1000,
      )
      const look = setInterval(() => void this.#lookAtMemory(), MEMORY_LOOK_MS)
      this.#current = {
        id: job.id,
        startedAt: performance.now(),
        done,
        timers: [timeOut, look],
        answered: null,
        verdict: null,
      }
      this.#channel.send({ kind: 'run', ...job })
    })
  }

  /**
   * Whether it can serve another invocation: it is back in its event loop, and hears what it is told. Otherwise it is
   * killed, since the next invocation would wait for nothing.
   * @returns {Promise<void>}
   */
  settle() {
    if (!this.alive) return Promise.resolve()
    const nonce = randomUUID()
    return new Promise((resolve) => {
      const over = () => {
        clearTimeout(timer)
        this.#ready = null
        resolve()
      }
      const timer = setTimeout(() => {
        this.kill()
        over()
      }, READY_MS)
      this.#ready = (said) => {
        if (said === undefined || said === nonce) over()
      }
      this.#channel.send({ kind: 'ping', nonce })
    })
  }

  /** Ends it, and what it started. */
  kill() {
    this.alive = false
    if (this.#killed) return
    this.#killed = true
    if (this.#pid === undefined) return this.#killGroup()
    // The shell sees it end and ends too. So no dead process is left to whoever inherits it; if the shell is stopped or
    // gone, the whole group is killed after all.
    signal(this.#pid)
    setTimeout(() => this.#killGroup(), DRAIN_MS).unref()
  }

  #killGroup() {
    const { pid } = this.child
    if (pid !== undefined && this.#group) signal(GROUPED ? -pid : pid)
    this.#group = false
  }

  /** @param {FromChild} message */
  #take(message) {
    if (message.kind === 'started') this.#pid ??= message.pid
    else if (message.kind === 'ready') this.#ready?.(message.nonce)
    else if (message.kind === 'returned' || message.kind === 'threw') this.#answer(message)
    else this.#loaded(message)
  }

  /** @param {import('./channel.js').Break} how */
  #broken(how) {
    if (how === 'too long' && this.#current) return this.#condemn(ANSWER_TOO_LONG)
    if (how === 'closed') {
      // most often it has ended, and why comes next
      this.alive = false
      setTimeout(() => this.#end("it closed the runtime's channel"), DRAIN_MS).unref()
    } else this.#end("it wrote to the runtime's channel")
  }

  /** @param {string} why */
  #end(why) {
    this.#why ??= why
    this.kill()
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
    if (!this.#current || this.#current.answered || from.id !== this.#current.id) return
    const memoryBytes = this.#charged(from.peakBytes)
    const overrun = memoryBytes > this.target.configuration.memoryMb * MEGABYTE
    if (overrun || (from.kind === 'threw' && from.fatal)) this.alive = false
    /** @type {{ statusCode: Outcome['statusCode'], failure: Failure | null }} */
    const { statusCode, failure } = overrun
      ? this.#overMemory()
      : from.kind === 'threw'
        ? this.#threw(from.stack, from.fatal)
        : { statusCode: 200, failure: null }
    const returned = failure === null && from.kind === 'returned' ? from.returned : ''
    const outcome = { statusCode, returned, failure, output: '', durationMs: from.durationMs, memoryBytes }
    if (this.#receivedBytes >= from.writtenBytes) return this.#finish(outcome)
    this.#current.answered = { outcome, writtenBytes: from.writtenBytes }
    // what it counted may never come: it closed the descriptor
    this.#current.timers.push(setTimeout(() => this.#finish(outcome), DRAIN_MS))
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

  async #lookAtMemory() {
    const current = this.#current
    if (!current || this.#pid === undefined) return
    const look = this.target.runtime.supervised ? residentBytesBelow : residentBytes
    const bytes = await look(this.#pid)
    if (bytes === undefined || this.#current !== current) return
    if (this.#charged(bytes) > this.target.configuration.memoryMb * MEGABYTE) this.#condemn(this.#overMemory())
  }

  /** @param {number} resident */
  #charged(resident) {
    return RUNTIME_SHARE_BYTES + Math.max(0, resident - this.#ownBytes)
  }

  /** @param {Verdict} verdict */
  #condemn(verdict) {
    if (!this.#current || this.#current.verdict) return
    this.#current.verdict = verdict
    this.kill()
  }

  /** @returns {Verdict} */
  #overMemory() {
    const { memoryMb } = this.target.configuration
    return { statusCode: 434, failure: platformFailure(`Memory limit exceeded: ${memoryMb} MB`) }
  }

  /** @param {string} stack @param {boolean} [fatal] the last that the runtime says @returns {Verdict} */
  #threw(stack, fatal = false) {
    if (fatal && this.#isExhausted(stack)) return this.#overMemory()
    return { statusCode: 430, failure: userFailure(stack, this.target.runtime.userErrorCode) }
  }

  /** @param {string} text of the runtime */
  #isExhausted(text) {
    return this.target.runtime.exhausted?.test(text) ?? false
  }

  /** The process has ended. @param {string} how */
  #gone(how) {
    const current = this.#current
    if (!current) return
    if (current.answered) return this.#finish(current.answered.outcome)
    const verdict = current.verdict ?? (this.#isExhausted(this.#stderr) ? this.#overMemory() : null)
    const { statusCode, failure } = verdict ?? this.verdicts.exited('running', how)
    const { memoryMb } = this.target.configuration
    this.#finish({
      statusCode,
      returned: '',
      failure,
      output: verdict ? '' : this.#stderr,
      durationMs: performance.now() - current.startedAt,
      memoryBytes: statusCode === 434 ? memoryMb * MEGABYTE : RUNTIME_SHARE_BYTES,
    })
  }
}

/**
 * The runtime as a child of a shell that waits for it, both in a process group of their own: so that they can be killed
 * with all that they start, and a function that kills its group, or its parent, does not reach the emulator.
 * @param {Target} target
 */
function start({ directory, command: program }) {
  const { user, command: before } = processIsolation()
  const words = [...before, ...program]
  const [command, ...args] = GROUPED ? ['/bin/sh', '-c', WAITING_SHELL, 'sh', ...words] : words
  return spawn(command, args, {
    cwd: directory,
    env: functionEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    detached: GROUPED,
    ...user,
  })
}

/** @param {number} pid of a group when negative */
function signal(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it is gone
  }
}

/** As a shell has it, an exit code above 128 is a signal. @param {number} code */
function exitText(code) {
  const signal = Object.entries(constants.signals).find(([, number]) => GROUPED && code === 128 + number)
  return signal ? signal[0] : `exit code ${code}`
}

/** @type {Verdict} */
const ANSWER_TOO_LONG = {
  statusCode: 407,
  failure: platformFailure(`The size of response exceeds the upper limit: more than ${MAX_MESSAGE_BYTES} bytes`),
}

/** @param {{ statusCode: number, message: string }} from @returns {Verdict} */
const refused = ({ statusCode, message }) => ({
  statusCode: /** @type {Outcome['statusCode']} */ (statusCode),
  failure: platformFailure(message),
})
