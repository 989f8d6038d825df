// The consoles of a person on one machine know how many they are.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { consolesIn } from '../../../js/console/serve/beside.js'
import { thisMark } from '../../../js/store/process.js'

const PROCESS = new URL('../../../js/store/process.js', import.meta.url).href

/** @param {import('node:test').TestContext} t */
function directory(t) {
  const path = mkdtempSync(join(tmpdir(), 'grayscale-consoles-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A process that does nothing, for as long as the test, and its mark. @param {import('node:test').TestContext} t */
async function other(t) {
  const says = `import { thisMark } from ${JSON.stringify(PROCESS)}; console.log(thisMark()); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', says], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.after(() => child.kill())
  const [said] = await once(child.stdout, 'data')
  return { child, mark: String(said).trim() }
}

/** The file of a console. @param {string} path @param {string} mark */
const fileOf = (path, mark) => join(path, 'consoles', mark.replaceAll('/', '~'))

test('a console counts itself and those beside it, and no longer those that have ended', async (t) => {
  const path = directory(t)
  let now = 0
  const one = consolesIn(path, { now: () => now })
  assert.equal(one.count(), 1)
  const { mark } = await other(t)
  const two = consolesIn(path, { mark })
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
  const { child, mark } = await other(t)
  consolesIn(path, { mark })
  assert.ok(existsSync(fileOf(path, mark)))
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.equal(one.count(), 1)
  assert.equal(existsSync(fileOf(path, mark)), false)
})

test('another process with the number of a console that ended is not counted', {
  skip: process.platform === 'win32',
}, (t) => {
  const path = directory(t)
  const one = consolesIn(path)
  const [pid, host, space] = thisMark().split('/')
  const mark = [pid, host, space, 'earlier'].join('/')
  consolesIn(path, { mark })
  assert.equal(one.count(), 1)
  assert.equal(existsSync(fileOf(path, mark)), false)
})

test('a console of another machine is not counted, and its file is left', (t) => {
  const path = directory(t)
  const one = consolesIn(path)
  const mark = '4711/another-machine//'
  consolesIn(path, { mark })
  assert.equal(one.count(), 1)
  assert.equal(existsSync(fileOf(path, mark)), true)
})

test('a console whose directory can not be used is alone', (t) => {
  const path = directory(t)
  writeFileSync(join(path, 'file'), '')
  const one = consolesIn(join(path, 'file'))
  assert.equal(one.count(), 1)
  one.end()
})
