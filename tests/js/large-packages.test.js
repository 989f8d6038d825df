// Packages that are too large for a request of the API: they go through a bucket, in parts, once. The requests are counted
// at an emulator whose object storage is proven by the vendor's own SDK.

import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import test from 'node:test'
import { zipSync } from 'fflate'
import { Grayscale, memoryStore } from '../../js/index.js'
import { emulator, KEY, telling } from '../support/emulator.js'

const runtime = 'Nodejs18.15'
const FN = { FunctionName: 'fun01-dev' }
const BUCKET = 'sls-cloudfunction-ap-guangzhou-code-1250000000'
/** As src/release/upload has it. */
const PART = 4 << 20
const noise = randomBytes(60_000_000)

/** A zip of that many bytes and a few more, whose function answers with a text. */
function large(text, size = 9_000_000) {
  const data = noise.subarray(0, size)
  return zipSync({ 'index.js': Buffer.from(telling(text)), 'data.bin': [data, { level: 0 }] })
}
const inputs = (zip, more = {}) => ({ functions: { fun01: { runtime, zip } }, ...more })
const digestOf = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** An emulator, and Grayscale against it that may create the bucket. */
async function cloud(t, options = {}, gray = {}) {
  const { emu, client } = await emulator(t, options)
  const grayscale = (more = {}) => {
    const made = new Grayscale({ credentials: KEY, endpoint: emu.url, createBucket: true, ...gray, ...more })
    t.after(() => made.close())
    return made
  }
  return { emu, client, grayscale, gray: grayscale() }
}

/** How often each action was called while something was done. */
async function counted(emu, act) {
  const from = emu.requests.length
  await act()
  const counts = {}
  for (const { action } of emu.requests.slice(from)) counts[action] = (counts[action] ?? 0) + 1
  return counts
}

const parts = (bytes) => Math.ceil(bytes.length / PART)
const rejection = (promise) =>
  promise.then(
    () => assert.fail('it was done'),
    (error) => error,
  )
const changes = (emu) =>
  emu.requests.filter(({ action }) => /^(Create|Update|Publish|Delete)/.test(action)).map(({ action }) => action)

test('a package of 60 MB goes up once; a change of traffic and an unchanged package send nothing', async (t) => {
  const { emu, gray, client } = await cloud(t)
  const first = large('one', 60_000_000)
  const up = []
  const onEvent = (event) => event.type === 'upload' && up.push(event)
  const created = await counted(emu, () => gray.deploy(inputs(first, { publish: true, traffic: 0 }), { onEvent }))
  assert.deepEqual([created.PutBucket, created.UploadPart, created.CompleteMultipartUpload], [1, parts(first), 1])
  assert.equal((await client.ask('fun01-dev')).text, 'one')
  const { CodeSha256 } = await client.call('GetFunctionAddress', FN)
  assert.equal(CodeSha256, digestOf(first))
  // told as it arrives, up to the end
  assert.deepEqual([up.at(-1).bytes, up.at(-1).of], [first.length, first.length])
  assert.ok(up.every(({ bytes }, index) => index === 0 || bytes >= up[index - 1].bytes))

  const sent = ({ UploadPart = 0, InitiateMultipartUpload = 0, HeadObject = 0, UpdateFunctionCode = 0 }) =>
    [UploadPart, InitiateMultipartUpload, HeadObject, UpdateFunctionCode].join()
  assert.equal(sent(await counted(emu, () => gray.deploy(inputs(undefined, { traffic: 0 })))), '0,0,0,0')
  assert.equal(sent(await counted(emu, () => gray.deploy(inputs(first, { traffic: 0 })))), '0,0,0,0')

  const second = large('two', 60_000_000)
  const canary = await counted(emu, () => gray.deploy(inputs(second, { traffic: 0.1 })))
  assert.deepEqual([canary.UploadPart, canary.UpdateFunctionCode, canary.PutBucket], [parts(second), 1, undefined])
  for (const traffic of [0.3, 0.6]) {
    assert.equal(sent(await counted(emu, () => gray.deploy(inputs(second, { traffic })))), '0,0,0,0')
  }
  // code that was there before: the object is there still
  const back = await counted(emu, () => gray.deploy(inputs(first, { traffic: 0.1 })))
  assert.equal(sent(back), '0,0,1,1')
})

test('the plan says that the package goes through COS, into which bucket, and that it is created', async (t) => {
  const { gray, grayscale, emu } = await cloud(t)
  const zip = large('one')
  const plan = await gray.plan(inputs(zip, { traffic: 0 }))
  const [put, create] = plan.functions[0].steps
  assert.deepEqual([put.kind, put.bucket, put.creates], ['putObject', BUCKET, true])
  assert.match(put.text, /^upload the package \(9\.0 MB\) to COS bucket sls-cloudfunction-.*, which is created first$/)
  assert.deepEqual([create.kind, create.params.source.from], ['create', 'cos'])
  assert.match(plan.confirm, /^COS bucket sls-cloudfunction-ap-guangzhou-code-1250000000 is created for packages/)
  const refused = await rejection(grayscale({ createBucket: undefined }).deploy(inputs(zip)))
  assert.deepEqual([refused.code, refused.exitCode, refused.changed], ['BucketMissing', 3, []])
  assert.match(refused.hint, /createBucket/)
  await gray.apply(plan)
  assert.equal(emu.requests.filter(({ action }) => action === 'PutBucketLifecycle').length, 1)
  // with the bucket there, nobody has to be asked
  assert.equal((await gray.plan(inputs(large('two')))).confirm, undefined)
})

test('an upload that broke off goes on where it was, and nothing of the function had changed', async (t) => {
  const { emu, gray, grayscale, client } = await cloud(t)
  await gray.deploy(inputs(large('one'), { publish: true, traffic: 0 }))
  const zip = large('two', 30_000_000)
  const ending = new AbortController()
  const onEvent = ({ type, bytes }) => type === 'upload' && bytes >= 4 * PART && ending.abort()
  const from = emu.requests.length
  const error = await rejection(gray.deploy(inputs(zip, { traffic: 0.1 }), { signal: ending.signal, onEvent }))
  assert.deepEqual([error.code, error.changed], ['Interrupted', []])
  assert.deepEqual(changes({ requests: emu.requests.slice(from) }), [])
  const arrived = emu.requests.slice(from).filter(({ action }) => action === 'UploadPart').length
  assert.ok(arrived >= 4 && arrived < parts(zip), `${arrived} parts`)
  // another process, which knows nothing of the first
  const rest = await counted(emu, () => grayscale().deploy(inputs(zip, { traffic: 0.1 })))
  assert.ok(rest.UploadPart <= parts(zip) - 4, `${rest.UploadPart} parts again`)
  assert.equal(rest.InitiateMultipartUpload, undefined)
  assert.equal((await client.ask('fun01-dev', {}, { Qualifier: '$LATEST' })).text, 'two')
})

test('lost answers, errors of the server and a wrong clock are overcome', async (t) => {
  const clock = Math.floor(Date.now() / 1000) + 3600
  const { emu, gray } = await cloud(t, {
    clock,
    faults: [
      { action: 'UploadPart', nth: 1, fault: 'close', committed: true },
      { action: 'UploadPart', nth: 3, fault: 'status', status: 503 },
      { action: 'InitiateMultipartUpload', nth: 1, fault: 'close', committed: true },
      { action: 'CompleteMultipartUpload', nth: 1, fault: 'close', committed: true },
      { action: 'PutBucket', nth: 1, fault: 'close', committed: true },
      { action: 'ListParts', nth: 1, fault: 'refuse', code: 'SlowDown', message: 'slow down' },
    ],
  })
  await gray.deploy(inputs(large('one', 13_000_000), { traffic: 0 }))
  assert.equal(JSON.parse((await gray.invoke({ function: 'fun01-dev' })).returned).text, 'one')
  assert.equal(emu.requests.filter(({ action }) => action === 'CreateFunction').length, 1)
})

test('a missing permission on the bucket ends it before anything changed, with the RequestId', async (t) => {
  const denied = (action) => [{ action, fault: 'refuse', code: 'AccessDenied', message: 'Access Denied.' }]
  for (const action of [
    'HeadBucket',
    'PutBucket',
    'InitiateMultipartUpload',
    'UploadPart',
    'CompleteMultipartUpload',
  ]) {
    const { emu, gray } = await cloud(t, { faults: denied(action) })
    const error = await rejection(gray.deploy(inputs(large('one'))))
    assert.deepEqual([error.code, error.source, error.function], ['AccessDenied', 'api', 'fun01-dev'], action)
    assert.ok(error.requestId, `${action} has a RequestId`)
    assert.match(error.hint, /policy/)
    assert.deepEqual(changes(emu), [])
    const made = ['HeadBucket', 'PutBucket'].includes(action) ? [] : [`created COS bucket ${BUCKET}`]
    assert.deepEqual(error.changed, made, action)
  }
})

test('without permission to read the appid, the bucket is named with it', async (t) => {
  const statement = [{ effect: 'allow', action: ['scf:*', 'name/cos:*'], resource: '*' }]
  const { emu, gray, grayscale, client } = await cloud(t, { policy: { version: '2.0', statement } })
  const zip = large('one')
  const error = await rejection(gray.deploy(inputs(zip)))
  assert.deepEqual([error.code, error.exitCode, error.changed], ['AppIdUnknown', 3, []])
  assert.match(error.hint, /cosBucketName/)
  const named = (cosBucketName) => ({ functions: { fun01: { runtime, zip, cosBucketName } } })
  const missing = await rejection(gray.deploy(named('code-1250000000')))
  assert.deepEqual([missing.code, missing.exitCode], ['BucketMissing', 3])
  assert.match(missing.hint, /create that bucket/)
  // whoever knows the appid need not ask
  await grayscale({ appId: '1250000000' }).deploy(inputs(zip))
  const elsewhere = await grayscale().deploy(named(BUCKET))
  assert.equal(elsewhere.functions[0].status, 'unchanged')
  assert.equal((await client.ask('fun01-dev')).text, 'one')
  assert.ok(!emu.requests.some(({ action, code }) => action === 'GetUserAppId' && code === ''))
})

test('a bucket that was deleted between plan and upload is missing, and the function is as it was', async (t) => {
  const { emu, gray } = await cloud(t)
  await gray.deploy(inputs(large('one'), { publish: true, traffic: 0 }))
  emu.setFaults([{ action: 'ListMultipartUploads', fault: 'refuse', code: 'NoSuchBucket', message: 'gone' }])
  const from = emu.requests.length
  const error = await rejection(gray.deploy(inputs(large('two'), { traffic: 0.1 })))
  assert.deepEqual([error.code, error.exitCode, error.changed], ['BucketMissing', 3, []])
  assert.deepEqual(changes({ requests: emu.requests.slice(from) }), [])
})

test('a function that somebody changes during a long upload is not written over', async (t) => {
  const { emu, gray, client } = await cloud(t)
  await gray.deploy(inputs(large('one'), { publish: true, traffic: 0 }))
  // what was looked at is older than 5 s when the upload is over
  emu.setFaults([{ action: 'UploadPart', fault: 'late', ms: 2000 }])
  let changed
  const onEvent = ({ type }) => {
    if (type === 'upload') changed ??= client.call('UpdateFunctionConfiguration', { ...FN, MemorySize: 256 })
    return changed
  }
  const from = emu.requests.length
  const error = await rejection(gray.deploy(inputs(large('two'), { traffic: 0.1 }), { onEvent }))
  assert.deepEqual([error.code, error.exitCode], ['ReleaseInProgress', 1], error.message)
  assert.deepEqual(changes({ requests: emu.requests.slice(from) }), ['UpdateFunctionConfiguration'])
})

test('an object that is gone before SCF takes it: an error, and the same command sends it again', async (t) => {
  const { emu, gray, client } = await cloud(t)
  await gray.deploy(inputs(large('one'), { publish: true, traffic: 0 }))
  const code = 'InvalidParameterValue.CosObjectName'
  emu.setFaults([{ action: 'UpdateFunctionCode', fault: 'refuse', code, message: 'no such object' }])
  const error = await rejection(gray.deploy(inputs(large('two'), { traffic: 0.1 })))
  assert.equal(error.code, code)
  assert.match(error.hint, /same command again/)
  emu.setFaults([])
  await gray.deploy(inputs(large('two'), { traffic: 0.1 }))
  assert.equal((await client.ask('fun01-dev', {}, { Qualifier: '$LATEST' })).text, 'two')
})

test('functions with the same package send it once', async (t) => {
  const { emu, gray, client } = await cloud(t)
  const zip = large('one')
  const functions = Object.fromEntries(['fun01', 'fun02', 'fun03'].map((key) => [key, { runtime, zip }]))
  for (const group of ['atomic', 'independent']) {
    const counts = await counted(emu, () => gray.deploy({ stage: group, functions, group }))
    const first = group === 'atomic'
    assert.equal(counts.UploadPart, first ? parts(zip) : undefined)
    assert.equal(counts.GetUserAppId, 1)
  }
  assert.equal((await client.ask('fun03-atomic')).text, 'one')
})

test('temporary credentials are signed with their token', async (t) => {
  const token = 'a-token'
  const { gray, client } = await cloud(t, { token }, { credentials: { ...KEY, token } })
  await gray.deploy(inputs(large('one')))
  assert.ok(client)
})

test('what is too large for SCF is refused before anything is asked of the bucket', async (t) => {
  const { emu, gray } = await cloud(t)
  // half a gigabyte of zeros is half a megabyte packed
  const zeros = new Uint8Array(64 << 20)
  const names = Array.from({ length: 8 }, (_, index) => `zeros${index}.bin`)
  const bomb = zipSync({
    'index.js': Buffer.from(telling('one')),
    ...Object.fromEntries(names.map((name) => [name, zeros])),
  })
  for (const zip of [new Uint8Array((500 << 20) + 1), bomb]) {
    const error = await rejection(gray.deploy(inputs(zip)))
    assert.deepEqual([error.code, error.exitCode, error.changed], ['PackageTooLarge', 3, []])
  }
  assert.ok(emu.requests.every(({ action }) => /^(Get|List)/.test(action)))
})

test('a run that is resumed sends only the rest', async (t) => {
  const store = memoryStore()
  const { emu, gray, grayscale } = await cloud(t, {}, { store })
  await gray.deploy(inputs(large('one'), { publish: true, traffic: 0 }))
  const zip = large('two', 20_000_000)
  const ending = new AbortController()
  const onEvent = ({ type, bytes }) => type === 'upload' && bytes >= 2 * PART && ending.abort()
  await rejection(gray.deploy(inputs(zip, { traffic: 0.1 }), { signal: ending.signal, onEvent }))
  const rest = await counted(emu, () => grayscale().resume(inputs(zip, { traffic: 0.1 })))
  assert.ok(rest.UploadPart <= parts(zip) - 2, `${rest.UploadPart} parts`)
  assert.equal(rest.UpdateFunctionCode, 1)
})
