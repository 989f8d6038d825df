import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import { Tc3Verifier } from '../tc3.js'
import { authorization, Client, KEY, send, signedGet, signedPost } from './support/client.js'
import { create, emulator, refusedWith } from './support/harness.js'

const NOW = 1_760_000_000

const codeOf = (answer) => JSON.parse(answer.text).Response.Error?.Code

describe('TC3', () => {
  test('the documented example is accepted, and is not when any byte of any part differs', () => {
    const file = new URL('../../sign/tests/vectors/official.json', import.meta.url)
    const { input, expected } = JSON.parse(readFileSync(file, 'utf8')).vectors[0]
    const verifier = new Tc3Verifier({
      find: (id) => (id === input.secretId ? { secretId: id, secretKey: input.secretKey } : undefined),
    })
    const genuine = {
      method: 'POST',
      query: '',
      headers: new Map([
        ...input.signedHeaders,
        ['authorization', expected.authorization],
        ['x-tc-timestamp', String(input.timestamp)],
      ]),
      body: Buffer.from(input.bodyUtf8),
    }
    assert.equal(verifier.verify(genuine), input.timestamp)

    const refused = (request, what) =>
      assert.throws(
        () => verifier.verify(request),
        (error) => /^(AuthFailure\.|MissingParameter)/.test(error.code),
        `accepted although ${what} differs`,
      )
    for (let at = 0; at < genuine.body.length; at++) {
      const body = Buffer.from(genuine.body)
      body[at] ^= 1
      refused({ ...genuine, body }, `byte ${at} of the body`)
    }
    for (const name of ['authorization', 'x-tc-timestamp', 'x-tc-action', 'content-type', 'host']) {
      const value = genuine.headers.get(name)
      for (let at = 0; at < value.length; at++) {
        const changed = value.slice(0, at) + String.fromCharCode(value.charCodeAt(at) ^ 1) + value.slice(at + 1)
        refused({ ...genuine, headers: new Map([...genuine.headers, [name, changed]]) }, `byte ${at} of ${name}`)
      }
    }
    refused({ ...genuine, method: 'GET' }, 'the method')
    refused({ ...genuine, method: 'GET', query: 'a=1' }, 'the query')
  })

  test('a clock that is off by 300 seconds is accepted, by 301 it is not', async (t) => {
    const { emu } = await emulator(t, { clock: NOW })
    for (const [skew, code] of [
      [-301, 'AuthFailure.SignatureExpire'],
      [-300, undefined],
      [1, undefined],
      [300, undefined],
      [301, 'AuthFailure.SignatureExpire'],
    ]) {
      const answer = await send(emu.url, signedPost(emu.url, 'ListFunctions', {}, { timestamp: NOW + skew }))
      assert.equal(codeOf(answer), code, `skew ${skew}`)
    }
  })

  test('unknown id, wrong key, missing or wrong token', async (t) => {
    const { emu } = await emulator(t, { token: 'TOKEN' })
    const call = (options) => new Client(emu.url, options).call('ListFunctions')
    await call({ token: 'TOKEN' })
    await refusedWith(call({}), 'AuthFailure.TokenFailure')
    await refusedWith(call({ token: 'OTHER' }), 'AuthFailure.TokenFailure')
    await refusedWith(call({ token: 'TOKEN', key: { ...KEY, secretId: 'AKIDOTHER' } }), 'AuthFailure.SecretIdNotFound')
    await refusedWith(call({ token: 'TOKEN', key: { ...KEY, secretKey: 'OTHER' } }), 'AuthFailure.SignatureFailure')
  })

  test('a request without signature, or with one of another form, is refused', async (t) => {
    const { emu } = await emulator(t)
    const request = signedPost(emu.url, 'ListFunctions', {})
    const { Authorization, ...unsigned } = request.headers
    for (const headers of [
      unsigned,
      { ...unsigned, Authorization: 'Bearer x' },
      { ...unsigned, Authorization: Authorization.replace('content-type;host', 'host') },
      { ...unsigned, Authorization: `${Authorization}0` },
    ]) {
      assert.equal(codeOf(await send(emu.url, { ...request, headers })), 'AuthFailure.InvalidAuthorization')
    }
  })

  test('a header that is signed but not sent is refused', async (t) => {
    const { emu } = await emulator(t, { clock: NOW })
    const request = signedPost(emu.url, 'ListFunctions', {}, { timestamp: NOW })
    request.headers.Authorization = request.headers.Authorization.replace('host,', 'host;x-other,')
    assert.equal(codeOf(await send(emu.url, request)), 'AuthFailure.SignatureFailure')
  })

  test('the date of the scope must be that of the timestamp', async (t) => {
    const { emu } = await emulator(t, { clock: NOW })
    const request = signedPost(emu.url, 'ListFunctions', {}, { timestamp: NOW })
    request.headers.Authorization = request.headers.Authorization.replace('2025-10-09', '2025-10-08')
    assert.equal(codeOf(await send(emu.url, request)), 'AuthFailure.SignatureFailure')
  })

  test('hosts and services that real clients sign', async (t) => {
    const { emu } = await emulator(t, { clock: NOW })
    const body = '{}'
    const request = signedPost(emu.url, 'ListFunctions', {}, { timestamp: NOW })
    const hash = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    const accepted = async (host, service, more = {}) => {
      const headers = [['content-type', 'application/json'], ['host', host], ...(more.signed ?? [])]
      const signed = authorization({ headers, payloadHash: more.hash ?? hash, timestamp: NOW, service })
      return codeOf(
        await send(emu.url, {
          ...request,
          body,
          headers: { ...request.headers, Authorization: signed, ...more.headers },
        }),
      )
    }
    const { host, hostname } = new URL(emu.url)
    assert.equal(await accepted(host, 'scf'), undefined)
    assert.equal(await accepted(hostname, '127'), undefined, 'the Node SDK signs the host without its port')
    assert.equal(await accepted('scf.tencentcloudapi.com', 'scf'), undefined)
    assert.equal(await accepted('cvm.tencentcloudapi.com', 'scf'), 'AuthFailure.SignatureFailure')
    assert.equal(await accepted(emu.url, 'scf', { headers: { Host: emu.url } }), undefined, 'a URL as Host')
    assert.equal(await accepted(host, 'scf', { signed: [['x-tc-action', 'listfunctions']] }), undefined)
    const literal = createHash('sha256').update('UNSIGNED-PAYLOAD').digest('hex')
    const unsigned = { hash: literal, headers: { 'X-TC-Content-SHA256': 'UNSIGNED-PAYLOAD' } }
    assert.equal(await accepted(host, 'scf', unsigned), undefined)
    assert.equal(await accepted(host, 'scf', { hash: literal }), 'AuthFailure.SignatureFailure')
  })

  test('a GET is signed with its query exactly as sent', async (t) => {
    const { emu, client } = await emulator(t)
    await create(client, 'fun01', undefined, { Description: 'a b (c)' })
    for (const query of [
      'SearchKey=fun01&Limit=5',
      'Limit=5&SearchKey=fun01',
      'Description=a+b+%28c%29',
      'Description=a%20b%20(c)',
    ]) {
      const answer = await send(emu.url, signedGet(emu.url, 'ListFunctions', query))
      assert.equal(JSON.parse(answer.text).Response.TotalCount, 1, `${query}: ${answer.text}`)
    }
    const moved = signedGet(emu.url, 'ListFunctions', 'Limit=5')
    assert.equal(codeOf(await send(emu.url, { ...moved, path: '/?Limit=6' })), 'AuthFailure.SignatureFailure')
  })

  test('structured parameters of a GET come flat', async (t) => {
    const { emu, client } = await emulator(t)
    await create(client)
    const query = 'Filters.0.Name=Status&Filters.0.Values.0=Active&Filters.0.Values.1=Updating'
    const answer = await send(emu.url, signedGet(emu.url, 'ListFunctions', query))
    assert.equal(JSON.parse(answer.text).Response.TotalCount, 1, answer.text)
  })

  test('the official SDK is understood, by POST and by GET', async (t) => {
    const { emu } = await emulator(t)
    const { scf } = createRequire(import.meta.url)('tencentcloud-sdk-nodejs-scf')
    for (const reqMethod of ['POST', 'GET']) {
      const client = new scf.v20180416.Client({
        credential: KEY,
        region: 'ap-guangzhou',
        profile: { httpProfile: { endpoint: new URL(emu.url).host, protocol: 'http://', reqMethod } },
      })
      const answer = await client.ListFunctions({ Limit: 3, Filters: [{ Name: 'Status', Values: ['Active'] }] })
      assert.equal(answer.TotalCount, 0)
    }
  })
})
