// The plug is pulled: a release of five functions is killed (SIGKILL) at its effects, before one is performed and after its
// commit, and given again: at each kind of effect and every fifth one; CRASH_STEP=1 (`npm run soak`) takes every single one. It must come to what an undisturbed one comes to; no version is published twice; and
// at no instant is new code above the share that it was given (rule 9).

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Grayscale } from '../../js/index.js'
import { fileStore } from '../../js/store/file.js'
import { AT_ONCE, Client, create, KEY, startEmulator, telling, zip } from '../support/emulator.js'
import { run } from '../support/killed.js'

const NAMES = ['fun01', 'fun02', 'fun03', 'fun04', 'fun05']
/** So many effects lie between two that a release is killed at. */
const STEP = Number(process.env.CRASH_STEP ?? 5)
/** Most of a run is waiting, where it looks for a version that an earlier one may have published. */
const TOGETHER = 12
const HALF = {
  FunctionVersion: '$LATEST',
  RoutingConfig: { AdditionalVersionWeights: [{ Version: '1', Weight: 0.5 }] },
}

const newCode = new Uint8Array(Buffer.from(zip(telling('two')), 'base64'))
const newDigest = createHash('sha256').update(newCode).digest('hex')
const functions = Object.fromEntries(NAMES.map((name) => [name, { name, runtime: 'Nodejs18.15', zip: newCode }]))

/** `latest`: the share that new code may have on `$LATEST`; the asked one, or the one that `$LATEST` had. */
const SCENARIOS = [
  { name: 'publish, all traffic to it', inputs: { functions, publish: true, traffic: 0 }, latest: 0.5, total: 1 },
  { name: 'new code, 30 % of the traffic', inputs: { functions, traffic: 0.3 }, latest: 0.3, total: 0.3 },
]
const WAYS = [
  { name: 'before it is performed', side: 'before' },
  { name: 'after its commit', side: 'after' },
  { name: 'after its commit, others in flight, states taking their time', side: 'after', sideBySide: true, slow: true },
  { name: 'in the middle of a line of the journal', side: 'after', torn: true },
]

/** @type {Record<string, import('../../emulator/index.js').Emulator>} */
const emus = {}
let dir
let places = 0
before(async () => {
  emus.quick = await startEmulator({ seed: 'crash', rate: 0, delays: AT_ONCE })
  // long enough for the next run to meet what the killed one has begun
  emus.slow = await startEmulator({ seed: 'crash', rate: 0, delays: { createMs: 0, updateMs: 700, publishMs: 700 } })
  dir = mkdtempSync(join(tmpdir(), 'grayscale-crash-'))
})
after(async () => {
  await Promise.all(Object.values(emus).map((emu) => emu.close()))
  rmSync(dir, { recursive: true, force: true })
})

/** A region of its own, which is a world of its own: five functions, half of their traffic on `$LATEST`, half on 1. */
async function prepared(emu, inputs) {
  const region = `ap-crash-${places++}`
  const client = new Client(emu.url, { region })
  const one = async (FunctionName) => {
    await create(client, FunctionName, telling('one'))
    await client.call('PublishVersion', { FunctionName })
    await active(client, FunctionName, '1')
    await client.call('UpdateAlias', { FunctionName, Name: '$DEFAULT', ...HALF })
  }
  await Promise.all(NAMES.map(one))
  const journal = join(dir, `${region}.journal`)
  const from = emu.history.at(-1).seq
  const { requestId } = emu.requests.findLast((request) => request.region === region)
  return {
    emu,
    region,
    client,
    journal,
    from,
    requestId,
    given: { endpoint: emu.url, region, credentials: KEY, journal, inputs },
  }
}

async function active(client, FunctionName, Qualifier) {
  while ((await client.call('GetFunction', { FunctionName, Qualifier })).Status !== 'Active') await sleep(100)
}

/** What a release comes to. */
async function stateOf({ client }) {
  const functions = NAMES.map(async (FunctionName) => {
    const { FunctionVersion, RoutingConfig } = await client.call('GetAlias', { FunctionName, Name: '$DEFAULT' })
    const versions = (await client.call('ListVersionByFunction', { FunctionName })).FunctionVersion
    const code = versions.map(async (Qualifier) => {
      const { CodeSha256 } = await client.call('GetFunctionAddress', { FunctionName, Qualifier })
      return [Qualifier, CodeSha256]
    })
    return { FunctionVersion, RoutingConfig, code: await Promise.all(code) }
  })
  return Promise.all(functions)
}

/**
 * Rule 9, at every instant: new code counts wherever it is served.
 * @returns {string[]} where it was broken
 */
function broken({ emu, region, from }, { latest, total }) {
  assert.ok(emu.history[0].seq <= from + 1, 'the emulator forgot a part of the history')
  const entries = emu.history.filter((entry) => entry.region === region && entry.seq > from)
  return entries.flatMap(({ seq, function: name, main, additional, served }) => {
    const others = additional.map(({ Version, Weight }) => [Version, Weight])
    const rest = 1 - others.reduce((sum, [, weight]) => sum + weight, 0)
    const shares = [[main, rest], ...others]
    const unproven = shares.filter(([version]) => served[version] === newDigest)
    const sum = (parts) => parts.reduce((all, [, share]) => all + share, 0)
    const onLatest = sum(unproven.filter(([version]) => version === '$LATEST'))
    const near = 1e-9
    const what = `${seq} ${name}: ${JSON.stringify(shares)}`
    return [
      ...(onLatest > latest + near ? [`new code has ${onLatest} on $LATEST, at ${what}`] : []),
      ...(sum(unproven) > total + near ? [`new code has ${sum(unproven)}, at ${what}`] : []),
    ]
  })
}

/**
 * The barrier: no traffic moves before everything is published that is to be.
 * @returns {string[]} where it was broken
 */
function early({ emu, region, requestId }, { inputs }) {
  const all = emu.requests.filter((request) => request.region === region && request.code === '')
  const ours = all.slice(all.findIndex((request) => request.requestId === requestId) + 1).map(({ action }) => action)
  const [shift, published] = [ours.indexOf('UpdateAlias'), ours.lastIndexOf('PublishVersion')]
  return inputs.publish && shift !== -1 && shift < published ? [`a shift before the last publish: ${ours}`] : []
}

/** Kills one release there, gives it again, and says what was wrong. @returns {Promise<string[]>} */
async function killedAt(emu, point, scenario, expected) {
  const place = await prepared(emu, scenario.inputs)
  const first = await run(place.given, point)
  const problems = []
  // A run whose end stands in the journal is over; given again, publishing would be a new order.
  if (first.killed && lastPhase(place.journal) !== 'end') {
    const again = await run(place.given)
    if (again.outcome.error) problems.push(`given again: ${JSON.stringify(again.outcome.error)}`)
  }
  const state = await stateOf(place)
  for (const [index, name] of NAMES.entries()) {
    const [is, shouldBe] = [state[index], expected[index]].map((one) => JSON.stringify(one))
    if (is !== shouldBe) problems.push(`${name} is ${is} instead of ${shouldBe}`)
  }
  problems.push(...broken(place, scenario), ...early(place, scenario))
  await new Grayscale({ store: fileStore(place.journal) })
    .history({ verify: true })
    .catch((error) => problems.push(`the journal: ${error.message}`))
  return problems.map((problem) => `effect ${point.effect} (${first.effects[point.effect]}): ${problem}`)
}

/** @param {string} journal */
function lastPhase(journal) {
  let text = ''
  try {
    text = readFileSync(journal, 'utf8')
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
  return /"phase":"(\w+)"[^\n]*\}\s*$/.exec(text)?.[1]
}

/**
 * The effects that a release is killed at: the first of each kind, and from there every so many.
 *
 * @param {string[]} effects
 * @param {number} shift another one for each way to be killed, so that together they meet more of them
 */
function pointsOf(effects, shift) {
  const kinds = new Set()
  return [...effects.keys()].filter((index) => {
    const first = !kinds.has(effects[index])
    kinds.add(effects[index])
    return first || index % STEP === shift % STEP
  })
}

/** Works through the points, some at a time. */
async function everyPoint(effects, work) {
  const found = []
  const left = effects.values()
  const worker = async () => {
    for (const effect of left) found.push(...(await work(effect)))
  }
  await Promise.all(Array.from({ length: TOGETHER }, worker))
  return found
}

test('code above its share is seen', async () => {
  const [publish, share] = SCENARIOS
  const place = await prepared(emus.quick, share.inputs)
  const ZipFile = Buffer.from(newCode).toString('base64')
  await place.client.call('UpdateFunctionCode', { FunctionName: 'fun01', ZipFile })
  assert.match(broken(place, share).join(), /^new code has 0\.5 on \$LATEST, at \d+ fun01: /)
  assert.deepEqual(broken(place, publish), [])
  await place.client.call('UpdateAlias', { FunctionName: 'fun01', Name: '$DEFAULT', FunctionVersion: '$LATEST' })
  assert.match(broken(place, publish).join(), /^new code has 1 on \$LATEST, at \d+ fun01: /)
  assert.deepEqual(early(place, publish), [])
  await place.client.call('PublishVersion', { FunctionName: 'fun02' })
  assert.match(early(place, publish).join(), /^a shift before the last publish: /)
})

/** What an undisturbed release does and comes to. */
async function undisturbed(emu, scenario) {
  const place = await prepared(emu, scenario.inputs)
  const { effects, outcome } = await run(place.given)
  assert.deepEqual(outcome, { statuses: NAMES.map(() => 'done') })
  assert.deepEqual([...broken(place, scenario), ...early(place, scenario)], [])
  const expected = await stateOf(place)
  for (const { code } of expected) assert.deepEqual(code[0], ['$LATEST', newDigest])
  assert.ok(effects.length > 40, effects.join())
  return { effects, expected }
}

for (const scenario of SCENARIOS) {
  for (const [shift, { name, slow, ...way }] of WAYS.entries()) {
    test(`${scenario.name}: killed at ${STEP === 1 ? 'every' : 'each kind of'} effect, ${name}`, async (t) => {
      const emu = slow ? emus.slow : emus.quick
      const { effects, expected } = await undisturbed(emu, scenario)
      const points = pointsOf(effects, shift).filter((index) => !way.torn || effects[index].startsWith('journal'))
      assert.ok(points.length > 0)
      t.diagnostic(`${points.length} points`)
      const problems = await everyPoint(points, (effect) => killedAt(emu, { effect, ...way }, scenario, expected))
      assert.deepEqual(problems, [])
    })
  }
}
