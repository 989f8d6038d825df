import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Grayscale } from '../../../js/index.js'
import { renderMetrics } from '../../../js/render/index.js'
import { called } from '../call.js'
import { credentials, emulator, grayscale, project } from './harness.js'

const handler = `exports.main_handler = async (event) => {
  if (event.fail) throw new Error('asked to')
  return event.n
}
`

const ended = async (call, status = 0) => {
  const result = await call
  assert.equal(result.status, status, result.stdout + result.stderr)
  return result
}

/** Lets what `work` does happen some minutes ago: the minute that runs is not counted, the last two are not judged. */
async function ago(emu, minutes, work) {
  emu.setClock(Date.now() - minutes * 60_000)
  await work()
  emu.setClock(undefined)
}

test('metrics: what really happened, by version side by side', async (t) => {
  const emu = await emulator(t)
  const { url: endpoint } = emu
  const cwd = project(t, { 'code/index.js': handler })
  const run = (args, status) => ended(grayscale(args.split(' '), { cwd, endpoint }), status)
  await run('deploy --publish --traffic 0.25')
  const gray = new Grayscale({ endpoint, credentials })
  t.after(() => gray.close())
  const call = (event, qualifier) => called(gray, { function: 'fun01-dev', event, qualifier })
  await ago(emu, 4, async () => {
    for (let n = 0; n < 8; n++) await call({ n, fail: n < 2 }, '$LATEST')
    for (let n = 0; n < 4; n++) await call({ n }, '1')
  })

  const { stdout } = await run('metrics fun01')
  assert.match(
    stdout,
    /^fun01 {2}fun01-dev {2}\d{4}-\d\d-\d\d \d\d:\d\d:00 [+-]\d\d:\d\d to [^,]+, by 60 s\n\n {21}\$latest +1\n/,
  )
  assert.match(stdout, /\n {2}traffic now +25% +75%\n {2}invocations +8 +4\n {2}errors +2 \(25%\) +0\n/)
  assert.match(stdout, /\n {2}invocations {2}\$latest {2}[·▁-█]{15} {2}at most \d\n +1 {8}[·▁-█]{15} {2}at most \d\n/)
  assert.match(stdout, /the last 2 minutes may be incomplete\n$/)

  const document = JSON.parse((await run('metric fun01 --period 60 --interval 3600 --json')).stdout)
  const [latest, last] = document.versions
  assert.deepEqual(
    [latest.version, latest.invocations, latest.errors, latest.errorRate, latest.platformErrors, latest.throttled],
    ['$latest', 8, 2, 0.25, 0, 0],
  )
  assert.deepEqual([last.version, last.invocations, last.errorRate, last.traffic], ['1', 4, 0, 0.75])
  assert.ok(latest.duration > 0 && latest.memory > 1)
  assert.deepEqual([document.times.length, latest.series.invocations.length], [60, 60])
  assert.equal(latest.series.invocations[0], null)
  assert.match(document.from, /T\d\d:\d\d:00[+-]\d\d:\d\d$/)
  assert.equal(Date.parse(document.to) - Date.parse(document.from), 3_600_000)
  assert.equal((await gray.metrics({ function: 'fun01-dev', version: '1' })).versions[0].invocations, 4)

  assert.match((await run('metrics fun01 --period 7', 2)).stderr, /✖ InvalidPeriod[\s\S]*60, 300, 3600, 86400 seconds/)
  assert.match((await run('metrics fun01 --version 9', 3)).stderr, /✖ VersionNotFound/)
  assert.match((await run('metrics', 2)).stderr, /✖ MissingFunction/)
})

test('a gate ends with 0 where it passes, 1 where it does not, 5 where that is not known', async (t) => {
  const emu = await emulator(t)
  const { url: endpoint } = emu
  const cwd = project(t, { 'code/index.js': handler })
  const run = (args, status) => ended(grayscale(args.split(' '), { cwd, endpoint }), status)
  await run('deploy --publish --traffic 0.25')
  const gray = new Grayscale({ endpoint, credentials })
  t.after(() => gray.close())
  const call = (event) => called(gray, { function: 'fun01-dev', event, qualifier: '$LATEST' })
  const nothing = await run('metrics fun01 --max-error-rate 20%', 5)
  assert.match(nothing.stdout, /\n {2}errors +– +–\n[^]*\? gate: not known {2}\$latest: no calls/)
  await call({ fail: true })
  assert.equal(JSON.parse((await run('metrics fun01 --max-error-rate 20% --json', 5)).stdout).gate.code, 'NoCalls')
  await ago(emu, 4, async () => {
    for (let n = 0; n < 10; n++) await call({ n, fail: n < 2 })
  })
  assert.match((await run('metrics fun01 --max-error-rate 20%', 0)).stdout, /✔ gate: passed {2}\$latest: 2 of 10 calls/)
  assert.match((await run('metrics fun01 --max-error-rate 0.19', 1)).stdout, /✖ gate: not passed {2}\$latest: 2 of 10/)
  assert.match(
    (await run('metrics fun01 --max-error-rate 0 --min-invocations 11', 5)).stdout,
    /10 calls; at least 11 are needed/,
  )
  assert.match((await run('metrics fun01 --max-error-rate 100%', 2)).stderr, /✖ InvalidErrorRate/)
  await run('metrics fun01', 0)
})

test('since upload counts from the journal, and not the calls of the code before', async (t) => {
  const emu = await emulator(t)
  const { url: endpoint } = emu
  const cwd = project(t, { 'code/index.js': handler })
  const run = (args, status) => ended(grayscale(args.split(' '), { cwd, endpoint }), status)
  await run('deploy --publish --traffic 0.25')
  const gray = new Grayscale({ endpoint, credentials })
  t.after(() => gray.close())
  await ago(emu, 4, () => called(gray, { function: 'fun01-dev', event: { fail: true }, qualifier: '$LATEST' }))
  const document = JSON.parse((await run('metrics fun01 --since upload --max-error-rate 1% --json', 5)).stdout)
  assert.equal(document.upload.source, 'journal')
  assert.deepEqual([document.times, document.gate.ok, document.gate.code], [[], null, 'NotComplete'])
  assert.equal(document.versions[0].errors, null)
  const empty = (await run('metrics fun01 --since upload')).stdout
  assert.match(empty, /counted from the first full minute after the code of \$latest became Active/)
  // without its journal the API's ModTime is what is known
  const report = await gray.metrics({ function: 'fun01-dev', since: 'upload' })
  assert.equal(report.upload.source, 'modTime')
})

test('courses have one scale, gaps stay gaps, and long ones show their end', () => {
  const of = (version, values) => ({
    version,
    traffic: 0.5,
    invocations: 1,
    errors: 0,
    errorRate: 0,
    platformErrors: 0,
    throttled: 0,
    duration: null,
    memory: null,
    series: { invocations: values, errors: values.map(() => null), duration: values.map(() => null) },
  })
  const report = (one, other) => ({
    key: 'f',
    name: 'f',
    period: 60,
    from: '2026-01-31T20:00:00+08:00',
    to: '2026-01-31T20:03:00+08:00',
    notes: [],
    gate: { ok: null, maxErrorRate: null },
    versions: [of('$latest', one), of('7', other)],
  })
  const text = renderMetrics(report([1, null, 7], [0, 14, null]))
  assert.match(text, /\$latest {2}▂·▅ {2}at most 7\n +7 {8}▁█· {2}at most 14\n/)
  assert.match(text, /errors +\$latest {2}··· {2}none\n/)
  const long = Array.from({ length: 200 }, (_, index) => index)
  const lines = renderMetrics(report(long, long)).split('\n')
  assert.ok(lines.every((line) => [...line].length <= 80))
  assert.match(
    lines.find((line) => line.includes('█')),
    /█ {2}at most 199$/,
  )
})
