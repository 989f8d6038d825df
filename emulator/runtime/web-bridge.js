// @ts-check
// Beside the server of a web function: starts it by `scf_bootstrap`, waits until it listens on port 9000, and passes
// requests on to it.

import { existsSync, readFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { MAX_MESSAGE_BYTES } from './channel.js'
import { Supervisor } from './supervisor.js'

/** @typedef {import('./process.js').LoadMessage} LoadMessage */
/** @typedef {import('./process.js').RunMessage} RunMessage */

/**
 * A request or an answer, as an event carries it.
 * @typedef {{ method: string, target: string, headers: [string, string][], body: string }} WebRequest body: base64
 * @typedef {{ status: number, headers: [string, string][], body: string }} WebAnswer
 */

const HOST = '127.0.0.1'
const PORT = 9000
const LOOK_MS = 10
/** Another function's server may be about to end. */
const PORT_FREE_MS = 10_000
/** What the images of the service have, and this machine has elsewhere. */
const SERVICE_PROGRAM = /\/var\/lang\/[\w.-]+\/bin\/([\w.-]+)/g
const SHELL = /^#!\s*(?:\/usr\/bin\/env\s+)?(?:\/\S*\/)?(bash|sh)\s*(-\S+\s*)?$/

const supervisor = new Supervisor({
  load: (program, message) => void load(program, message),
  run: ({ id, event }) => {
    request(id, JSON.parse(event)).then(
      (answer) => supervisor.returned(id, JSON.stringify(answer)),
      (error) => supervisor.threw(id, `The web server gave no answer: ${error.message}`),
    )
  },
})

/** @param {string} bootstrap @param {LoadMessage} message */
async function load(bootstrap, { directory, environment }) {
  const deadline = performance.now() + PORT_FREE_MS
  while (await listens()) {
    if (performance.now() > deadline) {
      return supervisor.refuse(446, `PortBindingFailed: another program of this machine has port ${PORT}`)
    }
    await sleep(LOOK_MS)
  }
  supervisor.start(commandOf(bootstrap), { directory, environment })
  while (!(await listens())) await sleep(LOOK_MS)
  supervisor.tell({ kind: 'loaded', ownBytes: 0 })
}

/** Whether anything listens on the port. @returns {Promise<boolean>} */
function listens() {
  return new Promise((resolve) => {
    const socket = net.connect(PORT, HOST)
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

/**
 * A shell script may name interpreters where only the service has them; then the script is run with the interpreters of
 * this machine.
 * @param {string} bootstrap
 * @returns {string[]}
 */
function commandOf(bootstrap) {
  const script = readFileSync(bootstrap, 'latin1')
  const shell = SHELL.exec(script.split('\n', 1)[0])
  if (!shell || ![...script.matchAll(SERVICE_PROGRAM)].some(([program]) => !existsSync(program))) return [bootstrap]
  const words = Buffer.from(script, 'latin1').toString('utf8')
  const here = words.replace(SERVICE_PROGRAM, (program, name) => (existsSync(program) ? program : name))
  return [shell[1], '-c', here, bootstrap]
}

/** @param {string} id @param {WebRequest} given @returns {Promise<WebAnswer>} */
function request(id, { method, target, headers, body }) {
  const { context } = supervisor
  const about = {
    'X-Scf-Request-Id': id,
    'X-Scf-Memory': String(context.memory_limit_in_mb),
    'X-Scf-Timeout': String(context.time_limit_in_ms),
    'X-Scf-Version': context.function_version,
    'X-Scf-Name': context.function_name,
    'X-Scf-Namespace': context.namespace,
    'X-Scf-Region': context.tencentcloud_region,
    'X-Scf-Appid': context.tencentcloud_appid,
    'X-Scf-Uin': context.tencentcloud_uin,
  }
  const bytes = Buffer.from(body, 'base64')
  const all = [...headers, ...Object.entries(about)].flat()
  if (bytes.length > 0) all.push('Content-Length', String(bytes.length))
  return new Promise((resolve, reject) => {
    const where = { host: HOST, port: PORT, method, path: target, headers: all, agent: false }
    const sent = http.request(where, (response) => {
      /** @type {Buffer[]} */
      const chunks = []
      let received = 0
      const end = () =>
        resolve({
          status: response.statusCode ?? 502,
          headers: pairsOf(response.rawHeaders),
          body: Buffer.concat(chunks).toString('base64'),
        })
      response.on('data', (chunk) => {
        chunks.push(chunk)
        received += chunk.length
        if (received <= MAX_MESSAGE_BYTES) return
        end() // it is too long in any case
        sent.destroy()
      })
      response.on('error', reject)
      response.on('end', end)
    })
    sent.on('error', reject)
    sent.end(bytes)
  })
}

/** @param {string[]} raw names and values in turn @returns {[string, string][]} */
function pairsOf(raw) {
  /** @type {[string, string][]} */
  const pairs = []
  for (let at = 0; at + 1 < raw.length; at += 2) pairs.push([raw[at], raw[at + 1]])
  return pairs
}
