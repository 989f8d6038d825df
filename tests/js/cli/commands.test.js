import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { code, directory, emulator, ended, grayscale, keys, project, start } from './harness.js'

test('the documented release: plan, deploy, status, rollback', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t)
  const run = (args, status = 0) => ended(grayscale(args.split(' '), { cwd, endpoint }), status)

  const baseline = await run('deploy --publish --traffic 0')
  assert.match(
    baseline.stdout,
    new RegExp(`stage +dev\\n.*\\n.*\\n +account +AKID…${keys.TENCENT_SECRET_ID.slice(-4)}\\n`),
  )
  assert.match(baseline.stdout, /✔ fun01 +0% +1 +1 +\(nothing\) → 1 100%/)
  assert.match(baseline.stderr, /✔ fun02 2\/3 {2}publish/)

  writeFileSync(join(cwd, 'code/index.js'), code('two'))
  const plan = await run('plan --traffic 0.1')
  assert.match(plan.stdout, /before {2}░{20} {2}1 100%\n +after +█{2}░{18} {2}\$latest 10% · 1 90%/)
  assert.match(plan.stdout, /Plan: 2 to update, 2 to shift\./)
  assert.doesNotMatch(plan.stdout, /hidden-value/)

  const shifted = await run('deploy --traffic 0.1')
  assert.match(shifted.stdout, /✔ fun01 +10% +1 +1 100% → \$latest 10% · 1 90%/)

  const status = await run('status --traffic 20%')
  assert.match(status.stdout, /⚠ fun01 {2}fun01-dev\n +⚠ the traffic is not what the inputs ask for\n/)
  assert.match(status.stdout, /found +wanted\n +status +Active\n +\$latest +10% +20%/)

  const back = await run('rollback fun01')
  // A rollback asks for no versions and makes none, so nothing is said of them.
  assert.match(back.stdout, /\n {2}function {2}\$latest {2}last {2}before → after\n/)
  assert.match(back.stdout, /✔ fun01 +0% .*\$latest 10% · 1 90% → 1 100%/)
  assert.doesNotMatch(back.stdout, /[✔=] fun02/)
  const previous = await run('rollback fun01 --to previous')
  assert.match(previous.stdout, /1 100% → \$latest 10% · 1 90%/)
})

test('--json is one document on stdout, whatever the command came to', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t)
  const json = async (args, status) =>
    JSON.parse((await ended(grayscale([...args.split(' '), '--json'], { cwd, endpoint }), status)).stdout)

  assert.equal((await json('plan', 0)).kind, 'deploy')
  assert.equal((await json('deploy --publish=true --traffic 0', 0)).functions[1].lastVersion, '1')
  assert.equal((await json('status', 0)).functions[0].traffic, 0)
  assert.equal((await json('rollback --to 7', 3)).error.code, 'VersionNotFound')
  assert.equal((await json('plan --trafic 1', 2)).error.code, 'UnknownFlag')
  assert.match((await json('plan --help', 0)).help, /--traffic SHARE/)
})

test('plan --detailed-exitcode tells whether there is something to change', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t)
  await ended(grayscale(['plan', '--detailed-exitcode'], { cwd, endpoint }), 4)
  await ended(grayscale(['deploy'], { cwd, endpoint }), 0)
  await ended(grayscale(['plan', '--detailed-exitcode'], { cwd, endpoint }), 0)
})

test('apply does what was looked at, and nothing else', async (t) => {
  const { url: endpoint, requests } = await emulator(t)
  const cwd = project(t)
  await ended(grayscale(['deploy', '--publish', '--traffic', '0'], { cwd, endpoint }), 0)

  const plan = await ended(grayscale(['plan', '--traffic', '0.2', 'fun01'], { cwd, endpoint }), 0)
  const [, words] = /To do exactly this: grayscale (.*)\n/.exec(plan.stdout)
  assert.match(words, /^apply [0-9a-f]{12} --traffic 0.2 fun01$/)
  const since = (index) => requests.slice(index).map(({ action }) => action)
  const looked = requests.length
  await ended(grayscale(words.split(' '), { cwd, endpoint }), 0)
  // The plan's own questions, once; then the write and its read-back.
  assert.deepEqual(since(looked).toSorted(), [
    'GetAlias',
    'GetFunction', // once for the plan, once after $latest got more: whether its code is still what was planned
    'GetFunction',
    'GetFunctionAddress',
    'ListAliases',
    'ListCustomDomains',
    'ListTriggers',
    'ListVersionByFunction',
    'UpdateAlias',
  ])

  const applied = requests.length
  const stale = await ended(grayscale(words.split(' '), { cwd, endpoint }), 3)
  assert.match(stale.stderr, /✖ StalePlan {2}.*[0-9a-f]{12}/)
  assert.match(stale.stderr, /nothing was changed/)
  assert.deepEqual(
    since(applied).filter((action) => !/^(Get|List)/.test(action)),
    [],
  )
})

test('a plan file says everything but secrets, and is carried out only while it holds', async (t) => {
  const { url: endpoint, requests } = await emulator(t)
  const cwd = project(t)
  await ended(grayscale(['deploy', '--publish', '--traffic', '0'], { cwd, endpoint }), 0)
  const words = ['plan', '--traffic', '0.2', '--out', 'canary.plan', 'fun02']
  const plan = await ended(grayscale(words, { cwd, endpoint }), 0)
  assert.match(plan.stdout, /To do exactly this: grayscale apply canary\.plan\n/)
  const file = join(cwd, 'canary.plan')
  const text = readFileSync(file, 'utf8')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  for (const secret of ['hidden-value', keys.TENCENT_SECRET_KEY]) assert.ok(!text.includes(secret))

  const refused = async (code, status, change) => {
    writeFileSync(file, change(text))
    const from = requests.length
    const { stderr } = await ended(grayscale(['apply', 'canary.plan'], { cwd, endpoint }), status)
    assert.match(stderr, new RegExp(`✖ ${code}`))
    const wrote = requests.slice(from).filter(({ action }) => !/^(Get|List)/.test(action))
    assert.deepEqual(wrote, [])
    return stderr
  }
  await refused('UnreadablePlan', 2, (whole) => whole.slice(0, whole.length / 2))
  await refused('EditedPlan', 3, (whole) => whole.replaceAll('0.2', '0.9'))
  // whoever makes the sum anew meets the planner, which makes no such plan
  const forged = await refused('StalePlan', 3, (whole) => {
    const changed = whole.replace('"share":0.2', '"share":0.9')
    assert.notEqual(changed, whole)
    const body = changed.slice(0, changed.lastIndexOf(',"sum":'))
    return `${body},"sum":"${createHash('sha256').update(body).digest('hex')}"}\n`
  })
  assert.match(forged, /\$latest 90%/)

  writeFileSync(file, text)
  const beside = await ended(grayscale(['apply', 'canary.plan', '--traffic', '0.5'], { cwd, endpoint }), 2)
  assert.match(beside.stderr, /--traffic was typed beside a plan file/)
  await ended(grayscale(['apply', 'canary.plan'], { cwd, endpoint }), 0)
  const stale = await ended(grayscale(['apply', 'canary.plan'], { cwd, endpoint }), 3)
  assert.match(stale.stderr, /✖ StalePlan[\s\S]*: \$default was 1 100%, now it is \$latest/)
  const missing = await ended(grayscale(['apply', 'nothing.plan'], { cwd, endpoint }), 2)
  assert.match(missing.stderr, /✖ InvalidFingerprint {2}there is no file .*nothing\.plan/)
})

test('inputs in the form that sls users type', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t)
  const first = await ended(grayscale(['deploy', '--inputs', 'publish=true', 'traffic=0'], { cwd, endpoint }), 0)
  assert.match(first.stdout, /✔ fun02 +0% +1 +1/)
  const second = await ended(
    grayscale(['deploy', '--inputs.publish=fun01', '--inputs.traffic', '0'], { cwd, endpoint }),
    0,
  )
  assert.match(second.stdout, /✔ fun01 +0% +2 +2/)
  assert.match(second.stdout, /= fun02 +0% +1 +–/)
})

test('--endpoint wins over GRAYSCALE_ENDPOINT, and is shown', async (t) => {
  const { url } = await emulator(t)
  const args = ['plan', '--endpoint', url]
  const { stdout } = await ended(grayscale(args, { cwd: project(t), endpoint: 'http://127.0.0.1:9' }), 0)
  assert.ok(stdout.includes(`  endpoint   ${url}\n`), stdout)
})

test('a flag wins over the project, also over what a function says for itself', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t, {
    'grayscale.yml': 'stage: dev\nfunctions:\n  fun01: { src: ./code, region: ap-guangzhou }\n',
  })
  const { stdout } = await ended(
    grayscale(['plan', '--stage', 'prod', '--region', 'ap-shanghai'], { cwd, endpoint }),
    0,
  )
  assert.match(stdout, /stage +prod\n +region +ap-shanghai\n/)
  assert.match(stdout, /fun01 {2}fun01-prod/)
  const inputs = ['--inputs', 'stage=prod', 'region=ap-shanghai']
  assert.equal(
    (await ended(grayscale(['plan', ...inputs], { cwd, endpoint }), 0)).stdout.split('To do')[0],
    stdout.split('To do')[0],
  )
})

test('status and rollback take names where there is no project', async (t) => {
  const { url: endpoint } = await emulator(t)
  await ended(grayscale(['deploy', '--publish', '--traffic', '0.5'], { cwd: project(t), endpoint }), 0)
  const cwd = directory(t)
  const status = await ended(grayscale(['status', 'fun01-dev'], { cwd, endpoint }), 0)
  assert.match(status.stdout, /\$default {2}█{10}░{10} {2}\$latest 50% · 1 50%/)
  const back = await ended(grayscale(['rollback', 'fun01-dev'], { cwd, endpoint }), 0)
  assert.match(back.stdout, /→ 1 100%/)
  assert.match(readFileSync(join(cwd, '.grayscale/dev.journal'), 'utf8'), /"step":"shift"/)
})

test('emulate listens until it is told to stop', async (t) => {
  const running = start(['emulate', '--port', '0', '--rate', '0'])
  await running.said('listening on http://127.0.0.1:', 'stdout')
  const [, ...lines] = running.seen.stdout.trimEnd().split('\n')
  const words = lines.map((line) => / {2}export ([A-Z_]+)=(.*)/.exec(line)?.slice(1))
  assert.deepEqual(
    words.map(([name]) => name),
    ['GRAYSCALE_ENDPOINT', 'TENCENT_SECRET_ID', 'TENCENT_SECRET_KEY'],
  )
  const env = Object.fromEntries(words)
  await ended(grayscale(['deploy'], { cwd: project(t), endpoint: env.GRAYSCALE_ENDPOINT, env }), 0)
  running.child.kill('SIGTERM')
  const { status, stderr } = await running.ended
  assert.equal(status, 0, stderr)
})

test('emulate --json prints one line with the address and the key', async () => {
  const running = start(['emulate', '--port', '0', '--json', '--secret-id', 'AKIDMINE', '--secret-key', 'MINE'])
  await running.said('\n', 'stdout')
  const { url, ...rest } = JSON.parse(running.seen.stdout)
  assert.deepEqual(rest, { port: Number(new URL(url).port), secretId: 'AKIDMINE', secretKey: 'MINE' })
  assert.equal(running.seen.stdout.trim().split('\n').length, 1)
  running.child.kill('SIGTERM')
  assert.equal((await running.ended).status, 0)
})

test('emulate names the process that has the state file', async (t) => {
  const stateFile = join(directory(t), 'state.json')
  await emulator(t, { stateFile })
  const refused = await ended(grayscale(['emulate', '--state', stateFile]), 1)
  assert.match(
    refused.stderr,
    new RegExp(`✖ EmulatorFailed[^]*used by another emulator: process ${process.pid}, since`),
  )
})

test('emulate refuses what it cannot do', async (t) => {
  const refused = await ended(grayscale(['emulate', '--port', 'x']), 2)
  assert.match(refused.stderr, /✖ InvalidFlag {2}--port is "x"; expected a whole number/)
  const { port } = await emulator(t)
  const taken = await ended(grayscale(['emulate', '--port', String(port)]), 1)
  assert.match(taken.stderr, /EADDRINUSE[\s\S]*--port 0 picks a free one/)
})

test('GRAYSCALE_ENDPOINT in an env file is said to have no effect, once, and has none', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t, { '.env': 'GRAYSCALE_ENDPOINT=http://127.0.0.1:9\n' })
  const { stdout } = await ended(grayscale(['plan'], { cwd, endpoint }), 0)
  assert.equal(stdout.match(/GRAYSCALE_ENDPOINT in \.env has no effect: export it instead/g)?.length, 1)
})
