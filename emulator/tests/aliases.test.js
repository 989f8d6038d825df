import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { create, emulator, NEVER_MS, refusedWith } from './support/harness.js'

const FN = { FunctionName: 'fun01' }
const DEFAULT = { ...FN, Name: '$DEFAULT' }
const EMPTY = { AdditionalVersionWeights: [], AddtionVersionMatchs: [] }
const weights = (...pairs) => ({ AdditionalVersionWeights: pairs.map(([Version, Weight]) => ({ Version, Weight })) })
const range = (Version, Expression) => ({ Version, Key: 'invoke.headers.k', Method: 'range', Expression })

async function withVersions(t, count = 2, options = {}) {
  const { emu, client } = await emulator(t, options)
  await create(client)
  for (let n = 0; n < count; n++) await client.call('PublishVersion', FN)
  return { emu, client }
}

describe('$DEFAULT', () => {
  test('is there from the start, points at $LATEST, and stays', async (t) => {
    const { client } = await withVersions(t, 0)
    const { RequestId, AddTime, ModTime, ...alias } = await client.call('GetAlias', DEFAULT)
    assert.deepEqual(alias, { FunctionVersion: '$LATEST', Name: '$DEFAULT', RoutingConfig: EMPTY, Description: '' })
    assert.match(AddTime, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    await refusedWith(client.call('DeleteAlias', DEFAULT), 'InvalidParameterValue.Alias')
    await refusedWith(client.call('CreateAlias', { ...DEFAULT, FunctionVersion: '$LATEST' }), 'ResourceInUse.Alias')
    const { Aliases, TotalCount } = await client.call('ListAliases', FN)
    assert.deepEqual([TotalCount, Aliases[0].Name, Aliases[0].RoutingConfig], [1, '$DEFAULT', EMPTY])
  })

  test('its letter case counts', async (t) => {
    const { client } = await withVersions(t, 0)
    for (const Name of ['$default', '$Default', 'default']) {
      await refusedWith(client.call('GetAlias', { ...FN, Name }), 'ResourceNotFound.Alias')
      await refusedWith(
        client.call('UpdateAlias', { ...FN, Name, FunctionVersion: '$LATEST' }),
        'ResourceNotFound.Alias',
      )
    }
  })
})

describe('CreateAlias, UpdateAlias, DeleteAlias', () => {
  test('the life of an alias', async (t) => {
    const { client } = await withVersions(t)
    await client.call('CreateAlias', {
      ...FN,
      Name: 'prod',
      FunctionVersion: '1',
      Description: 'd',
      RoutingConfig: weights(['2', 0.5]),
    })
    let alias = await client.call('GetAlias', { ...FN, Name: 'prod' })
    assert.deepEqual(alias.RoutingConfig, { ...EMPTY, ...weights(['2', 0.5]) })
    assert.equal(alias.Description, 'd')

    // A full replace: what is left out is emptied.
    await client.call('UpdateAlias', { ...FN, Name: 'prod', FunctionVersion: '2' })
    alias = await client.call('GetAlias', { ...FN, Name: 'prod' })
    assert.deepEqual([alias.FunctionVersion, alias.RoutingConfig, alias.Description], ['2', EMPTY, ''])

    await client.call('DeleteAlias', { ...FN, Name: 'prod' })
    await refusedWith(client.call('GetAlias', { ...FN, Name: 'prod' }), 'ResourceNotFound.Alias')
    await refusedWith(client.call('DeleteAlias', { ...FN, Name: 'prod' }), 'ResourceNotFound.Alias')
  })

  test('weights are kept to the last digit', async (t) => {
    const { client } = await withVersions(t, 1)
    for (const weight of [0, 1, 0.9, 0.01, 0.33333, 0.1 + 0.2, 1e-9]) {
      await client.call('UpdateAlias', {
        ...DEFAULT,
        FunctionVersion: '$LATEST',
        RoutingConfig: weights(['1', weight]),
      })
      const { RoutingConfig } = await client.call('GetAlias', DEFAULT)
      assert.equal(RoutingConfig.AdditionalVersionWeights[0].Weight, weight)
    }
  })

  test('rules as the documentation and as real clients write them', async (t) => {
    const { client } = await withVersions(t)
    for (const AddtionVersionMatchs of [
      [{ Version: '1', Key: 'invoke.headers.user', Method: 'exact', Expression: 'Bob' }],
      [range('1', '(1,5)')],
      [range('1', '[0,30)'), range('2', '[30,100)')],
    ]) {
      await client.call('UpdateAlias', {
        ...DEFAULT,
        FunctionVersion: '$LATEST',
        RoutingConfig: { AddtionVersionMatchs },
      })
      const { RoutingConfig } = await client.call('GetAlias', DEFAULT)
      assert.deepEqual(RoutingConfig, { ...EMPTY, AddtionVersionMatchs })
    }
  })

  const bad = {
    'a weight over 1': [weights(['1', 1.01]), 'InvalidParameterValue.AdditionalVersionWeights'],
    'a weight under 0': [weights(['1', -0.1]), 'InvalidParameterValue.AdditionalVersionWeights'],
    'the main version again': [weights(['$LATEST', 0.5]), 'InvalidParameterValue.AdditionalVersionWeights'],
    'two additional versions': [weights(['1', 0.1], ['2', 0.1]), 'InvalidParameterValue.AdditionalVersionWeights'],
    'an unknown version': [weights(['9', 0.1]), 'ResourceNotFound.FunctionVersion'],
    'a version of an unknown rule': [
      { AddtionVersionMatchs: [range('9', '[0,1)')] },
      'ResourceNotFound.FunctionVersion',
    ],
    'weights and rules': [
      { ...weights(['1', 0.1]), AddtionVersionMatchs: [range('1', '[0,1)')] },
      'InvalidParameterValue.RoutingConfig',
    ],
    'a broken range': [{ AddtionVersionMatchs: [range('1', '0-10')] }, 'InvalidParameterValue.RoutingConfig'],
    'an upside-down range': [{ AddtionVersionMatchs: [range('1', '[9,1]')] }, 'InvalidParameterValue.RoutingConfig'],
    'an unknown method': [
      { AddtionVersionMatchs: [{ ...range('1', 'x'), Method: 'regex' }] },
      'InvalidParameterValue.RoutingConfig',
    ],
    'a key of another kind': [
      { AddtionVersionMatchs: [{ ...range('1', '[0,1]'), Key: 'cookie.k' }] },
      'InvalidParameterValue.RoutingConfig',
    ],
    'a weight as text': [weights(['1', '0.5']), 'InvalidParameter.RoutingConfig'],
    'a version as number': [weights([1, 0.5]), 'InvalidParameter.RoutingConfig'],
    'a weight left out': [weights(['1']), 'InvalidParameter.RoutingConfig'],
    'no list': [{ AdditionalVersionWeights: { 1: 0.5 } }, 'InvalidParameter.RoutingConfig'],
    'no object': ['{}', 'InvalidParameter.RoutingConfig'],
    'a name that is almost right': [{ AdditionVersionMatches: [] }, 'InvalidParameter.RoutingConfig'],
  }
  for (const [what, [RoutingConfig, code]] of Object.entries(bad)) {
    test(`refused: ${what}`, async (t) => {
      const { client } = await withVersions(t)
      const before = await client.call('GetAlias', DEFAULT)
      await refusedWith(client.call('UpdateAlias', { ...DEFAULT, FunctionVersion: '$LATEST', RoutingConfig }), code)
      await refusedWith(
        client.call('CreateAlias', { ...FN, Name: 'a', FunctionVersion: '$LATEST', RoutingConfig }),
        code,
      )
      const { RequestId, ...after } = await client.call('GetAlias', DEFAULT)
      assert.deepEqual({ ...after, RequestId: before.RequestId }, before, 'nothing was changed')
    })
  }

  test('refusals beside the routing', async (t) => {
    const { client } = await withVersions(t, 1, { quotas: { aliases: 2 } })
    const asked = { ...FN, Name: 'a', FunctionVersion: '1' }
    const creating = (more, code) => refusedWith(client.call('CreateAlias', { ...asked, ...more }), code)
    await creating({ Name: '1a' }, 'InvalidParameterValue.Name')
    await creating({ Name: 'x'.repeat(65) }, 'InvalidParameterValue.Name')
    await creating({ Name: undefined }, 'MissingParameter')
    await creating({ FunctionVersion: undefined }, 'MissingParameter')
    await creating({ FunctionVersion: '7' }, 'ResourceNotFound.FunctionVersion')
    await creating({ FunctionVersion: '$latest' }, 'ResourceNotFound.FunctionVersion')
    await creating({ FunctionName: 'none' }, 'ResourceNotFound.Function')
    await creating({ Description: 'x'.repeat(1001) }, 'InvalidParameterValue.Description')
    await client.call('CreateAlias', asked)
    await creating({}, 'ResourceInUse.Alias')
    await creating({ Name: 'b' }, 'LimitExceeded.Alias')
    await refusedWith(client.call('UpdateAlias', { ...DEFAULT, FunctionVersion: undefined }), 'MissingParameter')
    await refusedWith(client.call('GetAlias', { ...DEFAULT, FunctionName: 'none' }), 'ResourceNotFound.Function')
  })

  test('a version that is not Active yet', async (t) => {
    const { client } = await emulator(t, { delays: { createMs: 0, publishMs: NEVER_MS } })
    await create(client)
    await client.call('PublishVersion', FN)
    await refusedWith(client.call('UpdateAlias', { ...DEFAULT, FunctionVersion: '1' }), 'FailedOperation.UpdateAlias')
    await refusedWith(
      client.call('CreateAlias', { ...FN, Name: 'a', FunctionVersion: '1' }),
      'FailedOperation.CreateAlias',
    )
  })
})

describe('ListAliases', () => {
  test('its numbers are strings', async (t) => {
    const { client } = await withVersions(t, 1)
    for (const Name of ['a', 'b', 'c']) await client.call('CreateAlias', { ...FN, Name, FunctionVersion: '1' })
    const names = async (params) => {
      const { Aliases, TotalCount } = await client.call('ListAliases', { ...FN, ...params })
      return `${Aliases.map((alias) => alias.Name)} of ${TotalCount}`
    }
    assert.equal(await names({}), '$DEFAULT,a,b,c of 4')
    assert.equal(await names({ Offset: '1', Limit: '2' }), 'a,b of 4')
    assert.equal(await names({ FunctionVersion: '1' }), 'a,b,c of 3')
    await refusedWith(names({ Offset: 1 }), 'InvalidParameter')
    await refusedWith(names({ Limit: 'x' }), 'InvalidParameter')
    await refusedWith(names({ FunctionName: 'none' }), 'ResourceNotFound.Function')
  })
})
