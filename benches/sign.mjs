// @ts-check
/** Signing: a small request, beside the official SDK and a signer written by hand; a large body, beside its hash alone. */

import * as crypto from 'node:crypto'
import { createHash, createHmac } from 'node:crypto'
import { createRequire } from 'node:module'
import { Signer } from '../js/signer.js'
import { compare, finding } from './lib/measure.mjs'

const { default: Sign } = createRequire(import.meta.url)('tencentcloud-sdk-nodejs-common/tencentcloud/common/sign.js')

const secretId = 'AKIDEXAMPLEEXAMPLEEXAMPLEEXAMPLE0000'
const secretKey = 'exampleexampleexampleexample0000'
const host = 'scf.tencentcloudapi.com'
const service = 'scf'
const timestamp = 1551113065
const contentType = 'application/json'

/** What a release asks most often: where does the alias point? */
const payload = { FunctionName: 'hello', Name: '$DEFAULT', Namespace: 'default' }

/** What someone who knows node:crypto well would write: one-shot hashes, the date and the derived key made once. */
function byHand() {
  const hmac = (/** @type {import('node:crypto').BinaryLike} */ key, /** @type {string} */ text) =>
    createHmac('sha256', key).update(text).digest()
  /** One-shot hashing came with Node 20.12. @param {string} text */
  const sha256 = (text) => crypto.hash?.('sha256', text, 'hex') ?? createHash('sha256').update(text).digest('hex')
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request')
  const scope = `${date}/${service}/tc3_request`
  return (/** @type {string} */ body) => {
    const request = `POST\n/\n\ncontent-type:${contentType}\nhost:${host}\n\ncontent-type;host\n${sha256(body)}`
    const toSign = `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(request)}`
    const signature = createHmac('sha256', key).update(toSign).digest('hex')
    return `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`
  }
}

export function smallRequest() {
  const signer = new Signer({ secretId, secretKey })
  const hand = byHand()
  const signedHeaders = { 'content-type': contentType, host }
  const headers = { 'Content-Type': contentType }
  // the SDK writes the body's JSON while it signs, and again to send it; the others are given the text that is sent
  const body = JSON.stringify(payload)
  const ways = {
    ours: () => signer.sign({ service, signedHeaders, body, timestamp }).authorization,
    sdk: () =>
      Sign.sign3({
        method: 'POST',
        url: `https://${host}/`,
        payload,
        timestamp,
        service,
        secretId,
        secretKey,
        headers,
      }),
    hand: () => hand(body),
  }
  if (new Set(Object.values(ways).map((way) => way())).size !== 1) throw new Error('the signatures differ')
  const { ours, sdk, hand: written } = compare(ways, { calls: 2000 })
  const value = (/** @type {number} */ other) => `${ours.toFixed(2)} µs against ${other.toFixed(2)} µs`
  return [
    finding('signing a small request, against the official SDK', value(sdk), '5 times as fast', (5 * ours) / sdk),
    finding('the same, against node:crypto by hand', value(written), 'no slower', ours / written),
  ]
}

export function largeBody() {
  const signer = new Signer({ secretId, secretKey })
  const body = Buffer.alloc(20 * 1024 * 1024, 'grayscale')
  const { ours, hash } = compare(
    {
      ours: () => signer.sign({ service, signedHeaders: { host }, body, timestamp }),
      hash: () => createHash('sha256').update(body).digest('hex'),
    },
    { rounds: 15, calls: 1 },
  )
  const value = `${(ours / 1000).toFixed(1)} ms against ${(hash / 1000).toFixed(1)} ms`
  return [finding('signing a body of 20 MiB, against hashing it', value, 'within 1.15 times', ours / hash / 1.15)]
}
