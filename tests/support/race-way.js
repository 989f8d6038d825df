// Ways from one machine to the API and to the store, on which a test may hold, lose or delay what passes. They tell which
// lines were appended, and which calls wrote, in one order for all machines of a race.

import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'

/**
 * What passes.
 *
 * @typedef {object} Passing
 * @property {'append' | 'store' | 'write' | 'look'} kind `store`: any other request to the store; `write`: a call that writes
 * @property {string} name the action
 * @property {string[]} phases of the lines of an append: `begin`, `before`, …
 *
 * What becomes of it: `drop` does not reach the other side, `lose` does and its answer is lost.
 *
 * @typedef {'pass' | 'drop' | 'lose'} Fate
 *
 * @typedef {object} Watcher
 * @property {(passing: Passing) => Promise<Fate> | Fate} asks
 * @property {(passing: Passing) => Promise<void> | void} [answers] before an answer goes back
 * @property {(passing: Passing, ok: boolean) => void} done the other side has answered
 */

const WRITES = /^(?:Create|Update|Publish|Delete)/

/** @param {string} text of an append */
const phasesIn = (text) =>
  [...text.matchAll(/"kind":"([\w-]+)","phase":"(\w+)"/g)].map(([, kind, phase]) => `${phase} ${kind}`)

/** A numbered object repeats earlier appends: its first line says how many lines each has. @param {string} text */
function ownLines(text) {
  const [head, ...lines] = text.split('\n')
  if (!/^\d+(?: \d+)*$/.test(head)) return text
  return lines.slice(-1 - Number(head.split(' ').at(-1))).join('\n')
}

/** @param {http.IncomingMessage} request @param {Buffer} body @returns {Passing} */
function passingOf({ method, url = '', headers }, body) {
  const action = headers['x-tc-action']
  if (typeof action === 'string') return { kind: WRITES.test(action) ? 'write' : 'look', name: action, phases: [] }
  const phases = method === 'GET' ? [] : phasesIn(ownLines(body.toString('utf8')))
  return { kind: phases.length > 0 ? 'append' : 'store', name: `${method} ${url.split('?')[0]}`, phases }
}

/**
 * To an emulator, for calls and for objects.
 *
 * @param {string} target
 * @param {Watcher} watcher
 */
export async function httpWay(target, watcher) {
  const server = http.createServer(async (request, response) => {
    response.on('error', () => {})
    const body = Buffer.concat(await request.toArray().catch(() => []))
    const passing = passingOf(request, body)
    const fate = await watcher.asks(passing)
    if (fate === 'drop') return response.destroy()
    const { method, headers, url } = request
    const forward = http.request(target + url, { method, headers })
    forward.end(body)
    try {
      const [answer] = await once(forward, 'response')
      const text = Buffer.concat(await answer.toArray())
      watcher.done(passing, answer.statusCode < 300)
      await watcher.answers?.(passing)
      if (fate === 'lose') return response.destroy()
      response.writeHead(answer.statusCode, answer.headers).end(text)
    } catch {
      response.destroy()
    }
  })
  return listening(server)
}

/**
 * To a PostgreSQL server, without TLS.
 *
 * @param {number} port
 * @param {Watcher} watcher
 */
export async function postgresWay(port, watcher) {
  const server = net.createServer((client) => {
    const there = net.connect(port, '127.0.0.1')
    /** @type {Passing | undefined} */
    let asked
    /** @type {Fate} */
    let fate = 'pass'
    let turn = Promise.resolve()
    for (const socket of [client, there]) socket.on('error', () => {})
    client.on('close', () => there.destroy())
    there.on('close', () => client.destroy())
    client.on('data', (chunk) => {
      turn = turn.then(async () => {
        const text = chunk.toString('latin1')
        if (/\bselect t\.now\b|\binsert into\b/.test(text)) {
          const phases = phasesIn(text)
          asked = {
            kind: phases.length > 0 ? 'append' : 'store',
            name: phases.length > 0 ? 'insert' : 'select',
            phases,
          }
          fate = await watcher.asks(asked)
          if (fate === 'drop') return void client.destroy()
        }
        there.write(chunk)
      })
    })
    there.on('data', (chunk) => {
      const answered = asked
      asked = undefined
      const lost = answered && fate === 'lose'
      if (answered) watcher.done(answered, chunk.toString('latin1').includes('INSERT 0 1'))
      turn = turn.then(async () => {
        if (answered) await watcher.answers?.(answered)
        if (lost) client.destroy()
        else client.write(chunk)
      })
    })
  })
  return listening(server)
}

/** @param {net.Server} server */
async function listening(server) {
  const sockets = new Set()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {net.AddressInfo} */ (server.address())
  return {
    port,
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve(undefined)))
    },
  }
}
