// The statistics of a rollout in Node: the vectors, and the same digits as the native build.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { guard, isGrayscaleError } from '../../js/index.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { vectors } = JSON.parse(readFileSync(new URL('../vectors/guard.json', import.meta.url), 'utf8'))

test('each vector is met to a billionth', () => {
  for (const vector of vectors) {
    const got = guard(vector)
    if (vector.setAside) {
      assert.deepEqual(got, vector.setAside.map(String), vector.name)
      continue
    }
    const expected = vector.lnE ?? vector.phi
    assert.equal(got.length, expected.length)
    got.forEach((text, index) => {
      const near = Math.max(1e-9, Math.abs(expected[index]) * 1e-11)
      assert.ok(Math.abs(text - expected[index]) < near, `${vector.name} ${index}: ${text}, not ${expected[index]}`)
    })
  }
})

test('a figure has the 12 digits that JavaScript would give it', () => {
  for (const vector of vectors.filter(({ kind }) => kind !== 'outage' && kind !== 'split')) {
    const exact = vector.lnE ?? vector.phi
    guard(vector).forEach((text, index) => {
      const digits = Number(Number(exact[index]).toPrecision(12)).toFixed(15)
      assert.equal(Number(text), Number(digits), `${vector.name} ${index}`)
    })
  }
})

test('the digits are those of the native build', () => {
  const input = vectors.map((vector) => `${JSON.stringify(vector)}\n`).join('')
  const args = ['run', '--quiet', '--locked', '--example', 'guard_lines']
  const { status, stdout, stderr, error } = spawnSync('cargo', args, { cwd: root, input, encoding: 'utf8' })
  // where there is no cargo there is no native build
  if (error?.code === 'ENOENT') return
  assert.equal(status, 0, stderr)
  const native = stdout.trimEnd().split('\n').map(JSON.parse)
  assert.deepEqual(vectors.map(guard), native)
})

test('what is no case is refused', () => {
  assert.throws(
    () => guard({ kind: 'comparison' }),
    (error) => isGrayscaleError(error) && error.code === 'InvalidInput' && /kind must be compare/.test(error.message),
  )
})
