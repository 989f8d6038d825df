// An HTTP proxy on loopback, at whose far end stands the emulator in place of the vendor: plain at port 80, behind TLS
// at port 443. For clients that can't be told another host, but believe in HTTP_PROXY and HTTPS_PROXY.

import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import tls from 'node:tls'
import { requireClient } from './npm.js'

const VENDOR = /^(?:[a-z]+\.tencentcloudapi|[\w.-]+\.myqcloud)\.com:(80|443)$/

/**
 * @param {{ port: number }} emulator
 * @returns {Promise<{ url: string, hosts: string[], close: () => Promise<void> }>} hosts: those that tunnels were asked
 *   for, in order
 */
export async function proxyTo(emulator) {
  const { private: key, cert } = await requireClient('selfsigned').generate(
    [{ name: 'commonName', value: '*.tencentcloudapi.com' }],
    { algorithm: 'sha256', keyType: 'ec' },
  )
  /** @type {string[]} */
  const hosts = []
  /** @type {Set<import('node:stream').Duplex>} */
  const open = new Set()

  /** @param {import('node:stream').Duplex} near @param {number} port */
  function join(near, port) {
    const far = net.connect(port, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      open.add(one)
      one.on('error', () => other.destroy()) // either end may hang up; then the other has nobody to talk to
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  }

  const behindTls = tls.createServer({ key, cert }, (socket) => join(socket, emulator.port))
  behindTls.on('tlsClientError', () => {}) // the client tells what it does not like
  const proxy = http.createServer((_request, response) => response.writeHead(403).end())
  proxy.on('connect', ({ url = '' }, socket) => {
    hosts.push(url)
    const port = VENDOR.exec(url)?.[1]
    if (port === undefined) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    join(socket, port === '443' ? portOf(behindTls) : emulator.port)
  })
  for (const server of [behindTls, proxy]) {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  }
  return {
    url: `http://127.0.0.1:${portOf(proxy)}`,
    hosts,
    async close() {
      const closed = [behindTls, proxy].map((server) => new Promise((resolve) => server.close(resolve)))
      for (const socket of open) socket.destroy()
      proxy.closeAllConnections()
      await Promise.all(closed)
    },
  }
}

/** @param {net.Server} server */
const portOf = (server) => /** @type {net.AddressInfo} */ (server.address()).port
