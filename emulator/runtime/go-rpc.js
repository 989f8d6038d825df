// @ts-check
// Beside the program of a Go function: starts it, and calls it by net/rpc, as Tencent Cloud's library for Go serves it
// (github.com/tencentyun/scf-go-lib).

import net from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Decoder, definition, encode } from './gob.js'
import { Supervisor } from './supervisor.js'

/** @typedef {import('./process.js').LoadMessage} LoadMessage */
/** @typedef {import('./gob.js').Struct} Struct */

const HOST = '127.0.0.1'
const LOOK_MS = 10
const MILLISECONDS = 1000
const NANOSECONDS = 1_000_000

/** Of net/rpc, before each call. @type {Struct} */
const REQUEST = { id: 65, name: 'Request', fields: { ServiceMethod: 'string', Seq: 'uint' } }
/** @type {Struct} */
const TIMESTAMP = { id: 67, name: 'InvokeRequest_Timestamp', fields: { Seconds: 'int', Nanos: 'int' } }
/** @type {Struct} */
const INVOKE = {
  id: 66,
  name: 'InvokeRequest',
  fields: {
    Payload: 'bytes',
    RequestId: 'string',
    Deadline: TIMESTAMP,
    Namespace: 'string',
    FunctionName: 'string',
    FunctionVersion: 'string',
    MemoryLimitInMb: 'int',
    TimeLimitInMs: 'int',
    Environment: 'string',
    TencentcloudRegion: 'string',
    TencentcloudAppID: 'string',
    TencentcloudUin: 'string',
  },
}

/** @type {net.Socket | undefined} */
let connection
let calls = 0
/** The id of the invocation that runs. */
let current = ''

const supervisor = new Supervisor({
  load: (program, message) => void load(program, message),
  run({ id, event }) {
    const { context } = supervisor
    current = id
    calls += 1
    const deadlineMs = Date.now() + context.time_limit_in_ms
    connection?.write(
      Buffer.concat([
        ...(calls === 1 ? [definition(REQUEST)] : []),
        encode(REQUEST, { ServiceMethod: 'Function.Invoke', Seq: calls }),
        ...(calls === 1 ? [definition(INVOKE)] : []),
        encode(INVOKE, {
          Payload: event,
          RequestId: id,
          Deadline: {
            Seconds: Math.floor(deadlineMs / MILLISECONDS),
            Nanos: (deadlineMs % MILLISECONDS) * NANOSECONDS,
          },
          Namespace: context.namespace,
          FunctionName: context.function_name,
          FunctionVersion: context.function_version,
          MemoryLimitInMb: context.memory_limit_in_mb,
          TimeLimitInMs: context.time_limit_in_ms,
          Environment: context.environment,
          TencentcloudRegion: context.tencentcloud_region,
          TencentcloudAppID: context.tencentcloud_appid,
          TencentcloudUin: context.tencentcloud_uin,
        }),
      ]),
    )
  },
})

/** @param {string} program @param {LoadMessage} message */
async function load(program, { directory, environment }) {
  const port = await freePort()
  supervisor.start([program], { directory, environment: { ...environment, _LAMBDA_SERVER_PORT: String(port) } })
  while (!connection) {
    connection = await connect(port)
    if (!connection) await sleep(LOOK_MS)
  }
  listen(connection)
  supervisor.tell({ kind: 'loaded', ownBytes: 0 })
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, HOST, () => {
      const { port } = /** @type {net.AddressInfo} */ (server.address())
      server.close(() => resolve(port))
    })
  })
}

/** @param {number} port @returns {Promise<net.Socket | undefined>} */
function connect(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, HOST)
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => resolve(undefined))
  })
}

/** Answers come in pairs: that of net/rpc, then that of the function. @param {net.Socket} socket */
function listen(socket) {
  const decoder = new Decoder()
  /** @type {import('./gob.js').Value | undefined} */
  let head
  socket.on('data', (chunk) => {
    for (const value of decoder.push(chunk)) {
      if (head === undefined) head = value
      else {
        answer(head, value)
        head = undefined
      }
    }
  })
}

/**
 * @param {{ Error?: string }} head
 * @param {{ Payload?: Buffer, Error?: GoError }} body fields with zero values are not there
 */
function answer(head, body) {
  if (head.Error) void supervisor.threw(current, head.Error)
  else if (body.Error) void supervisor.threw(current, stackOf(body.Error), body.Error.ShouldExit)
  else void supervisor.returned(current, String(body.Payload ?? 'null'))
}

/** @typedef {{ Message?: string, Type?: string, StackTrace?: { Path?: string, Line?: number, Label?: string }[], ShouldExit?: boolean }} GoError */

/** @param {GoError} error */
function stackOf({ Message = '', Type = '', StackTrace = [] }) {
  const frames = StackTrace.map(({ Path = '', Line = 0, Label = '' }) => `\n    at ${Label} (${Path}:${Line})`)
  return `${Type}: ${Message}${frames.join('')}`
}
