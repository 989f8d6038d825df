// Side by side with the official Node SDK: whatever it signs, we sign the same.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import fc from 'fast-check'
import { Signer } from '../../js/signer.js'

const require = createRequire(import.meta.url)
const signFile = require.resolve('tencentcloud-sdk-nodejs-common/tencentcloud/common/sign.js')
const { default: Sign } = require(signFile)
/** What the SDK writes payloads with: it escapes invisible characters that JSON.stringify leaves as they are. */
const sdkJson = createRequire(signFile)('json-bigint')({ useNativeBigInt: true })

const runs = { numRuns: 1000 }
const printable = fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom(...'ABCDEFabcdef0123456789*-_=+') })
const word = fc.string({
  minLength: 1,
  maxLength: 20,
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'),
})
/** Any text but lone surrogates. */
const text = fc.string({ unit: 'binary' })

const account = fc.record({
  secretId: printable,
  secretKey: printable,
  token: fc.option(printable, { nil: undefined }),
})
const common = fc.record({
  service: word,
  host: word.map((name) => `${name}.tencentcloudapi.com`),
  timestamp: fc.integer({ min: 0, max: 4_102_444_800 }),
})

/** A payload as the SDK takes it: an object, which it writes as JSON itself. */
const payload = fc.dictionary(
  fc.string({ minLength: 1, maxLength: 8 }),
  fc.oneof(text, fc.integer(), fc.boolean(), fc.array(text, { maxLength: 3 })),
  { minKeys: 1, maxKeys: 6, noNullPrototype: true },
)

test('POST: 1,000 random requests are signed as the official SDK signs them', () => {
  fc.assert(
    fc.property(
      account,
      common,
      payload,
      fc.constantFrom('application/json', 'application/json; charset=utf-8'),
      (account, { service, host, timestamp }, payload, contentType) => {
        const body = sdkJson.stringify(payload)
        const theirs = Sign.sign3({
          ...account,
          method: 'POST',
          url: `https://${host}/`,
          payload,
          timestamp,
          service,
          headers: { 'Content-Type': contentType },
        })
        const signer = new Signer(account)
        const ours = signer.sign({
          service,
          signedHeaders: { Host: host, 'Content-Type': contentType },
          body,
          timestamp,
        })
        assert.equal(ours.authorization, theirs)
        const headers = signer.headers({ service, host, action: 'A', version: '2018-04-16', body, timestamp })
        assert.equal(headers['X-TC-Token'], account.token)
        signer.dispose()
      },
    ),
    runs,
  )
})

test('POST: 1,000 random bodies of bytes', () => {
  fc.assert(
    fc.property(
      account,
      common,
      fc.uint8Array({ minLength: 1, maxLength: 3000 }),
      (account, { service, host, timestamp }, bytes) => {
        const theirs = Sign.sign3({
          ...account,
          method: 'POST',
          url: `https://${host}/`,
          payload: Buffer.from(bytes),
          timestamp,
          service,
          headers: { 'Content-Type': 'application/octet-stream' },
        })
        const signer = new Signer(account)
        const ours = signer.sign({
          service,
          signedHeaders: { host, 'content-type': 'application/octet-stream' },
          body: bytes,
          timestamp,
        })
        assert.equal(ours.authorization, theirs)
        signer.dispose()
      },
    ),
    runs,
  )
})

test('GET: 1,000 random queries, signed exactly as they are sent', () => {
  fc.assert(
    fc.property(
      account,
      common,
      fc.dictionary(word, fc.string({ unit: 'grapheme' }), { noNullPrototype: true }),
      (account, { service, host, timestamp }, parameters) => {
        const { search, href } = new URL(`https://${host}/?${new URLSearchParams(parameters)}`)
        const contentType = 'application/x-www-form-urlencoded'
        const theirs = Sign.sign3({
          ...account,
          method: 'GET',
          url: href,
          timestamp,
          service,
          headers: { 'Content-Type': contentType },
        })
        const signer = new Signer(account)
        const ours = signer.sign({
          service,
          method: 'GET',
          query: search.slice(1),
          signedHeaders: { 'content-type': contentType, host },
          timestamp,
        })
        assert.equal(ours.authorization, theirs)
        signer.dispose()
      },
    ),
    runs,
  )
})
