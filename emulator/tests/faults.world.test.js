// Faults of what exists: reads that lag behind, others who write too, states that don't come or fail.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { send } from './support/client.js'
import { FUN01, faulty, PUBLISH } from './support/faulty.js'
import { assertWay, create, NEVER_MS, refusedWith, telling, until, zip } from './support/harness.js'

const ALIAS = { ...FUN01, Name: '$DEFAULT' }

describe('stale', () => {
  test('reads see what was before the write; writes do not', async (t) => {
    const { emu, client } = await faulty(t, { action: 'PublishVersion', nth: 1, fault: 'stale', ms: NEVER_MS })
    assert.equal((await client.call('PublishVersion', PUBLISH)).FunctionVersion, '1')
    const list = await client.call('ListVersionByFunction', FUN01)
    assert.deepEqual([list.FunctionVersion, list.TotalCount], [['$LATEST'], 1])
    await refusedWith(client.call('GetFunction', { ...FUN01, Qualifier: '1' }), 'ResourceNotFound.Version')
    const alias = { ...FUN01, Name: '$DEFAULT', FunctionVersion: '1' }
    await client.call('UpdateAlias', alias)
    assert.equal((await client.call('GetAlias', ALIAS)).FunctionVersion, '$LATEST')
    assert.equal((await client.ask('fun01')).version, '1')
    assert.equal((await client.call('PublishVersion', PUBLISH)).FunctionVersion, '2')
    await create(client, 'fun02') // others are seen as they are
    assert.equal((await client.call('ListFunctions')).TotalCount, 2)
    emu.setFaults([])
    assert.equal((await client.call('GetAlias', ALIAS)).FunctionVersion, '1')
  })

  test('of some reads only', async (t) => {
    const reads = ['ListVersionByFunction']
    const { client, versions } = await faulty(t, { action: 'PublishVersion', fault: 'stale', ms: NEVER_MS, reads })
    await client.call('PublishVersion', PUBLISH)
    assert.deepEqual(await versions(), ['$LATEST'])
    assert.equal((await client.call('GetFunction', { ...FUN01, Qualifier: '1' })).Status, 'Active')
  })

  test('of two writes the first one is the older past', async (t) => {
    const { client, versions } = await faulty(t, { action: 'PublishVersion', fault: 'stale', ms: NEVER_MS })
    await client.call('PublishVersion', PUBLISH)
    await client.call('PublishVersion', PUBLISH)
    assert.deepEqual(await versions(), ['$LATEST'])
  })

  test('for a while: then what the next one hides, then all', async (t) => {
    const { emu, client, versions } = await faulty(t, [
      { action: 'PublishVersion', nth: 1, fault: 'stale', ms: 100 },
      { action: 'PublishVersion', nth: 2, fault: 'stale', ms: NEVER_MS },
    ])
    await client.call('PublishVersion', PUBLISH)
    await client.call('PublishVersion', PUBLISH)
    const seen = await until(
      async () => (await versions()).join(),
      (list) => list !== '$LATEST',
    )
    assertWay(seen, ['$LATEST', '$LATEST,1'])
    emu.setFaults([])
    assert.deepEqual(await versions(), ['$LATEST', '1', '2'])
  })

  test('a new function is not there yet, old code still is', async (t) => {
    const { client } = await faulty(t, [
      { action: 'CreateFunction', fault: 'stale', ms: NEVER_MS },
      { action: 'UpdateFunctionCode', fault: 'stale', ms: NEVER_MS },
    ])
    await create(client, 'fun02')
    await refusedWith(client.call('GetFunction', { FunctionName: 'fun02' }), 'ResourceNotFound.Function')
    assert.equal((await client.call('ListFunctions')).TotalCount, 1)
    const before = await client.call('GetFunctionAddress', FUN01)
    const shown = await client.call('GetFunction', FUN01)
    await client.call('UpdateFunctionCode', { ...FUN01, ZipFile: zip(telling('two and more')) })
    const after = await client.call('GetFunctionAddress', FUN01)
    assert.equal(after.CodeSha256, before.CodeSha256)
    assert.equal((await client.call('GetFunction', FUN01)).CodeSize, shown.CodeSize)
    assert.equal(
      (
        await send(after.Url, {
          method: 'GET',
          path: new URL(after.Url).pathname + new URL(after.Url).search,
          headers: {},
        })
      ).status,
      200,
    )
    assert.equal((await client.ask('fun01')).text, 'two and more')
  })
})

describe('meanwhile', () => {
  const alias = { ...FUN01, Name: '$DEFAULT', FunctionVersion: '$LATEST', Description: 'ours' }
  const other = { Name: '$DEFAULT', FunctionVersion: '$LATEST', Description: 'theirs' }

  for (const [when, last] of [
    ['before', 'ours'],
    ['after', 'theirs'],
  ]) {
    test(`someone else writes right ${when} the call`, async (t) => {
      const rule = { action: 'UpdateAlias', nth: 1, fault: 'meanwhile', do: 'UpdateAlias', with: other, when }
      const { emu, client, lines } = await faulty(t, rule)
      await client.call('UpdateAlias', alias)
      assert.equal((await client.call('GetAlias', ALIAS)).Description, last)
      assert.deepEqual(lines, [])
      // what others do is none of the calls that a test counts
      assert.equal(emu.requests.filter(({ action }) => action === 'UpdateAlias').length, 1)
    })
  }

  test('the function is the one of the call, unless another is named', async (t) => {
    const { client } = await faulty(t, [
      { action: 'GetFunction', function: 'fun01', fault: 'meanwhile', do: 'PublishVersion' },
      { action: 'GetAlias', fault: 'meanwhile', do: 'DeleteFunction', with: { FunctionName: 'fun02' } },
    ])
    await create(client, 'fun02')
    await client.call('GetFunction', FUN01)
    await client.call('GetFunction', { FunctionName: 'fun02' })
    const count = async (FunctionName) => (await client.call('ListVersionByFunction', { FunctionName })).TotalCount
    assert.deepEqual([await count('fun01'), await count('fun02')], [2, 1])
    await client.call('GetAlias', { ...FUN01, Name: '$DEFAULT' })
    await refusedWith(count('fun02'), 'ResourceNotFound.Function')
  })

  test('what others are refused is said, and our call goes on', async (t) => {
    const rule = { action: 'GetFunction', fault: 'meanwhile', do: 'DeleteAlias', with: { Name: 'blue' } }
    const { client, lines } = await faulty(t, rule)
    await client.call('GetFunction', FUN01)
    assert.match(lines.join(), /^DeleteAlias of the fault script's rule 1 was refused: ResourceNotFound\.Alias: /)
  })
})

describe('states', () => {
  const status = (client, Qualifier) => client.call('GetFunction', { ...FUN01, Qualifier })
  const upload = (text) => ({ ...FUN01, ZipFile: zip(telling(text)) })

  test('stuck: Updating, for ever or for a while; the old code is served', async (t) => {
    const { client } = await faulty(t, [
      { action: 'UpdateFunctionCode', nth: 1, fault: 'stuck', ms: 150 },
      { action: 'UpdateFunctionCode', nth: 2, fault: 'stuck' },
    ])
    await client.call('UpdateFunctionCode', upload('two'))
    const seen = await until(
      async () => (await status(client)).Status,
      (seen) => seen === 'Active',
    )
    assertWay(seen, ['Updating', 'Active'])
    assert.equal((await client.ask('fun01')).text, 'two')
    await client.call('UpdateFunctionCode', upload('three'))
    assert.equal((await status(client)).Status, 'Updating')
    assert.equal((await client.ask('fun01')).text, 'two')
    await refusedWith(client.call('PublishVersion', PUBLISH), 'FailedOperation.PublishVersion')
    await refusedWith(client.call('UpdateFunctionCode', upload('four')), 'FailedOperation.UpdateFunctionCode')
  })

  test('fail: an update, a publish, with the reason', async (t) => {
    const { client } = await faulty(t, [
      { action: 'UpdateFunctionCode', nth: 1, fault: 'fail', code: 'InvalidCode', message: 'no good' },
      { action: 'PublishVersion', nth: 1, fault: 'fail' },
    ])
    await client.call('UpdateFunctionCode', upload('two'))
    const failed = await status(client)
    assert.deepEqual([failed.Status, failed.StatusDesc], ['UpdateFailed', 'no good'])
    assert.deepEqual(failed.StatusReasons, [{ ErrorCode: 'InvalidCode', ErrorMessage: 'no good' }])
    assert.equal((await client.ask('fun01')).text, 'one')
    await client.call('UpdateFunctionCode', upload('two'))
    await client.call('PublishVersion', PUBLISH)
    assert.equal((await status(client, '1')).Status, 'PublishFailed')
    await client.call('PublishVersion', PUBLISH)
    assert.equal((await status(client, '2')).Status, 'Active')
  })

  test('a call that is refused leaves nothing behind for the next one', async (t) => {
    const { client } = await faulty(t, { action: 'UpdateFunctionCode', nth: 1, fault: 'fail' })
    const nothing = { ...FUN01, CosBucketName: 'none', CosObjectName: 'none' }
    await assert.rejects(client.call('UpdateFunctionCode', nothing), { name: 'Error' })
    await client.call('UpdateFunctionCode', upload('two'))
    assert.equal((await status(client)).Status, 'Active')
  })
})
