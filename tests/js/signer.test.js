import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { GrayscaleError } from '../../js/errors.js'
import { Signer, sha256Hex } from '../../js/signer.js'

const vectorsIn = (file) =>
  JSON.parse(readFileSync(new URL(`../../sign/tests/vectors/${file}`, import.meta.url), 'utf8')).vectors

const credentials = { secretId: 'AKIDEXAMPLE', secretKey: 'examplekey', token: 'exampletoken' }
const host = 'scf.tencentcloudapi.com'
const timestamp = 1551113065
const request = { service: 'scf', signedHeaders: { 'content-type': 'application/json', host }, body: '{}', timestamp }
const call = {
  service: 'scf',
  host,
  action: 'GetAlias',
  version: '2018-04-16',
  region: 'ap-guangzhou',
  body: '{}',
  timestamp,
}

/** @param {string} code @param {RegExp} message */
const refusal = (code, message) => (error) => {
  assert.ok(error instanceof GrayscaleError, String(error))
  assert.equal(error.code, code)
  assert.equal(error.class, 'usage')
  assert.match(error.message, message)
  return true
}

for (const { name, input, expected } of vectorsIn('official.json')) {
  test(`the documented signature, through wasm: ${name}`, () => {
    const signed = new Signer(input).sign({
      ...input,
      signedHeaders: Object.fromEntries(input.signedHeaders),
      body: input.bodyUtf8,
    })
    const { authorization, canonicalRequest, stringToSign, signature } = expected
    assert.deepEqual(signed, { authorization, canonicalRequest, stringToSign, signature })
  })
}

test('requests that the official Node SDK signed, from the file that Rust reads too', () => {
  for (const { name, input, expected } of vectorsIn('node-sdk.json')) {
    const signedHeaders = Object.fromEntries(input.signedHeaders)
    const { authorization } = new Signer(input).sign({ ...input, signedHeaders, body: input.bodyUtf8 })
    assert.equal(authorization, expected.authorization, name)
  }
})

test('headers: everything a request needs, signed over content type, host and action', () => {
  const signer = new Signer(credentials)
  const headers = signer.headers(call)
  const { Authorization, ...rest } = headers
  assert.deepEqual(rest, {
    'Content-Type': 'application/json',
    Host: host,
    'X-TC-Action': 'GetAlias',
    'X-TC-Version': '2018-04-16',
    'X-TC-Timestamp': '1551113065',
    'X-TC-Region': 'ap-guangzhou',
    'X-TC-Token': 'exampletoken',
  })
  const signedHeaders = { 'Content-Type': 'application/json', Host: host, 'X-TC-Action': 'GetAlias' }
  assert.equal(Authorization, signer.sign({ ...request, signedHeaders }).authorization)
})

test('headers: language, client, own token, unsigned body, GET', () => {
  const signer = new Signer({ ...credentials, token: '' })
  assert.equal('X-TC-Token' in signer.headers(call), false)
  const headers = signer.headers({
    ...call,
    method: 'GET',
    query: 'Limit=1',
    token: 'another',
    language: 'zh-CN',
    requestClient: 'test',
    body: { unsigned: true },
  })
  assert.equal(headers['Content-Type'], 'application/x-www-form-urlencoded')
  assert.equal(headers['X-TC-Token'], 'another')
  assert.equal(headers['X-TC-Language'], 'zh-CN')
  assert.equal(headers['X-TC-RequestClient'], 'test')
  assert.equal(headers['X-TC-Content-SHA256'], 'UNSIGNED-PAYLOAD')
})

test('a body signs the same as text, as bytes and as its digest, whatever its size', async () => {
  const signer = new Signer(credentials)
  // on both sides of where native hashing takes over, and over one piece of the hashing in wasm
  for (const units of [0, 1, 63, 64, 1023, 1024, 1025, 70_000, 1_000_000]) {
    for (const unit of ['a', 'é', '灰', '\ud83d\ude80', '\ud800']) {
      const body = unit.repeat(units)
      const sha256 = createHash('sha256').update(body).digest('hex')
      const { authorization } = signer.sign({ ...request, body: { sha256 } })
      assert.equal(signer.sign({ ...request, body }).authorization, authorization)
      assert.equal(signer.sign({ ...request, body: Buffer.from(body) }).authorization, authorization)
      assert.equal(await sha256Hex(body), sha256)
    }
  }
})

test('the same fields under another account, service or day are signed anew', () => {
  const sign = (more, account = credentials) => new Signer(account).sign({ ...request, ...more }).authorization
  const signer = new Signer(credentials)
  const variants = [{}, { service: 'monitor' }, { timestamp: timestamp + 86_400 }, { body: '[]' }, { query: 'a=b' }, {}]
  for (const more of variants) assert.equal(signer.sign({ ...request, ...more }).authorization, sign(more))
  assert.notEqual(sign({}), sign({}, { secretId: 'AKIDEXAMPLE', secretKey: 'another' }))
})

test('without a timestamp the present second is signed', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_700_000_000_999 })
  const signer = new Signer(credentials)
  const { stringToSign } = signer.sign({ ...request, timestamp: undefined })
  assert.equal(stringToSign.split('\n')[1], '1700000000')
  assert.equal(signer.headers({ ...call, timestamp: undefined })['X-TC-Timestamp'], '1700000000')
})

test('bad requests are refused in words', () => {
  const signer = new Signer(credentials)
  const headers = request.signedHeaders
  const cases = [
    [{ signedHeaders: { ...headers, 'x-a': 'b\r\nx-b: c' } }, 'InvalidRequest', /`x-a` contains a control character/],
    [{ signedHeaders: { ...headers, 'x-a': 'b\0x-b\0c' } }, 'InvalidRequest', /control character \(NUL\)/],
    [{ service: 'scf\0POST' }, 'InvalidRequest', /control character \(NUL\)/],
    [{ signedHeaders: { ...headers, 'x-a': 1 } }, 'InvalidRequest', /x-a must be a string and is of type number/],
    [{ signedHeaders: { 'content-type': 'text/plain' } }, 'InvalidRequest', /`host` is not among the signed headers/],
    [{ signedHeaders: undefined }, 'InvalidRequest', /`host` is not among the signed headers/],
    [{ service: undefined }, 'InvalidRequest', /service must be a string and is of type undefined/],
    [{ service: '' }, 'InvalidRequest', /invalid service name/],
    [{ path: 'x' }, 'InvalidRequest', /does not begin with/],
    [{ query: '?a=b' }, 'InvalidRequest', /starts with `\?`/],
    [{ body: 1 }, 'InvalidRequest', /the body must be text/],
    [{ body: null }, 'InvalidRequest', /the body must be text/],
    [{ body: { sha256: 'abc' } }, 'InvalidDigest', /64 hexadecimal digits/],
    [{ body: { sha256: 1 } }, 'InvalidRequest', /body\.sha256 must be a string/],
    [{ timestamp: Date.now() }, 'InvalidTimestamp', /after the year 9999/],
    ...[-1, 0.5, Number.NaN, Infinity, '1551113065', null].map((bad) => [
      { timestamp: bad },
      'InvalidTimestamp',
      /whole number of seconds/,
    ]),
  ]
  for (const [more, code, message] of cases) {
    assert.throws(() => signer.sign({ ...request, ...more }), refusal(code, message), inspect(more))
  }
  assert.throws(
    () => signer.headers({ ...call, action: undefined }),
    refusal('InvalidRequest', /action must be a string/),
  )
  assert.throws(
    () => signer.headers({ ...call, region: 'a\0b' }),
    refusal('InvalidRequest', /control character \(NUL\)/),
  )
  assert.throws(() => signer.headers({ ...call, action: '' }), refusal('InvalidRequest', /an action and a version/))
  // and after all this the signer still signs
  assert.equal(signer.sign(request).authorization, new Signer(credentials).sign(request).authorization)
})

test('a NUL that only makes the fields look like the last request’s is refused too', () => {
  const signer = new Signer(credentials)
  signer.sign({ ...request, signedHeaders: { host, 'x-a': 'b', 'x-c': 'd' } })
  const bad = { ...request, signedHeaders: { host, 'x-a': 'b\0x-c\0d' } }
  assert.throws(() => signer.sign(bad), refusal('InvalidRequest', /NUL/))
})

test('bad credentials are refused and not shown', () => {
  const bad = [
    { secretId: '', secretKey: 'k' },
    { secretId: 'AKIDEXAMPLE', secretKey: '' },
    { secretId: 'AKIDEXAMPLE', secretKey: 'copied-with-its-line-end\n' },
    { secretId: 'AKIDEXAMPLE', secretKey: 'k', token: 'to ken' },
  ]
  for (const account of bad) {
    assert.throws(
      () => new Signer(account),
      (error) => {
        refusal('InvalidCredentials', /the secret id|the secret key|the token/)(error)
        for (const secret of Object.values(account)) assert.ok(secret.length < 2 || !inspect(error).includes(secret))
        return true
      },
    )
  }
  assert.throws(() => new Signer({ secretId: 'AKIDEXAMPLE' }), refusal('InvalidRequest', /secretKey must be a string/))
})

test('a signer shows no secret, and none after it was disposed of', () => {
  const signer = new Signer(credentials)
  const seen = () => `${inspect(signer, { depth: 9, showHidden: true })} ${JSON.stringify(signer)} ${String(signer)}`
  for (const secret of Object.values(credentials)) assert.ok(!seen().includes(secret))
  signer.dispose()
  signer.dispose()
  assert.throws(() => signer.sign(request), refusal('SignerDisposed', /disposed/))
  assert.throws(() => signer.headers(call), refusal('SignerDisposed', /disposed/))
})
