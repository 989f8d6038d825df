// Rollouts under faults, deaths, rivals and changes by hand, on three kinds of stores. ROLLOUTS=1000 (`npm run soak`) tries so
// many, ROLLOUT_SEED=7 one again.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { StoreError } from '../../js/errors.js'
import { Grayscale, GrayscaleError } from '../../js/index.js'
import { fileStore } from '../../js/store/index.js'
import { openStore } from '../../js/store/open.js'
import { makeBucket } from '../support/buckets.js'
import { AT_ONCE, Client, KEY, startEmulator } from '../support/emulator.js'
import { startPostgres } from '../support/postgres.js'
import { CODES, EVENTS, FAULTS, Hazard, judge, planOf, WAYS } from '../support/rollout-chaos.js'
import { shareOf, sharesOf } from './world.js'

const ROLLOUTS = Number(process.env.ROLLOUTS ?? 100)
const SEED = process.env.ROLLOUT_SEED
const STORES = /** @type {const} */ (['file', 'append', 'numbered', 'postgres'])
const REGION = 'ap-guangzhou'
const SECRET = 'canaryOfAVariable+0123456789'
const STEPS = [0.3, 0.6]
const policy = {
  steps: [
    { traffic: '30%', for: '1m' },
    { traffic: '60%', for: '1m' },
  ],
  guard: { wager: { errors: 1 }, delay: '0s', budget: '20%' },
  insufficient: { extend: 1 },
}
const CALLS = 20
const BUCKETS = 10
/** What a way adds to the policy. */
const ways = {
  weights: {},
  buckets: { route: { header: 'x-bucket', buckets: BUCKETS } },
  version: { canary: 'version' },
  'buckets of a version': { route: { header: 'x-bucket', buckets: BUCKETS }, canary: 'version' },
}
const MOST_MINUTES = 12

const code = (name, failing) =>
  `exports.main_handler = async () => { if (${failing}) throw new Error('bad'); return ${JSON.stringify(name)} }\n`

/** @type {Awaited<ReturnType<typeof startPostgres>>} */
let postgres
/** @type {Awaited<ReturnType<typeof startEmulator>>} */
let emu
let now = Math.floor(Date.now() / 60_000) * 60_000
const dir = mkdtempSync(join(tmpdir(), 'scf-grayscale-chaos-'))

before(async () => {
  postgres = await startPostgres()
  emu = await startEmulator({ seed: 'chaos', rate: 0, delays: AT_ONCE })
  for (const kind of ['append', 'numbered']) await makeBucket(emu.url, bucketOf(kind), { multiAz: kind === 'numbered' })
})
after(async () => {
  await emu.close()
  await postgres.stop()
  rmSync(dir, { recursive: true, force: true })
})

const bucketOf = (kind) => `${kind}-1250000000`

/** A store of its own for each process. */
function storeOf(kind, name, fetch) {
  const log = `${name}/dev`
  if (kind === 'file') return fileStore(join(dir, `${name}.journal`))
  if (kind === 'postgres') return openStore(postgres.url(), { log })
  const address = `cos://${bucketOf(kind)}/chaos?region=${REGION}`
  return openStore(address, { log, credentials: KEY, endpoint: emu.url, fetch })
}

/** A process that ticks. */
function process_(kind, name, hazard) {
  const fetch = hazard?.fetch()
  const store = storeOf(kind, name, kind === 'append' || kind === 'numbered' ? fetch : undefined)
  const held = hazard && (kind === 'file' || kind === 'postgres') ? appending(store, hazard) : store
  return new Grayscale({ region: REGION, endpoint: emu.url, credentials: KEY, cwd: dir, store: held, fetch, who: name })
}

/** Appends are effects too: those of buckets go through `fetch` already. */
function appending(store, hazard) {
  const lost = () => new StoreError('no answer', { unknown: true })
  const unsent = () => new StoreError('the disk is gone')
  const through = (inner) =>
    Object.assign(Object.create(inner), {
      read: (...args) => inner.read(...args),
      append: (...args) => hazard.passes(() => inner.append(...args), { lost, unsent }),
      rollout: (id) => through(inner.rollout(id)),
      close: () => inner.close?.(),
    })
  return through(store)
}

/** What an alias gives a version: a part of the calls or, where it has rules, of the buckets. */
function givenBy(entry, version) {
  const [rule] = entry.rules
  if (rule === undefined) return shareOf(entry, version)
  return rule.Version === version ? Number(/^\[0,(\d+)\)$/.exec(rule.Expression)?.[1]) / BUCKETS : Number.NaN
}

async function run(seed) {
  const { fault, event, code: kind, way, roll } = planOf(seed)
  const tried = way.includes('version')
  const store = STORES[seed % STORES.length]
  const name = `chaos${seed}`
  const told = `rollout ${seed} (${store}, ${way}, ${kind}, ${fault}, ${event})`
  const problems = []
  const api = new Client(emu.url)
  const client = { call: (action, params) => api.call(action, params, { timestamp: Math.floor(now / 1000) }) }
  mkdirSync(join(dir, name), { recursive: true })
  const inputs = {
    functions: {
      [name]: {
        name,
        src: `./${name}`,
        runtime: 'Nodejs18.15',
        handler: 'index.main_handler',
        environment: { variables: { TOKEN: SECRET } },
      },
    },
  }
  const minute = async () => {
    emu.setClock(now + 1000)
    await Promise.all(
      Array.from({ length: CALLS }, (_, call) =>
        client.call('Invoke', {
          FunctionName: name,
          Qualifier: '$DEFAULT',
          RoutingKey: JSON.stringify({ 'x-bucket': String(call % BUCKETS) }),
        }),
      ),
    )
    now += 60_000
    emu.setClock(now)
  }
  const said = []
  /** An error is one of ours, and says nothing of the function's variables. */
  const failed = (error) => {
    said.push(String(error?.stack ?? error))
    if (!(error instanceof GrayscaleError) || error.code === 'InternalError') problems.push(`threw ${error?.stack}`)
  }
  emu.setClock(now)
  const gray = process_(store, name)
  let state
  try {
    writeFileSync(join(dir, name, 'index.js'), code('one', 'false'))
    await gray.deploy({ ...inputs, publish: true, traffic: 0 })
    for (let at = 0; at < 3; at += 1) await minute()
    writeFileSync(join(dir, name, 'index.js'), code('two', kind === 'broken' ? 'true' : 'Math.random() < 0'))
    const from = emu.history.length
    await gray.rollouts.start(inputs, { policy: { ...policy, ...ways[way] } })
    const when = 1 + roll(4)
    let byHand = false
    for (let at = 1; at <= MOST_MINUTES; at += 1) {
      await minute()
      if (at === when && event === 'hours') {
        now += 3 * 3_600_000
        emu.setClock(now)
      }
      if (at === when && event === 'by hand') {
        byHand = true
        const RoutingConfig = { AdditionalVersionWeights: [{ Version: '1', Weight: 0.6 }] }
        await client.call('UpdateAlias', {
          FunctionName: name,
          Name: '$DEFAULT',
          FunctionVersion: '$LATEST',
          RoutingConfig,
        })
      }
      const unsafe = at <= 6 && fault !== 'none'
      const hazard = unsafe ? new Hazard({ fault, nth: 1 + roll(14), after: roll(2) === 0 }) : undefined
      const one = process_(store, name, hazard)
      const ticks = [one.rollouts.tick().catch(failed)]
      if (event === 'two tick') ticks.push(gray.rollouts.tick().catch(failed))
      const ended = Promise.all(ticks)
      await (hazard ? Promise.race([ended, hazard.died.then(() => Promise.all(ticks.slice(1)))]) : ended)
      // also of one that died: its connections go with it
      await one.close()
      state = await gray.rollouts.read()
      if (state.ended) break
    }
    const shares = sharesOf(emu.history.slice(from), name, tried ? '2' : '$LATEST', givenBy)
    const { Versions } = await client.call('ListVersionByFunction', { FunctionName: name })
    const versions = Versions.map(({ Version }) => Version).filter((version) => version !== '$LATEST')
    problems.push(...judge({ rollout: state, shares, steps: STEPS, versions, byHand, code: kind, tried }))
    const log = storeOf(store, name)
    const { text } = await log.read()
    const { text: own } = await log.rollout(state.id).read()
    await log.close?.()
    if ([text, own, ...said].some((one) => one.includes(SECRET))) problems.push('the value of a variable was told')
    await gray.history({ verify: true })
  } catch (error) {
    problems.push(String(error.stack))
  }
  await gray.close()
  await client.call('DeleteFunction', { FunctionName: name }).catch(() => {})
  return {
    store,
    fault,
    event,
    way,
    code: kind,
    state: state?.state,
    problems: problems.map((one) => `${told}: ${one}`),
  }
}

test('what is out of order is seen', () => {
  const steps = [0.1, 0.5]
  const good = {
    rollout: { state: 'done', ended: true, waits: false, step: 2 },
    shares: [0, 0.1, 0.5, 0],
    steps,
    versions: ['1', '2'],
    byHand: false,
    code: 'good',
    tried: false,
  }
  assert.deepEqual(judge(good), [])
  const version = { ...good, shares: [0, 0.1, 0.5, 1], tried: true }
  assert.deepEqual(judge(version), [])
  const rolledBack = { ...good.rollout, state: 'rolledBack' }
  assert.deepEqual(judge({ ...good, rollout: rolledBack, shares: [0, 0.1, 0], versions: ['1'] }), [])
  assert.deepEqual(judge({ ...good, rollout: rolledBack, shares: [0], versions: ['1'] }), [])
  assert.deepEqual(judge({ ...version, rollout: rolledBack, shares: [0, 0.1, 0] }), [])
  for (const wrong of [
    { shares: [0, 0.1, 0.5] },
    { shares: [0, 0.1, 0.5, 0] },
    { shares: [0, 0.1, 0.5, 1, 0] },
    { shares: [0, 0.1, 1] },
    { rollout: rolledBack },
    { rollout: rolledBack, shares: [0, 0.1] },
    { rollout: rolledBack, shares: [0, 0.1, 0], versions: ['1'] },
    { versions: ['1', '2', '3'] },
  ]) {
    assert.notDeepEqual(judge({ ...version, ...wrong }), [], JSON.stringify(wrong))
  }
  for (const wrong of [
    { shares: [0, 0.5, 0.1, 0] },
    { shares: [0, 0.1, 0, 0.1, 0] },
    { shares: [0, 0.1, 0] },
    { shares: [0, 0.1, 0.5, 1] },
    { versions: ['1', '2', '3'] },
    { versions: ['1'] },
    { code: 'broken' },
    { rollout: rolledBack },
    { rollout: rolledBack, shares: [0, 0.1], versions: ['1'] },
    { shares: [0, 0.1, 0.5] },
    { rollout: { ...good.rollout, state: 'advancing', ended: false } },
  ]) {
    assert.notDeepEqual(judge({ ...good, ...wrong }), [], JSON.stringify(wrong))
  }
})

test(`${SEED === undefined ? ROLLOUTS : 1} rollouts among faults`, async (t) => {
  const seeds = SEED === undefined ? Array.from({ length: ROLLOUTS }, (_, seed) => seed) : [Number(SEED)]
  const seen = []
  for (const seed of seeds) seen.push(await run(seed))
  const count = (key) => {
    const counts = new Map()
    for (const one of seen) counts.set(String(one[key]), (counts.get(String(one[key])) ?? 0) + 1)
    return [...counts].map(([value, number]) => `${number} ${value}`).join(', ')
  }
  const problems = seen.flatMap((one) => one.problems)
  t.diagnostic(
    `${seeds.length} rollouts: ${['store', 'fault', 'event', 'way', 'code', 'state'].map(count).join('; ')}; ${problems.length} problems`,
  )
  assert.deepEqual(problems, [])
  if (ROLLOUTS < FAULTS.length * EVENTS.length * CODES.length || SEED !== undefined) return
  for (const [key, all] of [
    ['store', STORES],
    ['fault', FAULTS],
    ['event', EVENTS],
    ['way', WAYS],
    ['code', CODES],
    ['state', ['done', 'rolledBack']],
  ]) {
    for (const one of all)
      assert.ok(
        seen.some((it) => it[key] === one),
        `${key} ${one} never came`,
      )
  }
})
