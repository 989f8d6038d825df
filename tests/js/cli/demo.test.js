import assert from 'node:assert/strict'
import { readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { measure } from '../../../js/cli/demo/traffic.js'
import { Grayscale } from '../../../js/index.js'
import { credentials, directory, emulator, grayscale, start } from './harness.js'

test('the demo proves each step, cleans up, and gives the same numbers for the same seed', async (t) => {
  const tmp = directory(t)
  const demo = (...flags) => grayscale(['demo', '--requests', '100', ...flags], { env: { TMPDIR: tmp } })
  const [told, data, same] = await Promise.all([demo(), demo('--json'), demo('--json')])
  for (const { status, stdout, stderr } of [told, data, same]) {
    assert.equal(status, 0, stdout + stderr)
    assert.equal(stderr, '')
  }
  assert.match(told.stdout, /\$ grayscale deploy --traffic 0\.1\n/)
  assert.match(told.stdout, /✔ every split inside its band, no error after the rollback/)
  for (const line of told.stdout.split('\n')) assert.ok([...line].length <= 80, line)

  const { steps } = JSON.parse(data.stdout)
  assert.deepEqual(
    steps.map(({ command }) => command.split(' ')[1]),
    ['deploy', 'deploy', 'deploy', 'deploy', 'deploy', 'deploy', 'rollback'],
  )
  const [broken, back] = steps.slice(-2)
  assert.deepEqual(
    broken.functions.map(({ function: name }) => name),
    ['page-prod', 'menu-prod'],
  )
  for (const { measured } of broken.functions) {
    assert.deepEqual(
      measured.map(({ version, answers, errors }) => [version, errors === answers]),
      [
        ['$latest', true],
        ['2', false],
      ],
    )
  }
  for (const { measured } of back.functions) {
    assert.deepEqual(
      measured.map(({ version, answers, errors }) => [version, answers, errors]),
      [['2', 100, 0]],
    )
  }
  assert.equal(data.stdout, same.stdout)
  assert.deepEqual(readdirSync(tmp), [])
})

test('without Python there is the Node.js function alone, and the demo goes on', async (t) => {
  const [tmp, bin] = [directory(t), directory(t)]
  symlinkSync(process.execPath, join(bin, 'node'))
  const env = { TMPDIR: tmp, PATH: bin }
  const { status, stdout, stderr } = await grayscale(['demo', '--requests', '100', '--json'], { env })
  assert.equal(status, 0, stdout + stderr)
  for (const { functions } of JSON.parse(stdout).steps) {
    assert.deepEqual(
      functions.map(({ function: name }) => name),
      ['page-prod'],
    )
  }
})

test('Ctrl-C in the demo cleans up too', async (t) => {
  const tmp = directory(t)
  const running = start(['demo'], { env: { TMPDIR: tmp } })
  await running.said('$ grayscale deploy --traffic 0.1', 'stdout')
  running.child.kill('SIGINT')
  const { status, stderr } = await running.ended
  assert.equal(status, 130, stderr)
  assert.deepEqual(readdirSync(tmp), [])
})

test('a split that is not the expected one is seen', async (t) => {
  const { url: endpoint } = await emulator(t)
  const handler = "exports.main_handler = async (e, c) => ({ page: 'one', version: c.function_version })"
  const cwd = directory(t, { 'code/index.js': handler })
  const gray = new Grayscale({ endpoint, credentials, cwd })
  t.after(() => gray.close())
  await gray.deploy({ functions: { page: { src: './code', runtime: 'Nodejs18.15' } }, publish: true, traffic: 0.5 })
  const order = { function: 'page-dev', requests: 400, signal: new AbortController().signal }
  const measured = async (latest, one) =>
    measure(gray, {
      ...order,
      expected: [
        { version: '$latest', share: latest },
        { version: '1', share: one },
      ],
    })
  assert.deepEqual(
    (await measured(0.5, 0.5)).map(({ inside }) => inside),
    [true, true],
  )
  assert.deepEqual(
    (await measured(0.1, 0.9)).map(({ inside }) => inside),
    [false, false],
  )
})
