// Who gets in: only those who have the key, and no page that was not given, under no name that is not the emulator's.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import net from 'node:net'
import { describe, test } from 'node:test'
import { startEmulator as start } from '../index.js'
import { KEY, send, signedGet, signedPost, signedV1 } from './support/client.js'
import { create, emulator, refusedWith, zip } from './support/harness.js'

const WELL_KNOWN = { secretId: 'AKIDEXAMPLE', secretKey: 'EXAMPLEKEY' }
const WANTED = {
  FunctionName: 'intruder',
  Code: { ZipFile: zip('exports.main_handler = async () => 1') },
  Handler: 'index.main_handler',
  Runtime: 'Nodejs18.15',
}

const count = async (client) => (await client.call('ListFunctions')).TotalCount
const asking = (url, headers) => signedPost(url, 'CreateFunction', WANTED, { headers })

/** Sends what must be refused, and looks that nothing came of it. */
async function refused({ client, emu }, request, why) {
  const before = emu.requests.length
  const answer = await send(emu.url, request)
  assert.equal(answer.status, 403, answer.text)
  assert.match(answer.text, why)
  assert.equal(emu.requests.length, before, 'it did not get as far as the API')
  assert.equal(await count(client), 0)
}

describe('the key', () => {
  test('is drawn at each start, in the form of Tencent Cloud’s', async (t) => {
    const [one, other] = await Promise.all([start(), start()])
    t.after(() => Promise.all([one.close(), other.close()]))
    for (const { credential } of [one, other]) {
      assert.match(credential.secretId, /^AKID[A-Za-z0-9]{32}$/)
      assert.match(credential.secretKey, /^[A-Za-z0-9]{32}$/)
    }
    assert.notEqual(one.credential.secretId, other.credential.secretId)
    assert.notEqual(one.credential.secretKey, other.credential.secretKey)
    const { url, credential } = one
    const answer = await send(url, signedPost(url, 'ListFunctions', {}, { key: credential }))
    assert.equal(JSON.parse(answer.text).Response.TotalCount, 0)
  })

  test('that is given is the one that is used', async (t) => {
    const emu = await start({ secretId: 'AKIDMINE', secretKey: 'MINE' })
    t.after(() => emu.close())
    assert.deepEqual(emu.credential, { secretId: 'AKIDMINE', secretKey: 'MINE', token: undefined })
  })

  test('that is missing beside a given SecretId is drawn', async (t) => {
    const emu = await start({ secretId: 'AKIDMINE' })
    t.after(() => emu.close())
    assert.equal(emu.credential.secretId, 'AKIDMINE')
    assert.match(emu.credential.secretKey, /^[A-Za-z0-9]{32}$/)
  })

  test('must not be empty', async () => {
    await assert.rejects(start({ secretKey: '' }), { name: 'TypeError', message: /must not be empty/ })
  })

  test('that everybody knows from earlier versions opens nothing', async (t) => {
    const { emu, client } = await emulator(t)
    for (const request of [
      signedPost(emu.url, 'CreateFunction', WANTED, { key: WELL_KNOWN }),
      signedV1(emu.url, 'CreateFunction', WANTED, { key: WELL_KNOWN }),
      signedV1(emu.url, 'CreateFunction', WANTED, { key: WELL_KNOWN, method: 'GET' }),
    ]) {
      const answer = await send(emu.url, request)
      assert.equal(JSON.parse(answer.text).Response.Error.Code, 'AuthFailure.SecretIdNotFound')
    }
    assert.equal(await count(client), 0)
  })

  test('is asked for before a fault rule counts the request', async (t) => {
    const faults = [{ action: 'ListFunctions', nth: 1, fault: 'refuse', code: 'InternalError', message: 'first' }]
    const { client } = await emulator(t, { faults })
    const stranger = client.call('ListFunctions', {}, { key: { ...KEY, secretKey: 'OTHER' } })
    await refusedWith(stranger, 'AuthFailure.SignatureFailure')
    await refusedWith(client.call('ListFunctions'), 'InternalError')
  })
})

describe('the host', () => {
  const names = (port) => [
    `127.0.0.1:${port}`,
    `127.9.9.9:${port}`,
    '127.0.0.1',
    `localhost:${port}`,
    'LOCALHOST',
    `scf.localhost:${port}`,
    `[::1]:${port}`,
    'scf.tencentcloudapi.com',
    'scf.ap-guangzhou.tencentcloudapi.com',
    `http://127.0.0.1:${port}`,
    'http://scf.tencentcloudapi.com/',
  ]

  test('is loopback’s or Tencent Cloud’s, also as a URL', async (t) => {
    const { emu } = await emulator(t)
    for (const host of names(emu.port)) {
      const answer = await send(emu.url, asking(emu.url, { Host: host }))
      assert.equal(answer.status, 200, `${host}: ${answer.text}`)
    }
  })

  for (const host of [
    'code-1250000000.cos.ap-guangzhou.myqcloud.com',
    'code-1250000000.cos.ap-guangzhou.tencentcos.cn',
  ]) {
    test(`of a bucket leads to object storage: ${host}`, async (t) => {
      const { emu } = await emulator(t)
      const answer = await send(emu.url, { method: 'GET', path: '/', headers: { Host: host } })
      assert.match(answer.text, /<Code>AccessDenied<.Code><Message>Access Denied: the request is not signed/)
    })
  }

  for (const host of [
    'rebind.example',
    'rebind.example:PORT',
    'http://rebind.example/',
    'http://127.0.0.1@rebind.example/',
    'rebind.example#127.0.0.1',
    'rebind.example/127.0.0.1',
    '127.0.0.1.rebind.example',
    'localhost.rebind.example',
    'xtencentcloudapi.com',
    'scf.tencentcloudapi.com.rebind.example',
    '0.0.0.0:PORT',
    '192.168.1.7',
    '127.0.0.1, rebind.example',
    '[::]:PORT',
  ]) {
    test(`"${host}" is refused`, async (t) => {
      const world = await emulator(t)
      await refused(
        world,
        asking(world.emu.url, { Host: host.replace('PORT', world.emu.port) }),
        /^Refused\. The host /,
      )
    })
  }

  test('of the absolute form is looked at too', async (t) => {
    const world = await emulator(t)
    const request = { ...asking(world.emu.url), path: 'http://rebind.example/' }
    await refused(world, request, /^Refused\. The host "rebind\.example" is neither this machine nor Tencent Cloud\./)
  })

  test('that is given twice is refused', async (t) => {
    const { emu } = await emulator(t)
    const socket = net.connect(emu.port, '127.0.0.1')
    socket.end('GET / HTTP/1.1\r\nHost: rebind.example\r\nHost: 127.0.0.1\r\n\r\n')
    let text = ''
    for await (const chunk of socket) text += chunk
    assert.match(text, /^HTTP\/1\.1 40[03] /)
  })

  test('that --allow-host names is allowed, and no other', async (t) => {
    const world = await emulator(t, { allowHosts: ['emulator.test'] })
    const { url } = world.emu
    assert.equal((await send(url, asking(url, { Host: 'Emulator.TEST:9000' }))).status, 200)
    await refused(world, asking(url, { Host: 'other.test' }), /--allow-host/)
  })

  test('to allow must be a name', async () => {
    for (const name of ['*', 'emulator.test:9000', 'http://emulator.test', '', 'a b'])
      await assert.rejects(start({ allowHosts: [name] }), {
        name: 'TypeError',
        message: /^allowHosts holds .* not a host/,
      })
  })

  test('is looked at for download links too', async (t) => {
    const { emu, client } = await emulator(t)
    await create(client)
    const { Url } = await client.call('GetFunctionAddress', { FunctionName: 'fun01' })
    const { pathname, search } = new URL(Url)
    const get = (headers) => send(emu.url, { method: 'GET', path: pathname + search, headers })
    assert.equal((await get({})).status, 200)
    assert.equal((await get({ Host: 'rebind.example' })).status, 403)
    assert.equal((await get({ 'Sec-Fetch-Site': 'cross-site' })).status, 403)
    assert.equal((await send(emu.url, { method: 'GET', path: pathname, headers: {} })).status, 403, 'unsigned')
  })
})

describe('pages', () => {
  for (const headers of [
    { Origin: 'http://127.0.0.1:8080' },
    { Origin: 'https://127.0.0.1:PORT' },
    { Origin: 'http://localhost:PORT' },
    { Origin: 'null' },
    { Origin: 'https://evil.example' },
    { Origin: '' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'anything' },
    { Origin: 'http://127.0.0.1:PORT', 'Sec-Fetch-Site': 'cross-site' },
  ]) {
    const what = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    test(`${what.join(', ')} is refused, with the key and all`, async (t) => {
      const world = await emulator(t)
      const { url, port } = world.emu
      const sent = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, value.replace('PORT', port)]),
      )
      for (const request of [
        asking(url, sent),
        { ...signedV1(url, 'CreateFunction', WANTED), headers: { ...signedV1(url, 'X', {}).headers, ...sent } },
        { ...signedGet(url, 'ListFunctions', 'Limit=1'), headers: sent },
        { method: 'OPTIONS', path: '/', headers: { ...sent, 'Access-Control-Request-Method': 'POST' } },
      ])
        await refused(world, request, /^Refused\. Pages of another origin are not allowed to call\./)
    })
  }

  test('of the emulator’s own origin, and addresses that a person typed, are no strangers', async (t) => {
    const { emu } = await emulator(t)
    for (const headers of [{ Origin: emu.url, 'Sec-Fetch-Site': 'same-origin' }, { 'Sec-Fetch-Site': 'none' }])
      assert.equal((await send(emu.url, asking(emu.url, headers))).status, 200)
  })

  test('that --cors names may call from another site', async (t) => {
    const origin = 'http://127.0.0.1:8080'
    const { emu } = await emulator(t, { cors: [origin] })
    const answer = await send(emu.url, asking(emu.url, { Origin: origin, 'Sec-Fetch-Site': 'same-site' }))
    assert.equal(answer.status, 200, answer.text)
  })
})

test('a request is refused by its head: its body is not waited for', async (t) => {
  const { emu } = await emulator(t)
  const socket = net.connect(emu.port, '127.0.0.1')
  socket.write('POST / HTTP/1.1\r\nHost: rebind.example\r\nContent-Length: 1000000\r\n\r\n')
  const [chunk] = await once(socket, 'data')
  assert.match(String(chunk), /^HTTP\/1\.1 403 [^]*Connection: close/i)
  socket.destroy()
})
