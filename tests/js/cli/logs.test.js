import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Grayscale } from '../../../js/index.js'
import { called } from '../call.js'
import { credentials, emulator, grayscale, project, start } from './harness.js'

const handler = `exports.main_handler = async (event) => {
  console.log('n is', event.n)
  if (event.fail) throw new Error('asked to')
  if (event.ms) await new Promise((done) => setTimeout(done, event.ms))
  return event.n
}
`

const ended = async (call, status = 0) => {
  const result = await call
  assert.equal(result.status, status, result.stdout + result.stderr)
  return result
}

/** A function with version 1, `$default` half on it, and a way to call it. */
async function logged(t, options = {}) {
  const emu = await emulator(t, options)
  const { url: endpoint } = emu
  const cwd = project(t, { 'code/index.js': handler })
  const run = (args, status) => ended(grayscale(args.split(' '), { cwd, endpoint }), status)
  await run('deploy --publish --traffic 0.5')
  const gray = new Grayscale({ endpoint, credentials })
  t.after(() => gray.close())
  const call = async (event, qualifier) => {
    const result = await called(gray, { function: 'fun01-dev', event, qualifier })
    // a search ends before the millisecond in which it is made, and the last line may be of that one
    await sleep(5)
    return result
  }
  return { emu, cwd, endpoint, run, call, gray }
}

test('logs: who ran, how long, what it wrote, errors marked', async (t) => {
  const { run, call } = await logged(t)
  await call({ n: 1 }, '$LATEST')
  const { FunctionRequestId: id } = await call({ n: 2, fail: true }, '1')
  await call({ n: 3 }, '1')
  const { stdout } = await run('logs fun01')
  assert.match(stdout, /^fun01 {2}fun01-dev {2}\$latest, 1 {2}\S+ \S+ [+-]\d\d:\d\d to \S+ \S+ [+-]\d\d:\d\d\n\n/)
  assert.match(
    stdout,
    /✔ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d {2}\$latest {2}\S{36} {2}[\d.]+ ms {2}[\d.]+ MB\n {2}n is 1\n/,
  )
  assert.match(stdout, /✖ .* {2}1 {8}\S{36} .*\n {2}failed: .*asked to\n {2}n is 2\n {2}Error: asked to\n {6}at /)
  assert.ok(!stdout.includes('START RequestId'), stdout)
  assert.match(stdout, /\n {2}version {2}invocations {2}errors {2}p50 +p95 +p99\n {2}\$latest {2}1 +0 /)
  assert.match(
    stdout,
    /\nErrors by message\n {2}v1 {2}1 × {2}user code exception caught: Error: asked to {2}\(newest: \S+/,
  )

  const document = JSON.parse((await run('log fun01 --json')).stdout)
  assert.deepEqual(document.rows.map(({ version, ending }) => `${version} ${ending}`).toSorted(), [
    '$latest ok',
    '1 error',
    '1 ok',
  ])
  // CLS has durations in whole milliseconds
  assert.ok(document.rows.every(({ log, duration, memory }) => log.includes('n is') && duration >= 0 && memory > 0))
  assert.deepEqual(
    document.statistics.versions.map(({ version, invocations, errors }) => [version, invocations, errors]),
    [
      ['$latest', 1, 0],
      ['1', 2, 1],
    ],
  )
  assert.deepEqual(
    document.statistics.errors.map(({ version, count, requestId }) => [version, count, requestId]),
    [['1', 1, id]],
  )
  const only = async (flags) =>
    JSON.parse((await run(`logs fun01 ${flags} --json`)).stdout).rows.map(({ requestId }) => requestId)
  assert.deepEqual(await only('--errors'), [id])
  assert.deepEqual(await only(`--request-id ${id}`), [id])
  assert.equal((await only('--version $latest')).length, 1)
  assert.equal((await only('--limit 2')).length, 2)
  assert.equal((await only('--alias $default')).length, 0, 'they were called by version')
  await call({ n: 4 })
  assert.equal((await only('--alias $default')).length, 1)
  assert.match((await run('logs fun02')).stdout, /Nothing was logged\.\n$/)
  assert.match((await run('logs', 2)).stderr, /✖ MissingFunction/)
  assert.match((await run('logs fun01 --interval 700000', 2)).stderr, /✖ InvalidInput/)
  assert.match((await run('logs --help')).stdout, /-f, --follow/)
})

test('logs --follow gives each invocation once, until Ctrl-C', async (t) => {
  const { cwd, endpoint, call } = await logged(t)
  const { FunctionRequestId: before } = await call({ n: 0 })
  const running = start(['logs', 'fun01', '--follow', '--json'], { cwd, endpoint })
  await running.said(before, 'stdout')
  const slow = call({ n: 1, ms: 2500 })
  const ids = [before]
  for (const n of [2, 3, 4]) ids.push((await call({ n, fail: n === 3 })).FunctionRequestId)
  ids.push((await slow).FunctionRequestId)
  for (const id of ids) await running.said(id, 'stdout')
  const { FunctionRequestId: last } = await call({ n: 5 })
  await running.said(last, 'stdout')
  running.child.kill('SIGINT')
  const { status, stdout, stderr } = await running.ended
  assert.equal(status, 0, stderr)
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(rows.map(({ requestId }) => requestId).toSorted(), [...ids, last].toSorted())
  assert.equal(rows.filter(({ ending }) => ending === 'error').length, 1)
})

test('a cursor goes on where the last answer ended', async (t) => {
  const { gray, call } = await logged(t)
  const words = { function: 'fun01-dev', follow: true }
  await call({ n: 1 })
  const first = await gray.logs(words)
  assert.equal(first.rows.length, 1)
  assert.deepEqual((await gray.logs({ ...words, cursor: first.cursor })).rows, [])
  const { FunctionRequestId } = await call({ n: 2 })
  const next = await gray.logs({ ...words, cursor: first.cursor })
  assert.deepEqual(
    next.rows.map(({ requestId }) => requestId),
    [FunctionRequestId],
  )
  await assert.rejects(gray.logs({ ...words, cursor: 'x' }), { code: 'InvalidCursor', class: 'usage' })
})

test('one invocation is shown before its log is there, by its status', async (t) => {
  const { run, call } = await logged(t, { logDelayMs: 600_000 })
  const { FunctionRequestId: id } = await call({ n: 1, fail: true }, '1')
  const { stdout } = await run(`logs fun01 --request-id ${id}`)
  assert.match(stdout, /· the log does not have the end of this invocation yet: its result is from GetRequestStatus/)
  assert.match(stdout, new RegExp(`✖ .* {2}– {2}${id} {2}[\\d.]+ ms {2}[\\d.]+ MB\n {2}failed: .*asked to`))
  assert.match((await run('logs fun01')).stdout, /Nothing was logged\.\n$/)
})

test('lines that are found late come once', async (t) => {
  const { gray, call } = await logged(t, { logDelayMs: 700 })
  const seen = []
  let cursor
  for (let n = 1; n <= 8; n++) {
    await call({ n })
    const report = await gray.logs({ function: 'fun01-dev', follow: true, cursor })
    cursor = report.cursor
    seen.push(...report.rows.map(({ log }) => /n is (\d)/.exec(log)[1]))
    await new Promise((done) => setTimeout(done, 200))
  }
  await new Promise((done) => setTimeout(done, 800))
  const { rows } = await gray.logs({ function: 'fun01-dev', follow: true, cursor })
  seen.push(...rows.map(({ log }) => /n is (\d)/.exec(log)[1]))
  assert.deepEqual(seen, ['1', '2', '3', '4', '5', '6', '7', '8'])
})

test('a function without a topic keeps no logs, and it is said how to keep them', async (t) => {
  const { run, call, gray } = await logged(t)
  await call({ n: 1 })
  await gray.request('UpdateFunctionConfiguration', { FunctionName: 'fun01-dev', ClsLogsetId: '', ClsTopicId: '' })
  const { stderr } = await run('logs fun01', 3)
  assert.match(stderr, /✖ NoLogTopic {2}fun01-dev has no log topic/)
  assert.match(stderr, /→ .*cls: \{logsetId, topicId\}.*`grayscale deploy`/s)
  await assert.rejects(gray.logs({ function: 'fun01-dev' }), { code: 'NoLogTopic', class: 'refused', changed: [] })
})

const refused = [
  ['a topic that was deleted', 'ResourceNotFound.TopicNotExist', /the log topic of the function was deleted/],
  ['a missing permission', 'UnauthorizedOperation.CAM', /`grayscale policy logs`/],
  ['a topic without an index', 'ResourceNotFound.IndexNotExist', /the log topic has no index/],
]
for (const [title, code, hint] of refused) {
  test(`${title} is told with the way out`, async (t) => {
    const { emu, run } = await logged(t)
    emu.setFaults([{ action: 'SearchLog', nth: '1..', fault: 'refuse', code }])
    const { stderr } = await run('logs fun01', 1)
    assert.ok(stderr.includes(`✖ ${code}  reading the log`), stderr)
    assert.match(stderr.replaceAll(/\s+/g, ' '), hint)
  })
}

test('searches that are turned away are made again', async (t) => {
  const { emu, run, call } = await logged(t)
  await call({ n: 1 })
  for (const code of ['LimitExceeded.LogSearch', 'FailedOperation.SearchTimeout']) {
    emu.setFaults([{ action: 'SearchLog', nth: '1..3', fault: 'refuse', code }])
    assert.match((await run('logs fun01')).stdout, /n is 1\n/, code)
  }
})

test('a topic without statistics has the percentiles of what was read', async (t) => {
  const { emu, gray, call } = await logged(t)
  await call({ n: 1 }, '1')
  const { statistics } = await gray.logs({ function: 'fun01-dev' })
  // the second search is that with SQL
  emu.setFaults([{ action: 'SearchLog', nth: 2, fault: 'refuse', code: 'OperationDenied.AnalysisSwitchClose' }])
  const report = await gray.logs({ function: 'fun01-dev' })
  assert.deepEqual(
    report.notes.map(({ code }) => code),
    ['StatisticsOff'],
  )
  assert.deepEqual(report.statistics, statistics)
})
