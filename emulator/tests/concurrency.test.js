import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { assertWay, create, directory, emulator, NEVER_MS, refusedWith, until } from './support/harness.js'

const FN = { FunctionName: 'fun01' }
const V1 = { ...FN, Qualifier: '1' }

async function published(t, options) {
  const made = await emulator(t, options)
  await create(made.client)
  await made.client.call('PublishVersion', FN)
  const put = (VersionProvisionedConcurrencyNum, more) =>
    made.client.call('PutProvisionedConcurrencyConfig', { ...V1, VersionProvisionedConcurrencyNum, ...more })
  const shown = async () => (await made.client.call('GetProvisionedConcurrencyConfig', FN)).Allocated
  const status = async () => (await shown())[0]?.Status ?? 'none'
  return { ...made, put, shown, status }
}

describe('provisioned concurrency', () => {
  test('is InProgress, then Done with all instances', async (t) => {
    const { put, shown, status } = await published(t, { delays: { createMs: 0, publishMs: 0, provisionMs: 50 } })
    await put(3)
    assertWay(await until(status, (is) => is === 'Done'), ['InProgress', 'Done'])
    assert.deepEqual(await shown(), [
      {
        Qualifier: '1',
        AllocatedProvisionedConcurrencyNum: 3,
        AvailableProvisionedConcurrencyNum: 3,
        Status: 'Done',
        StatusReason: '',
        TriggerActions: [],
      },
    ])
  })

  test('while it starts, none is available', async (t) => {
    const { put, shown } = await published(t, { delays: { createMs: 0, publishMs: 0, provisionMs: NEVER_MS } })
    await put(3)
    const [{ Status, AllocatedProvisionedConcurrencyNum: asked, AvailableProvisionedConcurrencyNum: started }] =
      await shown()
    assert.deepEqual([Status, asked, started], ['InProgress', 3, 0])
  })

  test('a change is refused while another is under way', async (t) => {
    const { client, put } = await published(t, { delays: { createMs: 0, publishMs: 0, provisionMs: NEVER_MS } })
    await put(3)
    for (const changing of [
      put(4),
      client.call('DeleteProvisionedConcurrencyConfig', V1),
      client.call('DeleteFunctionVersion', V1),
      client.call('DeleteFunction', FN),
    ]) {
      await refusedWith(changing, 'FailedOperation.ProvisionedInProgress')
    }
  })

  test('is gone after it was deleted', async (t) => {
    const { client, put, shown } = await published(t)
    await put(3)
    await client.call('DeleteProvisionedConcurrencyConfig', V1)
    assert.deepEqual(await shown(), [])
  })

  test('a schedule is kept and shown', async (t) => {
    const { put, shown } = await published(t)
    const TriggerActions = [
      { TriggerName: 'a', TriggerProvisionedConcurrencyNum: 2, TriggerCronConfig: '30 42 15 20 12 * 2030' },
    ]
    await put(1, { TriggerActions })
    assert.deepEqual((await shown())[0].TriggerActions, [{ ...TriggerActions[0], ProvisionedType: 'Default' }])
  })

  for (const [what, Qualifier, code] of [
    ['$LATEST', '$LATEST', 'InvalidParameterValue.Qualifier'],
    ['an alias', '$DEFAULT', 'InvalidParameterValue.Qualifier'],
    ['a version that is not there', '7', 'ResourceNotFound.Qualifier'],
  ]) {
    test(`${what} can not have any`, async (t) => {
      const { put } = await published(t)
      await refusedWith(put(1, { Qualifier }), code)
    })
  }

  test('all versions together can not have more than the account, but for 100', async (t) => {
    const { client, put } = await published(t, { quotas: { concurrencyMb: 128 * 110 } })
    await refusedWith(put(11), 'FailedOperation.ProvisionedExceedAvailable')
    await put(6)
    await client.call('PublishVersion', FN)
    await refusedWith(put(5, { Qualifier: '2' }), 'FailedOperation.ProvisionedExceedAvailable')
    await put(4, { Qualifier: '2' })
    assert.equal((await client.call('GetProvisionedConcurrencyConfig', FN)).UnallocatedConcurrencyNum, 0)
    await put(5)
  })

  test('the list of functions shows its memory', async (t) => {
    const { client, put } = await published(t)
    await put(3)
    assert.equal((await client.call('ListFunctions')).Functions[0].TotalProvisionedConcurrencyMem, 384)
  })

  test('a fault can let it fail, with a reason', async (t) => {
    const { emu, put, shown } = await published(t)
    emu.setFaults([{ action: 'PutProvisionedConcurrencyConfig', fault: 'fail', message: 'no room' }])
    await put(3)
    const [{ Status, StatusReason }] = await shown()
    assert.deepEqual([Status, StatusReason], ['Failed', 'no room'])
  })

  test('a fault can leave it InProgress for ever', async (t) => {
    const { emu, put, status } = await published(t)
    emu.setFaults([{ action: 'PutProvisionedConcurrencyConfig', fault: 'stuck' }])
    await put(3)
    assert.equal(await status(), 'InProgress')
  })

  test('outlives the emulator with a state file, and goes on', async (t) => {
    const stateFile = join(directory(t), 'state.json')
    const first = await published(t, { stateFile, delays: { createMs: 0, publishMs: 0, provisionMs: NEVER_MS } })
    await first.put(3)
    await first.emu.close()
    const { client } = await emulator(t, { stateFile })
    const status = async () => (await client.call('GetProvisionedConcurrencyConfig', FN)).Allocated[0].Status
    await until(status, (is) => is === 'Done')
  })
})

describe('reserved concurrency', () => {
  const reserved = async (client) => (await client.call('GetReservedConcurrencyConfig', FN)).ReservedMem

  test('is kept and taken back', async (t) => {
    const { client } = await published(t)
    assert.equal(await reserved(client), null)
    await client.call('PutReservedConcurrencyConfig', { ...FN, ReservedConcurrencyMem: 1280 })
    assert.equal(await reserved(client), 1280)
    assert.equal((await client.call('ListFunctions')).Functions[0].ReservedConcurrencyMem, 1280)
    await client.call('DeleteReservedConcurrencyConfig', FN)
    assert.equal(await reserved(client), null)
  })

  test('of 0 switches the function off', async (t) => {
    const { client } = await published(t)
    await client.call('PutReservedConcurrencyConfig', { ...FN, ReservedConcurrencyMem: 0 })
    const { InvokeResult, ErrMsg } = await client.invoke('fun01')
    assert.equal(InvokeResult, -1)
    assert.equal(JSON.parse(ErrMsg).statusCode, 432)
    await client.call('DeleteReservedConcurrencyConfig', FN)
    assert.equal((await client.invoke('fun01')).InvokeResult, 0)
  })

  test('can not be all of the account', async (t) => {
    const { client } = await published(t)
    const params = { ...FN, ReservedConcurrencyMem: 128_000 }
    await refusedWith(client.call('PutReservedConcurrencyConfig', params), 'FailedOperation.ReservedExceedTotal')
  })
})
