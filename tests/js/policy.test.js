// The policies that `grayscale policy` prints, held against a local SCF that refuses what a policy does not allow: each
// command works under its own, fails without any action of it that it called, and calls nothing else.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import test from 'node:test'
import { zipSync } from 'fflate'
import { Grayscale, memoryStore } from '../../js/index.js'
import { policyOfPlan, policyTable } from '../../js/policy.js'
import { create, emulator, KEY, telling, zip } from '../support/emulator.js'

const FN = { FunctionName: 'fun01-dev' }
const TIMER = { ...FN, TriggerName: 'nightly', Type: 'timer', TriggerDesc: '0 0 2 * * * *', Enable: 'OPEN' }
const DOMAIN = {
  Domain: 'api.example.com',
  Protocol: 'HTTP',
  EndpointsConfig: [{ Namespace: 'default', ...FN, Qualifier: '$LATEST', PathMatch: '/*' }],
}
const timer = (name, cronExpression) => ({ timer: { parameters: { name, cronExpression, enable: true } } })
const bucket = (enable) => ({
  cos: {
    parameters: {
      bucket: 'shop-1250000000.cos.ap-guangzhou.myqcloud.com',
      events: 'cos:ObjectCreated:*',
      filter: { prefix: 'in/', suffix: '.jpg' },
      enable,
    },
  },
})
const packed = (text) => new Uint8Array(Buffer.from(zip(telling(text)), 'base64'))
const large = zipSync({ 'index.js': Buffer.from(telling('one')), 'data.bin': [randomBytes(8_000_000), { level: 0 }] })
const one = (inputs) => ({ functions: { fun01: inputs } })
const there = one({})
const ten = Array.from({ length: 10 }, (_, index) => `fun${index}`)

async function created({ client }) {
  await create(client, 'fun01-dev')
}

/** All traffic on version 1, of two; `$LATEST` holds the code of the second. */
async function released(world) {
  await created(world)
  await world.client.call('PublishVersion', FN)
  await world.client.call('PublishVersion', FN)
  await world.client.call('UpdateAlias', { ...FN, Name: '$DEFAULT', FunctionVersion: '1' })
}

/** A timer and a custom domain call `$LATEST`. */
async function called(world) {
  await released(world)
  await world.client.call('CreateTrigger', TIMER)
  await world.client.call('CreateCustomDomain', DOMAIN)
}

/**
 * `inputs` narrow the policy; `world` makes what is there, `before` what earlier runs did, `run` is the command. `ends`: the
 * code that it ends with also where everything is allowed. `orders`: the command whose policy an error may name too.
 */
const scenarios = [
  {
    name: 'plan of code and retries',
    command: 'plan',
    inputs: one({ zip: packed('two'), retryNum: 1 }),
    world: released,
    run: (gray, inputs) => gray.plan(inputs),
  },
  {
    name: 'plan of traffic alone',
    command: 'plan',
    inputs: { ...there, traffic: 0.1 },
    world: released,
    run: (gray, inputs) => gray.plan(inputs),
  },
  {
    name: 'plan with triggers that are to move',
    command: 'plan',
    inputs: { ...one({ zip: packed('two') }), moveTriggers: true },
    world: called,
    run: (gray, inputs) => gray.plan(inputs),
  },
  {
    name: 'deploy of functions that do not exist',
    command: 'deploy',
    inputs: { functions: Object.fromEntries(['fun01', 'fun02', 'fun03'].map((key) => [key, { zip: packed(key) }])) },
    options: { delays: { createMs: 300 } },
    run: (gray, inputs) => gray.deploy(inputs),
  },
  {
    name: 'deploy of code, settings and a role, with a version and traffic',
    command: 'deploy',
    inputs: { ...one({ zip: packed('two'), timeout: 7, retryNum: 1, role: 'exRole' }), publish: true, traffic: 0 },
    // as on the real service, two updates are not of one second: without digests only their times tell them apart
    options: { delays: { createMs: 0, updateMs: 1100, publishMs: 0 } },
    world: released,
    run: (gray, inputs) => gray.deploy(inputs),
  },
  {
    name: 'deploy of traffic alone',
    command: 'deploy',
    inputs: { ...there, traffic: 0.1 },
    world: released,
    run: (gray, inputs) => gray.deploy(inputs),
  },
  {
    name: 'plan of a package that goes through a bucket',
    command: 'plan',
    inputs: one({ zip: large }),
    // without the appid the bucket has no name
    ends: 'AppIdUnknown',
    run: (gray, inputs) => gray.plan(inputs),
  },
  {
    name: 'deploy of a package that goes through a bucket',
    command: 'deploy',
    inputs: one({ zip: large }),
    ends: 'AppIdUnknown',
    run: (gray, inputs) => gray.deploy(inputs),
  },
  {
    name: 'deploy of triggers',
    command: 'deploy',
    inputs: one({ events: [timer('nightly', '0 0 3 * * * *'), timer('hourly', '0 0 * * * * *'), bucket(false)] }),
    world: released,
    before: (gray) =>
      gray.deploy(one({ events: [timer('nightly', '0 0 2 * * * *'), timer('yearly', '0 0 0 1 1 * *'), bucket(true)] })),
    run: (gray, inputs) => gray.deploy(inputs),
  },
  {
    name: 'deploy that moves a trigger and a domain',
    command: 'deploy',
    inputs: { ...one({ zip: packed('two') }), moveTriggers: true, traffic: 0.1 },
    world: called,
    run: (gray, inputs) => gray.deploy(inputs),
  },
  {
    name: 'deploy that fails after it created an alias',
    command: 'deploy',
    inputs: { functions: { fun01: {}, fun02: {} }, alias: 'live', traffic: 0.1 },
    world: async (world) => {
      await released(world)
      await create(world.client, 'fun02-dev')
      await world.client.call('PublishVersion', { FunctionName: 'fun02-dev' })
      const fault = { fault: 'refuse', code: 'InvalidParameterValue.Description' }
      world.emu.setFaults([{ action: 'CreateAlias', function: 'fun02-dev', ...fault }])
    },
    run: (gray, inputs) => gray.deploy(inputs),
    ends: 'InvalidParameterValue.Description',
  },
  {
    name: 'plan of a version with provisioned concurrency',
    command: 'plan',
    inputs: { ...one({ provisionedNum: 2 }), publish: true, traffic: 0 },
    world: released,
    run: (gray, inputs) => gray.plan(inputs),
  },
  {
    name: 'deploy of a version with provisioned concurrency',
    command: 'deploy',
    inputs: { ...one({ provisionedNum: 2 }), publish: true, traffic: 0 },
    world: released,
    run: (gray, inputs) => gray.deploy(inputs),
  },
  {
    name: 'deploy that releases provisioned concurrency',
    command: 'deploy',
    inputs: one({ provisionedNum: 0 }),
    world: released,
    before: (gray) => gray.deploy({ ...one({ provisionedNum: 2 }), publish: true, traffic: 0 }),
    run: (gray, inputs) => gray.deploy(inputs),
  },
  {
    name: 'publish',
    command: 'publish',
    world: created,
    run: (gray) => gray.publish({ function: 'fun01-dev' }),
  },
  {
    name: 'publish of a version that fails',
    command: 'publish',
    world: async (world) => {
      await created(world)
      world.emu.failNext({ transition: 'publish' })
    },
    run: (gray) => gray.publish({ function: 'fun01-dev' }),
    ends: 'VersionFailed',
  },
  {
    name: 'publish of ten functions',
    command: 'publish',
    world: async ({ client }) => {
      for (const key of ten) await create(client, `${key}-dev`)
    },
    run: (gray) => gray.publish({}, { project: { functions: Object.fromEntries(ten.map((key) => [key, {}])) } }),
  },
  {
    name: 'alias list',
    command: 'alias list',
    world: released,
    run: (gray) => gray.aliases.list({ function: 'fun01-dev' }),
  },
  {
    name: 'alias create',
    command: 'alias create',
    world: released,
    run: (gray) => gray.aliases.create({ function: 'fun01-dev', name: 'live', version: 1 }),
  },
  {
    name: 'alias update',
    command: 'alias update',
    world: released,
    run: (gray) => gray.aliases.update({ function: 'fun01-dev', name: '$default', version: 2 }),
  },
  {
    name: 'alias delete',
    command: 'alias delete',
    world: released,
    before: (gray) => gray.aliases.create({ function: 'fun01-dev', name: 'live', version: 1 }),
    run: (gray) => gray.aliases.delete({ function: 'fun01-dev', name: 'live' }),
  },
  {
    name: 'rollback',
    command: 'rollback',
    world: released,
    before: (gray) => gray.deploy({ ...there, traffic: 0.1 }),
    run: (gray) => gray.rollback(there),
  },
  {
    name: 'undo',
    command: 'undo',
    world: released,
    before: (gray) => gray.deploy({ ...there, traffic: 0.1 }),
    run: (gray) => gray.undo(),
  },
  {
    name: 'rollback of a release with provisioned concurrency',
    command: 'rollback',
    world: released,
    before: (gray) => gray.deploy({ ...one({ provisionedNum: 2 }), publish: true, traffic: 0 }),
    run: (gray) => gray.rollback(there),
  },
  {
    name: 'undo of a rollback with provisioned concurrency',
    command: 'undo',
    world: released,
    before: async (gray) => {
      await gray.deploy({ ...one({ provisionedNum: 2 }), publish: true, traffic: 0 })
      await gray.rollback(there)
    },
    run: (gray) => gray.undo(),
  },
  {
    name: 'undo of a release with provisioned concurrency',
    command: 'undo',
    world: released,
    before: (gray) => gray.deploy({ ...one({ provisionedNum: 2 }), publish: true, traffic: 0 }),
    run: (gray) => gray.undo(),
  },
  {
    name: 'prune of provisioned concurrency',
    command: 'prune',
    world: async (world) => {
      await released(world)
      const config = { ...FN, Qualifier: '2', VersionProvisionedConcurrencyNum: 2 }
      await world.client.call('PutProvisionedConcurrencyConfig', config)
    },
    run: (gray) => gray.prune({ function: 'fun01-dev', provisioned: true }),
  },
  {
    name: 'undo of a deletion',
    command: 'undo',
    world: released,
    before: async (gray) => {
      await gray.aliases.create({ function: 'fun01-dev', name: 'live', version: 1 })
      await gray.aliases.delete({ function: 'fun01-dev', name: 'live' })
    },
    run: (gray) => gray.undo(),
  },
  {
    name: 'prune',
    command: 'prune',
    world: released,
    run: (gray) => gray.prune({ function: 'fun01-dev', keep: 1 }),
    before: async (gray) => {
      await gray.publish({ function: 'fun01-dev' })
      await gray.publish({ function: 'fun01-dev' })
    },
  },
  {
    name: 'remove',
    command: 'remove',
    before: (gray) => gray.deploy(one({ zip: packed('one') })),
    run: async (gray) => gray.remove(one({ zip: packed('one') }), { created: await gray.created() }),
  },
  { name: 'status', command: 'status', world: called, run: (gray) => gray.status(there) },
  { name: 'list', command: 'list', world: called, run: (gray) => gray.functions({ triggers: true }) },
  {
    name: 'invoke',
    command: 'invoke',
    world: created,
    run: (gray) => gray.invoke({ function: 'fun01-dev' }),
  },
  { name: 'logs', command: 'logs', world: created, run: (gray) => gray.logs({ function: 'fun01-dev' }) },
  {
    name: 'logs of a version that logged nothing',
    command: 'logs',
    world: released,
    run: (gray) => gray.logs({ function: 'fun01-dev', version: 2 }),
  },
  {
    name: 'logs of an alias that logged nothing',
    command: 'logs',
    world: released,
    run: (gray) => gray.logs({ function: 'fun01-dev', alias: '$default' }),
  },
  {
    name: 'logs of one invocation that the log does not have',
    command: 'logs',
    world: created,
    run: (gray) => gray.logs({ function: 'fun01-dev', requestId: 'of-nobody' }),
  },
  { name: 'metrics', command: 'metrics', world: released, run: (gray) => gray.metrics({ function: 'fun01-dev' }) },
  {
    name: 'metrics since the upload',
    command: 'metrics',
    world: released,
    run: (gray) => gray.metrics({ function: 'fun01-dev', since: 'upload' }),
  },
  {
    name: 'a rollout that ends',
    command: 'rollout tick',
    orders: 'deploy',
    world: released,
    before: (gray) => gray.rollouts.start(one({ zip: packed('two') }), { policy: 'manual' }),
    run: async (gray) => {
      let state = await gray.rollouts.promote({ full: true })
      while (!state.ended) state = await gray.rollouts.tick()
    },
  },
  {
    name: 'a rollout that is aborted',
    command: 'rollout tick',
    orders: 'rollback',
    world: released,
    before: (gray) => gray.rollouts.start(one({ zip: packed('two') }), { policy: 'manual' }),
    run: (gray) => gray.rollouts.abort(),
  },
]

/** Runs a scenario in a world of its own. */
async function play(t, { options, world, before, run, inputs }, policyOf) {
  const { emu, client } = await emulator(t, options)
  const called = new Set()
  const gray = new Grayscale({
    credentials: KEY,
    endpoint: emu.url,
    store: memoryStore(),
    createBucket: true,
    fetch: (url, init) => {
      const action = new Headers(init.headers).get('x-tc-action')
      if (action !== null) called.add(action)
      return fetch(url, init)
    },
  })
  t.after(() => gray.close())
  // what is there was not written in the very second in which the command writes
  emu.setClock(Date.now() - 60_000)
  await world?.({ emu, client })
  await before?.(gray)
  emu.setClock(undefined)
  called.clear()
  const from = emu.requests.length
  emu.setPolicy(policyOf(gray))
  const error = await run(gray, inputs).then(
    () => undefined,
    (thrown) => thrown,
  )
  // requests of object storage name no action
  for (const { action, object } of emu.requests.slice(from)) if (object !== undefined) called.add(action)
  return { called, error }
}

const without = ({ version, statement }, refused) => ({
  version,
  statement: statement
    .map((one) => ({ ...one, action: one.action.filter((name) => !refused.includes(name)) }))
    .filter(({ action }) => action.length > 0),
})

/** What each command was seen to call. @type {Map<string, Set<string>>} */
const seen = new Map()

for (const scenario of scenarios) {
  const { name, command, inputs, ends, orders = command } = scenario
  const { policy, permissions } = new Grayscale().policy(command, inputs)
  const endedWell = ({ error }) => {
    if (error === undefined) return
    assert.doesNotMatch(`${error.code} ${error.message}`, /^UnauthorizedOperation|not authorized/)
    assert.ok(ends === 'any' || error.code === ends, error)
  }

  test(`${name}: works under its own policy`, async (t) => {
    const played = await play(t, scenario, () => policy)
    endedWell(played)
    seen.set(command, new Set([...(seen.get(command) ?? []), ...played.called]))
  })

  const optional = permissions.filter((one) => one.without !== undefined).flatMap(({ granted }) => granted)
  if (optional.length > 0) {
    test(`${name}: works without what may be left out`, async (t) => {
      endedWell(await play(t, scenario, () => without(policy, optional)))
    })
  }

  test(`${name}: fails without any one needed action that it calls, which the error names`, async (t) => {
    const { called } = await play(t, scenario, () => undefined)
    const role = inputs?.functions?.fun01?.role === undefined ? [] : ['PassRole']
    const needed = permissions.filter((one) => one.without === undefined && [...called, ...role].includes(one.action))
    assert.ok(needed.length > 0)
    for (const { action, granted } of needed) {
      const { error } = await play(t, scenario, () => without(policy, granted))
      assert.ok(error, `nothing failed without ${action}`)
      const told = [error, ...(error.errors ?? [])]
        .map(({ code, message, hint }) => `${code} ${message} ${hint}`)
        .join('\n')
      assert.match(told, new RegExp(`\\(\\w+:${action}\\)`), `${action}: ${told}`)
      // where functions are restored, what hindered it stands in the hint of what failed before
      if (!told.includes('could not be restored'))
        assert.ok(
          [command, orders].some((one) => told.includes(`gray.policy('${one}')`)),
          `${action}: ${told}`,
        )
    }
  })
}

/**
 * What no scenario calls: CAM asks for PassRole, nobody calls it; code is looked at where a recorded routing gives $latest
 * more than it has.
 */
const uncalled = {
  deploy: ['PassRole'],
  rollback: ['GetFunction', 'GetFunctionAddress'],
  undo: ['GetFunction', 'GetFunctionAddress'],
  // of many functions, and of those with provisioned concurrency: as deploy and rollback call them; figures are of whole minutes, and
  // from logs where the policy says so; hooks are asked where it has some
  'rollout tick': [
    'GetMonitorData',
    'SearchLog',
    'InvokeFunction',
    'ListAliases',
    'PutProvisionedConcurrencyConfig',
    'DeleteProvisionedConcurrencyConfig',
  ],
}

for (const command of new Set(scenarios.map((one) => one.command))) {
  test(`${command}: each action of its table is really called, and no other`, () => {
    const table = new Set(policyTable()[command].map(({ action }) => action))
    for (const action of uncalled[command] ?? []) table.delete(action)
    assert.deepEqual([...(seen.get(command) ?? [])].sort(), [...table].sort())
  })
}

test('every command of the table has a scenario, or the table of one that has', () => {
  const played = new Set(scenarios.map(({ command }) => command))
  const like = { apply: 'deploy', resume: 'deploy', abort: 'rollback' }
  for (const command of Object.keys(policyTable())) assert.ok(played.has(like[command] ?? command), command)
})

test('the policy of a plan file lets the plan be carried out, and allows no other write', async (t) => {
  const inputs = { ...one({ zip: packed('two') }), traffic: 0 }
  const scenario = { world: released, run: () => Promise.resolve() }
  const { emu, client } = await emulator(t)
  await scenario.world({ emu, client })
  const gray = new Grayscale({ credentials: KEY, endpoint: emu.url, store: memoryStore() })
  t.after(() => gray.close())
  const file = (await gray.plan(inputs)).toFile()
  const { policy } = policyOfPlan(file)
  const writes = policy.statement.flatMap(({ action }) => action).filter((name) => !/:(Get|List)/.test(name))
  assert.deepEqual(writes, ['scf:UpdateFunctionCode', 'scf:UpdateAlias'])
  emu.setPolicy(policy)
  await gray.applyFile(file, inputs)
})
