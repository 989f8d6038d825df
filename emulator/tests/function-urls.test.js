// Function URLs: web functions and others are called by plain HTTP, at the address that ListTriggers shows. All tests that
// need port 9000 are here, one after the other.

import assert from 'node:assert/strict'
import http from 'node:http'
import { describe, test } from 'node:test'
import { create, emulator, file, refusedWith } from './support/harness.js'
import { aboutTenth, counted, createFrom, failure, shifted } from './support/runtimes.js'

const WEB = { Type: 'HTTP', Runtime: 'Nodejs18.15', MemorySize: 512, Timeout: 10 }

/** A server that answers with its version and what it was asked. */
const server = (version, deed = '') => ({
  scf_bootstrap: file('#!/bin/bash\nexport NODE_ENV=production\nexec /var/lang/node18/bin/node app.js\n'),
  'app.js': `require('node:http').createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
      const body = Buffer.concat(chunks)
      console.log('asked for ' + request.url)
      ${deed}
      response.setHeader('X-Version', '${version}')
      response.setHeader('Set-Cookie', ['a=1', 'b=2'])
      response.statusCode = 201
      response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body: body.toString('hex') }))
    })
  }).listen(9000, '0.0.0.0')`,
})

/** The host of a new function URL. */
async function urlOf(client, FunctionName, desc = {}, Qualifier = '$DEFAULT') {
  const TriggerDesc = JSON.stringify({
    AuthType: 'NONE',
    NetConfig: { EnableIntranet: false, EnableExtranet: true },
    ...desc,
  })
  await client.call('CreateTrigger', { FunctionName, Type: 'http', TriggerName: 'url', Qualifier, TriggerDesc })
  const { Triggers } = await client.call('ListTriggers', { FunctionName })
  const { ExtranetUrl, IntranetUrl } = JSON.parse(Triggers[0].TriggerDesc).NetConfig
  return new URL(ExtranetUrl || IntranetUrl).host
}

/** A request to the emulator under the name of a function URL. */
function request(emu, host, { path = '/', method = 'GET', headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: emu.port, path, method, headers: { Host: host, ...headers } }
    const sent = http.request(options, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, text: String(Buffer.concat(chunks)) }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

async function webFunction(t, files, more = {}) {
  const { emu, client } = await emulator(t)
  await createFrom(client, 'fun01', files, { ...WEB, ...more })
  const host = await urlOf(client, 'fun01')
  return { emu, client, host, ask: (options) => request(emu, host, options) }
}

describe('a web function', () => {
  test('gets a request as it is, and its answer comes back as it is', async (t) => {
    const { ask } = await webFunction(t, server('1'))
    const body = Buffer.from([0, 255, 10, 13])
    const headers = { 'Content-Length': body.length, 'X-Mine': 'yes' }
    const answer = await ask({ path: '/a/b?c=%20d', method: 'PUT', headers, body })
    assert.equal(answer.status, 201)
    assert.equal(answer.headers['x-version'], '1')
    assert.deepEqual(answer.headers['set-cookie'], ['a=1', 'b=2'])
    const seen = JSON.parse(answer.text)
    assert.deepEqual(
      [seen.method, seen.url, seen.body, seen.headers['x-mine']],
      ['PUT', '/a/b?c=%20d', '00ff0a0d', 'yes'],
    )
  })

  test('gets what the service says about an invocation in headers', async (t) => {
    const { ask } = await webFunction(t, server('1'))
    const answer = await ask()
    const { headers } = JSON.parse(answer.text)
    const about = Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-scf-')))
    assert.deepEqual(about, {
      'x-scf-request-id': answer.headers['x-scf-request-id'],
      'x-scf-memory': '512',
      'x-scf-timeout': '10000',
      'x-scf-version': '$LATEST',
      'x-scf-name': 'fun01',
      'x-scf-namespace': 'default',
      'x-scf-region': 'ap-guangzhou',
      'x-scf-appid': '1250000000',
      'x-scf-uin': '100000000001',
    })
  })

  test('answers below localhost too', async (t) => {
    const { emu, host } = await webFunction(t, server('1'))
    assert.equal((await request(emu, host.replace('tencentscf.com', `localhost:${emu.port}`))).status, 201)
  })

  test('answers from both versions through an alias of 10 and 90 percent', async (t) => {
    const { emu, client } = await emulator(t)
    await shifted(client, 'fun01', server, WEB)
    const host = await urlOf(client, 'fun01')
    aboutTenth(await counted(200, async () => (await request(emu, host)).headers['x-version']))
  })

  test('of two versions that are asked at once answers every request', async (t) => {
    const { emu, client } = await emulator(t)
    await shifted(client, 'fun01', server, WEB)
    const host = await urlOf(client, 'fun01')
    const answers = await Promise.all(Array.from({ length: 60 }, () => request(emu, host)))
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201])
    assert.deepEqual([...new Set(answers.map(({ headers }) => headers['x-version']))].sort(), ['1', '2'])
  })

  test('can’t be invoked by the API', async (t) => {
    const { client } = await webFunction(t, server('1'))
    await refusedWith(client.invoke('fun01'), 'UnsupportedOperation')
    await refusedWith(client.call('Invoke', { FunctionName: 'fun01' }), 'UnsupportedOperation')
  })

  test('is shown with its type', async (t) => {
    const { client } = await webFunction(t, server('1'))
    const { Type, Handler } = await client.call('GetFunction', { FunctionName: 'fun01' })
    const { Functions } = await client.call('ListFunctions')
    assert.deepEqual([Type, Handler, Functions[0].Type], ['HTTP', '', 'HTTP'])
  })
})

describe('a web function that fails', () => {
  for (const [what, files, statusCode, message, settings] of [
    ['without scf_bootstrap', { 'app.js': '' }, 405, /holds no file scf_bootstrap/],
    [
      'whose scf_bootstrap is not executable',
      { scf_bootstrap: file('#!/bin/bash\n', 0o644) },
      405,
      /is not executable/,
    ],
    [
      'whose scf_bootstrap ends',
      { scf_bootstrap: file('#!/bin/bash\nexit 3\n') },
      405,
      /ContainerStateExited.*exit code 3/,
    ],
    [
      'that never opens port 9000',
      { scf_bootstrap: file('#!/bin/bash\nsleep 600\n') },
      446,
      /PortBindingFailed: nothing listens on port 9000 after 1 seconds/,
      { InitTimeout: 1 },
    ],
    ['that crashes while it answers', server('1', 'process.abort()'), 405, /ended when running \(SIGABRT\)/],
    ['that does not answer', server('1', 'return'), 433, /timed out after 1 seconds/, { Timeout: 1 }],
    ['that closes the connection', server('1', 'return request.socket.destroy()'), 430, /user code exception caught/],
    ['that takes more memory than it has', server('1', 'Buffer.alloc(700 << 20, 1); for (;;);'), 434, /512 MB/],
    [
      'whose answer never ends',
      server('1', "const more = () => response.write('x'.repeat(1 << 20), more); return more()"),
      407,
      /exceeds the upper limit/,
      { Timeout: 30 },
    ],
    [
      'whose answer is too large',
      server('1', "return response.end('x'.repeat(7 << 20))"),
      407,
      /exceeds the upper limit/,
    ],
  ]) {
    test(`${what} is answered with ${statusCode}`, async (t) => {
      const { ask } = await webFunction(t, files, settings)
      const { status, text } = await ask()
      assert.equal(status, statusCode, text)
      assert.match(JSON.parse(text).errorMessage, message)
    })
  }

  test('serves the next request after a crash', async (t) => {
    const { ask } = await webFunction(t, server('1', "if (request.url === '/evil') process.exit(1)"))
    assert.equal((await ask({ path: '/evil' })).status, 405)
    assert.equal((await ask()).status, 201)
  })

  test('has what its server writes in its log', async (t) => {
    const { client, ask } = await webFunction(t, server('1'))
    const { headers } = await ask({ path: '/logged' })
    const { Data } = await client.call('GetRequestStatus', {
      FunctionName: 'fun01',
      FunctionRequestId: headers['x-scf-request-id'],
    })
    assert.equal(Data[0].RetCode, 0)
  })
})

describe('the function URL of another function', () => {
  const echo = 'exports.main_handler = async (event) => event'

  test('gives it an event', async (t) => {
    const { emu, client } = await emulator(t)
    await create(client, 'fun01', echo)
    const host = await urlOf(client, 'fun01')
    const { status, text } = await request(emu, host, {
      path: '/a?b=c',
      method: 'POST',
      headers: { 'X-Mine': 'yes' },
      body: 'text',
    })
    const { headers, ...event } = JSON.parse(text)
    assert.equal(status, 200)
    assert.deepEqual(event, { body: 'text', httpMethod: 'POST', path: '/a', queryString: { b: 'c' } })
    assert.deepEqual([headers['x-mine'], headers['x-scf-remote-addr']], ['yes', '127.0.0.1'])
  })

  test('gives it a request whose path is one of object storage elsewhere', async (t) => {
    const { emu, client } = await emulator(t)
    await create(client, 'fun01', echo)
    const { status, text } = await request(emu, await urlOf(client, 'fun01'), {
      path: '/cos/ap-guangzhou/b-1250000000/a',
    })
    assert.deepEqual([status, JSON.parse(text).path], [200, '/cos/ap-guangzhou/b-1250000000/a'])
  })

  test('takes a status, headers and a body from it', async (t) => {
    const { emu, client } = await emulator(t)
    const answer = { statusCode: 404, headers: { 'X-Own': 'yes' }, body: 'bm90IGhlcmU=', isBase64Encoded: true }
    await create(client, 'fun01', `exports.main_handler = async () => (${JSON.stringify(answer)})`)
    const { status, headers, text } = await request(emu, await urlOf(client, 'fun01'))
    assert.deepEqual([status, headers['x-own'], text], [404, 'yes', 'not here'])
  })

  test('answers with the status of a failure', async (t) => {
    const { emu, client } = await emulator(t)
    await create(client, 'fun01', 'exports.main_handler = async () => { throw new Error("boom") }')
    const { status, text } = await request(emu, await urlOf(client, 'fun01'))
    assert.equal(status, 430)
    assert.match(failure({ ErrMsg: text }).stackTrace, /boom/)
  })

  test('survives a header that HTTP does not allow', async (t) => {
    const { emu, client } = await emulator(t)
    await create(
      client,
      'fun01',
      'exports.main_handler = async () => ({ statusCode: 200, headers: { "X-Own": "a\\nb" } })',
    )
    assert.equal((await request(emu, await urlOf(client, 'fun01'))).status, 502)
  })

  test('follows the rules of its alias by the headers of a request', async (t) => {
    const { emu, client } = await emulator(t)
    await create(client, 'fun01', 'exports.main_handler = async (event, { function_version }) => function_version')
    await client.call('PublishVersion', { FunctionName: 'fun01' })
    await client.call('PublishVersion', { FunctionName: 'fun01' })
    const AddtionVersionMatchs = [{ Version: '2', Key: 'invoke.headers.user', Method: 'exact', Expression: 'ann' }]
    await client.call('UpdateAlias', {
      FunctionName: 'fun01',
      Name: '$DEFAULT',
      FunctionVersion: '1',
      RoutingConfig: { AddtionVersionMatchs },
    })
    const host = await urlOf(client, 'fun01')
    const ask = async (user) => (await request(emu, host, { headers: { User: user } })).text
    assert.deepEqual([await ask('ann'), await ask('bob')], ['"2"', '"1"'])
  })

  for (const [what, desc, status] of [
    ['that needs a signature', { AuthType: 'CAM' }, 401],
    ['that is open to the private network alone', { NetConfig: { EnableIntranet: true, EnableExtranet: false } }, 403],
  ]) {
    test(`${what} is refused with ${status}`, async (t) => {
      const { emu, client } = await emulator(t)
      await create(client, 'fun01', echo)
      const host = (await urlOf(client, 'fun01', desc)).replace('.in.', '.')
      assert.equal((await request(emu, host)).status, status)
    })
  }

  test('that does not exist is not found', async (t) => {
    const { emu } = await emulator(t)
    assert.equal((await request(emu, '1250000000-none.ap-guangzhou.tencentscf.com')).status, 404)
  })

  test('is closed to a page of another origin', async (t) => {
    const { emu, client } = await emulator(t)
    await create(client, 'fun01', echo)
    const host = await urlOf(client, 'fun01')
    assert.equal((await request(emu, host, { headers: { Origin: 'http://evil.example' } })).status, 403)
  })
})
