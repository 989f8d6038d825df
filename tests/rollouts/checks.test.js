// A rollout from its start to its end, on real calls: the minutes are those of the emulator's clock.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planFrom } from '../../js/index.js'
import { released, watched as watchedFor } from './released.js'
import { world } from './world.js'

/** The preset without latency: functions here take a tenth of a millisecond, and the load of this machine decides which of two. */
const guard = { wager: { errors: 0.8, platform: 0.2 } }
const CANARY = { preset: 'canary', guard }

/** Functions with a published version that fails now and then, called for a while. */
const published = (t, options = {}) => released(t, { base: 0.005, changed: false, ...options })

/** Minutes of so many calls, each with a tick, until the rollout ends or waits for a person. */
const watched = (there, calls, most, during = () => ({})) =>
  watchedFor(there, most, async (minute) => there.minute(calls, await during(minute)))

test('good code takes the steps of the policy, and is published at the end', async (t) => {
  const there = await published(t)
  there.code('shop', 'two', 0.005)
  await there.gray.rollouts.start(there.inputs, { policy: CANARY })
  const ticks = await watched(there, 600, 60)
  const last = ticks.at(-1)
  assert.equal(last.state, 'done', JSON.stringify(last.decision, undefined, 1))
  assert.ok(last.minute >= 25 && last.minute <= 31, `minute ${last.minute}`)
  const shares = there.shares('shop', '$LATEST')
  assert.deepEqual(shares.slice(shares.indexOf(0.05)), [0.05, 0.25, 0.5, 0])
  const status = await there.gray.status(there.inputs)
  assert.equal(status[0].stable, '2')
})

test('broken code goes back with the first minutes that show it', async (t) => {
  const there = await published(t)
  there.code('shop', 'two', 1)
  await there.gray.rollouts.start(there.inputs, { policy: CANARY })
  const ticks = await watched(there, 60, 20)
  const last = ticks.at(-1)
  assert.equal(last.state, 'rolledBack', JSON.stringify(last.decision, undefined, 1))
  assert.ok(last.minute >= 3 && last.minute <= 6, `minute ${last.minute}`)
  assert.equal(last.decision.why.code, 'Regression')
  assert.equal(there.shares('shop', '1').at(-1), 1)
})

test('an outage of both versions holds the step, and is no fault of the canary', async (t) => {
  const there = await published(t)
  there.code('shop', 'two', 0.005)
  await there.gray.rollouts.start(there.inputs, { policy: CANARY })
  const ticks = await watched(there, 600, 60, (minute) => ({ outage: minute >= 12 && minute <= 27 ? 0.1 : 0 }))
  const last = ticks.at(-1)
  assert.equal(last.state, 'done', JSON.stringify(last.decision, undefined, 1))
  assert.ok(last.minute <= 50, `minute ${last.minute}`)
  assert.ok(ticks.some(({ decision }) => decision.why.code === 'Outage'))
  const stable = there.shares('shop', '1')
  assert.deepEqual(stable.slice(stable.indexOf(0.95)), [0.95, 0.75, 0.5, 0])
})

test('a canary that nobody calls is neither failed nor passed: it pauses and says why', async (t) => {
  const there = await published(t)
  there.code('shop', 'two', 0.005)
  await there.gray.rollouts.start(there.inputs, { policy: CANARY })
  const ticks = await watched(there, 0, 40)
  const last = ticks.at(-1)
  assert.equal(last.state, 'paused')
  assert.ok(['NoCalls', 'CannotTell'].includes(last.decision.why.code), last.decision.why.code)
  assert.deepEqual(there.shares('shop', '$LATEST').slice(-1), [0.05])
})

test('a routing that someone changed is left alone, until a person says what is to become of it', async (t) => {
  const there = await published(t)
  there.code('shop', 'two', 0.005)
  await there.gray.rollouts.start(there.inputs, { policy: CANARY })
  await watched(there, 60, 3)
  await there.elsewhere.aliases.update(
    { function: 'shop', name: '$DEFAULT', weights: { 1: 0.6 } },
    { project: there.inputs, force: true },
  )
  const [{ state, decision }] = await watched(there, 60, 1)
  assert.equal(state, 'interrupted')
  assert.equal(decision.why.code, 'RoutingChanged')
  const before = there.shares('shop', '$LATEST')
  assert.equal((await there.gray.rollouts.tick()).state, 'interrupted')
  assert.deepEqual(there.shares('shop', '$LATEST'), before)
  await assert.rejects(there.gray.rollouts.resume(), { code: 'RolloutInterrupted' })
  const adopted = await there.gray.rollouts.resume({ adopt: true })
  assert.equal(adopted.state, 'holding', JSON.stringify(adopted.decision))
  const ended = await there.gray.rollouts.abort()
  assert.equal(ended.state, 'aborted', JSON.stringify(ended.decision))
  assert.equal(there.shares('shop', '1').at(-1), 1)
})

test('an order is carried out at once also where somebody else looked at the same moment', async (t) => {
  const there = await published(t)
  there.code('shop', 'two', 0.005)
  const { id } = await there.gray.rollouts.start(there.inputs, { policy: CANARY })
  let rivals = 3
  /** Somebody looks between each of our looks and its line. */
  const beset = (log) => ({
    ...log,
    append: async (position, lines) => {
      if (rivals > 0 && lines.some((line) => line.includes('"e":"tick"'))) {
        rivals -= 1
        const at = Math.floor(there.now / 1000)
        await log.append(position, [JSON.stringify({ e: 'tick', at, do: 'wait', state: 'holding' })])
      }
      return log.append(position, lines)
    },
  })
  const gray = there.another({ store: { ...there.store, rollout: (id) => beset(there.store.rollout(id)) } })
  const ended = await gray.rollouts.abort({ id })
  assert.deepEqual([ended.state, ended.another, rivals], ['aborted', undefined, 0])
  assert.equal(there.shares('shop', '1').at(-1), 1)
})

test('a gate is opened by its name and step alone, and a canary that turns bad goes back in spite of it', async (t) => {
  const there = await published(t)
  there.code('shop', 'two', 0.005)
  const policy = {
    steps: [
      { traffic: '10%', for: '3m' },
      { traffic: '50%', for: '3m', gate: 'qa' },
    ],
  }
  await there.gray.rollouts.start(there.inputs, { policy })
  const ticks = await watched(there, 600, 30)
  assert.equal(ticks.at(-1).state, 'gate', JSON.stringify(ticks.at(-1).decision))
  await assert.rejects(there.gray.rollouts.approve('qa', { step: 1 }), { code: 'StaleStep' })
  await assert.rejects(there.gray.rollouts.approve('ops', { step: 2 }), { code: 'StaleStep' })
  for (let minute = 0; minute < 6; minute += 1) {
    await there.minute(600, { bad: 'two' })
    const tick = await there.gray.rollouts.tick()
    if (tick.state === 'rolledBack') return
  }
  assert.fail('it was not rolled back')
})

test('orders that would change a function in a rollout are refused, with its id; others are not', async (t) => {
  const there = await published(t, { names: ['shop', 'mail'] })
  there.code('shop', 'two', 0.005)
  const only = { ...there.inputs, only: ['shop'] }
  const { id } = await there.gray.rollouts.start(only, { policy: CANARY })
  const before = there.emulator.history.length
  const project = there.inputs
  for (const order of [
    () => there.gray.deploy({ ...only, traffic: 0.5 }),
    () => there.gray.deploy({ ...only, publish: true, traffic: 0 }),
    () => there.gray.deploy({ ...only, moveTriggers: true }),
    () => there.gray.deploy({ ...only, rollout: 'canary' }),
    () => there.gray.aliases.update({ function: 'shop', name: '$DEFAULT', weights: { 1: 0.6 } }, { project }),
    // what could not be applied is no plan
    () => there.gray.plan({ ...only, traffic: 0.5 }),
    () => there.gray.aliases.planUpdate({ function: 'shop', name: '$DEFAULT', weights: { 1: 0.6 } }, { project }),
  ]) {
    await assert.rejects(order(), (error) => {
      assert.equal(error.code, 'RolloutInProgress')
      assert.equal(error.exitCode, 3)
      assert.ok(error.message.includes(id) && error.message.includes('step 1 of 3'), error.message)
      return true
    })
  }
  assert.equal(there.emulator.history.length, before)
  assert.equal((await there.gray.planRollback(only)).unchanged, false)
  assert.equal(planFrom({ ...only, traffic: 0.5 }, await there.gray.observe(only)).unchanged, false)
  there.code('mail', 'two', 0.005)
  await there.gray.deploy({ ...there.inputs, only: ['mail'], traffic: 0.2 })
  assert.equal(there.shares('mail', '$LATEST').at(-1), 0.2)
  assert.equal((await there.gray.rollouts.tick()).state, 'holding')
})

test('a rollback goes at once and ends the rollout, so that the next deploy is free', async (t) => {
  const there = await published(t)
  there.code('shop', 'two', 0.005)
  const { id } = await there.gray.rollouts.start(there.inputs, { policy: CANARY })
  const back = await there.gray.rollback(there.inputs)
  assert.equal(there.shares('shop', '1').at(-1), 1)
  assert.deepEqual(
    [back.rollout.id, back.rollout.state, back.rollout.decision.why.code],
    [id, 'aborted', 'RolledBackByHand'],
  )
  await there.gray.deploy({ ...there.inputs, traffic: 0.3 })
  assert.equal(there.shares('shop', '$LATEST').at(-1), 0.3)
})

test('an undo ends the rollout too, and leaves the share that there was', async (t) => {
  const there = await published(t)
  there.code('shop', 'two', 0.005)
  await there.gray.rollouts.start(there.inputs, { policy: CANARY })
  await there.gray.rollouts.promote({ step: 1 })
  assert.equal(there.shares('shop', '$LATEST').at(-1), 0.25)
  const undone = await there.gray.undo(undefined, { project: there.inputs })
  assert.equal(there.shares('shop', '$LATEST').at(-1), 0.05)
  assert.deepEqual([undone.rollout.state, undone.rollout.ended], ['aborted', true])
})

test('a rollback of some functions of a rollout interrupts it, and a person decides', async (t) => {
  const there = await published(t, { names: ['shop', 'mail'] })
  there.code('shop', 'two', 0.005)
  there.code('mail', 'two', 0.005)
  await there.gray.rollouts.start(there.inputs, { policy: CANARY })
  const back = await there.gray.rollback({ ...there.inputs, only: ['mail'] })
  assert.equal(back.rollout.state, 'interrupted')
  await there.gray.rollouts.abort()
  assert.equal(there.shares('shop', '1').at(-1), 1)
})

test('a rollout that died before its first line keeps no function locked', async (t) => {
  const there = await published(t)
  there.code('shop', 'two', 0.005)
  const { store } = there
  const whole = store.rollout
  store.rollout = (id) => {
    const log = whole(id)
    // as when the process is killed behind the deploy
    return { ...log, read: log.read, append: () => Promise.reject(new Error('killed')) }
  }
  await assert.rejects(there.gray.rollouts.start(there.inputs, { policy: CANARY }), /killed/)
  store.rollout = whole
  const { text } = await store.read()
  assert.match(text, /"rollout":"/)
  await there.gray.deploy({ ...there.inputs, traffic: 0.3 })
  assert.equal(there.shares('shop', '$LATEST').at(-1), 0.3)
})

test('an undo of a rollout is refused while it runs, and after its end gives back the version before it', async (t) => {
  const there = await published(t)
  there.code('shop', 'two', 0.005)
  await there.gray.rollouts.start(there.inputs, { policy: 'canary10' })
  await assert.rejects(there.gray.rollouts.undo(), { code: 'RolloutInProgress' })
  const done = await there.gray.rollouts.promote({ full: true })
  assert.equal(done.state, 'done', JSON.stringify(done.decision))
  assert.equal(there.shares('shop', '2').at(-1), 1)
  const undone = await there.gray.rollouts.undo()
  assert.equal(undone.functions[0].key, 'shop')
  assert.equal(there.shares('shop', '1').at(-1), 1)
  await there.gray.rollouts.undo({ to: 2 })
  assert.equal(there.shares('shop', '2').at(-1), 1)
})

test('an undo gives functions with different stable versions back in one run, and undoing that run brings both forward', async (t) => {
  const there = await published(t, { names: ['shop', 'cart'] })
  there.code('cart', 'between', 0.005)
  await there.gray.deploy({ functions: { cart: there.inputs.functions.cart }, publish: true, traffic: 0 })
  for (const name of ['shop', 'cart']) there.code(name, 'two', 0.005)
  await there.gray.rollouts.start(there.inputs, { policy: 'canary10' })
  await there.gray.rollouts.promote({ full: true })
  assert.deepEqual([there.shares('shop', '2').at(-1), there.shares('cart', '3').at(-1)], [1, 1])
  const before = (await there.gray.history()).total
  const undone = await there.gray.rollouts.undo()
  assert.equal((await there.gray.history()).total, before + 1)
  assert.deepEqual(
    undone.functions.map(({ key }) => key),
    ['shop', 'cart'],
  )
  assert.deepEqual([there.shares('shop', '1').at(-1), there.shares('cart', '2').at(-1)], [1, 1])
  await there.gray.undo(undone.run)
  assert.deepEqual([there.shares('shop', '2').at(-1), there.shares('cart', '3').at(-1)], [1, 1])
})

test('a policy is rehearsed on the minutes that the alias served', async (t) => {
  const there = await published(t)
  for (let minute = 0; minute < 60; minute += 1) await there.minute(40)
  const before = there.emulator.history.length
  const { seed, functions } = await there.gray.rollouts.replay(there.inputs, { policy: 'canary10', runs: 40 })
  assert.equal(there.emulator.history.length, before)
  const [{ key, calls, minutes, rehearsals }] = functions
  // 10 minutes of 60 calls and 60 of 40, less those that the monitor does not have yet
  assert.deepEqual([seed, key, minutes], [1, 'shop', 68])
  assert.equal(calls, 600 + 58 * 40)
  const [same, , broken] = rehearsals
  assert.deepEqual([same.times, broken.times, broken.rolledBack], [1, 'broken', 40])
  // at most the guard's α of 5 %
  assert.ok(same.rolledBack <= 2, JSON.stringify(same))
  const again = await there.gray.rollouts.replay(there.inputs, { policy: 'canary10', runs: 40 })
  assert.deepEqual(again.functions, functions)

  const forecast = await there.gray.rollouts.power(there.inputs, { policy: 'canary' })
  const [{ power, ...known }] = forecast.functions
  assert.deepEqual(known, { key: 'shop', minutes, calls, bad: functions[0].bad })
  assert.deepEqual(
    power.steps.map((step) => step.share),
    [0.05, 0.25, 0.5],
  )
  // about 43 calls a minute
  for (const { share, rate } of power.steps) assert.ok(Math.abs(rate - (share * calls) / minutes) < 1e-6)
  // three bad calls of the canary are needed, and 2 a minute come at 5 %; with half of all calls the first minute has them
  assert.ok(power.steps[0].broken >= 2 && power.steps[0].broken <= 6, JSON.stringify(power.steps[0]))
  assert.equal(power.steps[2].broken, 1)
  // what the monitor has not seen for a day, nobody can say anything of
  const unknown = await world()
  t.after(() => unknown.close())
  unknown.code('shop', 'one')
  await unknown.gray.deploy({ ...unknown.inputs, publish: true, traffic: 0 })
  const none = await unknown.gray.rollouts.power(unknown.inputs)
  assert.deepEqual(none.functions, [{ key: 'shop', minutes: 0, calls: 0, bad: 0 }])
})
