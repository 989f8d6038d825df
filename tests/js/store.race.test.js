// Several processes append to one journal, and some are killed while they do. RACE_SEED=n repeats a run.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fileStore } from '../../js/store/index.js'

const WORKERS = 3
const KILLS = 12
/** Lines of one append, so long that a process may be killed in the middle of a write. */
const PAD = 'x'.repeat(6000)

const script = `
  import { fileStore } from ${JSON.stringify(new URL('../../js/store/index.js', import.meta.url).href)}
  const [file, who, pad] = process.argv.slice(1)
  const store = fileStore(file)
  let { position } = await store.read()
  for (let n = 0; ; ) {
    const lines = ['a', 'b'].map((half) => JSON.stringify({ who, n, half, pad: n % 3 ? '' : pad }))
    const answer = await store.append(position, lines)
    if (!answer.conflict) process.stdout.write(n++ + '\\n')
    position = answer.position ?? (await store.read(position)).position
  }
`

/** The same numbers for the same seed. */
function numbers(seed) {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** A process that appends until it is killed. `told`: how many of its appends it knew to be there. */
function worker(file, who) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, file, who, PAD], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const state = { who, told: 0, child, first: Promise.resolve(), ended: Promise.resolve() }
  state.first = new Promise((resolve) => child.stdout.once('data', resolve))
  child.stdout.on('data', (chunk) => {
    state.told += chunk.toString().split('\n').length - 1
  })
  state.ended = new Promise((resolve) => child.on('close', (_, signal) => resolve(signal)))
  return state
}

test('what was told to be there is there once and in order, and all of an append or nothing', async (t) => {
  const seed = Number(process.env.RACE_SEED ?? 20261129)
  t.diagnostic(`RACE_SEED=${seed}`)
  const next = numbers(seed)
  const dir = mkdtempSync(join(tmpdir(), 'scf-grayscale-race-'))
  const file = join(dir, 'journal')
  const started = []
  const start = () => {
    const one = worker(file, `w${started.length}`)
    started.push(one)
    return one
  }
  t.after(() => {
    for (const { child } of started) child.kill('SIGKILL')
    rmSync(dir, { recursive: true, force: true })
  })
  const running = Array.from({ length: WORKERS }, start)
  for (let kill = 0; kill < KILLS; kill++) {
    const index = Math.floor(next() * WORKERS)
    await running[index].first
    await new Promise((resolve) => setTimeout(resolve, next() * 60))
    running[index].child.kill('SIGKILL')
    assert.equal(await running[index].ended, 'SIGKILL')
    running[index] = start()
  }
  for (const { first, child, ended } of running) {
    await first
    child.kill('SIGKILL')
    await ended
  }

  const store = fileStore(file)
  const { text, position } = await store.read()
  /** @type {any[]} */
  const lines = []
  let broken = 0
  for (const line of text.split('\n').filter((line) => line !== '')) {
    try {
      lines.push(JSON.parse(line))
    } catch {
      broken++
    }
  }
  assert.ok(broken <= started.length, `${broken} lines are broken, and ${started.length} processes were killed`)
  for (let at = 0; at < lines.length; at += 2) {
    const [a, b] = [lines[at], lines[at + 1]]
    assert.deepEqual([a.half, b?.half, a.who, a.n], ['a', 'b', b?.who, b?.n], `lines ${at + 1} and ${at + 2}`)
  }
  let told = 0
  for (const { who, told: known } of started) {
    const own = lines.filter((line) => line.who === who && line.half === 'a').map(({ n }) => n)
    assert.deepEqual(own, Array.from(own.keys()), `the order of the appends of ${who}`)
    // it may have been killed before it could tell of the last one
    assert.ok(own.length === known || own.length === known + 1, `${who} told of ${known}, and ${own.length} are there`)
    told += known
  }
  assert.ok(told >= started.length, String(told))
  assert.ok((await store.append(position, ['{"last":1}'])).position)
  assert.ok((await store.read()).text.endsWith('\n{"last":1}\n'))
  await store.close()
})
