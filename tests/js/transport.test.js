import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { TransportError } from '../../js/errors.js'
import { createTransport } from '../../js/runtime/http/index.js'
import { CLOSED_PORT } from '../support/nobody.js'

/** A real server on loopback that ends with its test. */
async function serve(t, handler, server = http.createServer(handler)) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const sockets = new Set()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address()
  return { port, server, url: `http://127.0.0.1:${port}/` }
}

function transportFor(t, options) {
  const transport = createTransport({ proxy: false, ...options })
  t.after(() => transport.close())
  return transport
}

const post = (url, more = {}) => ({
  url,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{}',
  ...more,
})

const lost = (sent, pattern) => (error) => {
  assert.ok(error instanceof TransportError, String(error))
  assert.match(error.reason, pattern)
  assert.equal(error.sent, sent, error.reason)
  return true
}

test('a request goes out as it is, text or bytes, and the answer comes back verbatim', async (t) => {
  const seen = []
  const { url, port } = await serve(t, async (request, response) => {
    const chunks = await request.toArray()
    seen.push({ method: request.method, headers: request.headers, body: Buffer.concat(chunks).toString() })
    response.writeHead(429, {
      'content-type': 'application/json',
      'retry-after': '3',
      date: 'Mon, 01 Jan 2024 00:00:00 GMT',
      'x-cos-request-id': 'NWRhMQ==',
    })
    response.end('{"说明":"灰度发布 é 🚀"}')
  })
  const transport = transportFor(t)
  const headers = { Host: 'scf.tencentcloudapi.com', 'content-type': 'application/json', 'x-tc-action': 'UpdateAlias' }
  const answer = await transport.send(post(url, { headers, body: '{"说明":"é"}' }))
  assert.deepEqual(answer, {
    status: 429,
    contentType: 'application/json',
    date: 'Mon, 01 Jan 2024 00:00:00 GMT',
    retryAfter: '3',
    requestId: 'NWRhMQ==',
    text: '{"说明":"灰度发布 é 🚀"}',
  })
  await transport.send(post(url, { body: new TextEncoder().encode('bytes é') }))
  await transport.send({ url, method: 'GET', headers: {} })
  assert.deepEqual(
    seen.map(({ method, body }) => [method, body]),
    [
      ['POST', '{"说明":"é"}'],
      ['POST', 'bytes é'],
      ['GET', ''],
    ],
  )
  assert.equal(seen[0].headers['x-tc-action'], 'UpdateAlias')
  assert.equal(seen[0].headers.host, `127.0.0.1:${port}`)
})

test('a character that is cut in two on its way is put together again', async (t) => {
  const bytes = Buffer.from('{"说明":"灰度 🚀"}')
  const { url } = await serve(t, async (_, response) => {
    response.socket.setNoDelay(true)
    for (const byte of bytes)
      await new Promise((resolve) => response.write(Buffer.of(byte), () => setImmediate(resolve)))
    response.end()
  })
  assert.equal((await transportFor(t).send(post(url))).text, bytes.toString())
})

test('connections are kept alive', async (t) => {
  const { url, server } = await serve(t, (_, response) => response.end('{}'))
  let connections = 0
  server.on('connection', () => connections++)
  const transport = transportFor(t)
  for (let i = 0; i < 20; i++) await transport.send(post(url))
  // Two, where a request comes before the pool has noticed that the one before it is done.
  assert.ok(connections <= 2, `${connections} connections for 20 requests`)
})

test('HTML, an empty body and an unlucky status are answers: what they mean is decided elsewhere', async (t) => {
  const { url } = await serve(t, (request, response) => {
    if (request.url === '/empty') return response.writeHead(204).end()
    response.writeHead(502, { 'content-type': 'text/html' }).end('<html>bad gateway</html>')
  })
  const transport = transportFor(t)
  const html = await transport.send(post(url))
  assert.deepEqual([html.status, html.contentType, html.text], [502, 'text/html', '<html>bad gateway</html>'])
  assert.equal((await transport.send(post(`${url}empty`))).text, '')
})

test('nobody listens: certain that nothing was sent', async (t) => {
  const port = CLOSED_PORT
  await assert.rejects(
    transportFor(t).send(post(`http://127.0.0.1:${port}/`)),
    lost(false, new RegExp(`ECONNREFUSED 127.0.0.1:${port}`)),
  )
})

test('every address of a name refuses: each is named, and nothing was sent', async (t) => {
  const port = CLOSED_PORT
  await assert.rejects(transportFor(t).send(post(`http://localhost:${port}/`)), lost(false, /ECONNREFUSED/))
})

test('a name that does not resolve: certain that nothing was sent', async (t) => {
  await assert.rejects(
    transportFor(t).send(post('http://scf.ap-nowhere.invalid/')),
    lost(false, /scf\.ap-nowhere\.invalid could not be resolved/),
  )
})

test('time-out before the headers, and in the middle of the body', async (t) => {
  const { url } = await serve(t, () => {})
  const transport = transportFor(t)
  await assert.rejects(
    transport.send(post(url, { timeoutMs: 60 })),
    lost(true, /^no answer from .*time-out after 60 ms/),
  )
  // the headers are there at once, however slow the machine is; the body never ends by itself
  const half = async (/** @type {unknown} */ _, /** @type {{ signal: AbortSignal }} */ { signal }) => {
    const start = (/** @type {ReadableStreamDefaultController} */ body) => {
      body.enqueue(new TextEncoder().encode('{"Response":'))
      signal.addEventListener('abort', () => body.error(signal.reason))
    }
    return new Response(new ReadableStream({ start }))
  }
  await assert.rejects(
    transportFor(t, { fetch: half }).send(post(url, { timeoutMs: 60 })),
    lost(true, /^the answer broke off, from .*time-out after 60 ms/),
  )
  await assert.rejects(transportFor(t, { timeoutMs: 50 }).send(post(url)), lost(true, /50 ms/))
})

test('a server that hangs up, before and in the middle of its answer: it may have been sent', async (t) => {
  const { url } = await serve(t, (request, response) => {
    if (request.url === '/') return request.socket.destroy()
    response.writeHead(200, { 'content-length': 100 }).write('{"Resp', () => request.socket.destroy())
  })
  const transport = transportFor(t)
  await assert.rejects(transport.send(post(url)), lost(true, /^no answer from .*(other side closed|ECONNRESET)/))
  await assert.rejects(
    transport.send(post(`${url}half`)),
    lost(true, /^the answer broke off, from .*(other side closed|ECONNRESET|terminated)/),
  )
})

test('what answers is no HTTP server', async (t) => {
  const server = net.createServer((socket) => socket.end('SSH-2.0-OpenSSH_9\r\n'))
  const { url } = await serve(t, undefined, server)
  await assert.rejects(transportFor(t).send(post(url)), lost(true, /HPE_INVALID/))
})

test('a signal cancels before sending, while waiting, and in the middle of the body', async (t) => {
  const controllers = { '/': new AbortController(), '/body': new AbortController() }
  const { url } = await serve(t, (request, response) => {
    if (request.url === '/body')
      response.writeHead(200).write('{', () => setImmediate(() => controllers['/body'].abort()))
    else controllers['/'].abort()
  })
  const transport = transportFor(t)
  await assert.rejects(
    transport.send(post(url, { signal: AbortSignal.abort() })),
    lost(false, /not begun: it was cancelled/),
  )
  await assert.rejects(transport.send(post(url, { signal: controllers['/'].signal })), lost(true, /cancelled/))
  await assert.rejects(
    transport.send(post(`${url}body`, { signal: controllers['/body'].signal })),
    lost(true, /cancelled/),
  )
})

test('a redirect is named, not followed', async (t) => {
  let requests = 0
  const { url } = await serve(t, (_, response) => {
    requests++
    response.writeHead(302, { location: 'https://elsewhere.example/login' }).end()
  })
  await assert.rejects(
    transportFor(t).send(post(url)),
    lost(true, /redirect \(HTTP 302\) to https:\/\/elsewhere\.example\/login; redirects are not followed/),
  )
  assert.equal(requests, 1)
})

test('an answer without end is cut', async (t) => {
  let written = 0
  const { url } = await serve(t, (_, response) => {
    const block = Buffer.alloc(1 << 20, 'x')
    const more = () => {
      while (!response.destroyed && response.write(block)) written += block.length
      written += block.length
    }
    response.on('drain', more)
    more()
  })
  await assert.rejects(transportFor(t).send(post(url)), lost(true, /more than 16 MiB/))
  assert.ok(written < 64 << 20, `${written} bytes were taken`)
})

/** A certificate for 127.0.0.1 that nobody trusts yet. */
function certificate(t) {
  const dir = mkdtempSync(join(tmpdir(), 'scf-grayscale-tls-'))
  t.after(() => rmSync(dir, { recursive: true }))
  const [keyFile, certFile] = [join(dir, 'key'), join(dir, 'crt')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1,IP:0.0.0.0']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
  execFileSync(
    'openssl',
    ['req', '-x509', ...curve, '-nodes', '-days', '2', ...subject, '-keyout', keyFile, '-out', certFile],
    {
      stdio: 'ignore',
    },
  )
  return { certFile, options: { key: readFileSync(keyFile), cert: readFileSync(certFile) } }
}

test('a certificate that is not trusted: nothing was sent', async (t) => {
  let requests = 0
  const { port } = await serve(
    t,
    undefined,
    https.createServer(certificate(t).options, () => requests++),
  )
  await assert.rejects(
    transportFor(t).send(post(`https://127.0.0.1:${port}/`)),
    lost(false, /TLS certificate is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT/),
  )
  assert.equal(requests, 0)
})

test('a fetch of your own is used, and its failures are explained', async (t) => {
  const calls = []
  const transport = transportFor(t, {
    fetch: async (url, init) => {
      calls.push([url, init.method, init.headers])
      if (calls.length === 2) throw new TypeError('Failed to fetch')
      return new Response('{}', { headers: { 'content-type': 'application/json' } })
    },
  })
  const answer = await transport.send(post('https://scf.example/', { headers: { host: 'scf.example', 'x-a': '1' } }))
  assert.equal(answer.text, '{}')
  assert.deepEqual(calls, [['https://scf.example/', 'POST', { 'x-a': '1' }]])
  await assert.rejects(
    transport.send(post('https://scf.example/')),
    lost(true, /https:\/\/scf\.example: Failed to fetch/),
  )
})

/** An address that leads to this machine, and that nobody takes for it. */
const elsewhere = (url) => url.replace('127.0.0.1', '0.0.0.0')

/** A proxy that notes how it was asked: CONNECT tunnels, or plain requests in absolute form. */
async function proxy(t, { refuse = false } = {}) {
  const asked = []
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    request.pipe(
      http.request(request.url, { method: request.method, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode, answer.headers)
        answer.pipe(response)
      }),
    )
  })
  server.on('connect', (request, socket) => {
    asked.push(`CONNECT ${request.url}`)
    if (refuse) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    const { hostname, port } = new URL(`http://${request.url}`)
    const far = net.connect(port, hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      far.pipe(socket).pipe(far)
    })
    for (const [one, other] of [
      [far, socket],
      [socket, far],
    ])
      one.on('error', () => other.destroy())
    socket.on('close', () => far.destroy())
  })
  return { ...(await serve(t, undefined, server)), asked }
}

/** Sets variables of the environment for one test. */
function setEnv(t, values) {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy']
  const before = names.map((name) => [name, process.env[name]])
  for (const name of names) delete process.env[name]
  Object.assign(process.env, values)
  t.after(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  })
}

test('HTTP_PROXY is honoured, NO_PROXY too, and `proxy: false` goes past both', async (t) => {
  const target = await serve(t, (_, response) => response.end('{"from":"target"}'))
  const { url, asked } = await proxy(t)
  setEnv(t, { http_proxy: url })
  const through = transportFor(t, { proxy: undefined })
  assert.equal((await through.send(post(elsewhere(target.url)))).text, '{"from":"target"}')
  assert.deepEqual(asked, [`POST ${elsewhere(target.url)}`])

  setEnv(t, { HTTP_PROXY: url, NO_PROXY: '0.0.0.0' })
  await transportFor(t, { proxy: undefined }).send(post(elsewhere(target.url)))
  setEnv(t, { HTTP_PROXY: url })
  await transportFor(t, { proxy: false }).send(post(elsewhere(target.url)))
  assert.equal(asked.length, 1)
})

test('loopback goes through no proxy, neither of the environment nor one that was named', async (t) => {
  const target = await serve(t, (_, response) => response.end('{"from":"target"}'))
  const { url, asked } = await proxy(t)
  for (const [env, options] of [
    [{ HTTP_PROXY: url, HTTPS_PROXY: url, http_proxy: url, https_proxy: url }, { proxy: undefined }],
    [{}, { proxy: url }],
  ]) {
    setEnv(t, env)
    const transport = transportFor(t, options)
    for (const host of ['127.0.0.1', 'localhost', '127.9.9.9']) {
      const answer = await transport.send(post(target.url.replace('127.0.0.1', host))).catch((error) => error)
      // some systems have 127.0.0.1 alone; then nothing was sent anywhere
      assert.ok(answer.text === '{"from":"target"}' || answer.sent === false, `${host}: ${answer}`)
    }
  }
  assert.deepEqual(asked, [])
})

test('https goes through a tunnel of the proxy, end to end', async (t) => {
  const { certFile, options } = certificate(t)
  const bodies = []
  const server = https.createServer(options, async (request, response) => {
    bodies.push(Buffer.concat(await request.toArray()).toString())
    response.end('{"from":"target"}')
  })
  const { port } = await serve(t, undefined, server)
  const { url, asked } = await proxy(t)
  // Node reads trusted certificates when it starts, so this takes a process.
  const script = `
    import { createTransport } from ${JSON.stringify(new URL('../../js/runtime/http/index.js', import.meta.url).href)}
    const transport = createTransport()
    const request = { url: 'https://0.0.0.0:${port}/', method: 'POST', headers: {}, body: '{"a":1}' }
    console.log((await transport.send(request)).text, (await transport.send(request)).status)
    await transport.close()
  `
  const env = {
    ...process.env,
    NODE_EXTRA_CA_CERTS: certFile,
    HTTPS_PROXY: url,
    https_proxy: url,
    NO_PROXY: '',
    no_proxy: '',
  }
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const output = Buffer.concat(await child.stdout.toArray()).toString()
  assert.equal(output, '{"from":"target"} 200\n')
  assert.deepEqual(bodies, ['{"a":1}', '{"a":1}'])
  assert.deepEqual([...new Set(asked)], [`CONNECT 0.0.0.0:${port}`])
})

test('a proxy that was named and refuses the tunnel: nothing was sent', async (t) => {
  const { url, asked } = await proxy(t, { refuse: true })
  await assert.rejects(
    transportFor(t, { proxy: url }).send(post('https://scf.tencentcloudapi.com/')),
    lost(false, /Proxy response \(403\)/),
  )
  assert.deepEqual(asked, ['CONNECT scf.tencentcloudapi.com:443'])
})

test('a proxy whose address is wrong or that is not there is told without its password', async (t) => {
  const port = CLOSED_PORT
  for (const [proxy, pattern] of [
    ['http://user:hunter2@127.0.0.1:99999999', /not a URL/],
    [`http://user:hunter2@127.0.0.1:${port}`, /ECONNREFUSED/],
  ]) {
    const transport = transportFor(t, { proxy })
    await assert.rejects(transport.send(post('http://scf.example/')), (error) => {
      assert.doesNotMatch(error.reason, /hunter2/)
      return lost(false, pattern)(error)
    })
  }
})

test('nothing of undici is loaded where no proxy is set', () => {
  const script = `
    import { createTransport } from ${JSON.stringify(new URL('../../js/runtime/http/index.js', import.meta.url).href)}
    import { createRequire } from 'node:module'
    await createTransport().send({ url: 'http://127.0.0.1:1/', method: 'POST', headers: {}, timeoutMs: 1000 }).catch(() => {})
    const loaded = Object.keys(createRequire(process.cwd() + '/x.js').cache).filter((file) => file.includes('/undici/'))
    console.log(loaded.length)
  `
  const env = { ...process.env }
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']) delete env[name]
  const run = (env) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' }).trim()
  assert.equal(run(env), '0')
  assert.notEqual(run({ ...env, HTTP_PROXY: 'http://127.0.0.1:1' }), '0')
})
