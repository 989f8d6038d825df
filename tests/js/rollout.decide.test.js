// A rollout decided in Node: the public function, with a journal of its own.
import assert from 'node:assert/strict'
import test from 'node:test'
import { decide, isGrayscaleError, rolloutPolicy, speak } from '../../js/index.js'

const at = 1_764_554_400
const minute = at / 60
const past = Array.from({ length: 120 }, () => [600, 3])
const start = {
  e: 'start',
  id: 'r1',
  at,
  policy: rolloutPolicy('canary'),
  functions: [{ key: 'shop', code: 'two', day: [864_000, 4320], alias: [864_000, 4320], past: { errors: past } }],
}

/** Each minute: the canary's calls and bad calls, stable's. */
function seen(share, windows) {
  const side = (place) => windows.map((window, index) => [minute + index, window[place]])
  return {
    functions: [
      {
        key: 'shop',
        share,
        code: 'two',
        calls: { canary: side(0), stable: side(2) },
        bad: { errors: { canary: side(1), stable: side(3) } },
      },
    ],
  }
}

test('a rollout begins, holds, and goes back when the canary is broken', () => {
  const journal = [start]
  const first = decide(undefined, journal, seen(0, []), at * 1000)
  assert.equal(first.do, 'advance')
  assert.equal(first.step, 0)
  assert.equal(first.why.code, 'Begins')
  journal.push(first.line, { e: 'done', at })

  const good = [30, 0, 570, 3]
  const holds = decide(undefined, journal, seen(0.05, [good]), new Date((at + 180) * 1000))
  assert.equal(holds.do, 'wait')
  assert.equal(holds.state, 'holding')
  assert.equal(holds.functions[0].metrics[0].calls, 30)
  assert.match(
    holds.why.text,
    /step 1 is held for another 2 min; shop: canary 0 of 30 calls failed \(0%\), stable 3 of 570/,
  )
  journal.push(holds.line)

  const back = decide(undefined, journal, seen(0.05, [good, [30, 12, 570, 3]]), (at + 240) * 1000)
  assert.equal(back.do, 'rollBack')
  assert.equal(back.state, 'rollingBack')
  assert.ok(Number(back.lnE) >= Number(back.limit))
  assert.equal(back.why.params.evidence.bad, 12)
  // only the minute that was new is recorded
  assert.deepEqual(JSON.parse(back.line).figures, { shop: { errors: [[minute + 1, 30, 12, 570, 3]] } })

  speak({ language: 'zh' })
  assert.match(decide(undefined, journal, seen(0.05, [good, [30, 12, 570, 3]]), (at + 240) * 1000).why.text, /金丝雀/)
  speak({ language: 'en' })
})

test('another policy is tried on a recorded rollout', () => {
  const first = decide({ steps: [{ traffic: '1%', for: '1h' }] }, [start], seen(0, []), at * 1000)
  assert.deepEqual(first.why.params, { share: 0.01 })
  assert.throws(() => decide('cannary', [start], seen(0, []), at * 1000), /did you mean canary/)
})

test('a journal without a start is refused', () => {
  for (const journal of [[], ['{'], [{ e: 'tick' }]]) {
    assert.throws(
      () => decide(undefined, journal, {}, 0),
      (error) => isGrayscaleError(error) && error.code === 'InvalidInput',
    )
  }
})

test('all mistakes of a policy are told at once', () => {
  assert.throws(
    () => rolloutPolicy({ stepz: [], steps: [{ traffic: '5%' }], guard: { alpha: 2 } }),
    (error) => {
      assert.deepEqual(
        error.errors.map(({ message }) => message),
        [
          'unknown input rollout.stepz (did you mean steps?)',
          'rollout.steps[0] needs for or gate',
          'rollout.guard.alpha must be a number from 0.000001 to 0.5 (got 2)',
        ],
      )
      return true
    },
  )
  assert.throws(() => rolloutPolicy(), /rollout must be the name of a preset/)
})
