// What a rollout's journal tells of it, without a look: the figures are those that its callers have counted.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GrayscaleError, memoryStore } from '../../js/index.js'
import { released } from './released.js'

const MINUTE_MS = 60_000

/** A minute of calls, counted by the version that answered. */
async function counted(there, calls) {
  const counts = { one: 0, two: 0 }
  for (let call = 0; call < calls; call += 1) {
    const { Result } = await there.call('Invoke', {
      FunctionName: 'shop',
      Qualifier: '$DEFAULT',
      ClientContext: JSON.stringify({ draw: 1 }),
    })
    counts[JSON.parse(Result.RetMsg)] += 1
  }
  there.pass(1)
  return counts
}

test('a report has each minute as it was served, the share that the canary really got, and who looked last', async (t) => {
  const there = await released(t)
  const policy = { steps: [{ traffic: '50%', for: '30m' }], guard: { delay: '1m' } }
  const { id } = await there.gray.rollouts.start(there.inputs, { policy })
  const began = there.now / MINUTE_MS
  const minutes = []
  for (let minute = 0; minute < 6; minute += 1) minutes.push(await counted(there, 40))
  // the newest minutes are not known yet
  there.pass(3)
  const other = there.another({ who: 'night watch' })
  const tick = await other.rollouts.tick()
  const requests = there.emulator.requests.length
  const report = await there.gray.rollouts.report({ id })
  assert.equal(there.emulator.requests.length, requests, 'nothing is looked at')

  const [{ key, rows }] = report.minutes
  assert.equal(key, 'shop')
  const called = rows.filter(([minute]) => minute >= began && minute < began + 6)
  assert.deepEqual(
    called.map(([, calls, bad, stableCalls, stableBad]) => ({ calls, bad, stableCalls, stableBad })),
    minutes.map(({ one, two }) => ({ calls: two, bad: 0, stableCalls: one, stableBad: 0 })),
  )
  assert.equal(report.lookedBy, 'night watch')
  assert.equal(report.last, tick.last)
  assert.deepEqual(
    report.reached.map(({ step }) => step),
    [1],
  )

  // the minute in which the weight was set is no whole one
  const since = Math.ceil(Date.parse(report.reached[0].at) / MINUTE_MS)
  const whole = called.filter(([minute]) => minute >= since)
  const canary = whole.reduce((sum, [, calls]) => sum + calls, 0)
  const all = whole.reduce((sum, [, calls, , stableCalls]) => sum + calls + stableCalls, 0)
  const [{ share, margin }] = report.actual
  assert.ok(Math.abs(share - canary / all) <= 0.0001, `${share}, ${canary} of ${all}`)
  const wald = 1.96 * Math.sqrt((share * (1 - share)) / all)
  assert.ok(Math.abs(margin - wald) <= 0.0002, `${margin}, ${wald}`)

  const { functions, lnE, limit } = tick.decision
  assert.deepEqual(report.evidence, { functions, lnE, limit }, 'judged as the tick judged it')
  assert.equal(report.decisions.at(-1).why.text, tick.decision.why.text)
})

test('rollouts are listed by their journals, the newest first, also one that has ended', async (t) => {
  const there = await released(t)
  const first = await there.gray.rollouts.start(there.inputs, { policy: 'canary' })
  await there.gray.rollouts.abort()
  there.pass(1)
  there.code('shop', 'three')
  const second = await there.gray.rollouts.start(there.inputs, { policy: 'canary' })
  const seen = (rollouts) => rollouts.map(({ id, ended }) => ({ id, ended }))
  assert.deepEqual(seen(await there.gray.rollouts.list()), [
    { id: second.id, ended: false },
    { id: first.id, ended: true },
  ])
  assert.deepEqual(seen(await there.gray.rollouts.list({ limit: 1 })), [{ id: second.id, ended: false }])
  const empty = there.another({ store: memoryStore() })
  assert.deepEqual(await empty.rollouts.list(), [])
  await assert.rejects(
    () => empty.rollouts.report(),
    (error) => error instanceof GrayscaleError && error.code === 'RolloutNotFound',
  )
})

test('the logs of listed rollouts are read at once', { timeout: 60_000 }, async (t) => {
  const there = await released(t)
  await there.gray.rollouts.start(there.inputs, { policy: 'canary' })
  await there.gray.rollouts.abort()
  there.code('shop', 'three')
  await there.gray.rollouts.start(there.inputs, { policy: 'canary' })
  let reading = 0
  /** @type {() => void} */
  let both = () => {}
  const bothRead = new Promise((resolve) => {
    both = () => resolve(undefined)
  })
  const waits = (log) => ({
    ...log,
    read: async (...args) => {
      reading += 1
      if (reading === 2) both()
      await bothRead
      return log.read(...args)
    },
  })
  const store = { ...there.store, rollout: (id) => waits(there.store.rollout(id)) }
  assert.equal((await there.another({ store }).rollouts.list()).length, 2)
})

test('the time of a rollout goes on by the clock of a program that has its own', async (t) => {
  const there = await released(t)
  let own = Date.now()
  const clock = { steady: () => own, wall: () => own }
  // by that clock a change of the routing takes 100 seconds, and all else no time
  const fetch = async (url, init) => {
    const answer = await globalThis.fetch(url, init)
    if (new Headers(init.headers).get('x-tc-action') === 'UpdateAlias') own += 100_000
    return answer
  }
  const gray = there.another({ clock, fetch })
  const { id } = await gray.rollouts.start(there.inputs, { policy: { steps: [{ traffic: '50%', for: '5m' }] } })
  const { text } = await there.store.rollout(id).read()
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const at = Object.fromEntries(lines.map((line) => [line.e, line.at]))
  assert.equal(at.done - at.tick, 100)
})
