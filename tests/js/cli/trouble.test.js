import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { code, directory, emulator, grayscale, holding, keys, project, server, start } from './harness.js'

/** Each runs one command, and says how it must end and what must be said. */
const troubles = [
  ['no command', [], 2, /✖ MissingCommand/],
  ['an unknown command', ['deplyo'], 2, /no command "deplyo"\n {2}→ did you mean deploy\?/],
  ['a flag before the command', ['--stage', 'plan'], 2, /write the command first/],
  ['a typing error in a flag', ['plan', '--namespce', 'x'], 2, /did you mean --namespace\?/],
  ['a typing error in an input', ['plan', '--inputs.trafic=1'], 2, /did you mean traffic\?/],
  ['a share over 1', ['deploy', '--traffic', '10'], 2, /did you mean 0\.1 or 10%\?/],
  ['an unknown function', ['deploy', '--publish', 'fun03'], 2, /functions of this project: fun01, fun02/],
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

test('credentials: missing, half missing, wrong; none is ever shown', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t)
  const missing = await grayscale(['plan'], { cwd, endpoint, env: {} })
  assert.equal(missing.status, 2)
  assert.match(missing.stderr, /✖ MissingCredentials/)
  const half = await grayscale(['plan'], { cwd, endpoint, env: { TENCENT_SECRET_ID: 'AKIDEXAMPLE' } })
  assert.match(half.stderr, /TENCENT_SECRET_KEY was not/)
  const wrong = await grayscale(['deploy'], { cwd, endpoint, env: { ...keys, TENCENT_SECRET_KEY: 'wrongexample' } })
  assert.equal(wrong.status, 1)
  assert.match(wrong.stderr, /✖ AuthFailure\.SignatureFailure/)
  assert.match(wrong.stderr, /RequestId +[0-9a-f-]{36}\n {2}changed +nothing was changed\n {2}→ /)
  assert.doesNotMatch(missing.stderr + half.stderr + wrong.stderr + wrong.stdout, /wrongexample|AKIDEXAMPLE/)
})

test('a temporary key is told apart', async (t) => {
  const { url: endpoint } = await emulator(t, { token: 'token-example' })
  const env = { ...keys, TENCENT_TOKEN: 'token-example', TENCENT_APP_ID: '1250000000' }
  const { status, stdout } = await grayscale(['plan'], { cwd: project(t), endpoint, env })
  assert.equal(status, 0)
  assert.match(stdout, /account +1250000000 \(AKID…MPLE\) temporary key\n/)
  assert.doesNotMatch(stdout, /token-example/)
})

test('a clock that is wrong is named', async (t) => {
  const { url: endpoint } = await emulator(t, { clock: 1_600_000_000 })
  const { status, stderr } = await grayscale(['plan'], { cwd: project(t), endpoint })
  assert.equal(status, 1)
  assert.match(stderr, /✖ AuthFailure\.SignatureExpire/)
  assert.match(stderr, /clock/)
})

test('an answer that is no answer of the API', async (t) => {
  const endpoint = await server(t, (request, response) => {
    response.writeHead(502, { 'Content-Type': 'text/html', 'Retry-After': '0' })
    request.resume().on('end', () => response.end('<html><h1>Bad gateway</h1></html>'))
  })
  const { status, stderr } = await grayscale(['status', 'fun01'], { cwd: directory(t), endpoint })
  assert.equal(status, 1)
  assert.match(stderr, /502/)
  assert.doesNotMatch(stderr, /InternalError {2}scf-grayscale failed/)
})

test('nobody listens: it says so, tries again, and can be stopped', async (t) => {
  const emu = await emulator(t)
  await emu.close()
  const running = start(['status', 'fun01'], { cwd: directory(t), endpoint: emu.url })
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
  assert.match(stderr, /stopping: nothing new is begun/)
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
  assert.match(stderr, /left at once/)
})

test('a reader that has read enough disturbs nothing', async (t) => {
  const { url: endpoint } = await emulator(t)
  const running = start(['deploy'], { cwd: project(t), endpoint })
  running.child.stdout.destroy()
  const { status, stderr } = await running.ended
  assert.equal(status, 0, stderr)
  assert.match(stderr, /✔ fun02 1\/1/)
})
