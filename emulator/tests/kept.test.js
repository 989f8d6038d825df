// Functions that the emulator does not run: container images, and runtimes that no machine has any more. They are created,
// published and shifted like others.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { directory, emulator, refusedWith } from './support/harness.js'
import { createFrom, failure } from './support/runtimes.js'

const FN = { FunctionName: 'fun01' }
const image = (tag) => ({
  ImageType: 'personal',
  ImageUri: `ccr.ccs.tencentyun.com/space/app:${tag}@sha256:${'0'.repeat(63)}${tag}`,
  Command: 'node',
  Args: 'app.js',
  ImagePort: 9000,
})
const createImage = (client, more = {}) =>
  client.call('CreateFunction', { ...FN, Code: { ImageConfig: image('1') }, ...more })
const shown = (client, Qualifier) => client.call('GetFunction', { ...FN, Qualifier })

describe('an image', () => {
  test('is shown as it was given', async (t) => {
    const { client } = await emulator(t)
    await createImage(client)
    const { Status, Runtime, ImageConfig, CodeSize, InitTimeout } = await shown(client)
    assert.deepEqual([Status, Runtime, CodeSize, InitTimeout], ['Active', 'CustomImage', 0, 90])
    assert.deepEqual(ImageConfig, image('1'))
  })

  test('is published, replaced and shifted', async (t) => {
    const { client } = await emulator(t)
    await createImage(client)
    await client.call('PublishVersion', FN)
    await client.call('UpdateFunctionCode', { ...FN, Code: { ImageConfig: image('2') } })
    await client.call('PublishVersion', FN)
    const RoutingConfig = { AdditionalVersionWeights: [{ Version: '2', Weight: 0.1 }] }
    await client.call('UpdateAlias', { ...FN, Name: '$DEFAULT', FunctionVersion: '1', RoutingConfig })
    assert.deepEqual((await shown(client, '1')).ImageConfig, image('1'))
    assert.deepEqual((await shown(client, '2')).ImageConfig, image('2'))
  })

  test('that is invoked says that the emulator runs no containers', async (t) => {
    const { client } = await emulator(t)
    await createImage(client)
    const { statusCode, errorMessage } = failure(await client.invoke('fun01'))
    assert.equal(statusCode, 500)
    assert.match(errorMessage, /does not run functions of the runtime CustomImage: it runs no containers\.$/)
  })

  test('can be a web function', async (t) => {
    const { client } = await emulator(t)
    await createImage(client, { Type: 'HTTP' })
    assert.equal((await shown(client)).Type, 'HTTP')
  })

  test('has no package to download', async (t) => {
    const { client } = await emulator(t)
    await createImage(client)
    await refusedWith(client.call('GetFunctionAddress', FN), 'FailedOperation.GetFunctionAddress')
  })

  test('is refused where its registry, its reference or its instance is not one', async (t) => {
    const { client } = await emulator(t)
    const create = (more) => client.call('CreateFunction', { ...FN, Code: { ImageConfig: { ...image('1'), ...more } } })
    await refusedWith(create({ ImageType: 'private' }), 'InvalidParameterValue.ImageType')
    await refusedWith(create({ ImageUri: 'app:1' }), 'InvalidParameterValue.ImageUri')
    await refusedWith(create({ ImageUri: 'ccr.ccs.tencentyun.com/space/app' }), 'InvalidParameterValue.ImageUri')
    await refusedWith(
      create({ ImageUri: 'ccr.ccs.tencentyun.com/space/app:1@sha256:abc' }),
      'InvalidParameterValue.ImageUri',
    )
    await refusedWith(create({ ImageType: 'enterprise' }), 'InvalidParameterValue.RegistryId')
    await refusedWith(create({ ImageUri: undefined }), 'MissingParameter')
    await create({
      ImageType: 'enterprise',
      RegistryId: 'tcr-1a2b3c4d',
      ImageUri: 'shop.tencentcloudcr.com/space/app:1',
    })
    assert.equal((await shown(client)).ImageConfig.RegistryId, 'tcr-1a2b3c4d')
  })

  test('can’t become a package, nor a package an image', async (t) => {
    const { client } = await emulator(t)
    await createImage(client)
    await createFrom(client, 'fun02', { 'index.js': '' }, { Runtime: 'Nodejs18.15', Handler: 'index.main_handler' })
    const update = (FunctionName, Code) => client.call('UpdateFunctionCode', { FunctionName, Code })
    await refusedWith(update('fun01', { ZipFile: 'AAAA' }), 'InvalidParameterValue.Code')
    await refusedWith(update('fun02', { ImageConfig: image('1') }), 'InvalidParameterValue.Code')
  })

  test('is kept over a restart', async (t) => {
    const stateFile = `${directory(t)}/state.json`
    const first = await emulator(t, { stateFile })
    await createImage(first.client)
    await first.emu.close()
    const { client } = await emulator(t, { stateFile })
    assert.deepEqual((await shown(client)).ImageConfig, image('1'))
  })
})

test('a function of Python 2 is kept, and an invocation says why it fails', async (t) => {
  const { client } = await emulator(t)
  await createFrom(client, 'fun01', { 'index.py': '' }, { Runtime: 'Python2.7', Handler: 'index.main_handler' })
  await client.call('PublishVersion', FN)
  assert.equal((await shown(client, '1')).Status, 'Active')
  assert.match(failure(await client.invoke('fun01')).errorMessage, /runtime Python2\.7: it has no Python 2\.$/)
})
