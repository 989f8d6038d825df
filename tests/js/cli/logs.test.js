import assert from 'node:assert/strict'
import { test } from 'node:test'
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
async function logged(t) {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t, { 'code/index.js': handler })
  const run = (args, status) => ended(grayscale(args.split(' '), { cwd, endpoint }), status)
  await run('deploy --publish --traffic 0.5')
  const gray = new Grayscale({ endpoint, credentials })
  t.after(() => gray.close())
  const call = (event, qualifier) => called(gray, { function: 'fun01-dev', event, qualifier })
  return { cwd, endpoint, run, call, gray }
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
    /✔ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d {2}\$latest {2}\S{36} {2}[\d.]+ ms {2}billed \d+ ms {2}[\d.]+ MB\n {2}n is 1\n/,
  )
  assert.match(stdout, /✖ .* {2}1 {8}\S{36} .*\n {2}failed: .*asked to\n {2}n is 2\n {2}Error: asked to\n {6}at /)
  assert.ok(!stdout.includes('START RequestId'), stdout)

  const document = JSON.parse((await run('log fun01 --json')).stdout)
  assert.deepEqual(document.rows.map(({ version, ending }) => `${version} ${ending}`).toSorted(), [
    '$latest ok',
    '1 error',
    '1 ok',
  ])
  assert.ok(document.rows.every(({ log, duration, memory }) => log.includes('n is') && duration > 0 && memory > 0))
  const only = async (flags) =>
    JSON.parse((await run(`logs fun01 ${flags} --json`)).stdout).rows.map(({ requestId }) => requestId)
  assert.deepEqual(await only('--errors'), [id])
  assert.deepEqual(await only(`--request-id ${id}`), [id])
  assert.equal((await only('--version $latest')).length, 1)
  assert.equal((await only('--limit 2')).length, 2)
  assert.match((await run('logs fun02')).stdout, /Nothing was logged\.\n$/)
  assert.match((await run('logs', 2)).stderr, /✖ MissingFunction/)
  assert.match((await run('logs fun01 --interval 100000', 2)).stderr, /✖ InvalidInput/)
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
