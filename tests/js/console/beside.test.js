// The consoles of a person on one machine know how many they are.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { consolesIn } from '../../../js/console/serve/beside.js'

/** @param {import('node:test').TestContext} t */
function directory(t) {
  const path = mkdtempSync(join(tmpdir(), 'grayscale-consoles-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A process that does nothing, for as long as the test. @param {import('node:test').TestContext} t */
async function other(t) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  t.after(() => child.kill())
  await once(child, 'spawn')
  return child
}

test('a console counts itself and those beside it, and no longer those that have ended', async (t) => {
  const path = directory(t)
  let now = 0
  const one = consolesIn(path, { now: () => now })
  assert.equal(one.count(), 1)
  const child = await other(t)
  const two = consolesIn(path, { pid: child.pid })
  assert.equal(one.count(), 1, 'a count holds for a while')
  now = 5001
  assert.equal(one.count(), 2)
  two.end()
  now = 10_002
  assert.equal(one.count(), 1)
})

test('a console that was killed is not counted, and what it left is removed', async (t) => {
  const path = directory(t)
  const one = consolesIn(path)
  const child = await other(t)
  consolesIn(path, { pid: child.pid })
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.equal(one.count(), 1)
  assert.equal(existsSync(join(path, 'consoles', String(child.pid))), false)
})

test('a console whose directory can not be used is alone', (t) => {
  const path = directory(t)
  writeFileSync(join(path, 'file'), '')
  const one = consolesIn(join(path, 'file'))
  assert.equal(one.count(), 1)
  one.end()
})
