// A receiver of hooks and notices: it keeps what came, and answers as a test says.
import http from 'node:http'

/**
 * @param {(request: { path: string, headers: Record<string, any>, body: string, count: number }) => { status?: number, body?: string, headers?: object } | 'never'} [answer]
 */
export async function receiver(answer = () => ({})) {
  const got = []
  const server = http.createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost')
      const { method, headers } = request
      const one = { method, path: url.pathname, query: url.searchParams, headers, body }
      got.push(one)
      const said = answer({ ...one, count: got.filter(({ path }) => path === one.path).length })
      if (said === 'never') return
      const { status = 200, body: text = '{"errcode":0,"errmsg":"ok","code":0}', headers: own = {} } = said
      response.writeHead(status, own).end(text)
    })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  return {
    url: `http://127.0.0.1:${/** @type {any} */ (server.address()).port}`,
    got,
    /** What came to a path. @param {string} path */
    at: (path) => got.filter((one) => one.path === path),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(() => resolve(undefined)))
    },
  }
}
