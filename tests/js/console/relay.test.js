import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { allowance, turns } from '../../../js/console/serve/allowance.js'
import { startConsole } from '../../../js/console/serve/index.js'
import { Signer } from '../../../js/index.js'
import { create, emulator, KEY } from '../../support/emulator.js'
import { CLOSED_PORT } from '../../support/nobody.js'

const RELAY_TYPE = 'application/vnd.scf-grayscale.relay+json'

/** A console with a page of two files, before what `endpoint` is. */
async function served(t, options = {}) {
  const dist = mkdtempSync(join(tmpdir(), 'grayscale-console-'))
  t.after(() => rmSync(dist, { recursive: true }))
  mkdirSync(join(dist, 'assets'))
  writeFileSync(join(dist, 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(dist, 'assets', 'a.js'), 'export {}')
  writeFileSync(join(dist, 'notes.txt'), 'not of the page')
  const log = []
  const console_ = await startConsole({ dist, log: (line) => log.push(line), ...options })
  t.after(() => console_.close())
  const { pathname } = new URL(console_.url)
  /** One request, as raw as it has to be. */
  const ask = (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', port: console_.port, path, method, headers }, (response) => {
        const chunks = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() }),
        )
      })
      request.on('error', reject)
      request.end(body)
    })
  return { ...console_, prefix: pathname, ask, log }
}

/** Headers of a signed request to `url`, as the page makes them. */
function signed(url, { service = 'scf', action = 'ListFunctions', body = '{}', token } = {}) {
  const signer = new Signer({ ...KEY, token })
  const made = signer.headers({
    service,
    host: new URL(url).host,
    action,
    version: '2018-04-16',
    region: 'ap-guangzhou',
    body,
    timestamp: Math.floor(Date.now() / 1000),
  })
  signer.dispose()
  const { Host, ...headers } = Object.fromEntries(Object.entries(made))
  return headers
}

/** Something that answers as the test says, in the API's place. */
async function upstream(t, answer) {
  const seen = []
  const server = http.createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    seen.push({ headers: request.headers, url: request.url, body: Buffer.concat(chunks).toString() })
    answer(request, response)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${server.address().port}`, seen }
}

test('a signed call reaches the API as it is, and its answer and Date come back', async (t) => {
  const { emu, client } = await emulator(t)
  await create(client, 'cart')
  const { ask, prefix, log } = await served(t, { endpoint: emu.url })
  const body = JSON.stringify({ Namespace: 'default' })
  const answer = await ask(`${prefix}relay/scf`, { method: 'POST', headers: signed(emu.url, { body }), body })
  assert.equal(answer.status, 200)
  assert.deepEqual(
    JSON.parse(answer.text).Response.Functions.map(({ FunctionName }) => FunctionName),
    ['cart'],
  )
  assert.ok(Math.abs(Date.parse(answer.headers.date) - Date.now()) < 5000)
  assert.match(log[0], /^ListFunctions ap-guangzhou 200 \d+ ms$/)
})

test('it can not be made to say what the page did not sign', async (t) => {
  const { emu } = await emulator(t)
  const { ask, prefix } = await served(t, { endpoint: emu.url })
  const headers = signed(emu.url, { body: '{"a":1}' })
  const answer = await ask(`${prefix}relay/scf`, { method: 'POST', headers, body: '{"a":2}' })
  assert.equal(JSON.parse(answer.text).Response.Error.Code, 'AuthFailure.SignatureFailure')
})

test('only what a signed request has goes through, and a token nowhere else', async (t) => {
  const api = await upstream(t, (_, response) => response.setHeader('set-cookie', 'a=b').end('{"Response":{}}'))
  const { ask, prefix, log } = await served(t, { endpoint: api.url })
  const headers = {
    ...signed(api.url, { token: 'TEMPORARYEXAMPLE' }),
    cookie: 'session=1',
    referer: `http://127.0.0.1/${prefix}`,
    'x-other': 'x',
    'x-timeout-ms': '5000',
  }
  const answer = await ask(`${prefix}relay/scf`, { method: 'POST', headers, body: '{}' })
  assert.equal(answer.text, '{"Response":{}}')
  assert.equal(answer.headers['set-cookie'], undefined)
  const [{ headers: arrived }] = api.seen
  assert.equal(arrived['x-tc-token'], 'TEMPORARYEXAMPLE')
  for (const name of ['cookie', 'referer', 'x-other', 'x-timeout-ms', 'origin']) assert.equal(arrived[name], undefined)
  assert.doesNotMatch(log.join('\n'), new RegExp(`TEMPORARYEXAMPLE|Signature=|${KEY.secretKey}`))
})

const other = (change) => (headers) => ({ ...headers, ...change })
const refusals = [
  ['a service that is none of both', 'relay/cvm', {}, 404, 'RelayService'],
  ['a host in the place of a service', 'relay/evil.example', {}, 404, 'RelayService'],
  ['a path behind the service', 'relay/scf/../../x', {}, 404, 'RelayService'],
  ['another method', 'relay/scf', { method: 'GET' }, 405, 'RelayMethod'],
  ['another method that writes', 'relay/scf', { method: 'PUT' }, 405, 'RelayMethod'],
  ['no signature', 'relay/scf', { change: ({ Authorization, ...rest }) => rest }, 400, 'RelayHeader'],
  [
    'another kind of authorization',
    'relay/scf',
    { change: other({ Authorization: 'Bearer abc' }) },
    400,
    'RelayHeader',
  ],
  ['a signature for another service', 'relay/monitor', {}, 400, 'RelayHeader'],
  ['a signature for a service that is none', 'relay/scf', { service: 'cvm' }, 400, 'RelayHeader'],
  ['no action', 'relay/scf', { change: ({ 'X-TC-Action': _, ...rest }) => rest }, 400, 'RelayHeader'],
  ['an action that is none', 'relay/scf', { change: other({ 'X-TC-Action': 'a/../b' }) }, 400, 'RelayHeader'],
  [
    'a form',
    'relay/scf',
    { change: other({ 'Content-Type': 'application/x-www-form-urlencoded' }) },
    400,
    'RelayHeader',
  ],
  ['a region that is none', 'relay/scf', { change: other({ 'X-TC-Region': 'a b' }) }, 400, 'RelayHeader'],
]

test('what is no signed request of the page is refused, and nothing of it is sent', async (t) => {
  const api = await upstream(t, (_, response) => response.end('{}'))
  const { ask, prefix } = await served(t, { endpoint: api.url })
  for (const [what, path, { method = 'POST', change = (headers) => headers, service }, status, code] of refusals) {
    const headers = change(signed(api.url, { service }))
    const answer = await ask(`${prefix}${path}`, { method, headers, body: method === 'GET' ? undefined : '{}' })
    const { code: said, sent, reason } = JSON.parse(answer.text)
    assert.deepEqual(
      [answer.status, answer.headers['content-type'], said, sent],
      [status, RELAY_TYPE, code, false],
      what,
    )
    assert.match(reason, new RegExp(`^the local server: ${code}: `))
  }
  const long = await ask(`${prefix}relay/scf`, {
    method: 'POST',
    headers: signed(api.url),
    body: Buffer.alloc((8 << 20) + 1, 32),
  }).catch((error) => error)
  assert.ok(long.status === 413 || long.code === 'EPIPE' || long.code === 'ECONNRESET', String(long.status ?? long))
  assert.deepEqual(api.seen, [])
})

test('redirects are not followed: a signature is good for one host', async (t) => {
  const elsewhere = await upstream(t, (_, response) => response.end('{}'))
  for (const status of [301, 302, 303, 307, 308]) {
    const api = await upstream(t, (_, response) => response.writeHead(status, { location: elsewhere.url }).end())
    const { ask, prefix } = await served(t, { endpoint: api.url })
    const answer = await ask(`${prefix}relay/scf`, { method: 'POST', headers: signed(api.url), body: '{}' })
    assert.deepEqual([answer.status, answer.headers['content-type']], [502, RELAY_TYPE])
    assert.match(JSON.parse(answer.text).reason, /redirect/)
  }
  assert.deepEqual(elsewhere.seen, [])
})

test('nobody but the relay says that nothing was sent', async (t) => {
  const said = JSON.stringify({ sent: false, reason: 'believe me' })
  for (const type of [RELAY_TYPE, `${RELAY_TYPE.toUpperCase()}; charset=utf-8`]) {
    const api = await upstream(t, (_, response) => response.writeHead(502, { 'content-type': type }).end(said))
    const { ask, prefix } = await served(t, { endpoint: api.url })
    const answer = await ask(`${prefix}relay/scf`, { method: 'POST', headers: signed(api.url), body: '{}' })
    assert.deepEqual([answer.status, JSON.parse(answer.text).sent], [502, true])
    assert.doesNotMatch(answer.text, /believe me/)
  }
})

test('an API that is not there, hangs up, or never ends: whether anything was sent is said', async (t) => {
  const nobody = await upstream(t, () => {})
  const cases = [
    [
      'half an answer',
      (_, response) =>
        response.writeHead(200, { 'content-length': 100 }).write('{') && setTimeout(() => response.destroy(), 20),
      true,
    ],
    ['no answer in time', () => {}, true],
    ['hangs up', (request) => request.socket.destroy(), true],
  ]
  for (const [what, answers, sent] of cases) {
    const api = await upstream(t, answers)
    const { ask, prefix } = await served(t, { endpoint: api.url })
    const headers = { ...signed(api.url), 'x-timeout-ms': '300' }
    const answer = await ask(`${prefix}relay/scf`, { method: 'POST', headers, body: '{}' })
    assert.deepEqual([answer.status, JSON.parse(answer.text).sent], [502, sent], what)
  }
  const port = CLOSED_PORT
  const { ask, prefix } = await served(t, { endpoint: `http://127.0.0.1:${port}` })
  const answer = await ask(`${prefix}relay/scf`, { method: 'POST', headers: signed(nobody.url), body: '{}' })
  assert.deepEqual([answer.status, JSON.parse(answer.text).sent], [502, false])
})

test('more calls at once than a release needs are turned away, and pass again when there is room', async (t) => {
  const held = []
  const api = await upstream(t, (_, response) => held.push(response))
  const { ask, prefix } = await served(t, { endpoint: api.url })
  const call = () => ask(`${prefix}relay/scf`, { method: 'POST', headers: signed(api.url), body: '{}' })
  const first = Array.from({ length: 100 }, call)
  while (held.length < 100) await new Promise((resolve) => setTimeout(resolve, 10))
  const refused = await call()
  assert.deepEqual([refused.status, JSON.parse(refused.text).code], [429, 'RelayBusy'])
  for (const response of held) response.end('{"Response":{}}')
  assert.ok((await Promise.all(first)).every(({ status }) => status === 200))
  const next = call()
  while (held.length < 101) await new Promise((resolve) => setTimeout(resolve, 10))
  held[100].end('{"Response":{}}')
  assert.equal((await next).status, 200)
})

test('and more in a second', () => {
  let now = 0
  const { enter } = allowance({ perSecond: 100, atOnce: 1000, now: () => now })
  const passed = (count) => Array.from({ length: count }, enter).filter(Boolean).length
  assert.equal(passed(150), 100)
  now += 500
  assert.equal(passed(150), 50)
  now += 60_000
  assert.equal(passed(150), 100)
})

test('turns of calls that only look: no second sees more than its part of one action, whoever asks', () => {
  let now = 0
  const turn = turns({ perSecond: 4, now: () => now })
  const waits = Array.from({ length: 9 }, () => turn('ap-guangzhou/ListAliases'))
  assert.deepEqual(waits, [0, 0, 0, 0, 1010, 1010, 1010, 1010, 2020])
  assert.equal(turn('ap-guangzhou/ListFunctions'), 0, 'each action has its own')
  assert.equal(turn('ap-shanghai/ListAliases'), 0, 'and each region')
  now = 10_000
  assert.equal(turn('ap-guangzhou/ListAliases'), 0)
})

test('servers that run beside each other give as many turns in any second as one gives alone', () => {
  for (const servers of [1, 2, 3, 4]) {
    let now = 0
    const all = Array.from({ length: servers }, () => turns({ perSecond: 4, servers: () => servers, now: () => now }))
    const given = []
    for (; now <= 3000; now += 100) {
      for (const turn of all) if (given.length < 100) given.push(now + turn('ap-guangzhou/ListAliases'))
    }
    const most = Math.max(...given.map((from) => given.filter((at) => at >= from && at < from + 1000).length))
    assert.equal(most, Math.floor(4 / servers) * servers, `${servers} servers`)
  }
})

test('a server has its part of the turns at once, the same for each server, and more when another one has ended', () => {
  let servers = 2
  const turn = turns({ perSecond: 4, servers: () => servers, now: () => 0 })
  const asked = () => turn('ap-guangzhou/ListAliases')
  assert.deepEqual(Array.from({ length: 5 }, asked), [0, 0, 1010, 1010, 2020])
  servers = 1
  assert.deepEqual(Array.from({ length: 4 }, asked), [2020, 2020, 2020, 3030])
})

test('where more servers run than there are turns in a second, each gives one turn in a longer time', () => {
  const turn = turns({ perSecond: 4, servers: () => 8, now: () => 0 })
  assert.deepEqual(
    Array.from({ length: 3 }, () => turn('ap-guangzhou/ListAliases')),
    [0, 2020, 4040],
  )
})

test('consoles of one server share the turns, and only a page of it gets them', async (t) => {
  const { prefix, ask } = await served(t)
  const waits = []
  for (let number = 0; number < 5; number++) {
    waits.push(JSON.parse((await ask(`${prefix}turn/ap-guangzhou/ListAliases`)).text).waitMs)
  }
  assert.deepEqual(waits.slice(0, 4), [0, 0, 0, 0])
  assert.ok(waits[4] > 0 && waits[4] <= 1010, String(waits[4]))
  for (const path of ['/turn/ap-guangzhou/ListAliases', `${prefix}turn/`, `${prefix}turn/a/b/c`]) {
    assert.equal((await ask(path)).status, 404, path)
  }
})

test('whoever does not know the token, or comes from another page or by another name, finds nothing', async (t) => {
  const { ask, prefix, port, url } = await served(t)
  const own = `127.0.0.1:${port}`
  const good = await ask(prefix, { headers: { host: own } })
  assert.equal(good.status, 200)
  const wrong = `${prefix.slice(0, -2)}${prefix.at(-2) === 'A' ? 'B' : 'A'}/`
  const paths = ['', 'config.json', 'assets/a.js', 'relay/scf']
  const cases = [
    ...paths.map((path) => [`no token: ${path}`, `/${path}`, {}]),
    ...paths.map((path) => [`a wrong token: ${path}`, `${wrong}${path}`, {}]),
    ...paths.map((path) => [`half a token: ${path}`, `${prefix.slice(0, 20)}/${path}`, {}]),
    ['the token as a query', `/?token=${prefix.slice(1, -1)}`, {}],
    ['a name that leads here', prefix, { host: `evil.example:${port}` }],
    ['the name without the port', prefix, { host: '127.0.0.1' }],
    ['another port', prefix, { host: '127.0.0.1:1' }],
    ['another origin', prefix, { origin: 'http://evil.example' }],
    ['an opaque origin', prefix, { origin: 'null' }],
    ['the same name, another port', prefix, { origin: 'http://127.0.0.1:1' }],
    ['https', prefix, { origin: `https://${own}` }],
    ['another site', `${prefix}config.json`, { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', `${prefix}config.json`, { 'sec-fetch-site': 'same-site' }],
    ['a file that is opened by itself', `${prefix}config.json`, { 'sec-fetch-site': 'none' }],
    ['a page that is linked from elsewhere', prefix, { 'sec-fetch-site': 'cross-site' }],
  ]
  for (const [what, path, headers] of cases) {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const answer = await ask(path, { method, headers: { host: own, ...headers } })
      assert.deepEqual([answer.status, answer.text], [404, ''], `${method} ${what}`)
      // those of any server: nothing tells that a console is here
      const told = Object.keys(answer.headers).filter((name) => !['date', 'connection', 'keep-alive'].includes(name))
      assert.deepEqual(told, ['content-length'], `${method} ${what}`)
    }
  }
  for (const headers of [
    { host: `localhost:${port}` },
    { host: own, origin: `http://${own}`, 'sec-fetch-site': 'same-origin' },
  ]) {
    assert.equal((await ask(prefix, { headers })).status, 200)
  }
  assert.ok(url.endsWith(prefix) && prefix.length >= 44)
})

test('only the files of the page, under a policy that loosens nothing but wasm', async (t) => {
  const { ask, prefix } = await served(t, { region: 'ap-shanghai', demo: { ...KEY } })
  for (const path of [
    '../index.html',
    '..%2findex.html',
    'assets/../../x',
    'assets',
    'notes.txt',
    'index.html/',
    '%00',
    'assets/a.js%20',
  ]) {
    const answer = await ask(`${prefix}${path}`)
    assert.ok(answer.status === 404 || answer.status === 405, `${path}: ${answer.status}`)
  }
  const page = await ask(prefix)
  const policy = page.headers['content-security-policy']
  assert.deepEqual(policy.split('; '), [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ])
  for (const [name, value] of [
    ['referrer-policy', 'no-referrer'],
    ['x-content-type-options', 'nosniff'],
    ['cache-control', 'no-store'],
    ['cross-origin-resource-policy', 'same-origin'],
  ]) {
    assert.equal(page.headers[name], value)
  }
  const config = JSON.parse((await ask(`${prefix}config.json`)).text)
  assert.deepEqual([config.region, config.demo], ['ap-shanghai', { secretId: KEY.secretId, secretKey: KEY.secretKey }])
  const script = await ask(`${prefix}assets/a.js`)
  assert.equal(script.headers['content-type'], 'text/javascript; charset=utf-8')
  const head = await ask(prefix, { method: 'HEAD' })
  assert.deepEqual([head.status, head.text], [200, ''])
  assert.equal((await ask(prefix, { method: 'DELETE' })).status, 405)
})

test('a page that was not built says how', async () => {
  await assert.rejects(startConsole({ dist: join(tmpdir(), 'no-console-here') }), (error) => {
    assert.equal(error.code, 'ConsoleNotBuilt')
    assert.match(error.hint, /npm run console:build/)
    return true
  })
})
