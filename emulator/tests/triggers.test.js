import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, test } from 'node:test'
import { create, emulator, NEVER_MS, refusedWith, until } from './support/harness.js'

const FN = { FunctionName: 'fun01' }
const TIMER = { ...FN, TriggerName: 'tick', Type: 'timer' }
const HOURLY = { ...TIMER, TriggerDesc: '0 0 * * * * *' }
const COS = { ...FN, TriggerName: 'bucket-1250000000.cos.ap-guangzhou.myqcloud.com', Type: 'cos' }
const CREATED = { ...COS, TriggerDesc: '{"event":"cos:ObjectCreated:*"}' }
const CKAFKA = { ...FN, TriggerName: 'ckafka-example-topic', Type: 'ckafka', TriggerDesc: '{"maxMsgNum":10}' }
const HTTP = { ...FN, TriggerName: 'url', Type: 'http', TriggerDesc: '{"AuthType": "NONE"}' }

async function withFunction(t, options = {}) {
  const { emu, client } = await emulator(t, options)
  await create(client)
  await client.call('PublishVersion', FN)
  return { emu, client }
}

/** Names of what is listed. */
async function names(client, params = {}) {
  const { Triggers, TotalCount } = await client.call('ListTriggers', { ...FN, ...params })
  return `${Triggers.map((trigger) => trigger.TriggerName)} of ${TotalCount}`
}

const only = async (client) => (await client.call('ListTriggers', FN)).Triggers[0]

describe('CreateTrigger', () => {
  test('answers with what it made', async (t) => {
    const { client } = await withFunction(t)
    const { TriggerInfo } = await client.call('CreateTrigger', {
      ...HOURLY,
      CustomArgument: 'hello',
      Description: 'd',
      Enable: 'CLOSE',
      Qualifier: '$DEFAULT',
    })
    const { AddTime, ModTime, ...trigger } = TriggerInfo
    assert.deepEqual(trigger, {
      TriggerName: 'tick',
      Type: 'timer',
      TriggerDesc: '{"cron":"0 0 * * * * *"}',
      Qualifier: '$DEFAULT',
      Enable: 0,
      CustomArgument: 'hello',
      Description: 'd',
      AvailableStatus: 'Available',
      ResourceId: '',
      BindStatus: '',
      TriggerAttribute: '',
    })
    assert.match(AddTime, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    assert.equal(ModTime, AddTime)
    assert.deepEqual(await only(client), { ...TriggerInfo, BoundResources: '' })
  })

  const shown = {
    'a timer, as text': [HOURLY, '{"cron":"0 0 * * * * *"}'],
    'a timer, as JSON': [{ ...TIMER, TriggerDesc: '{"cron":"0 */5 * * * * *"}' }, '{"cron":"0 */5 * * * * *"}'],
    'object storage': [CREATED, '{"event":"cos:ObjectCreated:*","filter":{"Prefix":"","Suffix":""}}'],
    'object storage, filtered': [
      { ...COS, TriggerDesc: '{"event":"cos:ObjectRemove:Delete","filter":{"Prefix":"a/"}}' },
      '{"event":"cos:ObjectRemove:Delete","filter":{"Prefix":"a/","Suffix":""}}',
    ],
    'a queue': [
      { ...CKAFKA, TriggerDesc: '{"maxMsgNum":"10","offset":"earliest","retry":3}' },
      '{"maxMsgNum":10,"offset":"earliest","retry":3,"timeOut":60,"consumerGroupName":""}',
    ],
    'a queue, from a time on': [
      { ...CKAFKA, TriggerDesc: '{"maxMsgNum":1,"offset":"1795428000000","timeOut":"5","consumerGroupName":"g"}' },
      '{"maxMsgNum":1,"offset":"1795428000000","retry":10000,"timeOut":5,"consumerGroupName":"g"}',
    ],
    logs: [
      { ...FN, TriggerName: 'topic', Type: 'cls', TriggerDesc: '{"effective":true,"max_wait":60,"max_size":100}' },
      '{"effective":true,"max_wait":60,"max_size":100}',
    ],
    'a URL': [HTTP, '{"AuthType": "NONE"}'],
  }
  for (const [what, [params, desc]] of Object.entries(shown)) {
    test(`shows the TriggerDesc of ${what}`, async (t) => {
      const { client } = await withFunction(t)
      const { TriggerInfo } = await client.call('CreateTrigger', params)
      assert.equal(TriggerInfo.TriggerDesc, desc)
      assert.deepEqual([TriggerInfo.Enable, TriggerInfo.Qualifier], [1, '$LATEST'])
    })
  }

  test('refusals', async (t) => {
    const { client } = await withFunction(t)
    const refused = (params, code) => refusedWith(client.call('CreateTrigger', params), code)
    await refused({ ...HOURLY, FunctionName: 'none' }, 'ResourceNotFound.Function')
    await refused({ ...HOURLY, Namespace: 'none' }, 'ResourceNotFound.Namespace')
    await refused({ ...HOURLY, Qualifier: '2' }, 'ResourceNotFound.Qualifier')
    await refused({ ...HOURLY, Qualifier: '$default' }, 'ResourceNotFound.Qualifier')
    await refused({ ...HOURLY, Type: 'apigw' }, 'InvalidParameterValue.Type')
    await refused({ ...HOURLY, Type: 'Timer' }, 'InvalidParameterValue.Type')
    await refused({ ...HOURLY, Type: undefined }, 'MissingParameter')
    await refused({ ...HOURLY, TriggerName: undefined }, 'MissingParameter')
    await refused({ ...HOURLY, Enable: 'open' }, 'InvalidParameterValue.Enable')
    await refused({ ...HOURLY, Description: 'x'.repeat(1001) }, 'InvalidParameterValue.Description')
    for (const TriggerName of ['', '1tick', 'a b', 'x'.repeat(101), 'a.b']) {
      await refused({ ...HOURLY, TriggerName }, 'InvalidParameterValue.TriggerName')
    }
    for (const TriggerName of ['bucket', 'bucket-1250000000', 'b.cos.ap-guangzhou.myqcloud.com']) {
      await refused({ ...CREATED, TriggerName }, 'InvalidParameterValue.TriggerName')
    }
    await refused({ ...CREATED, CustomArgument: 'x' }, 'InvalidParameterValue.CustomArgument')
    await refused({ ...HOURLY, CustomArgument: '好'.repeat(1366) }, 'InvalidParameterValue.CustomArgument')
    for (const params of [
      { ...TIMER },
      { ...TIMER, TriggerDesc: '{"cron":5}' },
      { ...TIMER, TriggerDesc: '{"cron":"0 0 * * * * *","more":1}' },
      { ...TIMER, TriggerDesc: '{"cron"' },
      { ...TIMER, TriggerDesc: '*/5 * * * *' },
      { ...COS, TriggerDesc: '{"event":"ObjectCreated"}' },
      { ...COS, TriggerDesc: '[]' },
      { ...COS },
      { ...CKAFKA, TriggerDesc: '{}' },
      { ...CKAFKA, TriggerDesc: '{"maxMsgNum":0}' },
      { ...CKAFKA, TriggerDesc: '{"maxMsgNum":1,"offset":"middle"}' },
      { ...HTTP, TriggerDesc: 'NONE' },
    ]) {
      await refused(params, 'InvalidParameterValue.TriggerDesc')
    }
    assert.equal(await names(client), ' of 0')
  })

  test('what makes one another', async (t) => {
    const { client } = await withFunction(t)
    await client.call('CreateTrigger', HOURLY)
    await refusedWith(
      client.call('CreateTrigger', { ...HOURLY, TriggerDesc: '* * * * * * *' }),
      'ResourceInUse.Trigger',
    )
    await client.call('CreateTrigger', { ...HOURLY, Qualifier: '1' })
    await client.call('CreateTrigger', { ...HTTP, TriggerName: 'tick' })
    await client.call('CreateTrigger', CREATED)
    const filtered = '{"event":"cos:ObjectCreated:*","filter":{"Prefix":"a/"}}'
    await refusedWith(client.call('CreateTrigger', { ...COS, TriggerDesc: filtered }), 'ResourceInUse.Trigger')
    await client.call('CreateTrigger', { ...COS, TriggerDesc: '{"event":"cos:ObjectRemove:*"}' })
    assert.match(await names(client), / of 5$/)
  })

  test('no more than ten of a type', async (t) => {
    const { client } = await withFunction(t)
    for (let n = 0; n < 10; n++) await client.call('CreateTrigger', { ...HOURLY, TriggerName: `t${n}` })
    await refusedWith(client.call('CreateTrigger', HOURLY), 'LimitExceeded.Trigger')
    await client.call('CreateTrigger', HTTP)
  })

  test('a function that can not be invoked yet', async (t) => {
    const { client } = await emulator(t, { delays: { createMs: NEVER_MS } })
    await create(client)
    await refusedWith(client.call('CreateTrigger', HOURLY), 'FailedOperation.CreateTrigger')
  })
})

describe('UpdateTrigger, UpdateTriggerStatus, DeleteTrigger', () => {
  test('what is left out of an update stays', async (t) => {
    const { client } = await withFunction(t)
    await client.call('CreateTrigger', { ...HOURLY, CustomArgument: 'a', Description: 'd' })
    const state = async () => {
      const { TriggerDesc, Enable, CustomArgument, Description } = await only(client)
      return [JSON.parse(TriggerDesc).cron, Enable, CustomArgument, Description].join()
    }
    await client.call('UpdateTrigger', TIMER)
    assert.equal(await state(), '0 0 * * * * *,1,a,d')
    await client.call('UpdateTrigger', { ...TIMER, Enable: 'CLOSE', TriggerDesc: '0 30 * * * * *' })
    assert.equal(await state(), '0 30 * * * * *,0,a,d')
    await client.call('UpdateTrigger', { ...TIMER, CustomArgument: '', Description: '' })
    assert.equal(await state(), '0 30 * * * * *,0,,')
    await client.call('UpdateTriggerStatus', { ...TIMER, Enable: 'OPEN' })
    assert.equal(await state(), '0 30 * * * * *,1,,')
  })

  test('one is found by name, type and Qualifier; of object storage by its event too', async (t) => {
    const { client } = await withFunction(t)
    const removed = { ...COS, TriggerDesc: '{"event":"cos:ObjectRemove:*"}' }
    for (const params of [HOURLY, { ...HOURLY, Qualifier: '1' }, CREATED, removed]) {
      await client.call('CreateTrigger', params)
    }
    await client.call('UpdateTriggerStatus', { ...removed, Enable: 'CLOSE' })
    await client.call('UpdateTriggerStatus', { ...TIMER, Qualifier: '1', Enable: 'CLOSE' })
    const { Triggers } = await client.call('ListTriggers', { ...FN, OrderBy: 'add_time', Order: 'ASC' })
    assert.deepEqual(
      Triggers.map((trigger) => trigger.Enable),
      [1, 0, 1, 0],
    )
    await client.call('DeleteTrigger', TIMER)
    await client.call('DeleteTrigger', CREATED)
    const left = (await client.call('ListTriggers', { ...FN, OrderBy: 'add_time', Order: 'ASC' })).Triggers
    assert.deepEqual(left, [Triggers[1], Triggers[3]])
  })

  test('refusals', async (t) => {
    const { client } = await withFunction(t)
    await client.call('CreateTrigger', HOURLY)
    await client.call('CreateTrigger', CREATED)
    const before = (await client.call('ListTriggers', FN)).Triggers
    for (const [action, more] of Object.entries({
      UpdateTrigger: { TriggerDesc: '0 30 * * * * *' },
      UpdateTriggerStatus: { Enable: 'CLOSE' },
      DeleteTrigger: {},
    })) {
      const refused = (params, code) => refusedWith(client.call(action, { ...TIMER, ...more, ...params }), code)
      await refused({ FunctionName: 'none' }, 'ResourceNotFound.Function')
      await refused({ TriggerName: 'tock' }, 'ResourceNotFound.Trigger')
      await refused({ TriggerName: undefined }, 'MissingParameter')
      await refused({ Qualifier: '$DEFAULT' }, 'ResourceNotFound.Trigger')
      await refused({ Type: 'ckafka' }, 'ResourceNotFound.Trigger')
      await refused({ Type: 'nonsense' }, 'InvalidParameterValue.Type')
    }
    await refusedWith(client.call('UpdateTrigger', CREATED), 'InvalidParameterValue.Type')
    await refusedWith(
      client.call('UpdateTrigger', { ...TIMER, TriggerDesc: 'x', Enable: 'CLOSE' }),
      'InvalidParameterValue.TriggerDesc',
    )
    await refusedWith(
      client.call('UpdateTrigger', { ...TIMER, CustomArgument: 'x'.repeat(4097) }),
      'InvalidParameterValue.CustomArgument',
    )
    await refusedWith(client.call('UpdateTriggerStatus', TIMER), 'MissingParameter')
    await refusedWith(client.call('UpdateTriggerStatus', { ...TIMER, Enable: '1' }), 'InvalidParameterValue.Enable')
    await refusedWith(
      client.call('UpdateTriggerStatus', { ...HTTP, TriggerDesc: undefined, Enable: 'OPEN' }),
      'InvalidParameterValue.Type',
    )
    await refusedWith(client.call('DeleteTrigger', COS), 'InvalidParameterValue.TriggerDesc')
    await refusedWith(client.call('DeleteTrigger', { ...TIMER, Type: 'apigw' }), 'ResourceNotFound.Trigger')
    assert.deepEqual((await client.call('ListTriggers', FN)).Triggers, before, 'nothing was changed')
  })
})

describe('where triggers are shown', () => {
  test('ListTriggers: pages, orders, filters', async (t) => {
    const { client } = await withFunction(t)
    for (const name of ['a', 'b', 'c']) {
      await client.call('CreateTrigger', { ...HOURLY, TriggerName: name, Description: `is ${name}` })
    }
    await client.call('CreateTrigger', { ...HOURLY, TriggerName: 'a', Qualifier: '$DEFAULT' })
    assert.equal(await names(client, { OrderBy: 'add_time', Order: 'ASC' }), 'a,b,c,a of 4')
    assert.equal(await names(client, { OrderBy: 'add_time', Order: 'ASC', Offset: 1, Limit: 2 }), 'b,c of 4')
    assert.equal(await names(client, { OrderBy: 'add_time' }), 'a,c,b,a of 4')
    assert.equal(await names(client, { Filters: [{ Name: 'Qualifier', Values: ['$DEFAULT'] }] }), 'a of 1')
    const both = [
      { Name: 'TriggerName', Values: ['b', 'c'] },
      { Name: 'Description', Values: ['is c', 'is a'] },
    ]
    assert.equal(await names(client, { Filters: both }), 'c of 1')
    await refusedWith(names(client, { OrderBy: 'name' }), 'InvalidParameterValue.OrderBy')
    await refusedWith(names(client, { Order: 'up' }), 'InvalidParameterValue.Order')
    await refusedWith(names(client, { Limit: 0 }), 'InvalidParameterValue.Limit')
    await refusedWith(names(client, { Filters: [{ Name: 'Type', Values: [] }] }), 'InvalidParameterValue.Filters')
    await refusedWith(names(client, { FunctionName: 'none' }), 'ResourceNotFound.Function')
  })

  test('the last change comes first', async (t) => {
    const { client } = await withFunction(t)
    await client.call('CreateTrigger', { ...HOURLY, TriggerName: 'a' })
    const { ModTime } = (await client.call('CreateTrigger', { ...HOURLY, TriggerName: 'b' })).TriggerInfo
    assert.equal(await names(client), 'b,a of 2')
    await until(
      async () => {
        await client.call('UpdateTrigger', { ...TIMER, TriggerName: 'a' })
        const { Triggers } = await client.call('ListTriggers', { ...FN, Order: 'asc' })
        return Triggers.at(-1).TriggerName === 'a' ? Triggers.at(-1).ModTime : ModTime
      },
      (time) => time > ModTime,
    )
  })

  test('GetFunction has those of the version', async (t) => {
    const { client } = await withFunction(t)
    await client.call('CreateTrigger', HOURLY)
    const { TriggerInfo } = await client.call('CreateTrigger', { ...HTTP, Qualifier: '1' })
    const triggers = async (Qualifier) => (await client.call('GetFunction', { ...FN, Qualifier })).Triggers
    assert.deepEqual(await triggers('1'), [TriggerInfo])
    assert.deepEqual(
      (await triggers()).map((trigger) => trigger.TriggerName),
      ['tick'],
    )
  })

  test('they go with the version, the alias or the function that they invoke', async (t) => {
    const { client } = await withFunction(t)
    await client.call('CreateAlias', { ...FN, Name: 'prod', FunctionVersion: '$LATEST' })
    for (const Qualifier of ['$LATEST', '$DEFAULT', '1', 'prod']) {
      await client.call('CreateTrigger', { ...HOURLY, Qualifier })
    }
    await client.call('DeleteFunctionVersion', { ...FN, Qualifier: '1' })
    assert.equal(await names(client), 'tick,tick,tick of 3')
    await client.call('DeleteAlias', { ...FN, Name: 'prod' })
    const { Triggers } = await client.call('ListTriggers', FN)
    assert.deepEqual(Triggers.map((trigger) => trigger.Qualifier).sort(), ['$DEFAULT', '$LATEST'])
    await client.call('DeleteFunction', FN)
    await create(client)
    assert.equal(await names(client), ' of 0')
  })

  test('the state file keeps them; a state from before there were any is read', async (t) => {
    const directory = mkdtempSync(path.join(tmpdir(), 'triggers-'))
    t.after(() => rmSync(directory, { recursive: true }))
    const stateFile = path.join(directory, 'state.json')
    const first = await withFunction(t, { stateFile })
    await first.client.call('CreateTrigger', { ...HOURLY, Enable: 'CLOSE' })
    await first.client.call('CreateTrigger', CREATED)
    const before = (await first.client.call('ListTriggers', FN)).Triggers
    await first.emu.close()
    const second = await emulator(t, { stateFile })
    assert.deepEqual((await second.client.call('ListTriggers', FN)).Triggers, before)
    await second.emu.close()

    const state = JSON.parse(readFileSync(stateFile, 'utf8'))
    delete state.regions[0].namespaces[0].functions[0].triggers
    writeFileSync(stateFile, JSON.stringify(state))
    const third = await emulator(t, { stateFile })
    assert.equal(await names(third.client), ' of 0')
    await third.client.call('CreateTrigger', HOURLY)
    assert.equal(await names(third.client), 'tick of 1')
  })
})
