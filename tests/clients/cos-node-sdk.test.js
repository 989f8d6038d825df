// The official Node SDK of object storage. The emulator is its proxy, so it keeps the vendor's hosts.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { zip } from '../support/emulator.js'
import { packageDirectory, requireClient } from './support/npm.js'
import { active, cloud, KEY, REGION, TEXT } from './support/story.js'

const COS = requireClient('cos-nodejs-sdk-v5')

const Bucket = 'code-1250000000'
const place = { Bucket, Region: REGION }

/** @type {import('./support/story.js').Cloud} */
let there
const directory = mkdtempSync(join(tmpdir(), 'scf-grayscale-cos-'))
before(async () => {
  there = await cloud()
})
after(async () => {
  await there.close()
  rmSync(directory, { recursive: true })
})

/** @param {object} [more] */
const options = (more, emulator = there.emulator) => ({
  SecretId: KEY.secretId,
  SecretKey: KEY.secretKey,
  Protocol: 'http:',
  Proxy: emulator.url,
  ...more,
})
/** @param {Parameters<typeof options>} given */
const connected = (...given) => new COS(options(...given))

/** How often each action was called. */
function counted() {
  /** @type {Record<string, number>} */
  const counts = {}
  for (const { action } of there.emulator.requests) counts[action] = (counts[action] ?? 0) + 1
  return counts
}

test('a bucket is made, found and listed', async () => {
  const cos = connected()
  await assert.rejects(cos.headBucket(place), { statusCode: 404 })
  await cos.putBucket(place)
  assert.equal((await cos.headBucket(place)).statusCode, 200)
  const { Buckets } = await cos.getService()
  assert.deepEqual(
    Buckets.map(({ Name, Location }) => [Name, Location]),
    [[Bucket, REGION]],
  )
  await assert.rejects(cos.putBucket(place), { code: 'BucketAlreadyOwnedByYou' })
})

test('an object with its headers', async () => {
  const cos = connected()
  const Key = `dir/${TEXT}.txt`
  const put = await cos.putObject({ ...place, Key, Body: TEXT, 'x-cos-meta-sha256': 'abc', ContentType: 'text/plain' })
  assert.equal(put.ETag, `"${createHash('md5').update(TEXT).digest('hex')}"`)
  const got = await cos.getObject({ ...place, Key })
  assert.equal(got.Body.toString(), TEXT)
  assert.equal(got.headers['x-cos-meta-sha256'], 'abc')
  const head = await cos.headObject({ ...place, Key })
  assert.equal(head.headers['content-type'], 'text/plain')
  const part = await cos.getObject({ ...place, Key, Range: 'bytes=0-5' })
  assert.equal(part.Body.toString(), Buffer.from(TEXT).subarray(0, 6).toString())
  const listed = await cos.getBucket({ ...place, Prefix: 'dir/' })
  assert.deepEqual(
    listed.Contents.map((one) => one.Key),
    [Key],
  )
  await cos.deleteObject({ ...place, Key })
  await assert.rejects(cos.getObject({ ...place, Key }), { code: 'NoSuchKey', statusCode: 404 })
})

test('create only', async () => {
  const cos = connected()
  const put = (Body) => cos.putObject({ ...place, Key: 'lock', Body, Headers: { 'x-cos-forbid-overwrite': 'true' } })
  await put('1')
  await assert.rejects(put('2'), { code: 'FileAlreadyExists', statusCode: 409 })
})

test('append', async () => {
  const cos = connected()
  const append = (Position, Body) => cos.appendObject({ ...place, Key: 'log', Position, Body })
  const first = await append(0, 'one\n')
  const Position = Number(first.headers['x-cos-next-append-position'])
  await append(Position, 'two\n')
  await assert.rejects(append(Position, 'three\n'), { statusCode: 409 })
  assert.equal((await cos.getObject({ ...place, Key: 'log' })).Body.toString(), 'one\ntwo\n')
})

test('a package in parts becomes the code of a function', async () => {
  const cos = connected()
  const source = 'exports.main_handler = async () => "from object storage"'
  const bytes = Buffer.from(
    zip({ 'index.js': source, 'filling.txt': randomBytes(5_000_000).toString('base64') }),
    'base64',
  )
  assert.ok(bytes.length > 3 * 1024 * 1024)
  const FilePath = join(directory, 'package.zip')
  writeFileSync(FilePath, bytes)
  const SliceSize = 1024 * 1024
  const before = counted()
  await cos.sliceUploadFile({ ...place, Key: 'package.zip', FilePath, SliceSize, ChunkSize: SliceSize })
  const parts = Math.ceil(bytes.length / SliceSize)
  assert.equal(counted().UploadPart - (before.UploadPart ?? 0), parts)
  const head = await cos.headObject({ ...place, Key: 'package.zip' })
  assert.equal(head.headers['content-length'], String(bytes.length))
  assert.match(head.ETag, new RegExp(`^"[0-9a-f]{32}-${parts}"$`))

  const call = (action, params) => there.plain.call(action, params)
  const Code = { CosBucketName: 'code', CosObjectName: '/package.zip' }
  await call('CreateFunction', { FunctionName: 'stored', Code, Handler: 'index.main_handler', Runtime: 'Nodejs18.15' })
  await active(call, 'stored')
  assert.equal(await there.plain.ask('stored'), 'from object storage')
})

test('an upload that broke off goes on with the parts that are missing', async () => {
  const cos = connected()
  const FilePath = join(directory, 'again.bin')
  writeFileSync(FilePath, randomBytes(4 * 1024 * 1024))
  const given = { ...place, Key: 'again.bin', FilePath, SliceSize: 1024, ChunkSize: 1024 * 1024, AsyncLimit: 1 }
  there.emulator.setFaults([{ action: 'UploadPart', nth: '3..', fault: 'refuse', code: 'AccessDenied' }])
  await assert.rejects(cos.sliceUploadFile(given))
  there.emulator.setFaults([])
  const before = counted()
  // another process, as after a restart: it asks for uploads and parts
  const program = `const [path, options, given] = JSON.parse(process.argv[1])
    new (require(path))(options).sliceUploadFile(given).catch((error) => { console.error(error); process.exit(1) })`
  const words = JSON.stringify([packageDirectory('cos-nodejs-sdk-v5'), options(), given])
  await promisify(execFile)(process.execPath, ['-e', program, words])
  assert.equal(counted().UploadPart - before.UploadPart, 2)
  assert.equal(
    (await cos.headObject({ ...place, Key: 'again.bin' })).headers['content-length'],
    String(4 * 1024 * 1024),
  )
})

test('versions', async () => {
  const cos = connected()
  const versioned = { Bucket: 'versioned-1250000000', Region: REGION }
  await cos.putBucket(versioned)
  assert.deepEqual((await cos.getBucketVersioning(versioned)).VersioningConfiguration, {})
  await cos.putBucketVersioning({ ...versioned, VersioningConfiguration: { Status: 'Enabled' } })
  assert.equal((await cos.getBucketVersioning(versioned)).VersioningConfiguration.Status, 'Enabled')
  const first = await cos.putObject({ ...versioned, Key: 'a', Body: '1' })
  await cos.putObject({ ...versioned, Key: 'a', Body: '2' })
  const VersionId = first.headers['x-cos-version-id']
  assert.equal((await cos.getObject({ ...versioned, Key: 'a', VersionId })).Body.toString(), '1')
  assert.equal((await cos.listObjectVersions(versioned)).Versions.length, 2)
})

test('a lifecycle rule, as the established component sets it', async () => {
  const cos = connected()
  const Rules = [
    {
      ID: 'deleteObject',
      Status: 'Enabled',
      Filter: {},
      Expiration: { Days: 10 },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 10 },
    },
  ]
  await cos.putBucketLifecycle({ ...place, Rules })
  const [rule] = (await cos.getBucketLifecycle(place)).Rules
  assert.equal(rule.ID, 'deleteObject')
  assert.deepEqual(rule.Expiration, { Days: '10' })
})

test('a wrong key is refused', async () => {
  const cos = connected({ SecretKey: 'EXAMPLEother' })
  await assert.rejects(cos.putObject({ ...place, Key: 'a', Body: 'x' }), {
    code: 'SignatureDoesNotMatch',
    statusCode: 403,
  })
})

test('temporary credentials need their token', async (t) => {
  const guarded = await cloud({ token: 'EXAMPLEtoken+/=' })
  t.after(() => guarded.close())
  const cos = (SecurityToken) => connected({ SecurityToken }, guarded.emulator)
  await cos('EXAMPLEtoken+/=').putBucket(place)
  await assert.rejects(cos('EXAMPLEother').headBucket(place), { statusCode: 403 })
  await assert.rejects(cos(undefined).headBucket(place), { statusCode: 403 })
})
