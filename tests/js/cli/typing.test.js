import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emulator, grayscale, project } from './harness.js'

/** What tired people type: the exit code it must have, and what must be said. */
const typed = [
  [
    ['deploy', '--traffic='],
    2,
    /✖ MissingValue {2}--traffic was given an empty value\n.*\n {2}→ write --traffic SHARE/,
  ],
  [['deploy', '--traffic'], 2, /✖ MissingValue {2}--traffic was given no value/],
  [['deploy', '--traffic', '--publish'], 2, /✖ MissingValue {2}--traffic was given no value/],
  [['deploy', '--traffic', '-0.1'], 2, /✖ InvalidTraffic {2}traffic must be between 0 and 1 \(got "-0\.1"\)/],
  [
    ['deploy', '--traffic', '0,1'],
    2,
    /✖ InvalidTraffic {2}traffic must be a number between 0 and 1 \(got "0,1"\)\n.*\n {2}→ .* 0\.1 .* 10 %/,
  ],
  [
    ['deploy', '--traffic', '10', '%'],
    2,
    /✖ InvalidTraffic {2}traffic must be between 0 and 1 \(got "10"\)\n.* 0\.1 or 10%\?/,
    2,
  ],
  [['deploy', '-traffic', '0.1'], 2, /✖ UnknownFlag {2}unknown flag -traffic\n.*\n {2}→ did you mean --traffic\?/],
  [['deploy', '—traffic=0.1'], 2, /✖ UnknownFlag {2}unknown flag —traffic\n.*\n {2}→ did you mean --traffic\?/],
  [['deploy', 'traffic=0.1'], 2, /✖ UnexpectedValue {2}"traffic=0\.1" .*\n.*\n {2}→ did you mean --traffic=0\.1\?/],
  [['deploy', 'trafic=0.1'], 2, /→ did you mean --inputs trafic=0\.1\?/],
  [['deploy', '0.1'], 2, /✖ UnexpectedValue {2}"0\.1" follows no flag.*\n.*\n.* --traffic 0\.1/],
  [['rollback', '-to', '7'], 2, /✖ UnknownFlag {2}unknown flag -to\n.*\n {2}→ did you mean --to\?/],
  [['rollback', '7'], 2, /✖ UnexpectedValue {2}"7" follows no flag.*\n.*\n.* --to 7/],
  [['rollback', '--to', 'v7'], 2, /✖ InvalidTarget {2}.*"v7"/],
  [['--traffic', '0.1'], 2, /✖ MissingCommand {2}.*\n {2}→ write the command first: grayscale deploy --traffic 0\.1/],
  [
    ['deploy', '--publish', 'fun1'],
    2,
    /✖ UnknownFunction {2}publish: no function "fun1" in this project.*\n.*\n {2}→ did you mean fun01\?/,
  ],
  [['plan', 'fun1'], 2, /✖ UnknownFunction {2}.*"fun1".*\n {2}→ did you mean fun01\?/],
  [['plan', '--cwd', 'nowhere'], 2, /✖ ProjectNotFound {2}.*nowhere/],
  [['plan', '--file', 'nowhere.yml'], 2, /✖ ProjectNotFound {2}.*nowhere\.yml does not exist/],
  [['help', 'nothing'], 2, /✖ UnknownCommand {2}grayscale has no command "nothing"/],
  [['plan', '-yh'], 2, /✖ UnknownFlag {2}unknown flag -yh/],
]

/** Typed loosely, and understood. */
const understood = [
  [['help', 'plan'], /^Show what a deploy would do[\s\S]*Usage: grayscale plan/],
  [['plan', '--help'], /^Show what a deploy would do[\s\S]*Usage: grayscale plan/],
  [['plan', 'fun1', '-h', '--trafic'], /^Show what a deploy would do/],
  [['--help'], /^grayscale \S+: grayscale releases/],
  [['-v'], /^\d+\.\d+\.\d+\S*\n$/],
]

test('what is typed wrongly is told, before any call', async (t) => {
  const { url: endpoint, requests } = await emulator(t)
  const cwd = project(t)
  for (const [args, exit, said, errors = 1] of typed) {
    await t.test(args.join(' '), async () => {
      const { status, stdout, stderr } = await grayscale(args, { cwd, endpoint })
      assert.equal(status, exit, stderr)
      assert.match(stderr, said)
      assert.equal(stderr.split('✖').length, 1 + errors, stderr)
      assert.equal(stdout, '')
      assert.deepEqual(requests, [])
    })
  }
})

for (const [args, said] of understood) {
  test(`understood: ${args.join(' ')}`, async (t) => {
    const { status, stdout, stderr } = await grayscale(args, { cwd: project(t) })
    assert.equal(status, 0, stderr)
    assert.match(stdout, said)
    assert.equal(stderr, '')
  })
}

test('flags alone, with --json: the error is the one document', async () => {
  const { status, stdout } = await grayscale(['--json', '--no-color'])
  assert.equal(status, 2)
  assert.equal(JSON.parse(stdout).error.code, 'MissingCommand')
})

test('a stage that is typed wins over the one in the project', async (t) => {
  const { url: endpoint } = await emulator(t)
  const files = { 'grayscale.yml': 'stage: dev\nfunctions:\n  fun01: { src: ./code }\n' }
  const { status, stdout, stderr } = await grayscale(['plan', '--stage=prod'], { cwd: project(t, files), endpoint })
  assert.equal(status, 0, stderr)
  assert.match(stdout, /stage +prod\n[\s\S]*fun01-prod/)
})

test('no .env: what was looked at is named', async (t) => {
  const { status, stderr } = await grayscale(['plan'], { cwd: project(t), env: {} })
  assert.equal(status, 2)
  assert.match(
    stderr,
    /✖ MissingCredentials .*\.env\.dev \(not there\), \.env \(not there\)\.\n {2}→ Export TENCENT_SECRET_ID/,
  )
})
