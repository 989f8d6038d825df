import assert from 'node:assert/strict'
import test from 'node:test'
import { Grayscale, memoryStore } from '../../js/index.js'
import { create, emulator, KEY, telling } from '../support/emulator.js'

const FN = { FunctionName: 'fun01-dev' }
const FUN01 = { function: 'fun01-dev' }
const project = { functions: { fun01: { src: './nowhere', memorySize: 256 } }, traffic: 0.1 }

/** A function with versions 1 to `count`, of which the newest has everything. */
async function cloud(t, count, options) {
  const { emu, client } = await emulator(t, options)
  await create(client, 'fun01-dev', telling('one'))
  for (let made = 0; made < count; made++) await client.call('PublishVersion', FN)
  await client.call('UpdateAlias', { ...FN, Name: '$DEFAULT', FunctionVersion: String(count) })
  const gray = new Grayscale({ credentials: KEY, endpoint: emu.url, store: memoryStore() })
  t.after(() => gray.close())
  const versions = async () => {
    const { Versions } = await client.call('ListVersionByFunction', { ...FN, Limit: 100 })
    return Versions.map(({ Version }) => Version).filter((version) => version !== '$LATEST')
  }
  return { emu, client, gray, versions }
}

const rejection = (promise) =>
  promise.then(
    () => assert.fail('it was done'),
    (error) => error,
  )

test('prune: the oldest versions go, and what an alias names still answers', async (t) => {
  const { gray, client, versions, emu } = await cloud(t, 6)
  await client.call('CreateAlias', { ...FN, Name: 'blue', FunctionVersion: '2' })
  const plan = await gray.planPrune({ ...FUN01, keep: 2 })
  assert.equal(plan.kind, 'prune')
  assert.ok(!emu.requests.some(({ action }) => action.startsWith('Delete')))
  assert.deepEqual(await versions(), ['1', '2', '3', '4', '5', '6'])
  const steps = plan.lines.filter(({ role }) => role === 'step')
  assert.deepEqual(
    steps.map(({ number, sign, text }) => [number, sign, text]),
    [[1, '-', 'delete versions 1,3-4']],
  )

  const result = await gray.apply(plan)
  const [one] = result.functions
  assert.deepEqual([one.status, one.deleted, one.lastVersion], ['done', ['1', '3', '4'], '6'])
  assert.deepEqual(await versions(), ['2', '5', '6'])
  const { returned } = await gray.invoke({ function: 'fun01-dev', qualifier: 'blue' })
  assert.equal(JSON.parse(returned).version, '2')
  assert.ok((await gray.prune({ ...FUN01, keep: 2 })).unchanged)
})

test('prune: functions by name, as inputs, or of a project', async (t) => {
  const { gray, versions } = await cloud(t, 4)
  assert.deepEqual((await gray.prune({ functions: ['fun01-dev'], keep: '3' })).functions[0].deleted, ['1'])
  assert.deepEqual((await gray.prune({ functions: project.functions, keep: 2 })).functions[0].deleted, ['2'])
  assert.deepEqual((await gray.prune({ keep: 1 }, { project })).functions[0].deleted, ['3'])
  assert.deepEqual(await versions(), ['4'])
  assert.equal((await rejection(gray.prune({ ...FUN01, keep: 0 }))).code, 'InvalidInput')
  assert.equal((await rejection(gray.prune({ ...FUN01, keeep: 1 }))).code, 'UnknownInput')
  assert.equal((await rejection(gray.prune({ keep: 1 }))).code, 'MissingFunction')
})

test('prune: versions disappear one after the other while the API takes its time', async (t) => {
  const { gray, versions } = await cloud(t, 4, { delays: { createMs: 0, updateMs: 0, publishMs: 0, deleteMs: 30 } })
  assert.deepEqual((await gray.prune({ ...FUN01, keep: 1 })).functions[0].deleted, ['1', '2', '3'])
  assert.deepEqual(await versions(), ['4'])
})

test('prune: one that the API refuses is told, the others go', async (t) => {
  const { gray, emu, versions } = await cloud(t, 4)
  emu.setFaults([
    { action: 'DeleteFunctionVersion', nth: 2, fault: 'refuse', code: 'FailedOperation.ProvisionedInProgress' },
  ])
  const error = await rejection(gray.prune({ ...FUN01, keep: 1 }))
  assert.deepEqual([error.code, error.source], ['FailedOperation.ProvisionedInProgress', 'api'])
  assert.deepEqual(error.changed, ['delete v1', 'delete v3'])
  assert.ok(error.result.functions[0].notes.some(({ code }) => code === 'NotDeleted'))
  assert.deepEqual(await versions(), ['2', '4'])
})

test('a plan to prune is stale once a version came', async (t) => {
  const { gray, client, versions } = await cloud(t, 3)
  const plan = await gray.planPrune({ ...FUN01, keep: 1 })
  await client.call('PublishVersion', FN)
  assert.equal((await rejection(gray.apply(plan))).code, 'StalePlan')
  assert.equal((await versions()).length, 4)
})

test('prune makes room where the quota is met', async (t) => {
  const { emu, gray, versions } = await cloud(t, 5, { quotas: { versions: 5 } })
  const other = new Grayscale({ credentials: KEY, endpoint: emu.url })
  t.after(() => other.close())
  const full = await rejection(other.publish(FUN01))
  assert.equal(full.code, 'LimitExceeded.FunctionVersions')
  assert.match(full.hint, /`gray\.prune\(\)` deletes old ones/)
  await gray.prune({ ...FUN01, keep: 2 })
  assert.equal((await gray.publish(FUN01)).lastVersion, '6')
  assert.deepEqual(await versions(), ['4', '5', '6'])
})
