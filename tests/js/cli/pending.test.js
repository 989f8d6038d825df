// A run that is under way, or that was cut off: who stops it is told what to type, and so is who looks later.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { Grayscale } from '../../../js/index.js'
import { cosPlace } from '../../../js/store/address.js'
import { cosStore } from '../../../js/store/cos.js'
import { fileStore } from '../../../js/store/file.js'
import { atWork } from '../../support/at-work.js'
import { makeBucket } from '../../support/buckets.js'
import { credentials, emulator, ended, grayscale, keys, project, uploading, yml } from './harness.js'

/** No upload ends by itself. */
const waiting = async (t) => {
  const { cwd, endpoint, run } = await uploading(t, { updateMs: 60_000 })
  return { cwd, endpoint, run, here: (args) => grayscale(args, { cwd, endpoint }) }
}

test('Ctrl-C ends with the commands that resume and abort', async (t) => {
  const { run, here } = await waiting(t)
  run.child.kill('SIGINT')
  const { stderr } = await ended(run.ended, 130)
  assert.match(stderr, /✖ Interrupted/)
  assert.match(stderr, /→ `grayscale resume` continues it; `grayscale abort` restores the traffic that it moved/)
  await ended(here(['abort']), 0)
})

test('a run that was killed is told by status, with what to type', async (t) => {
  const { run, here } = await waiting(t)
  run.child.kill('SIGKILL')
  await run.ended
  const { stdout } = await ended(here(['status']), 0)
  assert.match(stdout, /^⚠ the last run was interrupted: deploy \(traffic 10%\) by \S+ \(pid \d+\), begun at 20/)
  assert.match(stdout, /→ `grayscale resume` continues it; `grayscale abort` restores/)
})

test('a run that was killed is told by list', async (t) => {
  const { run, here } = await waiting(t)
  run.child.kill('SIGKILL')
  await run.ended
  const { stdout } = await ended(here(['list']), 0)
  assert.match(stdout, /^⚠ the last run was interrupted: deploy/)
})

test('a run that is under way is told by list, with who and since when', async (t) => {
  const { here } = await waiting(t)
  const { stdout } = await ended(here(['list']), 0)
  assert.match(stdout, /^⚠ a run is under way: deploy \(traffic 10%\) by \S+ \(pid \d+\), since 20/)
})

test('list reads a shared journal once', async (t) => {
  const { url: endpoint, requests } = await emulator(t)
  const address = 'cos://journal-1250000000/team?region=ap-guangzhou'
  await makeBucket(endpoint, 'journal-1250000000')
  const store = cosStore({ ...cosPlace(address), log: 'shop/dev', credentials, endpoint })
  await atWork(store, { who: 'ann@laptop (pid 7)' })
  await store.close()
  const cwd = project(t, { 'grayscale.yml': `${yml}store: { project: shop }\n` })
  const since = requests.length
  const { stdout } = await ended(grayscale(['list'], { cwd, endpoint, env: { ...keys, GRAYSCALE_STORE: address } }), 0)
  assert.match(stdout, /^⚠ a run may be under way: deploy by ann@laptop \(pid 7\), since 20/)
  const read = requests.slice(since).filter(({ action }) => action === 'GetObject')
  assert.equal(read.length, 1)
})

test('status and list have it in JSON', async (t) => {
  const { run, here } = await waiting(t)
  run.child.kill('SIGKILL')
  await run.ended
  for (const command of ['status', 'list']) {
    const { pending } = JSON.parse((await ended(here([command, '--json']), 0)).stdout)
    const { state, kind, who, since, hint } = pending
    assert.deepEqual([state, kind], ['cutOff', 'deploy'])
    assert.match(who, /\(pid \d+\)$/)
    assert.ok(Number.isInteger(since))
    assert.match(hint, /`grayscale resume`/)
  }
})

test('a run that is under way is told as such, with who and since when', async (t) => {
  const { run, here } = await waiting(t)
  const { stdout } = await ended(here(['status']), 0)
  assert.match(stdout, /^⚠ a run is under way: deploy \(traffic 10%\) by \S+ \(pid \d+\), since 20/)
  assert.match(stdout, /→ wait until it is over; `grayscale rollback` takes over at once/)
  run.child.kill('SIGKILL')
  await run.ended
})

test('where every run is over, nothing is said', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t)
  await ended(grayscale(['deploy'], { cwd, endpoint }), 0)
  const { stdout } = await ended(grayscale(['status'], { cwd, endpoint }), 0)
  assert.doesNotMatch(stdout, /last run|under way/)
  assert.equal(
    JSON.parse((await ended(grayscale(['status', '--json'], { cwd, endpoint }), 0)).stdout).pending,
    undefined,
  )
})

test('a program is told its own methods', async (t) => {
  const { cwd, endpoint, run } = await waiting(t)
  run.child.kill('SIGKILL')
  await run.ended
  const store = fileStore(join(cwd, '.grayscale/dev.journal'))
  const gray = new Grayscale({ endpoint, credentials, cwd, store })
  const pending = await gray.pending()
  await gray.close()
  assert.match(pending?.hint ?? '', /`gray\.resume\(\)` continues it; `gray\.abort\(\)` restores/)
})
