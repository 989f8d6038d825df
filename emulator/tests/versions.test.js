import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assertWay, create, emulator, NEVER_MS, refusedWith, telling, until, zip } from './support/harness.js'

const FN = { FunctionName: 'fun01' }
const listed = async (client, params = {}) =>
  (await client.call('ListVersionByFunction', { ...FN, ...params })).Versions.map((v) => `${v.Version} ${v.Status}`)

describe('PublishVersion', () => {
  test('gives the number at once; the version is Publishing', async (t) => {
    const { client } = await emulator(t, { delays: { createMs: 0, publishMs: NEVER_MS } })
    await create(client, 'fun01', telling('one'), { MemorySize: 256, Timeout: 9 })
    const { RequestId, ...answer } = await client.call('PublishVersion', { ...FN, Description: 'first' })
    assert.deepEqual(answer, {
      FunctionVersion: '1',
      CodeSize: Buffer.from(zip(telling('one')), 'base64').length,
      MemorySize: 256,
      Description: 'first',
      Handler: 'index.main_handler',
      Timeout: 9,
      Runtime: 'Nodejs18.15',
      Namespace: 'default',
    })
    assert.match(RequestId, /^[0-9a-f-]{36}$/)
    await refusedWith(client.call('PublishVersion', FN), 'FailedOperation.PublishVersion')
    await refusedWith(
      client.call('UpdateFunctionCode', { ...FN, ZipFile: 'AAAA' }),
      'FailedOperation.UpdateFunctionCode',
    )
    await refusedWith(client.invoke('fun01', {}, { Qualifier: '1' }), 'FailedOperation.FunctionStatusError')
    const status = async () => (await client.call('GetFunction', { ...FN, Qualifier: '1' })).Status
    assert.equal(await status(), 'Publishing')
    assert.equal((await client.call('GetFunction', FN)).Status, 'Active')
  })

  test('then the version is Active', async (t) => {
    const { client } = await emulator(t, { delays: { createMs: 0, publishMs: 50 } })
    await create(client)
    await client.call('PublishVersion', FN)
    const status = async () => (await client.call('GetFunction', { ...FN, Qualifier: '1' })).Status
    assertWay(await until(status, (is) => is === 'Active'), ['Publishing', 'Active'])
    assert.equal((await client.ask('fun01', {}, { Qualifier: '1' })).version, '1')
  })

  test('a version is a snapshot of code and configuration', async (t) => {
    const { client } = await emulator(t)
    const source = 'exports.main_handler = (e, c) => [process.env.A, c.function_version]'
    await create(client, 'fun01', source, { Environment: { Variables: [{ Key: 'A', Value: 'old' }] } })
    await client.call('PublishVersion', { ...FN, Description: 'snapshot' })
    await client.call('UpdateFunctionCode', { ...FN, ZipFile: zip(`${source} // 2`) })
    await client.call('UpdateFunctionConfiguration', {
      ...FN,
      Timeout: 8,
      Environment: { Variables: [{ Key: 'A', Value: 'new' }] },
    })
    const [one, latest] = await Promise.all(
      ['1', '$LATEST'].map(async (Qualifier) => ({
        fn: await client.call('GetFunction', { ...FN, Qualifier }),
        code: (await client.call('GetFunctionAddress', { ...FN, Qualifier })).CodeSha256,
        says: await client.ask('fun01', {}, { Qualifier }),
      })),
    )
    assert.deepEqual(
      [one.says, latest.says],
      [
        ['old', '1'],
        ['new', '$LATEST'],
      ],
    )
    assert.deepEqual([one.fn.Timeout, latest.fn.Timeout], [3, 8])
    assert.deepEqual([one.fn.FunctionVersion, one.fn.Description], ['1', 'snapshot'])
    assert.notEqual(one.code, latest.code)
  })

  test('numbers only grow, also over deleted and failed ones', async (t) => {
    const { emu, client } = await emulator(t)
    await create(client)
    const publish = async () => (await client.call('PublishVersion', FN)).FunctionVersion
    assert.equal(await publish(), '1')
    assert.equal(await publish(), '2')
    await client.call('DeleteFunctionVersion', { ...FN, Qualifier: '2' })
    emu.failNext({ transition: 'publish', reason: { ErrorCode: 'InternalError', ErrorMessage: 'no room' } })
    assert.equal(await publish(), '3')
    assert.equal(await publish(), '4')
    assert.deepEqual(await listed(client), ['$LATEST Active', '1 Active', '3 PublishFailed', '4 Active'])
    const { StatusReasons } = await client.call('GetFunction', { ...FN, Qualifier: '3' })
    assert.deepEqual(StatusReasons, [{ ErrorCode: 'InternalError', ErrorMessage: 'no room' }])
    await refusedWith(client.invoke('fun01', {}, { Qualifier: '3' }), 'FailedOperation.FunctionStatusError')
    const alias = { ...FN, Name: '$DEFAULT', FunctionVersion: '3' }
    await refusedWith(client.call('UpdateAlias', alias), 'FailedOperation.UpdateAlias')
  })

  test('refusals', async (t) => {
    const { client } = await emulator(t, { quotas: { versions: 2 } })
    await create(client)
    await refusedWith(client.call('PublishVersion', { FunctionName: 'none' }), 'ResourceNotFound.Function')
    await refusedWith(client.call('PublishVersion', { ...FN, Namespace: 'none' }), 'ResourceNotFound.Namespace')
    await refusedWith(
      client.call('PublishVersion', { ...FN, Description: 'x'.repeat(1001) }),
      'InvalidParameterValue.Description',
    )
    await client.call('PublishVersion', FN)
    await client.call('PublishVersion', FN)
    await refusedWith(client.call('PublishVersion', FN), 'LimitExceeded.FunctionVersions')
    await refusedWith(
      client.call('UpdateFunctionCode', { ...FN, ZipFile: 'AAAA', Publish: 'TRUE' }),
      'LimitExceeded.FunctionVersions',
    )
    await client.call('DeleteFunctionVersion', { ...FN, Qualifier: '1' })
    assert.equal((await client.call('PublishVersion', FN)).FunctionVersion, '3')
  })
})

describe('ListVersionByFunction', () => {
  test('pages, order, total', async (t) => {
    const { client } = await emulator(t)
    await create(client)
    for (let n = 1; n <= 24; n++) await client.call('PublishVersion', { ...FN, Description: `v${n}` })
    const list = (params) => client.call('ListVersionByFunction', { ...FN, ...params })
    const first = await list()
    assert.equal(first.TotalCount, 25)
    assert.equal(first.Versions.length, 20)
    assert.deepEqual(
      first.FunctionVersion,
      first.Versions.map((v) => v.Version),
    )
    assert.deepEqual((await list({ Offset: 20 })).FunctionVersion, ['20', '21', '22', '23', '24'])
    const newest = await list({ OrderBy: 'AddTime', Order: 'DESC', Limit: 3 })
    assert.deepEqual(newest.FunctionVersion, ['24', '23', '22'])
    assert.deepEqual(Object.keys(newest.Versions[0]), ['Version', 'Description', 'AddTime', 'ModTime', 'Status'])
    assert.equal(newest.Versions[0].Description, 'v24')
    await refusedWith(list({ Order: 'x' }), 'InvalidParameterValue.Order')
    await refusedWith(list({ OrderBy: 'Name' }), 'InvalidParameterValue.OrderBy')
    await refusedWith(list({ Limit: '5' }), 'InvalidParameter')
    await refusedWith(list({ FunctionName: 'none' }), 'ResourceNotFound.Function')
  })
})

describe('deleting a version', () => {
  for (const [action, code] of [
    ['DeleteFunctionVersion', 'MissingParameter'],
    ['DeleteFunction', undefined],
  ]) {
    test(action, async (t) => {
      const { client } = await emulator(t)
      await create(client)
      for (let n = 0; n < 3; n++) await client.call('PublishVersion', FN)
      const remove = (Qualifier) => client.call(action, { ...FN, Qualifier })
      const routing = { RoutingConfig: { AdditionalVersionWeights: [{ Version: '2', Weight: 0.5 }] } }
      await client.call('CreateAlias', { ...FN, Name: 'prod', FunctionVersion: '1', ...routing })
      await refusedWith(remove('1'), 'UnsupportedOperation.AliasBind')
      await refusedWith(remove('2'), 'UnsupportedOperation.AliasBind')
      await remove('3')
      await refusedWith(remove('3'), 'ResourceNotFound.Qualifier')
      await refusedWith(remove('$LATEST'), 'InvalidParameterValue.Qualifier')
      await refusedWith(remove('prod'), 'InvalidParameterValue.Qualifier')
      await client.call('DeleteAlias', { ...FN, Name: 'prod' })
      await remove('1')
      assert.deepEqual(await listed(client), ['$LATEST Active', '2 Active'])
      if (code) await refusedWith(remove(undefined), code)
    })
  }
})
