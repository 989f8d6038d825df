// Rollouts by rules, and with a published version as the canary, on real calls: staff first, then buckets of users that keep the
// side that they have.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { released, watched as watchedFor } from './released.js'

const HEADER = 'x-user-bucket'
/** Forty users, spread evenly over a thousand buckets: 5 % of the buckets are two of them, 25 % ten. */
const USERS = Array.from({ length: 40 }, (_, user) => ({ [HEADER]: String(25 * user + 12) }))
/** Their buckets come last of all. */
const STAFF = Array.from({ length: 3 }, (_, one) => ({ 'x-canary': 'yes', [HEADER]: String(990 + one) }))
/** Errors alone, with the figures at once, and a budget that few calls suffice for. */
const guard = { wager: { errors: 1 }, delay: '0s', budget: '20%' }
const route = { header: HEADER, buckets: 1000 }
const staff = { route: { header: 'x-canary', exact: 'yes' }, for: '2m' }
const RINGS = {
  route,
  steps: [staff, { traffic: '5%', for: '2m' }, { traffic: '25%', for: '2m' }],
  guard,
}
const VERSION = {
  canary: 'version',
  steps: [
    { traffic: '10%', for: '2m' },
    { traffic: '50%', for: '2m' },
  ],
  guard,
}

/** Which version a caller with this routing key is served by; its errors name it too. */
async function served(there, key) {
  const { Result } = await there.call('Invoke', {
    FunctionName: 'shop',
    Qualifier: '$DEFAULT',
    ClientContext: JSON.stringify({ draw: 0.5 }),
    RoutingKey: JSON.stringify(key),
  })
  return Result.InvokeResult === 0 ? JSON.parse(Result.RetMsg) : 'failed'
}

/** A minute in which everyone calls so often; what each was served by, in the order of `callers`. */
async function minute(there, callers = [...USERS, ...STAFF], times = 6) {
  const answers = await Promise.all(
    callers.map(async (key) => {
      const all = []
      for (let time = 0; time < times; time += 1) all.push(await served(there, key))
      return [...new Set(all)]
    }),
  )
  there.pass(1)
  return answers
}

/** The rules that the alias has had since the start, each change once, and which version they lead to. */
function rulesOf(there, from) {
  const entries = there.emulator.history.slice(from).filter((entry) => entry.alias === '$DEFAULT')
  const texts = entries.map(({ rules }) =>
    rules.map(({ Expression, Version }) => `${Expression} ${Version}`).join(', '),
  )
  return texts.filter((text, at) => text !== texts[at - 1])
}

const versionsOf = async (there) => {
  const { Versions } = await there.call('ListVersionByFunction', { FunctionName: 'shop' })
  return Versions.map(({ Version }) => Version).filter((version) => version !== '$LATEST')
}

/** A function with a published version that was called for three minutes, and new code beside it. */
const published = (t, options = {}) => released(t, { minutes: 3, ...options })

/** Minutes in which everyone calls, each with a tick, until the rollout ends or waits for a person. */
const watched = (there, most) => watchedFor(there, most, () => minute(there))

test('staff first, then buckets that grow: whoever has the canary keeps it', async (t) => {
  const there = await published(t)
  const from = there.emulator.history.length
  const begun = await there.gray.rollouts.start(there.inputs, { policy: RINGS })
  assert.deepEqual([begun.step, begun.state, begun.header], [1, 'holding', HEADER])
  assert.match(begun.decision.why.text, /^the first step begins: the canary gets x-canary is yes$/)
  const ticks = await watched(there, 20)
  const last = ticks.at(-1)
  assert.equal(last.state, 'done', JSON.stringify(last.decision, undefined, 1))
  // what each minute saw, by the step that was held then
  let held = 1
  const bySteps = [[], [], [], []]
  for (const tick of ticks) {
    bySteps[held].push(tick.saw)
    held = tick.step
  }
  const on = (answers, first) =>
    answers.map((versions, at) => (at < USERS.length && at >= first ? ['one'] : versions.length > 0 && ['two']))
  for (const [number, first] of [
    [1, 0],
    [2, 2],
    [3, 10],
  ]) {
    assert.ok(bySteps[number].length >= 2, `step ${number} was held`)
    for (const answers of bySteps[number]) assert.deepEqual(answers, on(answers, first), `step ${number}`)
  }
  const [nobody, ...rules] = rulesOf(there, from)
  assert.deepEqual(
    [nobody, ...rules],
    ['', 'yes $LATEST', 'yes $LATEST, [0,50) $LATEST', 'yes $LATEST, [0,250) $LATEST', ''],
  )
  assert.deepEqual(await versionsOf(there), ['1', '2'])
  assert.equal(there.shares('shop', '2').at(-1), 1)
  assert.deepEqual(new Set((await minute(there)).flat()), new Set(['two']))
  // the first share came from the hold alone, the next from what the calls proved
  const reasons = ticks.map(({ decision }) => decision.why.code)
  assert.ok(reasons.includes('StaffHeld') && reasons.includes('Healthy'), reasons.join(' '))
})

test('a bad release goes back with its first buckets, and everyone is on stable again', async (t) => {
  const there = await published(t, { failing: 1 })
  const from = there.emulator.history.length
  await there.gray.rollouts.start(there.inputs, { policy: RINGS })
  const ticks = await watched(there, 20)
  const last = ticks.at(-1)
  assert.deepEqual([last.state, last.decision.why.code], ['rolledBack', 'Regression'], last.decision.why.text)
  assert.deepEqual(rulesOf(there, from), ['', 'yes $LATEST', 'yes $LATEST, [0,50) $LATEST', ''])
  assert.deepEqual(new Set((await minute(there)).flat()), new Set(['one']))
  assert.deepEqual(await versionsOf(there), ['1'])
})

test('staff alone are compared with nothing: an absolute limit takes the canary from them', async (t) => {
  const there = await published(t, { failing: 1 })
  await there.gray.rollouts.start(there.inputs, { policy: { ...RINGS, limits: { errors: '30%' } } })
  const [{ state, decision, step }] = (await watched(there, 5)).slice(-1)
  assert.deepEqual([state, decision.why.code, step], ['rolledBack', 'TooManyErrors', 1])
  assert.deepEqual(new Set((await minute(there)).flat()), new Set(['one']))
})

test('rules of others are not dropped silently', async (t) => {
  const there = await published(t)
  const rule = { header: 'x-team', exact: 'blue', to: 1 }
  const project = there.inputs
  await there.elsewhere.aliases.update(
    { function: 'shop', name: '$DEFAULT', version: 1, routes: [rule] },
    { project, force: true },
  )
  const before = there.emulator.history.length
  await assert.rejects(there.gray.rollouts.start(there.inputs, { policy: RINGS }), {
    code: 'RulesInTheWay',
    exitCode: 3,
  })
  assert.equal(there.emulator.history.length, before)
  const { state } = await there.gray.rollouts.start({ ...there.inputs, replaceRules: true }, { policy: RINGS })
  assert.equal(state, 'holding')
  // the code comes while the rule leads to version 1, and everyone else to stable
  assert.deepEqual(rulesOf(there, before), ['blue 1', '', 'yes $LATEST'])
})

test('rules that someone changed interrupt it; a person goes on from them, or takes them back', async (t) => {
  const there = await published(t)
  const project = there.inputs
  await there.gray.rollouts.start(there.inputs, { policy: RINGS })
  await there.gray.rollouts.promote({ step: 1 })
  const byHand = async (...routes) => {
    const asked = { function: 'shop', name: '$DEFAULT', version: 1, routes }
    await there.elsewhere.aliases.update(asked, { project, force: true })
    await minute(there)
    return there.gray.rollouts.tick()
  }
  const yes = { header: 'x-canary', exact: 'yes', to: 'latest' }
  const wider = await byHand(yes, { header: HEADER, range: '[0,100)', to: 'latest' })
  assert.equal(wider.state, 'interrupted')
  assert.equal(
    wider.decision.why.text,
    'someone else changed the routing of shop: the canary was given x-canary is yes · x-user-bucket from 0 to 49, and now it says x-canary is yes → $latest · x-user-bucket from 0 to 99 → $latest · 1 100%; nothing is written',
  )
  const adopted = await there.gray.rollouts.resume({ adopt: true })
  assert.deepEqual([adopted.state, adopted.step], ['holding', 2], JSON.stringify(adopted.decision))
  // somebody's own rule is none that the steps to come would keep
  const before = there.emulator.history.length
  const foreign = await byHand(yes, { header: 'x-team', exact: 'blue', to: 'latest' })
  assert.equal(foreign.state, 'interrupted')
  await assert.rejects(there.gray.rollouts.resume({ adopt: true }), { code: 'RolloutInterrupted' })
  assert.equal(there.emulator.history.length, before + 1)
  const ended = await there.gray.rollouts.abort()
  assert.equal(ended.state, 'aborted', JSON.stringify(ended.decision))
  assert.equal(rulesOf(there, before).at(-1), '')
  assert.equal(there.shares('shop', '1').at(-1), 1)
})

test('a version is published first, tried, and pinned without another publication', async (t) => {
  const there = await published(t)
  const from = there.emulator.history.length
  const begun = await there.gray.rollouts.start(there.inputs, { policy: VERSION })
  assert.deepEqual([begun.step, begun.functions[0].canary, begun.functions[0].stable], [1, '2', '1'])
  // code that someone else deploys meanwhile is not what is published
  const codeOf = async (Qualifier) =>
    (await there.call('GetFunctionAddress', { FunctionName: 'shop', Qualifier })).CodeSha256
  const canary = await codeOf('2')
  assert.equal(await codeOf('$LATEST'), canary)
  there.code('shop', 'three', 1)
  await there.elsewhere.deploy({ ...there.inputs, drift: 'adopt' })
  assert.notEqual(await codeOf('$LATEST'), canary)
  const ticks = await watched(there, 20)
  assert.equal(ticks.at(-1).state, 'done', JSON.stringify(ticks.at(-1).decision, undefined, 1))
  assert.deepEqual(await versionsOf(there), ['1', '2'])
  const changes = there.emulator.history.slice(from).filter((entry) => entry.alias === '$DEFAULT')
  const shares = changes.map(({ main, additional }) => [
    main,
    ...additional.map((one) => `${one.Version} ${one.Weight}`),
  ])
  const kept = shares.filter((share, at) => String(share) !== String(shares[at - 1]))
  assert.deepEqual(kept, [
    ['$LATEST', '1 1'],
    ['1', '2 0.1'],
    ['1', '2 0.5'],
    ['$LATEST', '2 1'],
  ])
  assert.equal((await there.gray.status(there.inputs))[0].stable, '2')
})

test('a bad version goes back, and is withdrawn', async (t) => {
  const there = await published(t, { failing: 1 })
  await there.gray.rollouts.start(there.inputs, { policy: VERSION })
  const [{ state, decision }] = (await watched(there, 10)).slice(-1)
  assert.deepEqual([state, decision.why.code], ['rolledBack', 'Regression'])
  assert.equal(there.shares('shop', '1').at(-1), 1)
  // the next release leaves users where they are
  there.code('shop', 'three')
  const next = await there.gray.rollouts.start(there.inputs, { policy: VERSION })
  assert.deepEqual([next.functions[0].stable, next.functions[0].canary], ['1', '3'])
  assert.deepEqual(there.shares('shop', '2').slice(-2), [0.1, 0])
})

test('buckets may lead to a version, too', async (t) => {
  const there = await published(t)
  const from = there.emulator.history.length
  await there.gray.rollouts.start(there.inputs, { policy: { ...RINGS, canary: 'version' } })
  const ticks = await watched(there, 20)
  assert.equal(ticks.at(-1).state, 'done', JSON.stringify(ticks.at(-1).decision, undefined, 1))
  assert.deepEqual(rulesOf(there, from), ['', 'yes 2', 'yes 2, [0,50) 2', 'yes 2, [0,250) 2', ''])
  assert.deepEqual(await versionsOf(there), ['1', '2'])
})

test('whoever dies behind a publication has published once', async (t) => {
  const confirms = (line) => line.includes('"e":"done"')
  const first = await published(t)
  const dying = first.another({ store: first.dying(confirms) })
  await assert.rejects(dying.rollouts.start(first.inputs, { policy: VERSION }), /died/)
  assert.deepEqual([await versionsOf(first), first.shares('shop', '1').at(-1)], [['1', '2'], 1])
  const went = await first.gray.rollouts.tick()
  assert.deepEqual([went.step, went.functions[0].canary], [1, '2'], JSON.stringify(went.decision))
  assert.deepEqual(await versionsOf(first), ['1', '2'])
  assert.equal(first.shares('shop', '2').at(-1), 0.1)

  const last = await published(t)
  await last.gray.rollouts.start(last.inputs, { policy: 'canary10' })
  await assert.rejects(last.another({ store: last.dying(confirms) }).rollouts.promote({ full: true }), /died/)
  assert.deepEqual(await versionsOf(last), ['1', '2'])
  assert.equal((await last.gray.rollouts.tick()).state, 'done')
  assert.deepEqual(await versionsOf(last), ['1', '2'])
})

test('a version has its provisioned concurrency before its first call', async (t) => {
  const there = await published(t)
  await there.call('PutProvisionedConcurrencyConfig', {
    FunctionName: 'shop',
    Qualifier: '1',
    VersionProvisionedConcurrencyNum: 2,
  })
  const begun = await there.gray.rollouts.start(there.inputs, { policy: VERSION })
  assert.equal(begun.state, 'warming', JSON.stringify(begun.decision))
  assert.equal(there.shares('shop', '1').at(-1), 1)
  const { Allocated } = await there.call('GetProvisionedConcurrencyConfig', { FunctionName: 'shop' })
  const warm = Allocated.find(({ Qualifier }) => Qualifier === '2')
  assert.deepEqual([warm.AllocatedProvisionedConcurrencyNum, warm.Status], [2, 'Done'])
  const went = await there.gray.rollouts.tick()
  assert.deepEqual([went.step, went.state], [1, 'holding'])
  assert.equal(there.shares('shop', '2').at(-1), 0.1)
})

test('a version that somebody publishes beside a rollout gets nothing', async (t) => {
  const there = await published(t)
  await there.call('PublishVersion', { FunctionName: 'shop' })
  const { functions } = await there.gray.rollouts.start(there.inputs, { policy: 'canary' })
  assert.equal(functions[0].stable, '1')
  await there.call('PublishVersion', { FunctionName: 'shop' })
  await there.gray.rollouts.promote({ step: 1 })
  assert.deepEqual(there.shares('shop', '1').slice(-2), [0.95, 0.75])
  const done = await there.gray.rollouts.promote({ full: true })
  assert.equal(done.step, 3)
  assert.equal((await there.gray.rollouts.tick()).state, 'done')
  for (const version of ['2', '3']) assert.deepEqual(there.shares('shop', version), [0])
  assert.equal(there.shares('shop', '4').at(-1), 1)
})

test('an abort before the first share leaves users where they are', async (t) => {
  const there = await published(t)
  // version 2 is what they are on, and 1 what they were on before
  await there.gray.deploy({ ...there.inputs, publish: true, traffic: 0 })
  const closed = [{ days: 'sat', from: '00:00', to: '00:01', zone: 'Asia/Shanghai' }]
  for (const canary of ['latest', 'version']) {
    there.code('shop', canary)
    const begun = await there.gray.rollouts.start(there.inputs, { policy: { ...VERSION, canary, windows: closed } })
    assert.equal(begun.state, 'scheduled', JSON.stringify(begun.decision))
    const { state } = await there.gray.rollouts.abort()
    assert.equal(state, 'aborted')
    assert.equal(there.shares('shop', '2').at(-1), 1)
  }
  assert.deepEqual(await versionsOf(there), ['1', '2'])
})
