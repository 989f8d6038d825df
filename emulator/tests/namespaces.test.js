import assert from 'node:assert/strict'
import { test } from 'node:test'
import { create, emulator, refusedWith } from './support/harness.js'

test('the life of a namespace', async (t) => {
  const { client } = await emulator(t)
  const names = async (params) => (await client.call('ListNamespaces', params)).Namespaces.map((one) => one.Name)
  assert.deepEqual(await names(), ['default'])
  await client.call('CreateNamespace', { Namespace: 'blue', Description: 'sea' })
  await client.call('UpdateNamespace', { Namespace: 'blue', Description: 'sky' })
  assert.deepEqual(await names({ SearchKey: [{ Key: 'Description', Value: 'sky' }] }), ['blue'])
  assert.deepEqual(await names({ Orderby: 'Name', Order: 'DESC' }), ['default', 'blue'])
  assert.deepEqual(await names({ Offset: 1 }), ['blue'])
  assert.equal((await client.call('ListNamespaces')).TotalCount, 2)

  await create(client, 'fun01', undefined, { Namespace: 'blue' })
  await create(client, 'fun01')
  const home = await client.ask('fun01', {}, { Namespace: 'blue' })
  assert.equal(home.version, '$LATEST')
  await refusedWith(client.call('DeleteNamespace', { Namespace: 'blue' }), 'FailedOperation.DeleteNamespace')
  await client.call('DeleteFunction', { FunctionName: 'fun01', Namespace: 'blue' })
  await client.call('GetFunction', { FunctionName: 'fun01', Namespace: '' })
  await client.call('DeleteNamespace', { Namespace: 'blue' })
  assert.deepEqual(await names(), ['default'])
})

test('refusals', async (t) => {
  const { client } = await emulator(t)
  const call = (action, params) => client.call(action, params)
  await refusedWith(call('CreateNamespace', { Namespace: 'default' }), 'ResourceInUse.Namespace')
  await refusedWith(call('CreateNamespace', { Namespace: '1x' }), 'InvalidParameterValue.Namespace')
  await refusedWith(call('CreateNamespace', {}), 'MissingParameter')
  await refusedWith(call('UpdateNamespace', { Namespace: 'none', Description: '' }), 'ResourceNotFound.Namespace')
  await refusedWith(call('DeleteNamespace', { Namespace: 'none' }), 'ResourceNotFound.Namespace')
  await refusedWith(call('DeleteNamespace', { Namespace: 'default' }), 'InvalidParameterValue.DefaultNamespace')
  for (const Namespace of ['a', 'b', 'c', 'd']) await call('CreateNamespace', { Namespace })
  await refusedWith(call('CreateNamespace', { Namespace: 'e' }), 'LimitExceeded.Namespace')
})
