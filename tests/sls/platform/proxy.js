// The way of all CLIs to the vendor: a proxy that ends TLS itself and answers. Nothing leaves the machine.

import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { certificates } from './certificates.js'

/** @typedef {{ host: string, method: string, path: string, query: URLSearchParams, body: Buffer }} Asked */
/** @typedef {{ status?: number, body: Buffer | string, type?: string }} Answered */

/**
 * @param {string} directory for the certificates
 * @param {string[]} hosts that are answered for; `*.` stands for one label
 * @param {(asked: Asked) => Promise<Answered>} answer
 */
export async function startProxy(directory, hosts, answer) {
  const { authority, key, cert } = certificates(directory, hosts)
  /** @type {Set<import('node:stream').Duplex>} */
  const sockets = new Set()
  /** Hosts that somebody asked for, and that nobody answers for. @type {Set<string>} */
  const strays = new Set()
  const known = (/** @type {string} */ host) => {
    return hosts.some(
      (name) => name === host || (name.startsWith('*.') && host.split('.').slice(1).join('.') === name.slice(2)),
    )
  }

  /** @type {import('node:http').RequestListener} */
  const handle = async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    const { hostname: host, pathname: path, searchParams: query } = url
    try {
      const asked = { host, method: request.method ?? 'GET', path, query, body: Buffer.concat(chunks) }
      const { status = 200, body, type = 'application/json' } = known(host) ? await answer(asked) : nobody(host)
      response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body)
    } catch (error) {
      const text = JSON.stringify({ message: `the platform stand-in broke: ${error}` })
      response.writeHead(500, { 'content-type': 'application/json' }).end(text)
    }
  }
  const nobody = (/** @type {string} */ host) => {
    strays.add(host)
    return { status: 502, body: '{}' }
  }

  const inner = { 80: createServer(handle), 443: createTlsServer({ key, cert }, handle) }
  const proxy = createServer(handle)
  proxy.on('connection', (socket) => sockets.add(socket))
  proxy.on('connect', (request, socket) => {
    const [host, port] = String(request.url).split(':')
    const server = inner[/** @type {80 | 443} */ (Number(port))]
    socket.on('error', () => socket.destroy()) // a CLI that ends in the middle is no fault of the proxy
    if (!known(host) || !server) {
      strays.add(host)
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
      return
    }
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    server.emit('connection', socket)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (proxy.address())
  return {
    authority,
    strays,
    url: `http://127.0.0.1:${port}`,
    async close() {
      for (const socket of sockets) socket.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
