// What `npm test` prints about its stages.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { duration, failed } from '../../scripts/stages.mjs'

const module = new URL('../../scripts/stages.mjs', import.meta.url).href

const node = (code) => ({ command: process.execPath, args: ['-e', code] })

/** Two stages, of which the second one fails. */
const two = [
  { name: 'first', ...node('console.log("# pass 3\\n# fail 0\\n# skipped 1")'), counts: true },
  { name: 'the second', ...node('process.exitCode = 1') },
]

/** What stages print. */
function printed(stages = two) {
  const program = `import { runStages } from ${JSON.stringify(module)}; await runStages(${JSON.stringify(stages)})`
  const args = ['--input-type=module', '-e', program]
  const { CI, ...env } = process.env
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env })
  return { status, lines: stdout.trimEnd().split('\n') }
}

test('each stage prints its time', () => {
  const { lines } = printed()
  assert.ok(lines.some((line) => /^━━ first: \d+\.\d s$/.test(line)))
  assert.ok(lines.some((line) => /^━━ the second: \d+\.\d s$/.test(line)))
})

test('the table at the end has a row for each stage and one for all', () => {
  const { lines } = printed()
  const table = lines.slice(-5, -2)
  for (const [row, expected] of [
    [table[0], /^✔ first {7}3 passed {2}0 failed {2}\d+\.\d s$/],
    [table[1], /^✖ the second {2}0 passed {2}1 failed {2}\d+\.\d s$/],
    [table[2], /^ {2}all stages {2}3 passed {2}1 failed {2}\d+\.\d s$/],
  ])
    assert.match(row, expected)
})

test('the last line alone starts with the numbers that CI reads', () => {
  const { status, lines } = printed()
  assert.equal(status, 1)
  const read = lines.filter((line) => /^\d+ passed, \d+ failed/.test(line))
  assert.deepEqual(read, ['3 passed, 1 failed, 1 skipped'])
  assert.equal(lines.at(-1), read[0])
})

test('two stages run beside each other, whoever ends takes the next, and what one prints stays together', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'grayscale-stages-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const file = (name) => JSON.stringify(join(directory, name))
  // each says two lines, and between them waits for the other
  const meets = (own, other) =>
    node(`
      const { existsSync, writeFileSync } = require('node:fs')
      console.log('${own} is there')
      console.error('${own} waits')
      writeFileSync(${file(own)}, '')
      const look = setInterval(() => existsSync(${file(other)}) && (clearInterval(look), console.log('${own} met ${other}')), 5)`)
  // the third begins when one of the two has ended, while the other may still run
  const after = node(`if (!require('node:fs').existsSync(${file('left')})) process.exitCode = 1`)
  const beside = [
    { name: 'left', ...meets('left', 'right') },
    { name: 'right', ...meets('right', 'left') },
    { name: 'third', ...after },
    { name: 'fourth', ...after },
  ]
  const { status, lines } = printed([{ beside, atOnce: 2 }])
  assert.equal(status, 0, lines.join('\n'))
  assert.equal(lines.at(-1), '4 passed, 0 failed')
  for (const [own, other] of [
    ['left', 'right'],
    ['right', 'left'],
  ]) {
    const at = lines.indexOf(`${own} is there`)
    assert.deepEqual([...lines.slice(at, at + 3)].sort(), [`${own} is there`, `${own} met ${other}`, `${own} waits`])
  }
})

test('a time of a minute and more is printed in minutes and seconds', () => {
  assert.equal(duration(41_320), '41.3 s')
  assert.equal(duration(59_960), '1 min 00 s')
  assert.equal(duration(187_000), '3 min 07 s')
})

test('what failed is named, with its place and message: the end of a long log is often all that is kept', (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'grayscale-stages-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const file = join(directory, 'some.test.mjs')
  writeFileSync(
    file,
    `import { describe, it } from 'node:test'
describe('outer', () => {
  it('is fine', () => {})
  it('is not', () => { throw new Error('one\\ntwo') })
})`,
  )
  const { NODE_TEST_CONTEXT, ...env } = process.env
  const { stdout } = spawnSync(process.execPath, ['--test', file], { encoding: 'utf8', env })
  assert.deepEqual(failed(stdout), [`is not (${file}:4:3) one`])
})

test('failures of Rust tests are named as cargo lists them', () => {
  const output = `running 2 tests\n\nfailures:\n\n---- laws::first stdout ----\nboom\n\n
failures:\n    laws::first\n    laws::second\n\ntest result: FAILED. 0 passed; 2 failed; 0 ignored\n`
  assert.deepEqual(failed(output), ['laws::first', 'laws::second'])
})
