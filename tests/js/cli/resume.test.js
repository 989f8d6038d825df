// The plug is pulled in the middle of a release; what the next command makes of it.

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { code, emulator, grayscale, project, start } from './harness.js'

const ended = async (call, status) => {
  const result = await call
  assert.equal(result.status, status, result.stdout + result.stderr)
  return result
}

/** A project with a release behind it and half of its traffic on `$latest`, and a canary that is killed while it waits. */
async function killed(t) {
  const { url: endpoint, requests } = await emulator(t, {
    delays: { createMs: 0, updateMs: 2_000, publishMs: 0, deleteMs: 0 },
  })
  const cwd = project(t)
  await ended(grayscale(['deploy', '--publish', '--traffic', '0.5'], { cwd, endpoint }), 0)
  writeFileSync(join(cwd, 'code', 'index.js'), code('two'))
  const run = start(['deploy', '--traffic', '0.1', '--yes'], { cwd, endpoint })
  const since = requests.length
  const uploads = () => requests.slice(since).filter(({ action }) => action === 'UpdateFunctionCode')
  while (uploads().length < 2) await new Promise((resolve) => setTimeout(resolve, 20))
  run.child.kill('SIGKILL')
  await run.ended
  return { cwd, endpoint, requests, uploads }
}

const splits = ({ stdout }) => JSON.parse(stdout).functions.map(({ name, traffic }) => [name, Number(traffic)])

test('resume goes on with it', async (t) => {
  const { cwd, endpoint, uploads } = await killed(t)
  const history = await ended(grayscale(['history'], { cwd, endpoint }), 0)
  assert.match(history.stdout, /unfinished/)
  await ended(grayscale(['resume'], { cwd, endpoint }), 0)
  assert.equal(uploads().length, 2, 'what is there already is not uploaded again')
  const status = await ended(grayscale(['status', '--json'], { cwd, endpoint }), 0)
  assert.deepEqual(splits(status), [
    ['fun01-dev', 0.1],
    ['fun02-dev', 0.1],
  ])
  const again = await ended(grayscale(['resume'], { cwd, endpoint }), 3)
  assert.match(again.stderr, /✖ NothingToResume/)
  assert.match((await ended(grayscale(['history', '--verify'], { cwd, endpoint }), 0)).stdout, /done/)
})

test('abort puts back what it had shifted, with no more for the new code than was asked', async (t) => {
  const { cwd, endpoint } = await killed(t)
  await ended(grayscale(['abort'], { cwd, endpoint }), 0)
  const status = await ended(grayscale(['status', '--json'], { cwd, endpoint }), 0)
  assert.deepEqual(splits(status), [
    ['fun01-dev', 0.1],
    ['fun02-dev', 0.1],
  ])
  assert.match((await ended(grayscale(['abort'], { cwd, endpoint }), 3)).stderr, /✖ NothingToAbort/)
})

test('another project is another order', async (t) => {
  const { cwd, endpoint } = await killed(t)
  writeFileSync(join(cwd, 'code', 'index.js'), code('three'))
  assert.match((await ended(grayscale(['resume'], { cwd, endpoint }), 3)).stderr, /✖ OrderChanged/)
})
