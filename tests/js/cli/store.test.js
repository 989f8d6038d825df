// `grayscale store`: what a shared store holds, and how the journal of one machine gets into it.

import assert from 'node:assert/strict'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeBucket } from '../../support/buckets.js'
import { startPostgres } from '../../support/postgres.js'
import { code, emulator, grayscale, keys, project, yml } from './harness.js'

const BUCKET = 'journal-1250000000'
const COS = `cos://${BUCKET}/team?region=ap-guangzhou`

/** An emulator, and checkouts of one project; each may be told a store. */
async function team(t) {
  const emu = await emulator(t)
  const checkout = () => {
    const cwd = project(t, { 'grayscale.yml': `${yml}store: { project: shop }\n` })
    const journal = join(cwd, '.grayscale/dev.journal')
    /** @param {string | undefined} store */
    const by =
      (store, more = {}) =>
      async (/** @type {number} */ status, /** @type {string[]} */ ...args) => {
        const env = { ...keys, ...(store && { GRAYSCALE_STORE: store }), ...more }
        const ended = await grayscale(args, { cwd, endpoint: emu.url, env })
        assert.equal(ended.status, status, `${args.join(' ')}\n${ended.stdout}\n${ended.stderr}`)
        return ended
      }
    const rewrite = (/** @type {string} */ text) => writeFileSync(join(cwd, 'code/index.js'), code(text))
    return { cwd, journal, by, rewrite }
  }
  return { emu, checkout }
}

const writes = (emu) => emu.requests.filter(({ action }) => /^(Update|Publish|Create)/.test(action)).length
const json = async (ended) => JSON.parse((await ended).stdout)

/** What each shared store must do with a journal that was there before it. */
async function moves(t, address, prepare = async () => {}) {
  const { emu, checkout } = await team(t)
  await prepare(emu)
  const [laptop, pipeline] = [checkout(), checkout()]
  const [alone, store] = [laptop.by(undefined), laptop.by(address)]
  await alone(0, 'deploy', '--publish', '--traffic', '0')
  laptop.rewrite('two')
  await alone(0, 'deploy', '--publish', '--traffic', '0')
  const before = readFileSync(laptop.journal, 'utf8')

  // not before it is imported
  const sent = writes(emu)
  for (const args of [['deploy', '--traffic', '0.1'], ['undo'], ['resume'], ['prune']]) {
    const refused = await store(3, ...args)
    assert.match(refused.stderr, /UnimportedJournal {2}\S+dev\.journal has runs/, args.join(' '))
    assert.match(refused.stderr, /`grayscale store import`/)
  }
  assert.equal(writes(emu), sent)
  assert.match((await store(0, 'plan', '--traffic', '0.1')).stderr, /store import/)
  const waiting = await json(store(0, 'store', 'status', '--json'))
  assert.deepEqual(
    [waiting.shared, waiting.id, waiting.runs, waiting.local.runs, waiting.local.imported],
    [true, null, 0, 2, false],
  )

  const done = await store(0, 'store', 'import')
  assert.match(done.stdout, /runs of \S+dev\.journal \(2\) are now in/)
  assert.equal(readFileSync(laptop.journal, 'utf8'), before, 'the file stays as it is')
  const again = await json(store(0, 'store', 'import', '--json'))
  assert.deepEqual([again.imported, again.runs], [false, 2])

  const held = await json(store(0, 'store', 'status', '--json'))
  assert.deepEqual([held.runs, held.local.imported, held.atWork], [2, true, []])
  assert.match(held.id, /^[0-9a-f]{16}$/)
  assert.equal(held.lines, before.split('\n').filter((line) => line.includes('"phase"')).length + 1)

  // another machine tells them, and undoes the last one
  const elsewhere = pipeline.by(address)
  const { runs } = await json(elsewhere(0, 'history', '--json'))
  assert.deepEqual(
    runs.map(({ kind, how }) => [kind, how]),
    [
      ['deploy', 'done'],
      ['deploy', 'done'],
    ],
  )
  assert.match((await elsewhere(0, 'undo')).stdout, /→ 1 100%/)
  await store(0, 'deploy', '--traffic', '0.1')
  await store(0, 'history', '--verify')
  await elsewhere(0, 'rollback', '--to', 'previous')

  // who goes on with the file alone is told that there is another history
  const other = await alone(3, 'deploy', '--traffic', '0.2')
  assert.match(other.stderr, /OtherStore {2}run [0-9a-f]{8} wrote \$default at .* but in another shared store/)
  assert.match(other.stderr, /--store ADDRESS.*--force/s)
  assert.match((await alone(0, 'rollback', '--to', '2')).stdout, /in another shared store/)
}

test('in a bucket: a journal is imported, and its runs are told and undone elsewhere', async (t) => {
  await moves(t, COS, ({ url }) => makeBucket(url, BUCKET))
})

test('in PostgreSQL: a journal is imported, and its runs are told and undone elsewhere', async (t) => {
  const postgres = await startPostgres()
  t.after(() => postgres.stop())
  await moves(t, postgres.url())
})

test('a store that has runs takes no other history; without its file a machine goes on', async (t) => {
  const { emu, checkout } = await team(t)
  await makeBucket(emu.url, BUCKET)
  const [first, second] = [checkout(), checkout()]
  await second.by(undefined)(0, 'deploy', '--publish', '--traffic', '0')
  const other = await first.by(COS)(3, 'deploy', '--traffic', '0')
  assert.match(other.stderr, /OtherStore.* but in a journal of one machine.*`grayscale store import`.*--force/s)
  await first.by(COS)(0, 'deploy', '--publish', '--traffic', '0', '--force')
  const refused = await second.by(COS)(3, 'deploy', '--traffic', '0.1')
  assert.match(refused.stderr, /UnimportedJournal.*move the file away/s)
  assert.match((await second.by(COS)(3, 'store', 'import')).stderr, /StoreNotEmpty/)
  renameSync(second.journal, join(second.cwd, 'kept'))
  await second.by(COS)(0, 'deploy', '--publish', '--traffic', '0')
  // a rollback never waits for it
  renameSync(join(second.cwd, 'kept'), second.journal)
  assert.match((await second.by(COS)(0, 'rollback', '--to', '1')).stdout, /a rollback continues without them/)
})

test('a file of another name is imported', async (t) => {
  const { emu, checkout } = await team(t)
  await makeBucket(emu.url, BUCKET)
  const machine = checkout()
  await machine.by(undefined)(0, 'deploy', '--publish', '--traffic', '0')
  const file = join(machine.cwd, 'kept.journal')
  renameSync(machine.journal, file)
  assert.match((await machine.by(COS)(3, 'store', 'import')).stderr, /NothingToImport/)
  await machine.by(COS)(0, 'store', 'import', '--from', 'kept.journal')
  const { runs } = await json(machine.by(COS)(0, 'history', '--json'))
  assert.equal(runs.length, 1)
  await machine
    .by(COS)(0, 'undo')
    .catch(() => {})
})

test('a key of another account is refused, a rollback too', async (t) => {
  const { checkout } = await team(t)
  const machine = checkout()
  await machine.by(undefined, { TENCENT_APP_ID: '1250000000' })(0, 'deploy', '--publish', '--traffic', '0')
  const other = machine.by(undefined, { TENCENT_APP_ID: '1250000001' })
  for (const args of [['deploy', '--traffic', '0.1'], ['rollback', '--to', '1'], ['plan']]) {
    assert.match((await other(3, ...args)).stderr, /OtherAccount.*1250000000.*1250000001/s, args.join(' '))
  }
  const { account, shared } = await json(machine.by(undefined)(0, 'store', 'status', '--json'))
  assert.deepEqual([account, shared], ['1250000000', false])
})

test('without a shared store there is nothing to import into, and status is about the file', async (t) => {
  const { checkout } = await team(t)
  const machine = checkout()
  assert.match((await machine.by(undefined)(3, 'store', 'import')).stderr, /StoreNeeded/)
  assert.match((await machine.by(undefined)(0, 'store', 'status')).stdout, /dev\.journal \(of one machine\)/)
  assert.ok(!existsSync(machine.journal))
  assert.match((await machine.by(undefined)(2, 'store')).stderr, /store is followed by no action/)
  assert.match((await machine.by(undefined)(2, 'store', 'imprt')).stderr, /import/)
  assert.match((await machine.by(undefined)(2, 'store', 'status', 'more')).stderr, /belongs to no flag/)
})
