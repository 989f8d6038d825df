// Power and rehearsals through the public functions.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { rolloutPower, rolloutReplay } from '../../js/index.js'

const errors = { preset: 'canary', guard: { wager: { errors: 1 } } }

test('the power of a policy is found for each step, with advice', () => {
  const { steps, advice } = rolloutPower('canary', { rate: 600, base: 0.005 })
  assert.deepEqual(
    steps.map(({ share, rate }) => [share, rate]),
    [
      [0.05, 30],
      [0.25, 150],
      [0.5, 300],
    ],
  )
  assert.ok(steps.every(({ broken }) => broken === 1))
  assert.deepEqual(advice, [])
  const few = rolloutPower('linear10every1m', { rate: 12, base: 0.005 })
  assert.equal(few.advice[0].code, 'LittleEvidence')
  assert.match(few.advice[0].text, /^step 1 needs about \d+ calls of the canary/)
})

test('recorded minutes are split at random, the same for the same seed', () => {
  const minutes = Array.from({ length: 1000 }, (_, minute) => [600, minute % 2 ? 3 : 2])
  const good = rolloutReplay(errors, minutes, { runs: 20, seed: 3 })
  assert.equal(good.length, 20)
  assert.deepEqual(rolloutReplay(errors, minutes, { runs: 20, seed: 3 }), good)
  assert.ok(good.filter(({ state }) => state === 'done').length >= 18)
  const broken = rolloutReplay(errors, minutes, { runs: 10, times: 'broken' })
  assert.ok(broken.every(({ state, minutes, failed }) => state === 'rolledBack' && minutes <= 5 && failed > 0))
})

test('minutes are made up where only a rate is given', () => {
  const runs = rolloutReplay(errors, { rate: 300, base: 0.005, outage: [0.1, 8, 14] }, { runs: 10, times: 1 })
  assert.ok(runs.every(({ state }) => state === 'done' || state === 'paused'))
})

test('the short simulation raises no more false alarms than alpha allows', () => {
  const script = fileURLToPath(new URL('../../scripts/simulate.mjs', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--short'], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  assert.match(stdout, /600\/min, broken: 100\.0 % rolledBack at 3/)
})
