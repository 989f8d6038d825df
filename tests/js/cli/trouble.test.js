import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { CLOSED_PORT } from '../../support/nobody.js'
import { code, directory, emulator, grayscale, holding, keys, project, server, start } from './harness.js'

/** Each runs one command, and says how it must end and what must be said. */
const troubles = [
  ['no command', [], 2, /✖ MissingCommand/],
  ['an unknown command', ['deplyo'], 2, /no command "deplyo"\n {2}→ did you mean deploy\?/],
  ['a flag before the command', ['--stage', 'plan'], 2, /write the command first/],
  ['a typing error in a flag', ['plan', '--namespce', 'x'], 2, /did you mean --namespace\?/],
  ['a typing error in an input', ['plan', '--inputs.trafic=1'], 2, /did you mean traffic\?/],
  ['a share over 1', ['deploy', '--traffic', '10'], 2, /did you mean 0\.1 or 10%\?/],
  ['an unknown function', ['deploy', '--publish', 'fun03'], 2, /\(it has: fun01, fun02\)/],
  ['a function named twice', ['plan', 'fun01', '--only', 'fun02'], 2, /functions are named twice/],
  ['an address that is none', ['plan', '--endpoint', '127.0.0.1:80'], 2, /✖ InvalidEndpoint/],
  ['a fingerprint that is none', ['apply', 'fun01'], 2, /✖ InvalidFingerprint/],
  ['a rollback to what is no version', ['rollback', '--to', '$latest'], 2, /a rollback goes to published code/],
  ['a value for a flag that takes none', ['plan', '--json=1'], 2, /--json takes no value/],
]

for (const [name, args, status, said] of troubles) {
  test(`${name}: ${args.join(' ')}`, async (t) => {
    const { url: endpoint, requests } = await emulator(t)
    const result = await grayscale(args, { cwd: project(t), endpoint })
    assert.equal(result.status, status, result.stderr)
    assert.match(result.stderr, said)
    assert.equal(result.stdout, '')
    assert.deepEqual(requests, [])
  })
}

test('no project, and one that cannot be read', async (t) => {
  const none = await grayscale(['plan'], { cwd: directory(t) })
  assert.equal(none.status, 2)
  assert.match(none.stderr, /✖ ProjectNotFound {2}no project was found in/)
  const broken = await grayscale(['plan'], {
    cwd: project(t, { 'grayscale.yml': 'functions:\n  fun01: {src: ./code\n' }),
  })
  assert.equal(broken.status, 2)
  assert.match(broken.stderr, /✖ InvalidYaml {2}\S+grayscale\.yml:2:\d+/)
})

test('everything that is wrong with the inputs is told at once, each with its own way out', async (t) => {
  const yml = 'functions:\n  fun01: { src: ./code, timeout: 9999, memorySize: 100 }\n  fun02: { hander: x }\n'
  const cwd = directory(t, { 'grayscale.yml': yml, 'code/index.js': code('one') })
  const { url: endpoint, requests } = await emulator(t)
  const { status, stdout } = await grayscale(['plan', '--traffic', '2', '--json'], { cwd, endpoint })
  assert.equal(status, 2)
  const { error } = JSON.parse(stdout)
  assert.equal(error.code, 'InvalidTraffic')
  assert.deepEqual(
    error.errors.map(({ code, hint, message }) => [code, /did you mean/.test(message) || hint !== undefined]),
    [
      ['InvalidTraffic', true],
      ['InvalidInput', true],
      ['InvalidInput', true],
      ['UnknownInput', true],
    ],
  )
  const { stderr } = await grayscale(['plan', '--traffic', '2'], { cwd, endpoint })
  assert.equal(stderr.split('✖').length, 5)
  assert.equal(stderr.match(/→|did you mean handler\?/g).length, 4)
  assert.deepEqual(requests, [])
})

test('a handler without its file: nothing is created, and the file that is there is named', async (t) => {
  const yml = 'functions:\n  fun01: { src: ./code, runtime: Nodejs18.15, handler: app.main_handler }\n'
  const cwd = directory(t, { 'grayscale.yml': yml, 'code/index.js': code('one') })
  const { url: endpoint, requests } = await emulator(t)
  const { status, stderr } = await grayscale(['deploy'], { cwd, endpoint })
  assert.equal(status, 2)
  assert.match(stderr, /✖ HandlerFileMissing .*app\.js[^]*→ did you mean index\.main_handler\?/)
  assert.ok(requests.every(({ action }) => /^(Get|List)/.test(action)))
})

test('packages that can not be made are all named', async (t) => {
  const yml = 'functions:\n  fun01: { src: ./none }\n  fun02: { src: ./neither }\n'
  const cwd = directory(t, { 'grayscale.yml': yml })
  const { status, stderr } = await grayscale(['plan'], { cwd, endpoint: (await emulator(t)).url })
  assert.equal(status, 2)
  assert.match(stderr, /✖ SourceNotFound .*none[^]*✖ SourceNotFound .*neither/)
})

test('times are in the zone of the machine, with --utc in UTC', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t)
  const env = { ...keys, TZ: 'America/St_Johns' }
  await grayscale(['deploy', 'fun01', '--publish', '--traffic', '0'], { cwd, endpoint })
  const published = async (...flags) => {
    const { stdout } = await grayscale(['status', 'fun01', '--json', ...flags], { cwd, endpoint, env })
    const [row] = JSON.parse(stdout).functions
    return row.versions[0].published
  }
  const [here, utc] = [await published(), await published('--utc')]
  assert.match(here, /T.*-0[23]:30$/)
  assert.match(utc, /T.*\+00:00$/)
  assert.equal(Date.parse(here), Date.parse(utc))
  assert.match((await grayscale(['history'], { cwd, env })).stdout, / -0[23]:30 {2}deploy/)
})

test('credentials: missing, half missing, wrong; none is ever shown', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t)
  const missing = await grayscale(['plan'], { cwd, endpoint, env: {} })
  assert.equal(missing.status, 2)
  assert.match(missing.stderr, /✖ MissingCredentials/)
  const half = await grayscale(['plan'], { cwd, endpoint, env: { TENCENT_SECRET_ID: keys.TENCENT_SECRET_ID } })
  assert.match(half.stderr, /TENCENT_SECRET_KEY was not/)
  const wrong = await grayscale(['deploy'], { cwd, endpoint, env: { ...keys, TENCENT_SECRET_KEY: 'wrongexample' } })
  assert.equal(wrong.status, 1)
  assert.match(wrong.stderr, /✖ AuthFailure\.SignatureFailure/)
  assert.match(wrong.stderr, /RequestId +[0-9a-f-]{36}\n {2}changed +nothing was changed\n {2}→ /)
  assert.doesNotMatch(
    missing.stderr + half.stderr + wrong.stderr + wrong.stdout,
    new RegExp(`wrongexample|${keys.TENCENT_SECRET_ID}`),
  )
})

test('a temporary key is told apart', async (t) => {
  const { url: endpoint } = await emulator(t, { token: 'token-example' })
  const env = { ...keys, TENCENT_TOKEN: 'token-example', TENCENT_APP_ID: '1250000000' }
  const { status, stdout } = await grayscale(['plan'], { cwd: project(t), endpoint, env })
  assert.equal(status, 0)
  assert.match(
    stdout,
    new RegExp(`account +1250000000 \\(AKID…${keys.TENCENT_SECRET_ID.slice(-4)}\\) temporary key\\n`),
  )
  assert.doesNotMatch(stdout, /token-example/)
})

test('a clock that is wrong is corrected and named', async (t) => {
  const { url: endpoint } = await emulator(t, { clock: 1_600_000_000 })
  const { status, stderr } = await grayscale(['plan'], { cwd: project(t), endpoint })
  assert.equal(status, 0, stderr)
  assert.match(stderr, /^! this machine's clock is \d+ s ahead of the API's; calls are signed with the API's time$/m)
})

/** The address of nobody. */
const nowhere = `http://127.0.0.1:${CLOSED_PORT}`

describe('trouble that lasts', { concurrency: true }, () => {
  /** Something between here and the API that answers in its place. */
  const inItsPlace = async (t) => {
    const actions = []
    const endpoint = await server(t, (request, response) => {
      actions.push(request.headers['x-tc-action'])
      response.writeHead(502, { 'Content-Type': 'text/html' })
      request.resume().on('end', () => response.end('<html><h1>Bad gateway</h1></html>'))
    })
    return { endpoint, actions }
  }

  test('nobody listens: it tries again, then says what to look at', async (t) => {
    const { status, stdout, stderr } = await grayscale(['rollback', 'fun01'], { cwd: directory(t), endpoint: nowhere })
    assert.equal(status, 1)
    assert.equal(stdout, '')
    const [told, ...block] = stderr.split('\n')
    assert.match(told, /^◷ fun01 {2}Unreachable: no answer from \S+: connect ECONNREFUSED .*; retrying$/)
    assert.match(
      block.join('\n'),
      /^✖ Unreachable {2}\S.*: no answer from .* ECONNREFUSED .*\n {2}function {2}fun01\n {2}changed {3}nothing was changed\n {2}→ check the network, .*--endpoint.*\n$/,
    )
  })

  test('a page instead of an answer: the question is asked five times', async (t) => {
    const { endpoint, actions } = await inItsPlace(t)
    const { status, stderr } = await grayscale(['status', 'fun01'], { cwd: directory(t), endpoint })
    assert.equal(status, 1)
    assert.match(
      stderr,
      /^◷ fun01 {2}UnreadableAnswer: .*HTTP 502\); retrying\n✖ UnreadableAnswer {2}.*HTTP 502\)\n {2}function {2}fun01\n {2}→ .*\n$/,
    )
    const tries = new Map(actions.map((one) => [one, actions.filter((other) => other === one).length]))
    assert.equal(Math.max(...tries.values()), 5)
  })

  test('fifty functions in the same trouble: it is told once', async (t) => {
    const names = Array.from({ length: 50 }, (_, index) => `fun${index}-dev`)
    const { status, stderr } = await grayscale(['status', ...names], { cwd: directory(t), endpoint: nowhere })
    assert.equal(status, 1)
    assert.equal(stderr.split('◷').length - 1, 1, stderr)
    assert.equal(stderr.split('✖').length - 1, 1, stderr)
  })
})

test('nobody listens: it says so, tries again, and can be stopped', async (t) => {
  const running = start(['status', 'fun01'], { cwd: directory(t), endpoint: nowhere })
  await running.said('◷ fun01  Unreachable')
  running.child.kill('SIGINT')
  const { status, stderr } = await running.ended
  assert.equal(status, 130)
  assert.match(stderr, /ECONNREFUSED/)
  assert.match(stderr, /✖ Interrupted/)
})

test('a name that the cloud does not have', async (t) => {
  const { url: endpoint } = await emulator(t)
  for (const command of ['status', 'rollback']) {
    const { status, stderr } = await grayscale([command, 'nobody-dev'], { cwd: directory(t), endpoint })
    assert.equal(status, 1)
    assert.match(stderr, /✖ FunctionNotFound/)
  }
})

test('a journal that cannot be written stops the run before its first change', async (t) => {
  const { url: endpoint, requests } = await emulator(t)
  const cwd = project(t, { '.grayscale': 'a file, where the directory belongs' })
  const { status, stderr } = await grayscale(['deploy'], { cwd, endpoint })
  assert.equal(status, 1)
  assert.match(stderr, /✖ JournalFailed/)
  assert.match(stderr, /nothing was changed/)
  assert.deepEqual(
    requests.filter(({ action }) => action === 'CreateFunction'),
    [],
  )
})

test('what had been changed before it failed is said, and the table shows who got how far', async (t) => {
  const emu = await emulator(t)
  const cwd = project(t)
  assert.equal((await grayscale(['deploy', '--publish', '--traffic', '0'], { cwd, endpoint: emu.url })).status, 0)
  writeFileSync(`${cwd}/code/index.js`, code('two'))
  emu.failNext({ transition: 'publish', functionName: 'fun01-dev' })
  const { status, stdout, stderr } = await grayscale(['deploy', 'fun01', '--publish', '--traffic', '0'], {
    cwd,
    endpoint: emu.url,
  })
  assert.equal(status, 1, stderr)
  assert.match(stdout, /✖ fun01/)
  assert.match(stderr, /✖ VersionFailed .*This failure was ordered/)
  assert.match(stderr, /changed +upload code/)
})

test('Ctrl-C ends a run in good order, and says what had been changed', async (t) => {
  const { url: endpoint } = await emulator(t, { delays: { createMs: 0, updateMs: 0, publishMs: 600_000, deleteMs: 0 } })
  const running = start(['deploy', 'fun01', '--publish', '--json'], { cwd: project(t), endpoint })
  await running.said('◷ fun01  not ready yet')
  running.child.kill('SIGINT')
  const { status, stdout, stderr } = await running.ended
  assert.equal(status, 130, stderr)
  assert.match(stderr, /stopping: no new step starts/)
  const { error } = JSON.parse(stdout)
  assert.equal(error.code, 'Interrupted')
  assert.match(error.changed[0], /create the function/)
})

test('a second Ctrl-C leaves at once', async (t) => {
  const emu = await emulator(t)
  const { endpoint, held } = await holding(t, emu.url, 'CreateFunction')
  const running = start(['deploy', 'fun01'], { cwd: project(t), endpoint })
  await held
  running.child.kill('SIGINT')
  await running.said('stopping:')
  running.child.kill('SIGINT')
  const { status, stderr } = await running.ended
  assert.equal(status, 130)
  assert.match(stderr, /ended at once/)
})

test('a reader that has read enough disturbs nothing', async (t) => {
  const { url: endpoint } = await emulator(t)
  const running = start(['deploy'], { cwd: project(t), endpoint })
  running.child.stdout.destroy()
  const { status, stderr } = await running.ended
  assert.equal(status, 0, stderr)
  assert.match(stderr, /✔ fun02 1\/1/)
})
