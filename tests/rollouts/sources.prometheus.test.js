// Rollouts whose figures come from a real Prometheus.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Grayscale } from '../../js/index.js'
import { startPrometheus } from '../support/prometheus.js'
import { watched as watchedFor } from './released.js'
import { world } from './world.js'

const START = Date.UTC(2026, 10, 30, 2)
/** bcrypt of `sesame`, by perl's crypt. */
const HASH = '$2b$04$abcdefghijklmnopqrstuuinwY/tkBVrn3xrxQI/TgnMHhkvl85RW'
const SERIES = 'requests_total{function="{{function}}",version="{{version}}"'
const ALL = `sum(increase(${SERIES}}[1m]))`
const BAD = `sum(increase(${SERIES},code=~"5.."}[1m]))`

/** @type {(() => Promise<void>)[]} */
const open = []
after(() => Promise.all(open.map((close) => close())))

/** Two hours of stable alone, then both versions side by side. */
function counters(name, canaryBad, options = {}) {
  const seconds = START / 1000
  const stable = (minute) => (minute < 120 ? { calls: 600, bad: minute % 2 } : { calls: 300, bad: minute % 2 })
  return [
    { name, version: '1', from: seconds - 7200, minutes: 240, minute: stable, ...options },
    {
      name,
      version: '$LATEST',
      from: seconds,
      minutes: 120,
      minute: () => ({ calls: 300, bad: canaryBad }),
      ...options,
    },
  ]
}

/** @type {Awaited<ReturnType<typeof startPrometheus>>} */
let server
before(async () => {
  const all = [counters('good', 1), counters('broken', 60), counters('silent', 0, { failing: false })]
  server = await startPrometheus(all.flat())
  open.push(() => server.stop())
})

/** A rollout of one step over functions that nobody calls: what counts is what Prometheus says. */
async function begun(name, source, options = {}) {
  const there = await world({ names: [name], start: START, ...options })
  open.push(() => there.close())
  there.code(name, 'one')
  await there.gray.deploy({ ...there.inputs, publish: true, traffic: 0 })
  there.code(name, 'two')
  const policy = { steps: [{ traffic: '50%', for: '5m' }], guard: { source } }
  return { ...there, policy, started: () => there.gray.rollouts.start(there.inputs, { policy }) }
}

/** Minutes without a call, each with a tick, until the rollout ends or waits for a person; the last tick. */
const watched = async (there, most, gray = there.gray) =>
  (await watchedFor(there, most, () => there.minute(0), gray)).at(-1)

test('a canary that Prometheus shows to be healthy is published', async () => {
  const there = await begun('good', { prometheus: server.url, all: ALL, bad: BAD })
  await there.started()
  const last = await watched(there, 20)
  assert.equal(last.state, 'done', JSON.stringify(last.decision, undefined, 1))
  assert.ok(last.minute <= 10, `minute ${last.minute}`)
  const [{ metrics }] = last.decision.functions
  assert.deepEqual(
    metrics.map(({ metric }) => metric),
    ['errors'],
  )
  // whole minutes of 300 calls and one bad one, as the counters have them
  assert.equal(metrics[0].calls % 300, 0)
  assert.equal(metrics[0].bad, metrics[0].calls / 300)
})

test('a canary whose errors only Prometheus sees is rolled back', async () => {
  const there = await begun('broken', { prometheus: `${server.url}/`, all: ALL, bad: BAD })
  await there.started()
  const last = await watched(there, 20)
  assert.equal(last.state, 'rolledBack', JSON.stringify(last.decision, undefined, 1))
  assert.equal(last.decision.why.code, 'Regression')
  assert.ok(last.minute <= 5, `minute ${last.minute}`)
})

for (const [what, name, source, why] of [
  ['bad calls without a series', 'silent', { all: ALL, bad: BAD }, 'noBad'],
  ['a query that can not be parsed', 'good', { all: ALL, bad: `sum(${BAD}` }, 'refused'],
  ['a query that gives NaN', 'good', { all: ALL, bad: `${BAD} * NaN` }, 'notANumber'],
  ['a query that gives several series', 'good', { all: `increase(${SERIES}}[1m])`, bad: BAD }, 'manySeries'],
  ['versions that have no series', 'unknown', { all: ALL, bad: BAD }, 'noSeries'],
]) {
  test(`${what}: it can't be told, and the rollout pauses`, async () => {
    const there = await begun(name, { prometheus: server.url, ...source })
    await there.started()
    const last = await watched(there, 60)
    assert.equal(last.state, 'paused', JSON.stringify(last.decision, undefined, 1))
    assert.deepEqual([last.decision.why.code, last.decision.why.params.why], ['CannotTell', why])
    assert.deepEqual(there.shares(name, '$LATEST').slice(-1), [0.5])
  })
}

test('no bad calls at all are 0 where the query says so', async () => {
  const there = await begun('silent', { prometheus: server.url, all: ALL, bad: `${BAD} or vector(0)` })
  await there.started()
  assert.equal((await watched(there, 20)).state, 'done')
})

test('a Prometheus that is down for an hour pauses the rollout', async () => {
  const own = await startPrometheus(counters('good', 1))
  open.push(() => own.stop())
  const there = await begun('good', { prometheus: own.url, all: ALL, bad: BAD })
  await there.started()
  await watched(there, 2)
  await own.stop()
  const last = await watched(there, 60)
  assert.equal(last.state, 'paused', JSON.stringify(last.decision, undefined, 1))
  assert.deepEqual(last.decision.why.params, { function: 'good', why: 'unavailable' })
})

test('a password comes from whoever looks, and stands in no journal', async () => {
  const own = await startPrometheus(counters('good', 1), { hash: HASH })
  open.push(() => own.stop())
  const there = await begun('good', { prometheus: own.url, all: ALL, bad: BAD })
  const { emulator, store, inputs, policy } = there
  const looks = (source) => {
    const gray = new Grayscale({
      region: 'ap-guangzhou',
      endpoint: emulator.url,
      credentials: emulator.credential,
      store,
      source,
    })
    open.push(() => gray.close())
    return gray
  }
  const stranger = looks({ url: own.url, user: 'grayscale', password: 'wrong' })
  const named = looks({ url: own.url, user: 'grayscale', password: 'sesame' })
  await assert.rejects(looks({}).rollouts.start(inputs, { policy }), { code: 'UntrustedHost', class: 'refused' })
  const { id } = await there.gray.rollouts.start(inputs, { policy })
  await there.minute(0)
  await there.minute(0)
  await there.minute(0)
  const blind = async (gray) => (await gray.rollouts.status()).decision.functions[0].blind
  assert.equal(await blind(stranger), 'denied')
  assert.equal(await blind(looks({})), 'unnamed')
  assert.notEqual(await blind(named), 'denied')
  const { metrics } = (await named.rollouts.tick()).decision.functions[0]
  assert.ok(metrics[0].calls > 0)
  const { text } = await store.rollout(id).read()
  for (const secret of ['sesame', own.url, 'Basic']) assert.ok(!text.includes(secret), secret)
})
