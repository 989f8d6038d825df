// Projects of the established component, of which only the `component:` line was changed.

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Grayscale } from '../../../js/index.js'
import { creations, documented, handler, returnedBy, spokenOf, writes } from '../../support/documented.js'
import { credentials, directory, emulator, grayscale } from './harness.js'

const yml = (inputs, name = '${name}-${stage}-${app}') =>
  `component: scf\nname: scfdemo\n\ninputs:${inputs.replace('NAME', name)}`
const changed = (text) => text.replace('component: scf\n', 'component: scf-grayscale\n')

async function cloud(t) {
  const emu = await emulator(t)
  const gray = new Grayscale({ endpoint: emu.url, credentials })
  t.after(() => gray.close())
  const sent = async (work) => {
    const from = emu.requests.length
    const result = await work()
    assert.equal(result.status, 0, result.stdout + result.stderr)
    return writes(emu.requests.slice(from).map(({ action }) => action))
  }
  const shown = (FunctionName) => gray.request('GetFunction', { FunctionName })
  return { endpoint: emu.url, requests: emu.requests, sent, shown, gray }
}

for (const project of documented) {
  const { title, inputs, shown } = project
  test(`${title}: deployed, then unchanged, then published`, async (t) => {
    const { endpoint, sent, shown: found, gray } = await cloud(t)
    const cwd = directory(t, { 'serverless.yml': changed(yml(inputs)), 'src/index.js': handler })
    const run = (...args) => sent(() => grayscale(args, { cwd, endpoint }))

    assert.deepEqual(await run('deploy'), creations(project))
    assert.deepEqual(spokenOf(await found('scfdemo-dev-scfdemo'), shown), shown)
    assert.equal(await returnedBy(gray, 'scfdemo-dev-scfdemo', shown), '"Hello Serverless"')
    assert.deepEqual(await run('deploy'), [])
    assert.deepEqual(await run('deploy', '--publish', '--traffic', '0'), ['PublishVersion', 'UpdateAlias'])
    assert.deepEqual(await run('deploy', '--traffic', '0'), [])
  })
}

test('several functions, each in a directory of its own', async (t) => {
  const { endpoint, sent, shown } = await cloud(t)
  const names = ['fun01', 'fun02']
  const files = names.flatMap((name, index) => [
    [`${name}/serverless.yml`, changed(yml(documented[index].inputs, name))],
    [`${name}/src/index.js`, handler],
  ])
  const cwd = directory(t, Object.fromEntries(files))
  for (const again of [false, true]) {
    for (const [index, name] of names.entries()) {
      const run = await sent(() => grayscale(['deploy'], { cwd: join(cwd, name), endpoint }))
      assert.deepEqual(run, again ? [] : creations(documented[index]), `${name}${again ? ' again' : ''}`)
      const wanted = documented[index].shown
      assert.deepEqual(spokenOf(await shown(name), wanted), wanted)
    }
  }
})

test('settings that change are written alone; cleared ones are gone; absent ones stay', async (t) => {
  const { endpoint, sent, shown } = await cloud(t)
  const [, full] = documented
  const write = (inputs) => writeFileSync(join(cwd, 'serverless.yml'), changed(yml(inputs, 'fun01')))
  const cwd = directory(t, { 'src/index.js': handler })
  const deploy = () => sent(() => grayscale(['deploy'], { cwd, endpoint }))
  write(full.inputs)
  await deploy()
  write(`
  name: NAME
  publicAccess: false
  cfs: []
  deadLetter: {}
  environment: {}
  vpcConfig: {}
  layers: []
  role: ''
  cls: {}
`)
  assert.deepEqual(await deploy(), ['UpdateFunctionConfiguration'])
  const after = await shown('fun01')
  assert.deepEqual(after.PublicNetConfig, {
    PublicNetStatus: 'DISABLE',
    EipConfig: { EipStatus: 'ENABLE', EipAddress: [] },
  })
  assert.deepEqual(after.CfsConfig, { CfsInsList: [] })
  assert.deepEqual(after.DeadLetterConfig, { Type: '', Name: '', FilterType: '' })
  assert.deepEqual(after.Environment, { Variables: [] })
  assert.deepEqual(after.VpcConfig, { VpcId: '', SubnetId: '' })
  assert.deepEqual([after.Layers, after.Role, after.ClsLogsetId, after.ClsTopicId], [[], '', '', ''])
  const { MemorySize, Timeout, Description, Tags, AsyncRunEnable } = full.shown
  assert.deepEqual(spokenOf(after, { MemorySize, Timeout, Description, Tags, AsyncRunEnable }), {
    MemorySize,
    Timeout,
    Description,
    Tags,
    AsyncRunEnable,
  })
  assert.deepEqual(await deploy(), [])
})

test('what the API takes on creation only is refused where it differs, with nothing written', async (t) => {
  const { endpoint, requests, sent } = await cloud(t)
  const [, full] = documented
  const cwd = directory(t, { 'src/index.js': handler, 'serverless.yml': changed(yml(full.inputs, 'fun01')) })
  await sent(() => grayscale(['deploy'], { cwd, endpoint }))
  const before = requests.length
  for (const [line, pattern] of [
    ['tags: { key1: other }', /FixedSetting[^]*tags is key1=value1, key2=value2 and can't be changed to\s+key1=other/],
    ['asyncRunEnable: false', /FixedSetting[^]*asyncRunEnable is true/],
    ['type: web', /FixedSetting[^]*type is event/],
    ['runtime: Nodejs18.15', /RuntimeChange/],
  ]) {
    writeFileSync(join(cwd, 'serverless.yml'), changed(yml(`\n  name: NAME\n  memorySize: 512\n  ${line}\n`, 'fun01')))
    const result = await grayscale(['deploy'], { cwd, endpoint })
    assert.equal(result.status, 3, result.stdout + result.stderr)
    assert.match(result.stdout + result.stderr, pattern)
  }
  assert.deepEqual(writes(requests.slice(before).map(({ action }) => action)), [])
})

test('a web function is not created, and that is said before anything is sent that writes', async (t) => {
  const { endpoint, requests } = await cloud(t)
  const inputs = documented[0].inputs.replace('region:', 'type: web\n  region:')
  const cwd = directory(t, { 'src/index.js': handler, 'serverless.yml': changed(yml(inputs, 'fun01')) })
  const result = await grayscale(['deploy'], { cwd, endpoint })
  assert.equal(result.status, 3, result.stdout + result.stderr)
  assert.match(result.stdout + result.stderr, /WebFunction[^]*create it in the console/)
  assert.deepEqual(writes(requests.map(({ action }) => action)), [])
})
