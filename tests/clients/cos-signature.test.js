// Side by side with the official Node SDK of object storage: whatever it signs, we sign the same.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Signer } from '../../js/signer.js'
import { requireClient } from './support/npm.js'

const { getAuth } = requireClient('cos-nodejs-sdk-v5/sdk/util.js')

const printable = fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom(...'ABCDEFabcdef0123456789*-_=+') })
/** Any text but lone surrogates and control characters, which no object's name and no header has. */
const text = fc
  .string({ unit: 'binary', maxLength: 30 })
  .map((value) => value.replace(/[\p{Cc}]/gu, '').replace(/^[ \t]+|[ \t]+$/g, ''))
const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'abcdefgXYZ0123456789-') })

const params = fc.dictionary(
  fc.oneof(
    fc.constantFrom('uploads', 'uploadId', 'partNumber', 'append', 'position', 'prefix', 'marker', 'versioning'),
    word,
  ),
  text,
  { maxKeys: 6, noNullPrototype: true },
)
const headers = fc.dictionary(
  fc.oneof(
    fc.constantFrom('Content-Type', 'Content-MD5', 'Range', 'If-Match', 'User-Agent', 'x-cos-forbid-overwrite'),
    word.map((one) => `x-cos-meta-${one}`),
    word.map((one) => `X-Other-${one}`),
  ),
  text,
  { maxKeys: 6, noNullPrototype: true },
)
/** Names that differ in case alone are one name, which nobody sends twice. @param {object} pairs */
const distinct = (pairs) =>
  new Set(Object.keys(pairs).map((key) => key.toLowerCase())).size === Object.keys(pairs).length

test('2,000 random requests of object storage are signed as the official Node SDK signs them', () => {
  fc.assert(
    fc.property(
      fc.record({ secretId: printable, secretKey: printable }),
      fc.constantFrom('GET', 'PUT', 'HEAD', 'POST', 'DELETE'),
      text,
      params.filter(distinct),
      headers.filter(distinct),
      fc.integer({ min: 0, max: 4_102_444_800 }),
      fc.integer({ min: 0, max: 100_000 }),
      (account, method, key, params, others, start, length) => {
        const headers = { ...others, Host: 'b-1250000000.cos.ap-guangzhou.myqcloud.com' }
        const theirs = getAuth({
          SecretId: account.secretId,
          SecretKey: account.secretKey,
          Method: method,
          Key: key,
          UseRawKey: true,
          Query: params,
          Headers: headers,
          KeyTime: `${start};${start + length}`,
        })
        const signer = new Signer(account)
        const ours = signer.signCos({ method, path: `/${key}`, params, headers, start, end: start + length })
        signer.dispose()
        assert.equal(ours.authorization, theirs)
      },
    ),
    { numRuns: 2000 },
  )
})
