// The plug is pulled in the middle of a release; what the next command makes of it.

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { code, ended, grayscale, uploading } from './harness.js'

/** The canary is killed while it waits. */
async function killed(t) {
  const { run, ...world } = await uploading(t, { updateMs: 2_000 })
  run.child.kill('SIGKILL')
  await run.ended
  return world
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
