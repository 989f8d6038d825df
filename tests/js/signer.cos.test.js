// The signature of object storage, through wasm.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { GrayscaleError } from '../../js/errors.js'
import { Signer } from '../../js/signer.js'

const { vectors } = JSON.parse(readFileSync(new URL('../../sign/tests/vectors/cos-sdk.json', import.meta.url), 'utf8'))
const credentials = { secretId: 'AKIDEXAMPLE', secretKey: 'examplekey' }
const host = 'b-1250000000.cos.ap-guangzhou.myqcloud.com'
const request = {
  method: 'PUT',
  path: '/a.zip',
  headers: { Host: host, 'x-cos-forbid-overwrite': 'true' },
  start: 1_700_000_000,
  end: 1_700_000_900,
}

for (const { name, input, expected } of vectors) {
  test(`signed as both official clients sign it: ${name}`, () => {
    const { params, headers, ...rest } = input
    const asked = { ...rest, params: Object.fromEntries(params), headers: Object.fromEntries(headers) }
    const signer = new Signer(input)
    assert.equal(signer.signCos(asked).authorization, expected.authorization)
    assert.equal(signer.cosHeaders(asked).Authorization, expected.authorization)
  })
}

test('signCos gives the texts that the signature was made of', () => {
  const { httpString, stringToSign, signature, authorization } = new Signer(credentials).signCos(request)
  assert.equal(httpString, `put\n/a.zip\n\nhost=${host}&x-cos-forbid-overwrite=true\n`)
  assert.match(stringToSign, /^sha1\n1700000000;1700000900\n[0-9a-f]{40}\n$/)
  assert.match(signature, /^[0-9a-f]{40}$/)
  assert.ok(authorization.endsWith(`&q-signature=${signature}`))
})

test('cosHeaders gives the headers of the request and Authorization', () => {
  const { Authorization, ...rest } = new Signer(credentials).cosHeaders(request)
  assert.deepEqual(rest, request.headers)
  assert.match(Authorization, /^q-sign-algorithm=sha1&q-ak=AKIDEXAMPLE&/)
})

test('cosHeaders sends and signs the token of temporary credentials', () => {
  const headers = new Signer({ ...credentials, token: 'exampletoken' }).cosHeaders(request)
  assert.equal(headers['x-cos-security-token'], 'exampletoken')
  assert.match(headers.Authorization, /q-header-list=host;x-cos-forbid-overwrite;x-cos-security-token&/)
})

test('without times the signature is valid from a minute ago for 16 minutes', (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: 1_700_000_000_999 })
  const { stringToSign } = new Signer(credentials).signCos({ path: '/', headers: { host } })
  assert.equal(stringToSign.split('\n')[1], '1699999940;1700000900')
})

test('without a method a GET is signed', () => {
  const { httpString } = new Signer(credentials).signCos({ ...request, method: undefined })
  assert.match(httpString, /^get\n/)
})

for (const [more, code, message] of [
  [{ path: undefined }, 'InvalidRequest', /path must be a string and is of type undefined/],
  [{ path: 'a.zip' }, 'InvalidRequest', /does not begin with/],
  [{ path: '/a\0b' }, 'InvalidRequest', /control character \(NUL\)/],
  [{ headers: {} }, 'InvalidRequest', /`host` is not among the signed headers/],
  [{ headers: { host, 'content-length': 3 } }, 'InvalidRequest', /content-length must be a string/],
  [{ headers: { host, Host: 'b' } }, 'InvalidRequest', /`host` is given twice/],
  [{ params: { acl: undefined } }, 'InvalidRequest', /acl must be a string/],
  [{ params: { acl: '', ACL: '' } }, 'InvalidRequest', /`acl` is given twice/],
  [{ start: 2, end: 1 }, 'InvalidTimestamp', /is before its start/],
  [{ start: Date.now() }, 'InvalidTimestamp', /after the year 9999/],
  [{ end: '1700000900' }, 'InvalidTimestamp', /whole number of seconds/],
]) {
  test(`refused: ${inspect(more)}`, () => {
    assert.throws(
      () => new Signer(credentials).signCos({ ...request, ...more }),
      (error) => {
        assert.ok(error instanceof GrayscaleError, String(error))
        assert.equal(error.code, code)
        assert.match(error.message, message)
        return true
      },
    )
  })
}

test('a disposed signer signs nothing', () => {
  const signer = new Signer(credentials)
  signer.dispose()
  assert.throws(() => signer.signCos(request), { code: 'SignerDisposed' })
})
