// What the module keeps of secrets is looked up in its memory, byte by byte: the secrets themselves, and everything that
// signs in their place. What is looked for is computed here, by node:crypto and by a SHA-256 that shows its state.
import assert from 'node:assert/strict'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { Signer } from '../../js/signer.js'
import { initSync } from '../../pkg/scf_grayscale.js'
import { stateAfter as sha1After } from '../support/sha1.js'
import { stateAfter } from '../support/sha256.js'

/** The module is there already, so this only gives what it exports. */
const { memory } = initSync()

/** @param {string | Uint8Array} bytes */
const holds = (bytes) => Buffer.from(memory.buffer).includes(bytes)

/** Drawn anew, so that each piece of it can only come from the test that drew it. @param {string} part */
const make = (part) => `${randomBytes(9).toString('hex')}EXAMPLE${part}${randomBytes(9).toString('hex')}`

const day = 86_400
const noon = 1551096000
const host = 'scf.tencentcloudapi.com'

const hmac = (key, text) => createHmac('sha256', key).update(text).digest()

/** Words as they lie in the memory. @param {Uint32Array} words */
const bytesOf = (words) => Buffer.copyBytesFrom(words)

/** Everything that an HMAC with this key is made of: the padded key and the state behind it, inside and outside. */
function partsOf(name, key, hash = 'sha256') {
  const bytes = Buffer.from(key)
  const block = bytes.length > 64 ? createHash(hash).update(bytes).digest() : bytes
  const padded = (by) => Buffer.concat([block, Buffer.alloc(64 - block.length)]).map((byte) => byte ^ by)
  const found = { [name]: Buffer.from(key) }
  for (const [side, by] of [
    ['inside', 0x36],
    ['outside', 0x5c],
  ]) {
    const state = (hash === 'sha1' ? sha1After : stateAfter)(padded(by))
    // a pad without the zeros of the key, which would be found as a row of one byte anywhere
    found[`${name}, padded ${side}`] = padded(by).subarray(0, block.length)
    found[`${name}, hashed ${side}`] = bytesOf(state)
    found[`${name}, hashed ${side}, as bytes of a digest`] = bytesOf(state).swap32()
  }
  return found
}

/** When a signature of object storage is valid. @param {number} timestamp */
const keyTime = (timestamp) => `${timestamp};${timestamp + 900}`

/** What could sign for the account on these days. */
function signing({ secretKey }, uses) {
  const found = partsOf('the secret key', `TC3${secretKey}`)
  found['the secret key alone'] = Buffer.from(secretKey)
  for (const { service, timestamp } of uses) {
    const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
    const ofDate = hmac(`TC3${secretKey}`, date)
    const ofService = hmac(ofDate, service)
    Object.assign(found, partsOf(`the key of ${date}`, ofDate))
    Object.assign(found, partsOf(`the key of ${service} on ${date}`, ofService))
    Object.assign(found, partsOf(`the signing key of ${service} on ${date}`, hmac(ofService, 'tc3_request')))
    const cosKey = createHmac('sha1', secretKey).update(keyTime(timestamp)).digest('hex')
    Object.assign(found, partsOf(`the key of object storage from ${timestamp} on`, cosKey, 'sha1'))
  }
  Object.assign(found, partsOf('the secret key with SHA-1', secretKey, 'sha1'))
  return found
}

/** @param {Record<string, string | Uint8Array>} secrets @returns {string[]} the names of those that are there */
const left = (secrets) => Object.keys(secrets).filter((name) => holds(secrets[name]))

const account = (more = {}) => ({ secretId: make('id'), secretKey: make('key'), token: make('token'), ...more })

/** More days and services than a signer keeps keys for, and some of them again. */
const uses = [0, 1, 2, 0].flatMap((days) =>
  ['scf', 'monitor', 'cls', 'sts', 'scf'].map((service) => ({ service, timestamp: noon + days * day })),
)

/** Everything that a signer is asked in its life. The token is signed too, which puts it into the texts. */
function useAll(signer, token) {
  for (const { service, timestamp } of uses) {
    const call = { service, host, action: 'GetAlias', version: '2018-04-16', timestamp, body: token }
    const signedHeaders = { host, 'X-TC-Token': token }
    signer.sign({ service, signedHeaders, query: `token=${token}`, body: token, timestamp })
    signer.headers(call)
    signer.headers({ ...call, token: `another${token}` })
    const times = { start: timestamp, end: timestamp + 900 }
    const object = { method: 'PUT', path: `/${token}`, params: { marker: token }, ...times }
    signer.signCos({ ...object, headers: { host, 'x-cos-security-token': token } })
    signer.cosHeaders({ ...object, headers: { host, 'x-cos-meta-a': token } })
    // what is refused takes other ways out
    assert.throws(() => signer.signCos({ ...object, headers: { 'x-cos-security-token': token } }))
    assert.throws(() => signer.cosHeaders({ ...object, headers: { host, 'x-cos-security-token': `${token}\n` } }))
    assert.throws(() => signer.sign({ service, signedHeaders: { 'X-TC-Token': token }, body: token, timestamp }))
    assert.throws(() => signer.sign({ service: 'a/b', signedHeaders, body: token, timestamp }))
    assert.throws(() => signer.sign({ service, signedHeaders, body: { sha256: token }, timestamp }))
    assert.throws(() => signer.sign({ service, signedHeaders, body: token, timestamp: timestamp * 1000 }))
    assert.throws(() => signer.sign({ service, signedHeaders: { host, 'x-a': `${token}\0` }, timestamp }))
    assert.throws(() => signer.headers({ ...call, region: `${token}\n` }))
    assert.throws(() => signer.headers({ ...call, action: '' }))
  }
}

/** Pieces too: a text that was moved or overwritten in part may have left its end. */
const piecesOf = (name, text) => ({
  [name]: text,
  [`${name}, lower-cased`]: text.toLowerCase(),
  [`the start of ${name}`]: text.slice(0, -8),
  [`the end of ${name}, lower-cased`]: text.toLowerCase().slice(-16),
  [`the end of ${name}`]: text.slice(-16),
})

test('the SHA-256 that shows its state agrees with node:crypto', () => {
  // "abc" is one block: its bytes, a bit, and its length in bits
  const block = Buffer.alloc(64)
  block.write('abc\x80', 'latin1')
  block.writeUInt32BE(24, 60)
  const digest = bytesOf(stateAfter(block)).swap32()
  assert.deepEqual(digest, createHash('sha256').update('abc').digest())
})

test('the SHA-1 that shows its state agrees with node:crypto', () => {
  const block = Buffer.alloc(64)
  block.write('abc\x80', 'latin1')
  block.writeUInt32BE(24, 60)
  const digest = bytesOf(sha1After(block)).swap32()
  assert.deepEqual(digest, createHash('sha1').update('abc').digest())
})

test('while a signer lives, its key and its newest signing key are in the memory: the search looks in the right place', () => {
  const secrets = account()
  assert.deepEqual(left(signing(secrets, uses)), [])
  const signer = new Signer(secrets)
  signer.sign({ service: 'scf', signedHeaders: { host }, timestamp: noon })
  const found = left(signing(secrets, [{ service: 'scf', timestamp: noon }]))
  assert.ok(found.includes('the secret key alone'), found.join())
  for (const side of ['inside', 'outside']) {
    assert.ok(found.includes(`the signing key of scf on 2019-02-25, hashed ${side}`), found.join())
  }
  assert.ok(holds(secrets.token))
  signer.dispose()
})

for (const [name, more] of [
  ['a key of a common length', {}],
  ['a key that is longer than a block of the hash', { secretKey: make('key').repeat(3) }],
  ['a key with letters outside ASCII', { secretKey: `${make('key')}é中` }],
]) {
  test(`dispose leaves nothing in the memory that signs: ${name}`, () => {
    const secrets = account(more)
    const signer = new Signer(secrets)
    useAll(signer, secrets.token)
    signer.dispose()
    assert.deepEqual(left(signing(secrets, uses)), [])
    assert.ok(!holds(secrets.secretKey.slice(0, 24)), 'the start of the secret key')
  })

  test(`dispose leaves no token and no text that held it: ${name}`, () => {
    const secrets = account(more)
    const signer = new Signer(secrets)
    useAll(signer, secrets.token)
    signer.sign({ service: 'scf', signedHeaders: { host, 'x-tc-token': secrets.token }, timestamp: noon })
    assert.ok(holds(secrets.token.toLowerCase()), 'the last request is kept with its signed token')
    signer.dispose()
    assert.deepEqual(left(piecesOf('the token', secrets.token)), [])
  })
}

test('a thousand signatures leave no more than one', () => {
  const secrets = account()
  const signer = new Signer(secrets)
  for (let at = 0; at < 1000; at += 1) {
    const body = `${secrets.token}${'x'.repeat(at % 700)}`
    signer.sign({ service: 'scf', signedHeaders: { host, 'x-tc-token': secrets.token }, body, timestamp: noon + at })
  }
  signer.dispose()
  assert.deepEqual(left(signing(secrets, uses)), [])
  assert.deepEqual(left(piecesOf('the token', secrets.token)), [])
})

test('another signer, which goes on, keeps its own keys and none of the one that is gone', () => {
  const [gone, stays] = [account(), account()]
  const [first, second] = [new Signer(gone), new Signer(stays)]
  for (const signer of [first, second, first, second]) useAll(signer, make('token'))
  first.dispose()
  assert.deepEqual(left(signing(gone, uses)), [])
  assert.ok(holds(stays.secretKey))
  useAll(second, stays.token)
  second.dispose()
  assert.deepEqual(left(signing(stays, uses)), [])
})

test('credentials that were refused are overwritten too', () => {
  for (const [part, value] of [
    ['secretKey', `${make('refused')} `],
    ['secretKey', `${make('refused')}é\n`],
    ['token', `${make('refused')}\n`],
    ['secretId', ''],
  ]) {
    const secrets = account({ [part]: value })
    assert.throws(() => new Signer(secrets), { code: 'InvalidCredentials' })
    assert.deepEqual(left(signing(secrets, [])), [])
    assert.deepEqual(left(piecesOf('the token', secrets.token.trim())), [])
  }
})
