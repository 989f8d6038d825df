// @ts-check
// What runs inside a function's process: loads the handler once, then calls it, one event at a time. Jobs come in on one
// descriptor, answers go out on another. It is started with an empty environment; the function's variables arrive with
// the first message. The function shares this process and may change any global, so what is needed later is kept here.

import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Socket } from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** @typedef {import('./process.js').LoadMessage} LoadMessage */
/** @typedef {import('./process.js').RunMessage} RunMessage */
/** @typedef {import('./process.js').ToChild} ToChild */
/** @typedef {import('./process.js').FromChild} FromChild */
/** @typedef {(event: unknown, context: object, callback?: (error: unknown, value?: unknown) => void) => unknown} Handler */

const JOBS = 3
const ANSWERS = 4
const LINE_FEED = 10
/** A stack is text for people. */
const MAX_STACK_CHARS = 65_536

const { parse, stringify } = JSON
const { byteLength, concat } = Buffer
const bytesOf = Buffer.from.bind(Buffer)
const now = performance.now.bind(performance)
const rss = process.memoryUsage.rss.bind(process.memoryUsage)
const exit = process.exit.bind(process)
const { max } = Math
const { wait } = Atomics
const never = new Int32Array(new SharedArrayBuffer(4))
const Later = Promise

/** Blocks until all of it is on its way, so that it arrives whatever the function does next. @param {FromChild} message */
function tell(message) {
  const line = bytesOf(`${stringify(message)}\n`)
  for (let at = 0; at < line.length; ) {
    try {
      at += writeSync(ANSWERS, line, at)
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EAGAIN') exit(1)
      wait(never, 0, 0, 1)
    }
  }
}

const write = process.stdout.write.bind(process.stdout)
let writtenBytes = 0
/** @param {any} chunk @param {any} [encoding] @param {any} [done] */
const count = (chunk, encoding, done) => {
  const charset = typeof encoding === 'string' ? /** @type {BufferEncoding} */ (encoding) : 'utf8'
  writtenBytes += typeof chunk === 'string' ? byteLength(chunk, charset) : chunk.byteLength
  return write(chunk, encoding, done)
}
// One stream for both keeps lines in the order they were written; the count tells the parent when it has them all.
process.stdout.write = count
process.stderr.write = count

const peak = peakMemory()
/** @type {Handler} */
let handler
/** @type {Record<string, any>} what every invocation's context holds */
let context = {}
/** @type {string | undefined} of the invocation that is running */
let running
let startedAt = 0

const jobs = new Socket({ fd: JOBS, readable: true, writable: false })
/** @type {Buffer[]} the job that has not arrived whole */
let parts = []
jobs.on('data', (chunk) => {
  for (let rest = chunk; rest.length > 0; ) {
    const end = rest.indexOf(LINE_FEED)
    parts.push(end === -1 ? rest : rest.subarray(0, end))
    if (end === -1) return
    const line = concat(parts).toString('utf8')
    parts = []
    rest = rest.subarray(end + 1)
    take(parse(line))
  }
})
jobs.on('close', () => exit(0)) // the emulator is gone

/** @param {ToChild} message */
function take(message) {
  if (message.kind === 'load') void load(message)
  else if (message.kind === 'run') void run(message)
  else tell({ kind: 'ready', nonce: message.nonce })
}

tell({ kind: 'started', pid: process.pid })

process.on('uncaughtException', (error) => crash(error))
process.on('unhandledRejection', (error) => crash(error))

/** @param {unknown} error */
function crash(error) {
  if (running !== undefined) tell(failed(running, error, true))
  exit(1)
}

/** @param {LoadMessage} message */
async function load({ directory, file, method, environment, context: given }) {
  // Measured before the user's code comes in: what the runtime itself needs is not charged to the function.
  const ownBytes = rss()
  if (process.platform !== 'win32') {
    // the shell that started this process adds variables of its own
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
  }
  Object.assign(process.env, environment)
  context = given
  try {
    const exported = await importHandler(path.join(directory, file))
    const found = exported?.[method] ?? exported?.default?.[method]
    if (typeof found !== 'function') {
      throw new Error(`${file} exports no function "${method}"`)
    }
    handler = found
    tell({ kind: 'loaded', ownBytes })
  } catch (error) {
    tell({ kind: 'unloadable', stack: describe(error) })
    exit(1)
  }
}

/** @param {string} file */
async function importHandler(file) {
  try {
    return createRequire(file)(file)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error)?.code !== 'ERR_REQUIRE_ESM') throw error
    return import(pathToFileURL(file).href)
  }
}

/** @param {RunMessage} message */
async function run({ id, event }) {
  running = id
  peak.reset()
  startedAt = now()
  /** @type {FromChild} */
  let answer
  try {
    const value = await call(parse(event), {
      ...context,
      request_id: id,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => max(0, context.time_limit_in_ms - (now() - startedAt)),
    })
    const returned = stringify(value) ?? 'null'
    answer = { kind: 'returned', id, returned, ...measures() }
  } catch (error) {
    answer = failed(id, error, false)
  }
  running = undefined
  tell(answer)
}

/**
 * Calls the handler in the three styles there are: it returns a promise, or a value, or takes a callback.
 * @param {unknown} event
 * @param {object} invocation its context
 */
function call(event, invocation) {
  return new Later((resolve, reject) => {
    const result = handler(event, invocation, (error, value) => (error ? reject(error) : resolve(value)))
    const isPromise = typeof (/** @type {any} */ (result)?.then) === 'function'
    // A handler with a third parameter that returns nothing will call back.
    if (isPromise || result !== undefined || handler.length < 3) resolve(result)
  })
}

/** @param {string} id @param {unknown} error @param {boolean} fatal @returns {FromChild} */
function failed(id, error, fatal) {
  return { kind: 'threw', id, stack: describe(error), fatal, ...measures() }
}

function measures() {
  return { durationMs: now() - startedAt, peakBytes: peak.read(), writtenBytes }
}

/** Whatever was thrown, as text: it may be an object that throws when it is looked at. @param {unknown} error */
function describe(error) {
  try {
    return `${words(error)}`.slice(0, MAX_STACK_CHARS)
  } catch {
    return 'an error that can not be shown'
  }
}

/** @param {unknown} error */
function words(error) {
  if (error instanceof Error) return error.stack ?? `${error.name}: ${error.message}`
  return typeof error === 'string' ? error : (stringify(error) ?? String(error))
}

/**
 * The most memory that was resident during one invocation. Linux keeps it and lets it be reset; elsewhere it is what
 * is resident at the end.
 */
function peakMemory() {
  const atEnd = { reset: () => {}, read: () => rss() }
  if (process.platform !== 'linux') return atEnd
  let resetFile
  let statusFile = -1
  try {
    resetFile = openSync('/proc/self/clear_refs', 'w')
    statusFile = openSync('/proc/self/status', 'r')
    writeSync(resetFile, '5', 0)
  } catch {
    // Some containers forbid the reset; then a peak would stand for all later invocations too.
    if (resetFile !== undefined) closeSync(resetFile)
    if (statusFile !== -1) closeSync(statusFile)
    return atEnd
  }
  const buffer = Buffer.alloc(2048)
  const file = resetFile
  return {
    reset: () => void writeSync(file, '5', 0),
    read: () => {
      const length = readSync(statusFile, buffer, 0, buffer.length, 0)
      const match = /VmHWM:\s+(\d+) kB/.exec(buffer.toString('latin1', 0, length))
      return match ? Number(match[1]) * 1024 : rss()
    },
  }
}
