// What goes wrong with a shared store, as it ends for the one at the keyboard: a release stops before its next write and says
// what it had changed; a rollback is never held up, and says what it could not note.

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { makeBucket, setVersioning } from '../../support/buckets.js'
import { Client, create, telling } from '../../support/emulator.js'
import { httpWay } from '../../support/race-way.js'
import { code, emulator, grayscale, keys, project, start, yml } from './harness.js'

const BUCKET = 'journal-1250000000'
const COS = `cos://${BUCKET}/team?region=ap-guangzhou`
const STORE = ['GetObject', 'AppendObject', 'PutObject', 'GetBucketVersioning']
const NAME = 'fun01-dev'
const WRITING = /^(?:Create|Update|Publish|Delete(?!Object))/
const NOT_NOTED = /the journal could not be written afterwards/

/** Half of the traffic is on version 1, half on new code. */
async function world(t) {
  const emu = await emulator(t)
  const bucket = await makeBucket(emu.url, BUCKET)
  const client = new Client(emu.url)
  await create(client, NAME, telling('one'))
  await client.call('PublishVersion', { FunctionName: NAME })
  const RoutingConfig = { AdditionalVersionWeights: [{ Version: '1', Weight: 0.5 }] }
  await client.call('UpdateAlias', { FunctionName: NAME, Name: '$DEFAULT', FunctionVersion: '$LATEST', RoutingConfig })
  const files = { 'grayscale.yml': `${yml}store: { project: shop }\n`, 'code/index.js': code('two') }
  const at = { cwd: project(t, files), endpoint: emu.url, env: { ...keys, GRAYSCALE_STORE: COS } }
  let seen = emu.requests.length
  /** Which calls wrote, since this was last asked. */
  const wrote = () => {
    const since = emu.requests.slice(seen).filter(({ action, code }) => WRITING.test(action) && code === '')
    seen = emu.requests.length
    return since.map(({ action }) => action)
  }
  /** Goes back; whoever took over from a run need not wait until its calls can't arrive any more. */
  const rollback = async (moved = /\$latest 50% · 1 50% → 1 100%/) => {
    const running = start(['rollback', 'fun01'], at)
    running.said('checking again').then(
      () => running.child.kill('SIGINT'),
      () => {},
    )
    const { status, stdout, stderr } = await running.ended
    assert.equal(status, 0, stderr)
    assert.match(stdout, moved)
    assert.deepEqual(wrote(), ['UpdateAlias'])
    return stdout + stderr
  }
  const deploy = (share = '0.7') => grayscale(['deploy', 'fun01', '--traffic', share], at)
  return { emu, bucket, at, deploy, rollback, wrote }
}

const policy = (action) =>
  new RegExp(`name/cos:${action} on qcs::cos:ap-guangzhou:uid/1250000000:journal-1250000000/team/\\*`)

const faults = [
  { name: 'does not answer', rules: [{ action: STORE, fault: 'close' }], says: /the store cos:\/\/\S+ did not answer/ },
  {
    name: 'stops answering after the first append',
    rules: [{ action: 'AppendObject', fault: 'close', nth: '2..' }],
    did: ['UpdateFunctionCode'],
    says: /changed {3}upload code to \$latest/,
  },
  {
    name: 'refuses the key',
    rules: [{ action: STORE, fault: 'refuse', code: 'AccessDenied' }],
    says: policy('GetObject'),
  },
  {
    name: 'lets the key read alone',
    rules: [{ action: ['AppendObject', 'PutObject'], fault: 'refuse', code: 'AccessDenied' }],
    says: policy('AppendObject'),
  },
  {
    name: 'has a conflict at every append',
    rules: [{ action: 'AppendObject', fault: 'refuse', code: 'PositionNotEqualToLength' }],
    says: /others appended to the journal first, again and again/,
    begun: true,
  },
]

describe('a store', { concurrency: 4 }, () => {
  for (const { name, rules, says, did = [], begun } of faults) {
    test(`that ${name} stops a release, and no rollback`, async (t) => {
      const { emu, deploy, rollback, wrote } = await world(t)
      // the first append of a log decides how it is kept
      if (begun) assert.equal((await deploy('0.5')).status, 0)
      wrote()
      emu.setFaults(rules)
      const { status, stderr } = await deploy()
      assert.equal(status, 1, stderr)
      assert.match(stderr, /JournalFailed/)
      assert.match(stderr, says)
      assert.deepEqual(wrote(), did)
      assert.match(await rollback(), NOT_NOTED)
    })
  }

  test('that is slow is waited for', async (t) => {
    const { emu, deploy, rollback, wrote } = await world(t)
    emu.setFaults([{ action: STORE, fault: 'late', ms: 1500 }])
    const { status, stderr } = await deploy()
    assert.equal(status, 0, stderr)
    assert.deepEqual(wrote(), ['UpdateFunctionCode', 'UpdateAlias'])
    emu.setFaults([{ action: STORE, fault: 'late', ms: 7000 }])
    assert.match(await rollback(/70% · 1 30% → 1 100%/), /the store gave no answer for 5 s/)
  })

  test('in another region is named, with the address', async (t) => {
    const { at, deploy, rollback, wrote } = await world(t)
    at.env.GRAYSCALE_STORE = COS.replace('guangzhou', 'beijing')
    const { status, stderr } = await deploy()
    assert.equal(status, 1, stderr)
    assert.match(stderr, /JournalFailed[\s\S]*region/)
    assert.deepEqual(wrote(), [])
    assert.match(await rollback(), NOT_NOTED)
  })

  test('with versions is refused before anything is written', async (t) => {
    const { bucket, deploy, rollback, wrote } = await world(t)
    await setVersioning(bucket, 'Enabled')
    const { status, stderr } = await deploy()
    assert.equal(status, 1, stderr)
    assert.match(stderr, /JournalFailed[\s\S]*version/)
    assert.deepEqual(wrote(), [])
    assert.match(await rollback(), NOT_NOTED)
  })

  test('whose log somebody deletes in the middle of a release', async (t) => {
    const { emu, bucket, at, rollback, wrote } = await world(t)
    const asks = async ({ name }) => {
      if (name === 'UpdateFunctionCode') await bucket.delete('team/shop/dev/log')
      return 'pass'
    }
    const way = await httpWay(emu.url, { asks, done: () => {} })
    t.after(() => way.close())
    const endpoint = `http://127.0.0.1:${way.port}`
    const running = start(['deploy', 'fun01', '--traffic', '0.7'], { ...at, endpoint })
    const { status, stderr } = await running.ended
    assert.equal(status, 1, stderr)
    assert.match(stderr, /JournalFailed[\s\S]*upload code to \$latest/)
    assert.deepEqual(wrote(), ['UpdateFunctionCode'])
    // it begins a log of its own
    await rollback()
  })
})
