// Object storage as a service: signatures, policies, faults, the list of calls, and the code of functions.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { send } from './support/client.js'
import { APP_ID, authorization, BucketClient, codeOf, signedRequest } from './support/cos.js'
import { startEmulator } from './support/emulator.js'
import { create, directory, emulator, refusedWith, telling, zip } from './support/harness.js'

async function withBucket(t, options) {
  const { emu, client } = await emulator(t, options)
  const bucket = new BucketClient(emu.url)
  assert.equal((await bucket.put('', '')).status, 200)
  await bucket.put('a', 'content')
  return { emu, client, bucket }
}

const now = () => Math.floor(Date.now() / 1000)

describe('signatures', () => {
  test('a request without a signature is refused', async (t) => {
    const { emu, bucket } = await withBucket(t)
    const { Authorization, ...headers } = signedRequest('GET', 'a', bucket.place).headers
    const got = await send(emu.url, { method: 'GET', path: '/a', headers })
    assert.deepEqual([got.status, codeOf(got)], [403, 'AccessDenied'])
  })

  test('another key is refused', async (t) => {
    const { bucket } = await withBucket(t)
    const { secretId, secretKey } = bucket.place.key
    assert.equal(codeOf(await bucket.get('a', { key: { secretId: 'AKIDother', secretKey } })), 'InvalidAccessKeyId')
    assert.equal(codeOf(await bucket.get('a', { key: { secretId, secretKey: 'other' } })), 'SignatureDoesNotMatch')
  })

  for (const [what, change] of [
    ['method', (request) => ({ ...request, method: 'DELETE' })],
    ['path', (request) => ({ ...request, path: '/b?versionId=null' })],
    ['parameter', (request) => ({ ...request, path: '/a?versionId=1' })],
    ['header', (request) => ({ ...request, headers: { ...request.headers, Range: 'bytes=1-2' } })],
    [
      'host',
      (request) => ({ ...request, headers: { ...request.headers, Host: request.headers.Host.replace('b-', 'c-') } }),
    ],
  ]) {
    test(`a ${what} that was changed on the way is refused`, async (t) => {
      const { emu, bucket } = await withBucket(t)
      const given = { ...bucket.place, params: { versionId: 'null' }, headers: { Range: 'bytes=0-1' } }
      const request = signedRequest('GET', 'a', given)
      assert.equal((await send(emu.url, request)).status, 206)
      assert.equal(codeOf(await send(emu.url, change(request))), 'SignatureDoesNotMatch')
    })
  }

  for (const [what, span] of [
    ['is over', { start: now() - 100, end: now() - 50 }],
    ['has not begun', { start: now() + 500, end: now() + 900 }],
  ]) {
    test(`a signature whose time ${what} is refused`, async (t) => {
      const { bucket } = await withBucket(t)
      const got = await bucket.get('a', span)
      assert.deepEqual([got.status, codeOf(got)], [403, 'RequestTimeTooSkewed'])
    })
  }

  test('temporary credentials need their token', async (t) => {
    const { emu } = await emulator(t, { token: 'EXAMPLEtoken+/=' })
    const bucket = new BucketClient(emu.url)
    const put = (token) => bucket.put('', '', token && { 'x-cos-security-token': token })
    assert.equal(codeOf(await put()), 'AccessDenied')
    assert.equal(codeOf(await put('other')), 'AccessDenied')
    assert.equal((await put('EXAMPLEtoken+/=')).status, 200)
  })

  test('a signature in the query opens an object', async (t) => {
    const { emu, bucket } = await withBucket(t)
    const Host = `${bucket.place.bucket}.cos.ap-guangzhou.myqcloud.com`
    const query = authorization({ method: 'GET', path: '/a', params: {}, headers: { host: Host } })
    assert.equal((await send(emu.url, { method: 'GET', path: `/a?${query}`, headers: { Host } })).text, 'content')
  })

  test('a bucket can stand in the path, where a client can not send another host', async (t) => {
    const { emu, bucket } = await withBucket(t)
    const host = new URL(emu.url).host
    const within = `/cos/ap-guangzhou/${bucket.place.bucket}/a`
    for (const path of ['/a', within]) {
      const Authorization = authorization({ method: 'GET', path, params: {}, headers: { host } })
      const got = await send(emu.url, { method: 'GET', path: within, headers: { Host: host, Authorization } })
      assert.equal(got.text, 'content')
    }
  })
})

describe('the list of calls', () => {
  test('a call of object storage is listed with its object', async (t) => {
    const { emu, bucket } = await withBucket(t)
    await bucket.get('none')
    const listed = emu.requests.map(({ action, region, object, code }) => ({ action, region, object, code }))
    assert.deepEqual(listed, [
      { action: 'PutBucket', region: 'ap-guangzhou', object: `b-${APP_ID}/`, code: '' },
      { action: 'PutObject', region: 'ap-guangzhou', object: `b-${APP_ID}/a`, code: '' },
      { action: 'GetObject', region: 'ap-guangzhou', object: `b-${APP_ID}/none`, code: 'NoSuchKey' },
    ])
  })

  test('a call that nobody signed is not listed', async (t) => {
    const { emu, bucket } = await withBucket(t)
    const before = emu.requests.length
    await bucket.get('a', { key: { secretId: 'AKIDother', secretKey: 'k' } })
    assert.equal(emu.requests.length, before)
  })
})

describe('faults', () => {
  async function faulty(t, rules) {
    const made = await withBucket(t)
    made.emu.setFaults(rules)
    return made
  }

  for (const [code, status] of [
    ['AccessDenied', 403],
    ['FileAlreadyExists', 409],
    ['InternalError', 500],
    ['SlowDown', 503],
  ]) {
    test(`a refusal has the status of its code: ${code}`, async (t) => {
      const { bucket } = await faulty(t, [{ action: 'PutObject', fault: 'refuse', code }])
      const put = await bucket.put('b', '1')
      assert.deepEqual([put.status, codeOf(put)], [status, code])
      assert.equal((await bucket.head('b')).status, 404)
    })
  }

  test('a rate limit is SlowDown', async (t) => {
    const { bucket } = await faulty(t, [{ action: 'PutObject', nth: 1, fault: 'rate-limit', retryAfter: 2 }])
    const put = await bucket.put('b', '1')
    assert.deepEqual([put.status, codeOf(put), put.headers['retry-after']], [503, 'SlowDown', '2'])
    assert.equal((await bucket.put('b', '1')).status, 200)
  })

  test('a lost answer can leave an object', async (t) => {
    const { emu, bucket } = await faulty(t, [{ action: 'PutObject', fault: 'close', committed: true }])
    await assert.rejects(bucket.put('b', '1'))
    assert.equal((await bucket.get('b')).text, '1')
    assert.deepEqual(emu.requests.find(({ object }) => object === `b-${APP_ID}/b`)?.faults, ['close'])
  })

  test('a lost answer can leave nothing', async (t) => {
    const { bucket } = await faulty(t, [{ action: 'PutObject', fault: 'close' }])
    await assert.rejects(bucket.put('b', '1'))
    assert.equal((await bucket.head('b')).status, 404)
  })

  test('a proxy answers in its place', async (t) => {
    const { bucket } = await faulty(t, [{ action: 'GetObject', fault: 'status', status: 502, body: 'bad gateway' }])
    const got = await bucket.get('a')
    assert.deepEqual([got.status, got.text], [502, 'bad gateway'])
  })

  test('the clock of the server is off', async (t) => {
    const { bucket } = await faulty(t, [{ action: 'GetObject', nth: 1, fault: 'clock', seconds: 7200 }])
    const got = await bucket.get('a')
    assert.equal(codeOf(got), 'RequestTimeTooSkewed')
    assert.ok(Date.parse(got.headers.date) - Date.now() > 7_000_000)
    assert.equal((await bucket.get('a')).status, 200)
  })

  for (const fault of ['stale', 'stuck', 'fail', 'meanwhile']) {
    test(`what happens to functions happens to no object: ${fault}`, async () => {
      const rule = { action: 'PutObject', fault, ...(fault === 'meanwhile' && { do: 'DeleteAlias' }) }
      if (fault === 'stale') rule.ms = 1
      const message = new RegExp(`^rule 1: the fault ${fault} is about functions, and PutObject is of object storage`)
      await assert.rejects(startEmulator({ faults: [rule] }), { name: 'FaultError', message })
    })
  }
})

describe('policies', () => {
  const statement = (action, resource) => ({ effect: 'allow', action, resource })
  const policy = (...statement) => ({ version: '2.0', statement })

  test('what the policy does not allow is AccessDenied', async (t) => {
    const { emu, bucket } = await withBucket(t)
    emu.setPolicy(policy(statement('name/cos:GetObject', '*')))
    assert.equal((await bucket.get('a')).status, 200)
    const put = await bucket.put('b', '1')
    assert.deepEqual([put.status, codeOf(put)], [403, 'AccessDenied'])
  })

  test('a policy can be about a folder of a bucket', async (t) => {
    const { emu, bucket } = await withBucket(t)
    const folder = `qcs::cos:ap-guangzhou:uid/${APP_ID}:b-${APP_ID}/code/*`
    emu.setPolicy(policy(statement(['name/cos:PutObject'], [folder])))
    assert.equal((await bucket.put('code/b', '1')).status, 200)
    assert.equal((await bucket.put('other/b', '1')).status, 403)
  })
})

describe('the code of functions', () => {
  async function uploaded(t, options) {
    const { emu, client } = await emulator(t, options)
    const bucket = new BucketClient(emu.url, { bucket: `code-${APP_ID}` })
    await bucket.put('', '')
    await bucket.put('dir/one.zip', Buffer.from(zip(telling('one')), 'base64'))
    return { emu, client, bucket }
  }
  const Code = { CosBucketName: 'code', CosObjectName: '/dir/one.zip', CosBucketRegion: 'ap-guangzhou' }

  test('an uploaded object becomes the code of a function', async (t) => {
    const { client } = await uploaded(t)
    await create(client, 'fun01', undefined, { Code })
    assert.equal((await client.ask('fun01')).text, 'one')
  })

  test('UpdateFunctionCode takes the object as it is then', async (t) => {
    const { client, bucket } = await uploaded(t)
    await create(client)
    const { CosBucketName, CosObjectName } = Code
    await client.call('UpdateFunctionCode', { FunctionName: 'fun01', CosBucketName, CosObjectName })
    await bucket.put('dir/one.zip', Buffer.from(zip(telling('two')), 'base64'))
    assert.equal((await client.ask('fun01')).text, 'one')
    await client.call('UpdateFunctionCode', { FunctionName: 'fun01', CosBucketName, CosObjectName })
    assert.equal((await client.ask('fun01')).text, 'two')
  })

  test('a package of more than the API takes goes through object storage', async (t) => {
    const { client, bucket } = await uploaded(t)
    const big = { 'index.js': telling('big'), 'big.txt': randomBytes(12 * 1024 * 1024).toString('hex') }
    const bytes = Buffer.from(zip(big), 'base64')
    assert.ok(bytes.length > 10 * 1024 * 1024)
    await bucket.put('big.zip', bytes)
    await create(client, 'fun01', undefined, { Code: { ...Code, CosObjectName: 'big.zip' } })
    assert.equal((await client.ask('fun01')).text, 'big')
  })

  for (const [what, more, code] of [
    ['an object that is not there', { CosObjectName: 'none.zip' }, 'InvalidParameterValue.CosObjectName'],
    ['a bucket with its appid', { CosBucketName: `code-${APP_ID}` }, 'InvalidParameterValue.CosBucketName'],
  ]) {
    test(`${what} is refused`, async (t) => {
      const { client } = await uploaded(t)
      await refusedWith(create(client, 'fun01', undefined, { Code: { ...Code, ...more } }), code)
    })
  }

  test('a bucket of another region is refused', async (t) => {
    const { client } = await uploaded(t)
    client.options = { region: 'ap-shanghai' }
    await refusedWith(create(client, 'fun01', undefined, { Code }), 'InvalidParameterValue.CosBucketRegion')
  })

  test('a folder that was given is looked into where the object was not uploaded', async (t) => {
    const cosDir = directory(t)
    mkdirSync(join(cosDir, 'code/dir'), { recursive: true })
    for (const name of ['one', 'two']) {
      writeFileSync(join(cosDir, `code/dir/${name}.zip`), Buffer.from(zip(telling(`${name} of the folder`)), 'base64'))
    }
    const { client } = await uploaded(t, { cosDir })
    await create(client, 'fun01', undefined, { Code })
    await create(client, 'fun02', undefined, { Code: { ...Code, CosObjectName: 'dir/two.zip' } })
    assert.deepEqual([(await client.ask('fun01')).text, (await client.ask('fun02')).text], ['one', 'two of the folder'])
  })
})
