// The official Python SDK of object storage, in a child that makes its calls. The emulator is its proxy.

import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { lineByLine, virtualEnvironment } from './support/python.js'
import { cloud, KEY, REGION, TEXT } from './support/story.js'

const { python } = await virtualEnvironment('python-sdk')
const script = new URL('python/cos_client.py', import.meta.url).pathname
const Bucket = 'code-1250000000'

/** @type {import('./support/story.js').Cloud} */
let there
/** @type {ReturnType<typeof connected>} */
let cos
before(async () => {
  there = await cloud()
  cos = connected()
  await cos.call('create_bucket', { Bucket })
})
after(async () => {
  await cos.close()
  await there.close()
})

class ServiceError extends Error {
  constructor({ code, status }) {
    super(code)
    Object.assign(this, { code, status })
  }
}

/** @param {object} [more] */
function connected(more, emulator = there.emulator) {
  const key = { SecretId: KEY.secretId, SecretKey: KEY.secretKey, Region: REGION, ...more }
  const child = lineByLine(python, [script, JSON.stringify({ ...key, proxy: emulator.url })])
  return {
    close: child.close,
    /** @param {string} method @param {Record<string, unknown>} params */
    async call(method, params) {
      const { error, response } = await child.ask({ method, params })
      if (error) throw new ServiceError(error)
      return response
    },
  }
}

test('an object with its headers', async () => {
  const Key = `dir/${TEXT}.txt`
  const put = await cos.call('put_object', { Bucket, Key, Body: TEXT, Metadata: { 'x-cos-meta-a': 'b' } })
  assert.equal(put.ETag, `"${createHash('md5').update(TEXT).digest('hex')}"`)
  const got = await cos.call('get_object', { Bucket, Key })
  assert.equal(got.Body, TEXT)
  const head = await cos.call('head_object', { Bucket, Key })
  assert.equal(head['x-cos-meta-a'], 'b')
  const part = await cos.call('get_object', { Bucket, Key, Range: 'bytes=0-5' })
  assert.equal(part.Body, Buffer.from(TEXT).subarray(0, 6).toString())
  const listed = await cos.call('list_objects', { Bucket, Prefix: 'dir/' })
  assert.deepEqual(
    listed.Contents.map((one) => one.Key),
    [Key],
  )
  await cos.call('delete_object', { Bucket, Key })
  await assert.rejects(cos.call('get_object', { Bucket, Key }), { code: 'NoSuchKey', status: 404 })
})

test('append', async () => {
  const append = (Position, Data) => cos.call('append_object', { Bucket, Key: 'log', Position, Data })
  const first = await append(0, 'one\n')
  assert.equal(first['x-cos-next-append-position'], '4')
  await append(4, 'two\n')
  await assert.rejects(append(4, 'three\n'), { status: 409 })
  assert.equal((await cos.call('get_object', { Bucket, Key: 'log' })).Body, 'one\ntwo\n')
})

test('a file in parts', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'scf-grayscale-cos-python-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const LocalFilePath = join(directory, 'big.bin')
  writeFileSync(LocalFilePath, randomBytes(3_500_000))
  const parts = () => there.emulator.requests.filter(({ action }) => action === 'UploadPart').length
  await cos.call('upload_file', { Bucket, Key: 'big.bin', LocalFilePath, PartSize: 1, MAXThread: 2 })
  assert.equal(parts(), 4)
  const head = await cos.call('head_object', { Bucket, Key: 'big.bin' })
  assert.equal(head['Content-Length'], '3500000')
  assert.match(head.ETag, /^"[0-9a-f]{32}-4"$/)
})

test('a wrong key is refused', async (t) => {
  const other = connected({ SecretKey: 'EXAMPLEother' })
  t.after(() => other.close())
  await assert.rejects(other.call('put_object', { Bucket, Key: 'a', Body: 'x' }), { code: 'SignatureDoesNotMatch' })
})

test('temporary credentials need their token', async (t) => {
  const guarded = await cloud({ token: 'EXAMPLEtoken+/=' })
  t.after(() => guarded.close())
  for (const [Token, code] of [
    ['EXAMPLEother', 'AccessDenied'],
    ['EXAMPLEtoken+/=', undefined],
  ]) {
    const client = connected({ Token }, guarded.emulator)
    t.after(() => client.close())
    const made = client.call('create_bucket', { Bucket })
    await (code ? assert.rejects(made, { code }) : made)
  }
})
