// @ts-check
// What runs inside a function's process: loads the handler once, then calls it, one event at a time, over the IPC
// channel. It is started with an empty environment; the function's variables arrive with the first message.

import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** @typedef {import('./process.js').LoadMessage} LoadMessage */
/** @typedef {import('./process.js').RunMessage} RunMessage */
/** @typedef {import('./process.js').FromChild} FromChild */
/** @typedef {(event: unknown, context: object, callback?: (error: unknown, value?: unknown) => void) => unknown} Handler */

const parent = /** @type {(message: FromChild, sent?: () => void) => void} */ (process.send?.bind(process))
// A function must not talk to the emulator by accident.
process.send = undefined
process.on('disconnect', () => process.exit(0))

const write = process.stdout.write.bind(process.stdout)
let writtenBytes = 0
/** @param {any} chunk @param {any} [encoding] @param {any} [done] */
const count = (chunk, encoding, done) => {
  const charset = typeof encoding === 'string' ? /** @type {BufferEncoding} */ (encoding) : 'utf8'
  writtenBytes += typeof chunk === 'string' ? Buffer.byteLength(chunk, charset) : chunk.byteLength
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

process.on('message', (/** @type {LoadMessage | RunMessage} */ message) => {
  if (message.kind === 'load') void load(message)
  else void run(message)
})

process.on('uncaughtException', (error) => crash(error))
process.on('unhandledRejection', (error) => crash(error))

/** @param {unknown} error */
function crash(error) {
  const message = running === undefined ? undefined : failed(running, error, true)
  if (message) parent(message, () => process.exit(1))
  else process.exit(1)
}

/** @param {LoadMessage} message */
async function load({ directory, file, method, environment, context: given }) {
  // Measured before the user's code comes in: what the runtime itself needs is not charged to the function.
  const ownBytes = process.memoryUsage.rss()
  Object.assign(process.env, environment)
  context = given
  try {
    const exported = await importHandler(path.join(directory, file))
    const found = exported?.[method] ?? exported?.default?.[method]
    if (typeof found !== 'function') {
      throw new Error(`${file} exports no function "${method}"`)
    }
    handler = found
    parent({ kind: 'loaded', ownBytes })
  } catch (error) {
    parent({ kind: 'unloadable', stack: describe(error) }, () => process.exit(1))
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
  startedAt = performance.now()
  /** @type {FromChild} */
  let answer
  try {
    const value = await call(JSON.parse(event), {
      ...context,
      request_id: id,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, context.time_limit_in_ms - (performance.now() - startedAt)),
    })
    const returned = JSON.stringify(value) ?? 'null'
    answer = { kind: 'returned', id, returned, ...measures() }
  } catch (error) {
    answer = failed(id, error, false)
  }
  running = undefined
  parent(answer)
}

/**
 * Calls the handler in the three styles there are: it returns a promise, or a value, or takes a callback.
 * @param {unknown} event
 * @param {object} invocation its context
 */
function call(event, invocation) {
  return new Promise((resolve, reject) => {
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
  return { durationMs: performance.now() - startedAt, peakBytes: peak.read(), writtenBytes }
}

/** @param {unknown} error */
function describe(error) {
  if (error instanceof Error) return error.stack ?? `${error.name}: ${error.message}`
  return typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error))
}

/**
 * The most memory that was resident during one invocation. Linux keeps it and lets it be reset; elsewhere it is what
 * is resident at the end.
 */
function peakMemory() {
  const now = { reset: () => {}, read: () => process.memoryUsage.rss() }
  if (process.platform !== 'linux') return now
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
    return now
  }
  const buffer = Buffer.alloc(2048)
  const file = resetFile
  return {
    reset: () => void writeSync(file, '5', 0),
    read: () => {
      const length = readSync(statusFile, buffer, 0, buffer.length, 0)
      const match = /VmHWM:\s+(\d+) kB/.exec(buffer.toString('latin1', 0, length))
      return match ? Number(match[1]) * 1024 : process.memoryUsage.rss()
    },
  }
}
