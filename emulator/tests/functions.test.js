import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { send } from './support/client.js'
import { assertWay, create, emulator, NEVER_MS, refusedWith, telling, until, zip } from './support/harness.js'

const FN = { FunctionName: 'fun01' }
const status =
  (client, params = FN) =>
  async () =>
    (await client.call('GetFunction', params)).Status

describe('CreateFunction', () => {
  test('Creating: nothing can be done with it yet', async (t) => {
    const { client } = await emulator(t, { delays: { createMs: NEVER_MS } })
    await create(client)
    assert.equal(await status(client)(), 'Creating')
    await refusedWith(client.invoke('fun01'), 'FailedOperation.FunctionStatusError')
    await refusedWith(client.call('PublishVersion', FN), 'FailedOperation.PublishVersion')
    await refusedWith(client.call('DeleteFunction', FN), 'FailedOperation.DeleteFunction')
  })

  test('a function is Creating, then Active, and is shown as it was asked for', async (t) => {
    const { client } = await emulator(t, { delays: { createMs: 50 }, clock: 1_760_000_000 })
    const Tags = [{ Key: 'team', Value: 'a' }]
    client.options = { timestamp: 1_760_000_000 }
    await create(client, 'fun01', telling('one'), {
      MemorySize: 256,
      Timeout: 7,
      Description: 'about',
      Role: 'R',
      Tags,
      Environment: { Variables: [{ Key: 'A', Value: '1' }] },
    })
    assertWay(await until(status(client), (is) => is === 'Active'), ['Creating', 'Active'])
    const fn = await client.call('GetFunction', { ...FN, ShowCode: 'TRUE' })
    assert.match(fn.FunctionId, /^lam-[0-9a-f]{8}$/)
    const expected = {
      FunctionName: 'fun01',
      Namespace: 'default',
      FunctionVersion: '$LATEST',
      Qualifier: '$LATEST',
      Description: 'about',
      Handler: 'index.main_handler',
      Runtime: 'Nodejs18.15',
      MemorySize: 256,
      Timeout: 7,
      InitTimeout: 65,
      Role: 'R',
      Tags,
      Environment: { Variables: [{ Key: 'A', Value: '1' }] },
      CodeSize: Buffer.from(zip(telling('one')), 'base64').length,
      CodeInfo: telling('one'),
      Type: 'Event',
      AvailableStatus: 'Available',
      StatusReasons: [],
      StatusDesc: '',
      Triggers: [],
      AddTime: '2025-10-09 16:53:20',
      ModTime: '2025-10-09 16:53:20',
    }
    assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, fn[name]])), expected)
    assert.equal((await client.call('GetFunction', FN)).CodeInfo, '', 'code is shown on demand only')
  })

  test('defaults', async (t) => {
    const { client } = await emulator(t)
    await create(client)
    const { MemorySize, Timeout, Description } = await client.call('GetFunction', FN)
    assert.deepEqual([MemorySize, Timeout, Description], [128, 3, ''])
  })

  test('code that can not work ends in CreateFailed, with the reason', async (t) => {
    const { client } = await emulator(t)
    const packages = {
      broken: [Buffer.from('no zip').toString('base64'), /can't be unzipped/],
      empty: [zip({ 'other.js': '' }), /holds no file index\.js/],
      slip: [zip({ '../index.js': '' }), /path outside/],
    }
    for (const [FunctionName, [ZipFile, why]] of Object.entries(packages)) {
      await client.call('CreateFunction', { FunctionName, Code: { ZipFile }, Runtime: 'Nodejs18.15' })
      const fn = await client.call('GetFunction', { FunctionName })
      assert.equal(fn.Status, 'CreateFailed')
      assert.match(fn.StatusReasons[0].ErrorMessage, why)
      assert.match(fn.StatusDesc, why)
      await refusedWith(client.invoke(FunctionName), 'FailedOperation.FunctionStatusError')
      await refusedWith(
        client.call('UpdateFunctionCode', { FunctionName, ZipFile }),
        'FailedOperation.UpdateFunctionCode',
      )
      await refusedWith(client.call('PublishVersion', { FunctionName }), 'FailedOperation.PublishVersion')
      await client.call('DeleteFunction', { FunctionName })
    }
  })

  test('refusals', async (t) => {
    const { client } = await emulator(t, { quotas: { functions: 2 } })
    await create(client)
    const refused = (more, code) => refusedWith(create(client, 'fun02', undefined, more), code)
    await refusedWith(create(client), 'ResourceInUse.Function')
    await refused({ FunctionName: undefined }, 'MissingParameter')
    await refused({ FunctionName: '1fun' }, 'InvalidParameterValue.FunctionName')
    await refused({ FunctionName: 'fun-' }, 'InvalidParameterValue.FunctionName')
    await refused({ FunctionName: `f${'x'.repeat(60)}` }, 'InvalidParameterValue.FunctionName')
    await refused({ Namespace: 'none' }, 'ResourceNotFound.Namespace')
    await refused({ Code: undefined }, 'MissingParameter.Code')
    await refused({ Code: {} }, 'MissingParameter.Code')
    await refused({ Code: { ZipFile: 'a*b=' } }, 'InvalidParameterValue.ZipFileBase64BinasciiError')
    await refused({ Code: { DemoId: 'demo' } }, 'UnsupportedOperation')
    await refused({ Code: { ImageConfig: {} } }, 'MissingParameter')
    await refused({ Code: 'text' }, 'InvalidParameter')
    await refused({ Type: 'Http' }, 'InvalidParameterValue.Type')
    await refused({ Runtime: undefined }, 'MissingParameter.Runtime')
    await refused({ Runtime: 'Python3.8' }, 'InvalidParameterValue.Runtime')
    await refused({ Runtime: 'CustomImage' }, 'InvalidParameterValue.Runtime')
    await refused({ Handler: 'index' }, 'InvalidParameterValue.Handler')
    await refused({ Handler: '../index.main' }, 'InvalidParameterValue.Handler')
    await refused({ MemorySize: 100 }, 'InvalidParameterValue.MemorySize')
    await refused({ MemorySize: 200 }, 'InvalidParameterValue.MemorySize')
    await refused({ MemorySize: 4096 }, 'LimitExceeded.Memory')
    await refused({ MemorySize: '128' }, 'InvalidParameter')
    await refused({ Timeout: 0 }, 'InvalidParameterValue')
    await refused({ Timeout: 901 }, 'LimitExceeded.Timeout')
    await refused({ Description: 'x'.repeat(1001) }, 'InvalidParameterValue.Description')
    const environment = (...pairs) => ({ Environment: { Variables: pairs.map(([Key, Value]) => ({ Key, Value })) } })
    await refused(environment(['1A', 'x']), 'InvalidParameterValue.Environment')
    await refused(environment(['A', 'x'], ['A', 'y']), 'InvalidParameterValue.Environment')
    await refused(environment(['SCF_X', 'x']), 'InvalidParameterValue.EnvironmentSystemProtect')
    await refused(environment(['A', 'x'.repeat(4096)]), 'InvalidParameterValue.EnvironmentExceededLimit')
    await refused({ Environment: { Variables: [{ Key: 'A' }] } }, 'MissingParameter')
    await refused({ AsyncRunEnable: 'yes' }, 'InvalidParameterValue')
    await refused({ L5Enable: true }, 'InvalidParameter')
    await refused({ PublicNetConfig: { EipConfig: { EipStatus: 'ENABLE' } } }, 'MissingParameter')
    await refused({ PublicNetConfig: { PublicNetStatus: 'TRUE' } }, 'InvalidParameterValue')
    await refused({ CfsConfig: { CfsInsList: [{ CfsId: 'cfs-1' }] } }, 'MissingParameter')
    await refused({ Colour: 'red' }, 'UnknownParameter')
    await create(client, 'fun02')
    await refusedWith(create(client, 'fun03'), 'LimitExceeded.Function')
  })
})

describe('code from object storage', () => {
  test('DIR/<bucket>/<object>', async (t) => {
    const cosDir = mkdtempSync(path.join(os.tmpdir(), 'emulator-cos-'))
    t.after(() => rmSync(cosDir, { recursive: true }))
    mkdirSync(path.join(cosDir, 'code-125/a'), { recursive: true })
    writeFileSync(path.join(cosDir, 'code-125/a/one.zip'), Buffer.from(zip(telling('one')), 'base64'))
    writeFileSync(path.join(cosDir, 'secret.zip'), 'x')
    const { client } = await emulator(t, { cosDir })
    const Code = { CosBucketName: 'code-125', CosObjectName: '/a/one.zip', CosBucketRegion: 'ap-guangzhou' }
    await create(client, 'fun01', undefined, { Code })
    assert.equal((await client.ask('fun01')).text, 'one')

    await client.call('UpdateFunctionCode', { ...FN, CosBucketName: 'code-125', CosObjectName: 'a/one.zip' })
    const refused = (more, code) =>
      refusedWith(client.call('UpdateFunctionCode', { ...FN, Code: { ...Code, ...more } }), code)
    await refused({ CosObjectName: 'none.zip' }, 'InvalidParameterValue.CosObjectName')
    await refused({ CosObjectName: '../secret.zip' }, 'InvalidParameterValue.CosObjectName')
    await refused({ CosObjectName: undefined }, 'InvalidParameterValue.CosObjectName')
    await refused({ CosBucketName: '..' }, 'InvalidParameterValue.CosBucketName')
    await refused({ CosBucketName: undefined }, 'InvalidParameterValue.CosBucketName')
  })

  test('a bucket that does not exist is refused', async (t) => {
    const { client } = await emulator(t)
    const Code = { CosBucketName: 'b-1', CosObjectName: 'o' }
    await refusedWith(create(client, 'fun01', undefined, { Code }), 'InvalidParameterValue.CosBucketName')
  })
})

describe('UpdateFunctionCode', () => {
  test('Updating serves the old code and refuses every change', async (t) => {
    const { client } = await emulator(t, { delays: { createMs: 0, updateMs: NEVER_MS } })
    await create(client)
    await client.call('UpdateFunctionCode', { ...FN, ZipFile: zip(telling('two')) })
    assert.equal((await client.ask('fun01')).text, 'one')
    for (const [action, more] of [
      ['UpdateFunctionCode', { ZipFile: zip(telling('three')) }],
      ['UpdateFunctionConfiguration', { Timeout: 5 }],
      ['PublishVersion', {}],
      ['DeleteFunction', {}],
    ]) {
      await refusedWith(client.call(action, { ...FN, ...more }), `FailedOperation.${action}`)
    }
    assert.equal(await status(client)(), 'Updating')
  })

  test('Active serves the new code', async (t) => {
    const { client } = await emulator(t, { delays: { createMs: 0, updateMs: 50 } })
    await create(client)
    await client.call('UpdateFunctionCode', { ...FN, ZipFile: zip(telling('two')) })
    assertWay(await until(status(client), (is) => is === 'Active'), ['Updating', 'Active'])
    assert.equal((await client.ask('fun01')).text, 'two')
  })

  test('a failed update leaves the old code, and can be followed by another', async (t) => {
    const { client } = await emulator(t)
    await create(client)
    const before = await client.call('GetFunctionAddress', FN)
    await client.call('UpdateFunctionCode', { ...FN, Code: { ZipFile: zip({ 'x.js': '' }) } })
    const fn = await client.call('GetFunction', FN)
    assert.equal(fn.Status, 'UpdateFailed')
    assert.equal(fn.StatusReasons[0].ErrorCode, 'InvalidParameterValue.Handler')
    assert.equal((await client.call('GetFunctionAddress', FN)).CodeSha256, before.CodeSha256)
    assert.equal((await client.ask('fun01')).text, 'one')
    await refusedWith(client.call('PublishVersion', FN), 'FailedOperation.PublishVersion')
    await client.call('UpdateFunctionCode', { ...FN, ZipFile: zip(telling('two')) })
    assert.equal((await client.ask('fun01')).text, 'two')
  })

  test('with a handler of another name', async (t) => {
    const { client } = await emulator(t)
    await create(client)
    await client.call('UpdateFunctionCode', {
      ...FN,
      ZipFile: zip({ 'app.js': 'exports.go = () => 5' }),
      Handler: 'app.go',
    })
    assert.equal(await client.ask('fun01'), 5)
  })

  test('Publish "TRUE" publishes when the update is Active', async (t) => {
    const { client } = await emulator(t, { delays: { createMs: 0, updateMs: 30, publishMs: 30 } })
    await create(client)
    await client.call('UpdateFunctionCode', { ...FN, ZipFile: zip(telling('two')), Publish: 'TRUE' })
    const versions = async () =>
      (await client.call('ListVersionByFunction', FN)).Versions.map((v) => `${v.Version} ${v.Status}`).join()
    const seen = await until(versions, (list) => list === '$LATEST Active,1 Active')
    assertWay(seen, ['$LATEST Updating', '$LATEST Active,1 Publishing', '$LATEST Active,1 Active'])
    assert.equal((await client.ask('fun01', {}, { Qualifier: '1' })).text, 'two')
  })

  test('refusals', async (t) => {
    const { client } = await emulator(t)
    await create(client)
    await refusedWith(
      client.call('UpdateFunctionCode', { FunctionName: 'none', ZipFile: '' }),
      'ResourceNotFound.Function',
    )
    await refusedWith(client.call('UpdateFunctionCode', FN), 'MissingParameter.Code')
    await refusedWith(
      client.call('UpdateFunctionCode', { ...FN, ZipFile: 'x' }),
      'InvalidParameterValue.ZipFileBase64BinasciiError',
    )
    await refusedWith(client.call('UpdateFunctionCode', { ...FN, ZipFile: 'AAAA', Publish: true }), 'InvalidParameter')
    await refusedWith(
      client.call('UpdateFunctionCode', { ...FN, ZipFile: 'AAAA', Publish: 'yes' }),
      'InvalidParameterValue',
    )
  })
})

describe('UpdateFunctionConfiguration', () => {
  test('what is absent stays; the environment is replaced as a whole', async (t) => {
    const { client } = await emulator(t)
    const Variables = [
      { Key: 'A', Value: '1' },
      { Key: 'B', Value: '2' },
    ]
    await create(client, 'fun01', 'exports.main_handler = () => [process.env.A, process.env.B]', {
      Environment: { Variables },
    })
    const update = (params) => client.call('UpdateFunctionConfiguration', { ...FN, ...params })
    await update({ Timeout: 9, Description: 'new', VpcConfig: { VpcId: 'v', SubnetId: 's' }, Runtime: 'Nodejs18.15' })
    let fn = await client.call('GetFunction', FN)
    assert.deepEqual([fn.Timeout, fn.MemorySize, fn.Description, fn.VpcConfig.VpcId], [9, 128, 'new', 'v'])
    assert.deepEqual(await client.ask('fun01'), ['1', '2'])

    await update({ Environment: { Variables: [{ Key: 'B', Value: '3' }] } })
    assert.deepEqual(await client.ask('fun01'), [null, '3'])
    await update({ Environment: { Variables: [{ Key: '', Value: '' }] } })
    fn = await client.call('GetFunction', FN)
    assert.deepEqual(fn.Environment.Variables, [])
    assert.equal(fn.Timeout, 9)
    await refusedWith(update({ Runtime: 'Nodejs16.13' }), 'InvalidParameterValue.Runtime')
    await refusedWith(update({ MemorySize: 129 }), 'InvalidParameterValue.MemorySize')
    await refusedWith(client.call('UpdateFunctionConfiguration', { FunctionName: 'none' }), 'ResourceNotFound.Function')
  })

  test('a handler that the package does not hold fails the update', async (t) => {
    const { client } = await emulator(t)
    await create(client)
    await client.call('UpdateFunctionCode', { ...FN, ZipFile: zip(telling('one')), Handler: 'other.main' })
    const { Status, Handler } = await client.call('GetFunction', FN)
    assert.deepEqual([Status, Handler], ['UpdateFailed', 'index.main_handler'])
  })
})

describe('GetFunctionAddress', () => {
  test('the link gives the package back, byte for byte; the digest is that of the zip', async (t) => {
    const { emu, client } = await emulator(t)
    await create(client)
    const bytes = Buffer.from(zip(telling('one')), 'base64')
    const { Url, CodeSha256 } = await client.call('GetFunctionAddress', FN)
    assert.equal(CodeSha256, createHash('sha256').update(bytes).digest('hex'))
    const got = await (await fetch(Url)).arrayBuffer()
    assert.deepEqual(Buffer.from(got), bytes)
    assert.equal((await fetch(Url.replace(/.$/, (c) => (c === '0' ? '1' : '0')))).status, 403)
    assert.equal((await fetch(`${emu.url}/packages/../x`)).status, 404)
    await refusedWith(client.call('GetFunctionAddress', { ...FN, Qualifier: '1' }), 'ResourceNotFound.Version')
  })
})

describe('GetFunction, ListFunctions, DeleteFunction', () => {
  test('unknown things', async (t) => {
    const { client } = await emulator(t)
    await create(client)
    await refusedWith(client.call('GetFunction', { FunctionName: 'none' }), 'ResourceNotFound.Function')
    await refusedWith(client.call('GetFunction', { ...FN, Namespace: 'none' }), 'ResourceNotFound.Namespace')
    await refusedWith(client.call('GetFunction', { ...FN, Qualifier: '1' }), 'ResourceNotFound.Version')
    await refusedWith(client.call('GetFunction', {}), 'InvalidParameterValue.FunctionName')
    await refusedWith(client.call('GetFunction', { ...FN, Colour: 1 }), 'UnknownParameter')
    await client.call('GetFunction', { ...FN, ShowTriggers: 'TRUE', L5Enable: 'FALSE', DiskSize: 1 })
    await refusedWith(client.call('GetFunction', { FunctionName: 5 }), 'InvalidParameter')
  })

  test('pages, order, search and filters', async (t) => {
    const { client } = await emulator(t)
    for (const name of ['fun03', 'fun01', 'fun02'])
      await create(client, name, undefined, { Description: `about ${name}` })
    await client.call('CreateFunction', { FunctionName: 'bad', Code: { ZipFile: 'AAAA' }, Runtime: 'Nodejs18.15' })
    const names = async (params) => {
      const { Functions, TotalCount } = await client.call('ListFunctions', params)
      return `${Functions.map((fn) => fn.FunctionName)} of ${TotalCount}`
    }
    assert.equal(await names({}), 'fun03,fun01,fun02,bad of 4')
    assert.equal(
      await names({ SearchKey: 'fun', Orderby: 'FunctionName', Order: 'DESC', Limit: 2 }),
      'fun03,fun02 of 3',
    )
    assert.equal(await names({ SearchKey: 'fun', Orderby: 'FunctionName', Offset: 1, Limit: 2 }), 'fun02,fun03 of 3')
    assert.equal(await names({ Description: 'about fun01' }), 'fun01 of 1')
    assert.equal(await names({ Filters: [{ Name: 'Status', Values: ['CreateFailed'] }] }), 'bad of 1')
    await create(client, 'tagged', undefined, { Tags: [{ Key: 'team', Value: 'a' }] })
    assert.equal(await names({ Filters: [{ Name: 'tag-team', Values: ['a', 'b'] }] }), 'tagged of 1')
    assert.equal(await names({ Filters: [{ Name: 'tag-team', Values: ['b'] }] }), ' of 0')
    await refusedWith(names({ Filters: [{ Name: 'Colour', Values: ['b'] }] }), 'InvalidParameterValue.Filters')
    await refusedWith(names({ Limit: 0 }), 'InvalidParameterValue.Limit')
    await refusedWith(names({ Offset: -1 }), 'InvalidParameterValue.Offset')
    await refusedWith(names({ Order: 'up' }), 'InvalidParameterValue.Order')
    await refusedWith(names({ Namespace: 'none' }), 'ResourceNotFound.Namespace')
    const [fn] = (await client.call('ListFunctions', { SearchKey: 'fun01' })).Functions
    assert.deepEqual([fn.Status, fn.Runtime, fn.Type, fn.Namespace], ['Active', 'Nodejs18.15', 'Event', 'default'])
  })

  test('Deleting, then gone; the name is free again', async (t) => {
    const { client } = await emulator(t, { delays: { createMs: 0, publishMs: 0, deleteMs: 50 } })
    await create(client)
    await client.call('PublishVersion', FN)
    await client.call('DeleteFunction', FN)
    const seen = await until(
      () => status(client)().catch((error) => error.code),
      (is) => is !== 'Deleting',
    )
    assertWay(seen, ['Deleting', 'ResourceNotFound.Function'])
    await refusedWith(client.call('DeleteFunction', FN), 'ResourceNotFound.Function')
    await create(client, 'fun01', telling('again'))
    assert.equal((await client.ask('fun01')).text, 'again')
    assert.equal((await client.call('PublishVersion', FN)).FunctionVersion, '1')
  })

  test('a failure that was ordered ends in DeleteFailed, and the function stays', async (t) => {
    const { emu, client } = await emulator(t)
    await create(client)
    emu.failNext({
      transition: 'delete',
      functionName: 'fun01',
      reason: { ErrorCode: 'InternalError', ErrorMessage: 'stuck' },
    })
    await client.call('DeleteFunction', FN)
    assert.equal(await status(client)(), 'DeleteFailed')
    await client.call('DeleteFunction', FN)
    await refusedWith(client.call('GetFunction', FN), 'ResourceNotFound.Function')
  })

  test('regions are separate worlds', async (t) => {
    const { client } = await emulator(t)
    await create(client)
    await refusedWith(client.call('GetFunction', FN, { region: 'ap-beijing' }), 'ResourceNotFound.Function')
    await client.call('GetFunction', FN, { region: undefined })
    await client.call('GetFunction', FN, { region: 'ap-guangzhou' })
    await refusedWith(client.call('GetFunction', FN, { region: 'moon' }), 'UnsupportedRegion')
    const answer = await send(client.url, { method: 'POST', path: '/', headers: {}, body: '{}' })
    assert.equal(JSON.parse(answer.text).Response.Error.Code, 'MissingParameter')
  })
})
