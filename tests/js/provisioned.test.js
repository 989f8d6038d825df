// Provisioned concurrency goes with the traffic (rule 25), against the emulator, whose versions take a moment to warm up.

import assert from 'node:assert/strict'
import test from 'node:test'
import { Grayscale, memoryStore } from '../../js/index.js'
import { AT_ONCE, emulator, KEY, telling, zip } from '../support/emulator.js'

const FN = { FunctionName: 'fun01-dev' }
const packed = (text) => new Uint8Array(Buffer.from(zip(telling(text)), 'base64'))
const inputs = (text, more = {}) => ({ functions: { fun01: { zip: packed(text), ...more } } })
const RELEASE = { publish: true, traffic: 0 }

/** A cloud whose instances take `provisionMs` to start. */
async function cloud(t, { provisionMs = 300, ...options } = {}) {
  const { emu, client } = await emulator(t, { delays: { ...AT_ONCE, provisionMs }, ...options })
  const gray = new Grayscale({ credentials: KEY, endpoint: emu.url, store: memoryStore() })
  t.after(() => gray.close())
  const instances = async () => {
    const { Allocated } = await client.call('GetProvisionedConcurrencyConfig', FN)
    const all = Allocated.filter((one) => one.AllocatedProvisionedConcurrencyNum > 0)
    return Object.fromEntries(all.map((one) => [one.Qualifier, one.AllocatedProvisionedConcurrencyNum]))
  }
  const alias = async () => {
    const { FunctionVersion, RoutingConfig } = await client.call('GetAlias', { ...FN, Name: '$DEFAULT' })
    return [FunctionVersion, RoutingConfig.AdditionalVersionWeights.map(({ Version, Weight }) => [Version, Weight])]
  }
  const writes = async (run) => {
    const from = emu.requests.length
    await run()
    return emu.requests
      .slice(from)
      .map(({ action }) => action)
      .filter((action) => !/^(Get|List)/.test(action))
  }
  return { emu, client, gray, instances, alias, writes }
}

const rejection = (promise) =>
  promise.then(
    () => assert.fail('it was done'),
    (error) => error,
  )

test('a version is warm before it takes over, and the one before keeps its instances for a rollback', async (t) => {
  const { emu, gray, instances, alias, writes } = await cloud(t)
  const first = inputs('one', { provisionedNum: 4 })
  const result = await gray.deploy({ ...first, ...RELEASE })
  assert.equal(result.functions[0].status, 'done')
  assert.deepEqual(await instances(), { 1: 4 })

  const plan = await gray.plan({ ...inputs('two'), ...RELEASE })
  const steps = plan.lines.filter(({ role }) => role === 'step').map(({ text }) => text)
  assert.ok(steps.includes('set provisioned concurrency of v2 (new): 0 → 4'), `${steps}`)
  const done = await writes(() => gray.apply(plan, inputs('two')))
  assert.deepEqual(done, ['UpdateFunctionCode', 'PublishVersion', 'PutProvisionedConcurrencyConfig', 'UpdateAlias'])
  // the shift came after the API was asked; how often before it said Done depends on how fast this machine is
  const of = (action) => emu.requests.findLastIndex((request) => request.action === action)
  const looks = emu.requests.slice(of('PutProvisionedConcurrencyConfig'), of('UpdateAlias'))
  assert.ok(looks.filter(({ action }) => action === 'GetProvisionedConcurrencyConfig').length > 0)
  assert.deepEqual(await instances(), { 1: 4, 2: 4 })

  const [row] = await gray.status(inputs('two'))
  const shown = row.versions.map(({ version, provisioned }) => [version, provisioned.started, provisioned.idle])
  assert.deepEqual(shown, [
    ['2', 4, false],
    ['1', 4, true],
  ])

  // users first, then what they left
  const back = await writes(() => gray.rollback({ functions: { fun01: {} } }))
  assert.deepEqual(back, ['UpdateAlias', 'DeleteProvisionedConcurrencyConfig'])
  assert.deepEqual((await alias())[0], '1')
  // and all of it again
  const again = await writes(() => gray.undo())
  // asked again while the instances are still being taken away
  assert.deepEqual([...new Set(again)], ['UpdateAlias', 'PutProvisionedConcurrencyConfig'])
  assert.deepEqual(await instances(), { 1: 4, 2: 4 })
})

test('the release after the next takes the instances of the version that nobody goes back to', async (t) => {
  const { gray, instances } = await cloud(t, { provisionMs: 0 })
  await gray.deploy({ ...inputs('one', { provisionedNum: 2 }), ...RELEASE })
  await gray.deploy({ ...inputs('two'), ...RELEASE })
  await gray.deploy({ ...inputs('three'), ...RELEASE })
  assert.deepEqual(await instances(), { 2: 2, 3: 2 })
  assert.ok((await gray.deploy({ ...inputs('three'), traffic: 0 })).unchanged)
  const result = await gray.prune({ function: 'fun01-dev', provisioned: true })
  assert.equal(result.functions[0].status, 'done')
  assert.deepEqual(await instances(), { 3: 2 })
  assert.ok((await gray.prune({ function: 'fun01-dev', provisioned: true })).unchanged)
})

test('where both do not fit nothing is written, and warm: false goes on without', async (t) => {
  // the emulator divides the memory that is reserved for the function, and keeps 100 instances free
  const { client, gray, instances, writes } = await cloud(t, { provisionMs: 0 })
  await gray.deploy({ ...inputs('one', { provisionedNum: 6 }), ...RELEASE })
  await client.call('PutReservedConcurrencyConfig', { ...FN, ReservedConcurrencyMem: 110 * 128 })
  const order = { ...inputs('two'), ...RELEASE }
  let error
  const done = await writes(async () => {
    error = await rejection(gray.deploy(order))
  })
  assert.deepEqual([error.code, error.class, error.params.fits, done], ['NotWarmed', 'refused', 4, []])
  const result = await gray.deploy({ ...order, warm: false })
  assert.equal(result.functions[0].status, 'done')
  assert.deepEqual(await instances(), { 1: 6 })
})

test('instances that do not start leave the traffic where it is, and abort releases them', async (t) => {
  const { emu, gray, instances, alias } = await cloud(t)
  await gray.deploy({ ...inputs('one', { provisionedNum: 2 }), ...RELEASE })
  emu.setFaults([{ action: 'PutProvisionedConcurrencyConfig', fault: 'fail' }])
  const error = await rejection(gray.deploy({ ...inputs('two'), ...RELEASE }))
  assert.equal(error.code, 'NotWarmed')
  assert.equal(typeof error.requestId, 'string')
  assert.ok(error.changed.length > 0)
  const notes = error.result.functions[0].notes.map(({ text }) => text)
  assert.ok(
    notes.some((text) => text.startsWith('v2 keeps 2 provisioned instances, which are billed')),
    `${notes}`,
  )
  assert.deepEqual(await alias(), ['$LATEST', [['1', 1]]])
  emu.setFaults([])
  await gray.abort()
  assert.deepEqual(await instances(), { 1: 2 })
  assert.deepEqual(await alias(), ['$LATEST', [['1', 1]]])
})

test('what broke off while instances were starting is taken up by the same order', async (t) => {
  const { emu, gray, instances, alias } = await cloud(t, { provisionMs: 2000 })
  await gray.deploy({ ...inputs('one', { provisionedNum: 2 }), ...RELEASE })
  const order = { ...inputs('two'), ...RELEASE }
  const stop = new AbortController()
  const run = rejection(gray.deploy(order, { signal: stop.signal }))
  const put = () => emu.requests.filter(({ action }) => action === 'PutProvisionedConcurrencyConfig').length
  while (put() < 2) await new Promise((resolve) => setTimeout(resolve, 20))
  stop.abort()
  assert.equal((await run).code, 'Interrupted')
  assert.deepEqual(await alias(), ['$LATEST', [['1', 1]]])
  const result = await gray.deploy(order)
  assert.deepEqual([result.functions[0].status, result.functions[0].lastVersion], ['done', '2'])
  // it was waited for, not asked for again
  assert.equal(put(), 2)
  assert.deepEqual(await instances(), { 1: 2, 2: 2 })
})

test('zero releases what all versions have', async (t) => {
  const { gray, instances } = await cloud(t, { provisionMs: 0 })
  await gray.deploy({ ...inputs('one', { provisionedNum: 2 }), ...RELEASE })
  const result = await gray.deploy({ functions: { fun01: { provisionedNum: 0 } } })
  assert.equal(result.functions[0].status, 'done')
  assert.deepEqual(await instances(), {})
})
