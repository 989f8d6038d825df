// A package that is too large for a request of the API, on the command line: who is asked, what is shown, and what a process
// that is killed in the middle leaves.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { code, directory, emulator, ended, grayscale, start, startOnTerminal } from './harness.js'

const yml = 'functions:\n  fun01: { src: ./code, runtime: Nodejs18.15, handler: index.main_handler }\n'
const BUCKET = 'sls-cloudfunction-ap-guangzhou-code-1250000000'

const big = (t, size = 9_000_000) =>
  directory(t, { 'grayscale.yml': yml, 'code/index.js': code('one'), 'code/data.bin': randomBytes(size) })

const count = (requests, name) => requests.filter(({ action }) => action === name).length

test('without a terminal the bucket is created with --yes only', async (t) => {
  const { url: endpoint, requests } = await emulator(t)
  const cwd = big(t)
  const refused = await ended(grayscale(['deploy'], { cwd, endpoint }), 3)
  assert.match(refused.stderr, /BucketMissing/)
  assert.match(refused.stderr, /--yes/)
  assert.equal(count(requests, 'PutBucket') + count(requests, 'CreateFunction'), 0)
  const planned = await ended(grayscale(['plan'], { cwd, endpoint }), 0)
  assert.match(planned.stdout.replaceAll(/\s+/g, ' '), new RegExp(`to COS bucket ${BUCKET}, which is created first`))
  await ended(grayscale(['deploy', '--yes'], { cwd, endpoint }), 0)
  assert.deepEqual([count(requests, 'PutBucket'), count(requests, 'CreateFunction')], [1, 1])
  // with the bucket there, nobody needs to allow anything
  writeFileSync(join(cwd, 'code/index.js'), code('two'))
  await ended(grayscale(['deploy'], { cwd, endpoint }), 0)
})

test('on a terminal a person is asked, and sees how much has arrived', async (t) => {
  const { url: endpoint, requests } = await emulator(t)
  const cwd = big(t)
  const running = startOnTerminal(['deploy'], { cwd, endpoint })
  await running.said('◆', 'stdout')
  assert.equal(count(requests, 'PutBucket'), 0)
  running.child.stdin.write('y')
  const { status, stdout } = await running.ended
  const screen = stripVTControlCharacters(stdout)
  assert.equal(status, 0, screen)
  assert.match(screen, new RegExp(`COS bucket ${BUCKET} is created`))
  assert.match(screen, /↑ fun01 {2}█+░* \d+ % {2}[\d.]+ \/ 9\.0 MB/)
  assert.equal(count(requests, 'PutBucket'), 1)
})

test('killed during the upload, resume sends only the rest, and nothing of the function had changed', async (t) => {
  const faults = [{ action: 'UploadPart', nth: '3..', fault: 'late', ms: 400 }]
  const { url: endpoint, requests } = await emulator(t, { faults })
  const cwd = big(t, 30_000_000)
  const run = start(['deploy', '--yes'], { cwd, endpoint })
  while (count(requests, 'UploadPart') < 4) await new Promise((resolve) => setTimeout(resolve, 20))
  run.child.kill('SIGKILL')
  await run.ended
  assert.equal(count(requests, 'CreateFunction'), 0)
  const before = count(requests, 'UploadPart')
  const resumed = await ended(grayscale(['resume'], { cwd, endpoint }), 0)
  assert.match(resumed.stdout, /fun01/)
  const parts = Math.ceil(30_000_000 / (4 << 20))
  // the part that was on its way may be sent twice
  assert.ok(
    count(requests, 'UploadPart') - before <= parts - before + 1,
    `${count(requests, 'UploadPart')} of ${parts}`,
  )
  assert.deepEqual([count(requests, 'InitiateMultipartUpload'), count(requests, 'CreateFunction')], [1, 1])
})
