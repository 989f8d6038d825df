// A server of static files, as plain as those that pages are put on.

import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join } from 'node:path'

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
  '.css': 'text/css',
}

/**
 * @param {import('node:test').TestContext} t
 * @param {string} [directory] that `show` may name later
 * @param {(request: Request) => Promise<Response>} [post] answers what is posted
 */
export async function serve(t, directory, post) {
  const server = createServer(async (request, response) => {
    const url = `http://${request.headers.host}${request.url}`
    if (request.method === 'POST' && post) {
      const body = Buffer.concat(await request.toArray())
      const headers = /** @type {Record<string, string>} */ (request.headers)
      const answer = await post(new Request(url, { method: 'POST', headers, body }))
      response.writeHead(answer.status, Object.fromEntries(answer.headers))
      return response.end(Buffer.from(await answer.arrayBuffer()))
    }
    const { pathname } = new URL(url)
    const file = join(directory ?? '', pathname.endsWith('/') ? `${pathname}index.html` : pathname)
    if (directory === undefined || !existsSync(file) || statSync(file).isDirectory()) {
      return response.writeHead(404).end()
    }
    const type = types[/** @type {keyof typeof types} */ (extname(file))] ?? 'application/octet-stream'
    response.writeHead(200, { 'Content-Type': type }).end(readFileSync(file))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  t.after(close)
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    origin: `http://127.0.0.1:${port}`,
    close,
    /** @param {string} shown */
    show(shown) {
      directory = shown
    },
  }
}
