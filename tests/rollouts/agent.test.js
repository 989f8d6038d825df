// The agent: a timer function of the account that looks after rollouts, with nobody else at work. The real command makes it, the
// emulator runs its code, with the keys of its role.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { cosStore } from '../../js/store/open.js'
import { start } from '../js/cli/harness.js'
import { makeBucket } from '../support/buckets.js'
import { built } from '../support/built.js'
import { npmInstalled } from '../support/installs.js'
import { server } from './released.js'
import { world } from './world.js'

const BUCKET = 'journal-1250000000'
const REGION = 'ap-guangzhou'
const ADDRESS = `cos://${BUCKET}/team?region=${REGION}`
/** As in checks.test.js: durations are the machine's. */
const guard = { wager: { errors: 0.8, platform: 0.2 } }
const quick = {
  steps: [
    { traffic: '10%', for: '2m' },
    { traffic: '50%', for: '2m' },
  ],
  guard,
}
/** Longer than all permissions are taken away in. */
const long = { steps: [{ traffic: '50%', for: '20m' }], guard }

before(() => built('agent'))

/** A project on a store in a bucket, with a released function, and its agent. */
async function looked(t, { multiAz = false, exported = {} } = {}) {
  const there = await world({
    // the command signs by this machine's clock; minutes pass after it
    start: Math.floor(Date.now() / 60_000) * 60_000,
    open: async ({ url, credential }) => {
      await makeBucket(url, BUCKET, { multiAz, key: credential })
      const place = { bucket: BUCKET, region: REGION, prefix: 'team', log: 'shop/dev' }
      return cosStore({ ...place, credentials: credential, endpoint: url })
    },
  })
  t.after(() => there.close())
  const yml = `functions:\n  shop: { src: ./shop, runtime: Nodejs18.15, handler: index.main_handler }\nstore: { project: shop }\n`
  writeFileSync(join(there.dir, 'grayscale.yml'), yml)
  const { secretId, secretKey } = there.emulator.credential
  const env = { TENCENT_SECRET_ID: secretId, TENCENT_SECRET_KEY: secretKey, GRAYSCALE_STORE: ADDRESS, ...exported }
  const grayscale = (...args) => start(args, { cwd: there.dir, endpoint: there.emulator.url, env }).ended
  return { there, grayscale }
}

/** A published version, and what users' calls have told of it. */
async function released(there) {
  there.code('shop', 'one', 0.005)
  await there.gray.deploy({ ...there.inputs, publish: true, traffic: 0 })
  for (let minute = 0; minute < 10; minute += 1) await there.minute(60)
}

/** Requests of the bucket that a look makes which changes nothing. */
const STORE_CALLS = 3

/** What its timer does each minute. */
async function ticks(there, name) {
  const from = there.emulator.requests.length
  const ClientContext = JSON.stringify({ Type: 'Timer', TriggerName: 'tick' })
  const { Result } = await there.call('Invoke', { FunctionName: name, Qualifier: '$DEFAULT', ClientContext })
  const { InvokeResult, RetMsg, ErrMsg } = Result
  if (InvokeResult !== 0) return { error: ErrMsg }
  const told = JSON.parse(RetMsg)
  const stored = there.emulator.requests.slice(from).filter(({ object }) => object !== undefined).length
  return told.do === undefined ? told : { ...told, stored }
}

/** The function's instance remembers what it has read; the first look after somebody else's may read more. */
function requireFewStoreCalls(seen) {
  const waits = seen.slice(1).filter((one, at) => one.do === 'wait' && seen[at].do === 'wait')
  assert.ok(waits.length > 0)
  for (const one of waits) assert.ok(one.stored <= STORE_CALLS, JSON.stringify(one))
}

async function untilEnd(there, name, calls, most) {
  const seen = []
  for (let minute = 1; minute <= most; minute += 1) {
    await there.minute(calls)
    seen.push({ minute, ...(await ticks(there, name)) })
    if (['done', 'rolledBack', 'paused', undefined].includes(seen.at(-1).state)) break
  }
  return seen
}

test('a good canary is published and a bad one taken back, by the agent alone', async (t) => {
  const team = await server(t)
  const { there, grayscale } = await looked(t, { exported: { TEAM_HOOK: team.url } })
  const unknown = await grayscale('rollout', 'agent', 'deploy', '--role', 'Releases', '--env', 'TEAM_HOOK,OTHER')
  assert.equal(unknown.status, 2, unknown.stderr)
  assert.match(unknown.stderr, /OTHER/)
  const deploy = ['rollout', 'agent', 'deploy', '--role', 'Releases', '--env', 'TEAM_HOOK', '--json']
  const made = await grayscale(...deploy)
  assert.equal(made.status, 0, made.stderr)
  assert.ok(!made.stdout.includes(team.url) && !made.stderr.includes(team.url), 'values are not shown')
  const { agent } = JSON.parse(made.stdout)
  assert.deepEqual([agent.exists, agent.role, agent.timer], [true, 'Releases', true])
  assert.equal(agent.perMonth.runs, 43_200)
  await released(there)
  assert.deepEqual(await ticks(there, agent.name), {}, 'nothing is under way')

  there.code('shop', 'two', 0.005)
  const notify = [{ webhook: '${env:TEAM_HOOK}', on: ['done', 'rolledBack'] }]
  await there.gray.rollouts.start(there.inputs, { policy: { ...quick, notify } })
  const good = await untilEnd(there, agent.name, 300, 40)
  assert.equal(good.at(-1).state, 'done', JSON.stringify(good.at(-1)))
  requireFewStoreCalls(good)
  assert.equal((await there.gray.status(there.inputs))[0].stable, '2')

  assert.deepEqual(await ticks(there, agent.name), {})
  const known = there.emulator.requests.length
  assert.deepEqual(await ticks(there, agent.name), {})
  const idle = there.emulator.requests.slice(known).map(({ action }) => action)
  assert.deepEqual(idle, ['GetObject'], 'one read of the bucket, and no call of the API')

  there.code('shop', 'three', 1)
  await there.gray.rollouts.start(there.inputs, { policy: { ...quick, notify } })
  const bad = await untilEnd(there, agent.name, 60, 20)
  assert.equal(bad.at(-1).state, 'rolledBack', JSON.stringify(bad.at(-1)))
  assert.equal(there.shares('shop', '2').at(-1), 1)
  const { runs } = await there.gray.history()
  assert.match(runs[0].who, /agent/)

  there.emulator.setClock(Date.now())
  assert.equal(team.got.length, 2)
  assert.match(team.got[0].body, /done/)
  assert.match(team.got[1].body, /worse than stable/)

  const removed = await grayscale('rollout', 'agent', 'remove')
  assert.equal(removed.status, 0, removed.stderr)
  const gone = await grayscale('rollout', 'agent', 'status', '--json')
  assert.equal(JSON.parse(gone.stdout).exists, false)
})

test('each permission that its role lacks is named, and given again the rollout goes on', async (t) => {
  const { there, grayscale } = await looked(t, { multiAz: true })
  const without = await grayscale('rollout', 'agent', 'deploy', '--json')
  assert.equal(without.status, 2, without.stderr)
  const { policy: needed, trust } = JSON.parse(without.stdout).error.params
  assert.equal(trust.statement[0].principal.service[0], 'scf.qcloud.com')
  const made = await grayscale('rollout', 'agent', 'deploy', '--role', 'Releases', '--json')
  assert.equal(made.status, 0, made.stderr)
  const { name } = JSON.parse(made.stdout).agent
  await released(there)
  there.code('shop', 'two', 0.005)
  await there.gray.rollouts.start(there.inputs, { policy: long })
  const own = { effect: 'allow', action: ['scf:InvokeFunction', 'scf:Invoke'], resource: '*' }
  const named = {}
  for (const denied of needed.statement.flatMap(({ action }) => action)) {
    const statement = needed.statement
      .map((one) => ({ ...one, action: one.action.filter((action) => action !== denied) }))
      .filter(({ action }) => action.length > 0)
    there.emulator.setPolicy({ version: '2.0', statement: [...statement, own] })
    await there.minute(60)
    const told = await ticks(there, name)
    if (told.error) {
      assert.match(told.error, new RegExp(denied.replace(/^.*:/, '')), told.error)
      assert.match(told.error, /→/, 'what to do next')
      named[denied] = told.error
    }
  }
  for (const action of ['scf:GetAlias', 'scf:GetFunction', 'name/cos:GetObject', 'name/cos:PutObject']) {
    assert.ok(action in named, `${action}: ${Object.keys(named)}`)
  }
  there.emulator.setPolicy({ version: '2.0', statement: [...needed.statement, own] })
  const good = await untilEnd(there, name, 60, 60)
  assert.equal(good.at(-1).state, 'done', JSON.stringify(good.at(-1)))
  requireFewStoreCalls(good)
})

test('a function that is somebody else’s is neither overwritten nor deleted', async (t) => {
  const { there, grayscale } = await looked(t)
  const { name } = JSON.parse((await grayscale('rollout', 'agent', 'status', '--json')).stdout)
  there.code('shop', 'theirs')
  await there.gray.deploy({ name, src: join(there.dir, 'shop'), runtime: 'Nodejs18.15' })
  for (const words of [['deploy', '--role', 'Releases'], ['remove'], ['status']]) {
    const refused = await grayscale('rollout', 'agent', ...words)
    assert.equal(refused.status, 3, refused.stderr)
    assert.match(refused.stderr, /NotTheAgent/)
  }
})

// The newest runtime that SCF documents. The emulator runs functions with the Node of the tests.
test('the code of the agent runs on Node 18', async (t) => {
  const { there, grayscale } = await looked(t)
  const modules = await npmInstalled('node-18')
  const node = join(modules, `node-linux-${process.arch}`, 'bin', 'node')
  const status = await grayscale('rollout', 'agent', 'status', '--json')
  const { log } = JSON.parse(status.stdout)
  const { url, credential } = there.emulator
  const env = {
    GRAYSCALE_LOG: log,
    GRAYSCALE_STORE: ADDRESS,
    GRAYSCALE_REGION: REGION,
    GRAYSCALE_LANG: 'en',
    GRAYSCALE_ENDPOINT: url,
    TENCENTCLOUD_SECRETID: credential.secretId,
    TENCENTCLOUD_SECRETKEY: credential.secretKey,
  }
  const agent = fileURLToPath(new URL('../../dist/agent/index.js', import.meta.url))
  const program = `require(${JSON.stringify(agent)}).main_handler().then((told) => console.log(process.version, JSON.stringify(told)))`
  const ran = async () => (await promisify(execFile)(node, ['-e', program], { env })).stdout.trim().split('\n')
  assert.match((await ran()).at(-1), /^v18\.\d+\.\d+ \{\}$/)

  await released(there)
  there.code('shop', 'two', 1)
  await there.gray.rollouts.start(there.inputs, { policy: quick })
  const told = (await ran()).at(-1)
  assert.match(told, /^v18.*"state":"holding"/)
})
