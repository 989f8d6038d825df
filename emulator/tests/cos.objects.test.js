import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { BucketClient, codeOf, textIn, textsIn } from './support/cos.js'
import { emulator } from './support/harness.js'

const md5 = (bytes) => createHash('md5').update(bytes).digest('hex')

/** An emulator with a bucket, and a client of it. */
async function withBucket(t, options) {
  const { emu, client } = await emulator(t, options)
  const bucket = new BucketClient(emu.url)
  assert.equal((await bucket.put('', '')).status, 200)
  return { emu, client, bucket }
}

const versioned = (status) => `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`

describe('buckets', () => {
  test('a bucket that is there answers HEAD', async (t) => {
    const { bucket } = await withBucket(t)
    const { status, headers } = await bucket.head('')
    assert.equal(status, 200)
    assert.equal(headers['x-cos-bucket-region'], 'ap-guangzhou')
  })

  test('a bucket that is not there is answered with 404', async (t) => {
    const { emu } = await emulator(t)
    const bucket = new BucketClient(emu.url)
    assert.equal((await bucket.head('')).status, 404)
    const put = await bucket.put('a', 'b')
    assert.deepEqual([put.status, codeOf(put)], [404, 'NoSuchBucket'])
  })

  test('a bucket is found in its own region alone', async (t) => {
    const { emu } = await withBucket(t)
    assert.equal((await new BucketClient(emu.url, { region: 'ap-beijing' }).head('')).status, 404)
  })

  test('making a bucket twice is a conflict', async (t) => {
    const { bucket } = await withBucket(t)
    const again = await bucket.put('', '')
    assert.deepEqual([again.status, codeOf(again)], [409, 'BucketAlreadyOwnedByYou'])
  })

  test('a bucket with objects is not deleted', async (t) => {
    const { bucket } = await withBucket(t)
    await bucket.put('a', '1')
    assert.equal(codeOf(await bucket.delete('')), 'BucketNotEmpty')
    await bucket.delete('a')
    assert.equal((await bucket.delete('')).status, 204)
    assert.equal((await bucket.head('')).status, 404)
  })

  test('lifecycle rules come back as they were put', async (t) => {
    const { bucket } = await withBucket(t)
    const rules = '<LifecycleConfiguration><Rule><ID>a</ID></Rule></LifecycleConfiguration>'
    const params = { lifecycle: '' }
    assert.equal((await bucket.get('', { params })).status, 404)
    assert.equal((await bucket.ask('PUT', '', { params, body: rules })).status, 200)
    assert.equal((await bucket.get('', { params })).text, rules)
  })
})

describe('objects', () => {
  test('an object comes back as it was put, with its headers', async (t) => {
    const { bucket } = await withBucket(t)
    const put = await bucket.put('dir/灰度 a+b.zip', 'content', {
      'Content-Type': 'application/zip',
      'x-cos-meta-sha256': 'abc',
    })
    assert.equal(put.headers.etag, `"${md5('content')}"`)
    assert.match(put.headers['x-cos-request-id'], /^[\w+/=]+$/)
    for (const got of [await bucket.get('dir/灰度 a+b.zip'), await bucket.head('dir/灰度 a+b.zip')]) {
      assert.equal(got.status, 200)
      assert.equal(got.headers['content-type'], 'application/zip')
      assert.equal(got.headers['content-length'], '7')
      assert.equal(got.headers['x-cos-meta-sha256'], 'abc')
      assert.equal(got.headers['x-cos-object-type'], 'normal')
      assert.equal(got.headers.etag, `"${md5('content')}"`)
    }
    assert.equal((await bucket.get('dir/灰度 a+b.zip')).text, 'content')
  })

  // the check value of CRC-64/XZ: https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-64-xz
  test('the header x-cos-hash-crc64ecma is the CRC-64 of ECMA-182', async (t) => {
    const { bucket } = await withBucket(t)
    const { headers } = await bucket.put('a', '123456789')
    assert.equal(headers['x-cos-hash-crc64ecma'], String(0x995dc9bbdf1939fan))
  })

  test('an object that is not there is NoSuchKey', async (t) => {
    const { bucket } = await withBucket(t)
    const got = await bucket.get('none')
    assert.deepEqual([got.status, codeOf(got)], [404, 'NoSuchKey'])
    assert.equal(textIn(got.text, 'RequestId'), got.headers['x-cos-request-id'])
    assert.equal(textIn(got.text, 'Resource'), 'b-1250000000.cos.ap-guangzhou.myqcloud.com/none')
  })

  test('a HEAD of an object that is not there has no body', async (t) => {
    const { bucket } = await withBucket(t)
    const { status, text } = await bucket.head('none')
    assert.deepEqual([status, text], [404, ''])
  })

  test('a deleted object is gone', async (t) => {
    const { bucket } = await withBucket(t)
    await bucket.put('a', '1')
    assert.equal((await bucket.delete('a')).status, 204)
    assert.equal((await bucket.get('a')).status, 404)
  })

  for (const [Range, text, contentRange] of [
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=5-100', '56789', 'bytes 5-9/10'],
  ]) {
    test(`a part of an object: ${Range}`, async (t) => {
      const { bucket } = await withBucket(t)
      await bucket.put('a', '0123456789')
      const got = await bucket.get('a', { headers: { Range } })
      assert.deepEqual([got.status, got.text, got.headers['content-range']], [206, text, contentRange])
    })
  }

  test('a range behind the end is refused', async (t) => {
    const { bucket } = await withBucket(t)
    await bucket.put('a', '0')
    const got = await bucket.get('a', { headers: { Range: 'bytes=5-9' } })
    assert.deepEqual([got.status, codeOf(got)], [416, 'InvalidRange'])
  })

  test('If-Match and If-None-Match are conditions of GET', async (t) => {
    const { bucket } = await withBucket(t)
    const etag = (await bucket.put('a', '1')).headers.etag
    const status = async (headers) => (await bucket.get('a', { headers })).status
    assert.equal(await status({ 'If-Match': etag }), 200)
    assert.equal(await status({ 'If-Match': '"other"' }), 412)
    assert.equal(await status({ 'If-None-Match': etag }), 304)
    assert.equal(await status({ 'If-None-Match': '"other"' }), 200)
  })

  test('a body that is not what Content-MD5 says is refused', async (t) => {
    const { bucket } = await withBucket(t)
    const put = await bucket.put('a', '1', { 'Content-MD5': 'AAAAAAAAAAAAAAAAAAAAAA==' })
    assert.deepEqual([put.status, codeOf(put)], [400, 'BadDigest'])
    assert.equal((await bucket.head('a')).status, 404)
  })

  test('several objects are deleted in one request', async (t) => {
    const { bucket } = await withBucket(t)
    for (const key of ['a', 'b&c', 'd']) await bucket.put(key, '1')
    const body = '<Delete><Object><Key>a</Key></Object><Object><Key>b&amp;c</Key></Object></Delete>'
    await bucket.ask('POST', '', { params: { delete: '' }, body })
    assert.deepEqual(textsIn((await bucket.get('')).text, 'Key'), ['d'])
  })
})

describe('create only', () => {
  const createOnly = { 'x-cos-forbid-overwrite': 'true' }

  test('an object that exists is not replaced', async (t) => {
    const { bucket } = await withBucket(t)
    assert.equal((await bucket.put('a', '1', createOnly)).status, 200)
    const again = await bucket.put('a', '2', createOnly)
    assert.deepEqual([again.status, codeOf(again)], [409, 'FileAlreadyExists'])
    assert.equal((await bucket.get('a')).text, '1')
  })

  test('of many writers at once one succeeds', async (t) => {
    const { bucket } = await withBucket(t)
    const all = await Promise.all(Array.from({ length: 20 }, (_, at) => bucket.put('lock', String(at), createOnly)))
    assert.equal(all.filter(({ status }) => status === 200).length, 1)
    assert.equal(all.filter((one) => codeOf(one) === 'FileAlreadyExists').length, 19)
  })

  for (const status of ['Enabled', 'Suspended']) {
    test(`the header has no effect once a bucket was versioned: ${status}`, async (t) => {
      const { bucket } = await withBucket(t)
      await bucket.ask('PUT', '', { params: { versioning: '' }, body: versioned(status) })
      await bucket.put('a', '1', createOnly)
      assert.equal((await bucket.put('a', '2', createOnly)).status, 200)
      assert.equal((await bucket.get('a')).text, '2')
    })
  }
})

describe('versioned buckets', () => {
  test('a bucket that never had versions shows no status', async (t) => {
    const { bucket } = await withBucket(t)
    const { text } = await bucket.get('', { params: { versioning: '' } })
    assert.match(text, /<VersioningConfiguration><\/VersioningConfiguration>/)
  })

  test('every version stays, and can be read by its id', async (t) => {
    const { bucket } = await withBucket(t)
    await bucket.put('a', 'before')
    await bucket.ask('PUT', '', { params: { versioning: '' }, body: versioned('Enabled') })
    const first = (await bucket.put('a', '1')).headers['x-cos-version-id']
    const second = (await bucket.put('a', '2')).headers['x-cos-version-id']
    assert.notEqual(first, second)
    assert.equal((await bucket.get('a')).text, '2')
    assert.equal((await bucket.get('a', { params: { versionId: first } })).text, '1')
    assert.equal((await bucket.get('a', { params: { versionId: 'null' } })).text, 'before')
    const listed = textsIn((await bucket.get('', { params: { versions: '' } })).text, 'VersionId')
    assert.deepEqual(listed, [second, first, 'null'])
  })

  test('a deletion leaves a mark, behind which the versions stay', async (t) => {
    const { bucket } = await withBucket(t)
    await bucket.ask('PUT', '', { params: { versioning: '' }, body: versioned('Enabled') })
    const version = (await bucket.put('a', '1')).headers['x-cos-version-id']
    const { headers } = await bucket.delete('a')
    assert.equal(headers['x-cos-delete-marker'], 'true')
    assert.equal((await bucket.get('a')).status, 404)
    assert.equal((await bucket.get('a', { params: { versionId: version } })).text, '1')
  })
})

describe('APPEND', () => {
  // https://cloud.tencent.com/document/product/436/7741: not on buckets over several zones; 436/7738: how one is made
  test('a bucket over several zones takes none, and everything else', async (t) => {
    const { emu } = await emulator(t)
    const bucket = new BucketClient(emu.url)
    const zones = '<CreateBucketConfiguration><BucketAZConfig>MAZ</BucketAZConfig></CreateBucketConfiguration>'
    assert.equal((await bucket.put('', zones)).status, 200)
    assert.equal((await bucket.head('')).headers['x-cos-bucket-az-type'], 'MAZ')
    const refused = await bucket.append('log', 0, 'one\n')
    assert.ok(refused.status >= 400 && refused.status < 500)
    assert.equal((await bucket.head('log')).status, 404)
    assert.equal((await bucket.put('log', 'one\n', { 'x-cos-forbid-overwrite': 'true' })).status, 200)
    assert.equal((await bucket.put('log', 'two\n', { 'x-cos-forbid-overwrite': 'true' })).status, 409)
  })

  test('an object of APPEND forbids a creation, and a normal one forbids APPEND', async (t) => {
    const { bucket } = await withBucket(t)
    await bucket.append('log', 0, 'one\n')
    assert.equal((await bucket.put('log', 'two\n', { 'x-cos-forbid-overwrite': 'true' })).status, 409)
    await bucket.put('object', 'one\n')
    assert.equal(codeOf(await bucket.append('object', 0, 'two\n')), 'ObjectNotAppendable')
  })

  test('each answer says where the next one begins', async (t) => {
    const { bucket } = await withBucket(t)
    const first = await bucket.append('log', 0, 'one\n')
    assert.deepEqual([first.status, first.headers['x-cos-next-append-position']], [200, '4'])
    const second = await bucket.append('log', 4, 'two\n')
    assert.equal(second.headers['x-cos-next-append-position'], '8')
    const got = await bucket.get('log')
    assert.equal(got.text, 'one\ntwo\n')
    assert.equal(got.headers['x-cos-object-type'], 'appendable')
    assert.equal((await bucket.head('log')).headers['x-cos-next-append-position'], '8')
  })

  test('a position that is not the length is a conflict', async (t) => {
    const { bucket } = await withBucket(t)
    await bucket.append('log', 0, 'one\n')
    assert.equal((await bucket.append('log', 0, 'two\n')).status, 409)
    assert.equal((await bucket.append('log', 9, 'two\n')).status, 409)
    assert.equal((await bucket.get('log')).text, 'one\n')
  })

  test('of many writers at one position one succeeds', async (t) => {
    const { bucket } = await withBucket(t)
    const all = await Promise.all(Array.from({ length: 20 }, (_, at) => bucket.append('log', 0, `${at}\n`)))
    assert.equal(all.filter(({ status }) => status === 200).length, 1)
  })

  test('a normal object can not be appended to', async (t) => {
    const { bucket } = await withBucket(t)
    await bucket.put('a', 'one')
    const answer = await bucket.append('a', 3, 'two')
    assert.deepEqual([answer.status, codeOf(answer)], [409, 'ObjectNotAppendable'])
  })

  test('PUT makes an appendable object a normal one', async (t) => {
    const { bucket } = await withBucket(t)
    await bucket.append('a', 0, 'one')
    await bucket.put('a', 'two')
    assert.equal((await bucket.head('a')).headers['x-cos-object-type'], 'normal')
  })

  test('a request without a position is refused', async (t) => {
    const { bucket } = await withBucket(t)
    const answer = await bucket.ask('POST', 'a', { params: { append: '' }, body: 'x' })
    assert.deepEqual([answer.status, codeOf(answer)], [400, 'InvalidArgument'])
  })
})

describe('lists', () => {
  const keys = ['a/1', 'a/2', 'b', 'c/1', 'd', '灰度']
  async function filled(t) {
    const made = await withBucket(t)
    for (const key of keys) await made.bucket.put(key, key)
    const list = async (params) => (await made.bucket.get('', { params })).text
    return { ...made, list }
  }

  test('all keys, in the order of their bytes', async (t) => {
    const { list } = await filled(t)
    assert.deepEqual(textsIn(await list({}), 'Key'), keys)
  })

  test('a prefix and a delimiter make folders', async (t) => {
    const { list } = await filled(t)
    const xml = await list({ delimiter: '/' })
    assert.deepEqual(textsIn(xml, 'Key'), ['b', 'd', '灰度'])
    assert.deepEqual(textsIn(xml, 'CommonPrefixes'), ['<Prefix>a/</Prefix>', '<Prefix>c/</Prefix>'])
    assert.deepEqual(textsIn(await list({ prefix: 'a/' }), 'Key'), ['a/1', 'a/2'])
  })

  test('marker goes on where a page ended', async (t) => {
    const { list } = await filled(t)
    const seen = []
    for (let marker = ''; ; ) {
      const xml = await list({ 'max-keys': '2', marker, 'encoding-type': 'url' })
      seen.push(...textsIn(xml, 'Key').map(decodeURIComponent))
      if (textIn(xml, 'IsTruncated') === 'false') break
      marker = decodeURIComponent(textIn(xml, 'NextMarker'))
    }
    assert.deepEqual(seen, keys)
  })

  test('the second version goes on by a token', async (t) => {
    const { list } = await filled(t)
    const seen = []
    for (let more = {}; ; ) {
      const xml = await list({ 'list-type': '2', 'max-keys': '4', ...more })
      seen.push(...textsIn(xml, 'Key'))
      if (textIn(xml, 'IsTruncated') === 'false') break
      more = { 'continuation-token': textIn(xml, 'NextContinuationToken') }
    }
    assert.deepEqual(seen, keys)
  })
})

describe('multipart', () => {
  const MB = 1024 * 1024
  const part = (letter, bytes = MB) => letter.repeat(bytes)

  async function begun(t) {
    const made = await withBucket(t)
    const { bucket } = made
    const headers = { 'x-cos-meta-a': '1' }
    const begin = await bucket.ask('POST', 'big', { params: { uploads: '' }, headers })
    const uploadId = textIn(begin.text, 'UploadId')
    const upload = (number, body) =>
      bucket.ask('PUT', 'big', { params: { partNumber: String(number), uploadId }, body })
    const complete = (parts, headers = {}) => {
      const named = parts.map(([n, etag]) => `<Part><PartNumber>${n}</PartNumber><ETag>${etag}</ETag></Part>`)
      const body = `<CompleteMultipartUpload>${named.join('')}</CompleteMultipartUpload>`
      return bucket.ask('POST', 'big', { params: { uploadId }, headers, body })
    }
    return { ...made, uploadId, upload, complete }
  }

  test('parts become one object', async (t) => {
    const { bucket, upload, complete } = await begun(t)
    const second = (await upload(2, 'end')).headers.etag
    const first = (await upload(1, part('a'))).headers.etag
    const done = await complete([
      [1, first],
      [2, second],
    ])
    const digests = Buffer.concat([part('a'), 'end'].map((body) => createHash('md5').update(body).digest()))
    assert.equal(textIn(done.text, 'ETag'), `&#34;${md5(digests)}-2&#34;`)
    const got = await bucket.get('big')
    assert.equal(got.text, `${part('a')}end`)
    assert.equal(got.headers['x-cos-meta-a'], '1')
  })

  test('nothing is there before the upload is completed', async (t) => {
    const { bucket, upload } = await begun(t)
    await upload(1, 'x')
    assert.equal((await bucket.head('big')).status, 404)
  })

  test('parts and uploads are listed', async (t) => {
    const { bucket, upload, uploadId } = await begun(t)
    await upload(1, part('a'))
    await upload(3, 'x')
    const parts = (await bucket.get('big', { params: { uploadId } })).text
    assert.deepEqual(textsIn(parts, 'PartNumber'), ['1', '3'])
    assert.deepEqual(textsIn(parts, 'Size'), [String(MB), '1'])
    const uploads = (await bucket.get('', { params: { uploads: '' } })).text
    assert.deepEqual([textIn(uploads, 'Key'), textIn(uploads, 'UploadId')], ['big', uploadId])
  })

  test('an aborted upload is gone', async (t) => {
    const { bucket, upload, uploadId } = await begun(t)
    assert.equal((await bucket.delete('big', { params: { uploadId } })).status, 204)
    assert.equal(codeOf(await upload(1, 'x')), 'NoSuchUpload')
  })

  test('a part that is too small and not the last one is refused', async (t) => {
    const { upload, complete } = await begun(t)
    const etags = [(await upload(1, 'a')).headers.etag, (await upload(2, 'b')).headers.etag]
    assert.equal(codeOf(await complete(etags.map((etag, at) => [at + 1, etag]))), 'EntityTooSmall')
  })

  test('a part with another ETag is refused', async (t) => {
    const { upload, complete } = await begun(t)
    await upload(1, 'a')
    assert.equal(codeOf(await complete([[1, '"other"']])), 'InvalidPart')
  })

  test('create only holds for the end of an upload', async (t) => {
    const { bucket, upload, complete } = await begun(t)
    const etag = (await upload(1, 'a')).headers.etag
    await bucket.put('big', 'there')
    const done = await complete([[1, etag]], { 'x-cos-forbid-overwrite': 'true' })
    assert.deepEqual([done.status, codeOf(done)], [409, 'FileAlreadyExists'])
  })
})
