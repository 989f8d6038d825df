// A port of this machine that nobody listens on, for a program that must be told one.
import { once } from 'node:events'
import { createServer } from 'node:net'

/** @returns {Promise<number>} */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  await new Promise((resolve) => server.close(resolve))
  return port
}
