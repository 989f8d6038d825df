// Functions from container images, by the real command line: the documented release and its rollback. What the emulator has
// is read by the official SDK.

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { scf } from 'tencentcloud-sdk-nodejs-scf'
import { code, credentials, directory, emulator, grayscale } from './harness.js'

const REGISTRY = 'ccr.ccs.tencentyun.com/shop/api'
const image = (digit) => `${REGISTRY}:v${digit}@sha256:${String(digit).repeat(64)}`
const project = (url, more = '') => `functions:\n  api:\n    image:\n      imageUrl: ${url}\n${more}`

const sdk = (url) =>
  new scf.v20180416.Client({
    credential: credentials,
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint: new URL(url).host, protocol: 'http://' } },
  })

/** A project with an image, and what its commands write. */
async function shop(t, text) {
  const emu = await emulator(t)
  const cwd = directory(t, { 'grayscale.yml': text })
  const run = async (...args) => {
    const from = emu.requests.length
    const result = await grayscale(args, { cwd, endpoint: emu.url })
    const calls = emu.requests.slice(from).map(({ action }) => action)
    return {
      ...result,
      all: result.stdout + result.stderr,
      calls,
      writes: calls.filter((action) => !/^(Get|List)/.test(action)),
    }
  }
  const done = async (...args) => {
    const result = await run(...args)
    assert.equal(result.status, 0, result.all)
    return result
  }
  const client = sdk(emu.url)
  return {
    emu,
    run,
    done,
    client,
    write: (next) => writeFileSync(join(cwd, 'grayscale.yml'), next),
    shown: (Qualifier) => client.GetFunction({ FunctionName: 'api-dev', Qualifier }),
    async split() {
      const { FunctionVersion, RoutingConfig } = await client.GetAlias({ FunctionName: 'api-dev', Name: '$DEFAULT' })
      return [
        FunctionVersion,
        ...(RoutingConfig?.AdditionalVersionWeights ?? []).map(({ Version, Weight }) => `${Version} ${Weight}`),
      ]
    },
  }
}

test('the documented release of an image, and its rollback', async (t) => {
  const { done, write, shown, split } = await shop(t, project(image(1)))
  const created = await done('deploy', '--publish', '--traffic', '0')
  assert.deepEqual(created.writes, ['CreateFunction', 'PublishVersion', 'UpdateAlias'])
  const { Runtime, Status, ImageConfig, InitTimeout } = await shown('$LATEST')
  assert.deepEqual([Runtime, Status, InitTimeout], ['CustomImage', 'Active', 90])
  assert.deepEqual(ImageConfig, { ImageType: 'personal', ImageUri: image(1) })

  // unchanged: nothing is sent
  assert.deepEqual((await done('deploy', '--traffic', '0')).writes, [])

  write(project(image(2)))
  const planned = await done('plan', '--traffic', '0.1')
  assert.ok(planned.stdout.includes(`set the image of $latest: ${image(1)} → ${image(2)}`), planned.stdout)
  const canary = await done('deploy', '--traffic', '0.1')
  assert.deepEqual(canary.writes, ['UpdateFunctionCode', 'UpdateAlias'])
  assert.ok(!canary.calls.includes('GetFunctionAddress'), canary.calls.join())
  assert.deepEqual(await split(), ['$LATEST', '1 0.9'])
  assert.equal((await shown('1')).ImageConfig.ImageUri, image(1))
  assert.equal((await shown('$LATEST')).ImageConfig.ImageUri, image(2))

  assert.deepEqual((await done('deploy', '--traffic', '1')).writes, ['UpdateAlias'])
  assert.deepEqual((await done('deploy', '--publish', '--traffic', '0')).writes, ['PublishVersion', 'UpdateAlias'])
  assert.deepEqual(await split(), ['$LATEST', '2 1'])

  const status = await done('status')
  assert.match(status.stdout, new RegExp(`image +${image(2)}`))

  assert.deepEqual((await done('rollback')).writes, ['UpdateAlias'])
  assert.deepEqual(await split(), ['1'])

  // what was rolled back is told when it is published again
  const again = await done('plan', '--publish', '--traffic', '0')
  assert.match(again.all, /v2, which was rolled back/)
  const status2 = JSON.parse((await done('status', '--json')).stdout)
  assert.equal(status2.functions[0].image, image(2))
})

test('a shift that lowers $latest comes before the image', async (t) => {
  const { done, write, emu } = await shop(t, project(image(1)))
  await done('deploy', '--publish', '--traffic', '0')
  write(project(image(2)))
  await done('deploy', '--traffic', '0.5')
  write(project(image(3)))
  const from = emu.requests.length
  await done('deploy', '--traffic', '0.1')
  const writes = emu.requests.slice(from).map(({ action }) => action)
  assert.ok(writes.indexOf('UpdateAlias') < writes.indexOf('UpdateFunctionCode'), writes.join())
})

test('a function that the official SDK made is taken up', async (t) => {
  const { client, done, shown } = await shop(t, project(image(1)))
  await client.CreateFunction({
    FunctionName: 'api-dev',
    Code: {
      ImageConfig: { ImageType: 'personal', ImageUri: image(1), ImagePort: 9000, ContainerImageAccelerate: false },
    },
  })
  assert.equal((await shown()).Status, 'Active')
  // the API's defaults are no difference
  assert.deepEqual((await done('deploy')).writes, [])
})

test('a tag without a digest is pointed out, also where it is not set again', async (t) => {
  const { done } = await shop(t, project(`${REGISTRY}:live`))
  const first = await done('deploy', '--publish', '--traffic', '0')
  assert.match(first.all, /has no digest: SCF resolves the tag/)
  const again = await done('deploy', '--traffic', '0.5')
  assert.deepEqual(again.writes, ['UpdateAlias'])
  assert.match(again.all, /has no digest and is on \$latest already, so it is not set again/)
})

test('everything that is wrong with an image is told before a call', async (t) => {
  const { run } = await shop(
    t,
    `functions:\n  api: { src: ./code, image: { imageUrl: ${REGISTRY}, imageType: private } }\n`,
  )
  const { status, calls, all } = await run('deploy')
  assert.equal(status, 2, all)
  assert.deepEqual(calls, [])
  for (const text of [
    /api\.src and functions\.api\.image both give the code/,
    /imageUrl must be registry\/namespace/,
    /imageType must be/,
  ]) {
    assert.match(all, text)
  }
})

test('a package can’t take the place of an image', async (t) => {
  const { emu, done } = await shop(t, project(image(1)))
  await done('deploy', '--publish', '--traffic', '0')
  const cwd = directory(t, { 'grayscale.yml': 'functions:\n  api: { src: ./code }\n', 'code/index.js': code('one') })
  const result = await grayscale(['deploy', '--traffic', '0.1'], { cwd, endpoint: emu.url })
  assert.equal(result.status, 3, result.stdout + result.stderr)
  assert.match(result.stderr, /api-dev is made of a container image and can't become a code package/)
})

test('an invocation says that the emulator runs no containers', async (t) => {
  const { run, done } = await shop(t, project(image(1)))
  await done('deploy')
  const result = await run('invoke', 'api')
  assert.match(result.all, /does not run functions of the runtime CustomImage: it runs no containers/)
})
