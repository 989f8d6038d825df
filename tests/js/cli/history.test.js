import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { emulator, grayscale, project } from './harness.js'

/** A project with a journal of three runs: a deploy, a grayscale release, and one that was refused half-way. */
async function released(t) {
  const { url: endpoint } = await emulator(t)
  const cwd = project(t)
  const run = async (...args) => {
    const { status, stderr } = await grayscale(args, { cwd, endpoint })
    assert.equal(status, 0, stderr)
  }
  await run('deploy', '--publish', '--traffic', '0')
  writeFileSync(join(cwd, 'code/index.js'), 'exports.main_handler = async () => 2\n')
  await run('deploy', '--traffic', '0.1')
  return { cwd, endpoint, file: join(cwd, '.grayscale/dev.journal') }
}

/** Without an address of an API: history asks none. */
const history = (cwd, ...args) => grayscale(['history', ...args], { cwd, endpoint: 'http://127.0.0.1:9' })

test('history: the newest run first, who, what, and how it ended', async (t) => {
  const { cwd } = await released(t)
  const { status, stdout, stderr } = await history(cwd)
  assert.deepEqual({ status, stderr }, { status: 0, stderr: '' })
  const [second, first] = stdout.split('\n\n')
  assert.match(second, /^✔ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d {2}deploy {2}[0-9a-f]{8} {2}done\n/)
  assert.ok(second.includes(`@${hostname()} (pid `), second)
  assert.match(second, /asked +traffic 10%/)
  assert.match(second, /fun01 +code uploaded\n +\$default: 1 100% → \$latest 10% · 1 90%/)
  assert.match(first, /asked +publish, traffic 0%/)
  assert.match(first, /created\n +published v1\n +\$default: \$latest 100% → 1 100%/)
  assert.ok(!stdout.includes('hidden-value'))
})

test('history --json and --limit', async (t) => {
  const { cwd } = await released(t)
  const { runs, total, verified } = JSON.parse((await history(cwd, '--json', '--limit', '1')).stdout)
  assert.deepEqual([runs.length, total, verified], [1, 2, undefined])
  const [{ functions, ...run }] = runs
  assert.deepEqual([run.kind, run.how, run.asked, run.stage], ['deploy', 'done', 'traffic 10%', 'dev'])
  assert.match(run.when, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/)
  assert.equal(Date.parse(run.when), run.began - (run.began % 1000))
  const now = '$latest 10% · 1 90%'
  const routing = [{ alias: '$default', before: '1 100%', asked: now, after: now, latest: 0.1 }]
  assert.deepEqual(functions[0].routing, routing)
  assert.match((await history(cwd, '--limit', '1')).stdout, /\n\nand 1 older\n$/)
  for (const limit of ['0', 'all', '-1']) {
    const refused = await history(cwd, `--limit=${limit}`)
    assert.equal(refused.status, 2, refused.stdout)
    assert.match(refused.stderr, /InvalidLimit/)
  }
})

test('history --verify names the first line that is not as it was written', async (t) => {
  const { cwd, file } = await released(t)
  const whole = await history(cwd, '--verify')
  assert.deepEqual({ status: whole.status, stderr: whole.stderr }, { status: 0, stderr: '' })
  const text = readFileSync(file, 'utf8')
  const lines = text.split('\n').filter((line) => line.startsWith('{"v":')).length
  assert.ok(whole.stdout.includes(`journal  ${lines} lines of 2 runs are consistent`), whole.stdout)

  writeFileSync(file, text.replace('"traffic":"0.1"', '"traffic":"0.2"'))
  const number = text.split('\n').findIndex((line) => line.includes('"traffic":"0.1"')) + 1
  const edited = await history(cwd, '--verify')
  assert.equal(edited.status, 1)
  assert.match(
    edited.stderr,
    new RegExp(`JournalBroken {2}line ${number} of the journal: it was changed after it was written`),
  )
  assert.match(edited.stdout, /asked +traffic 20%/)
  // without being asked to, nothing is said of it
  assert.equal((await history(cwd)).status, 0)

  const all = text.split('\n')
  const third = all.flatMap((line, at) => (line.startsWith('{"v":') ? [at] : []))[2]
  writeFileSync(file, all.slice(third).join('\n'))
  const cut = JSON.parse((await history(cwd, '--verify', '--json')).stdout)
  assert.equal(cut.error.code, 'JournalBroken')
  assert.match(cut.error.message, /2 lines before it are missing/)
  assert.equal(cut.error.result.verified.missing, 2)
})

test('history of a run that broke off, of what was cut off, and of what came behind it', async (t) => {
  const { cwd, endpoint, file } = await released(t)
  const text = readFileSync(file, 'utf8')
  const end = text.lastIndexOf('\n', text.length - 2)
  truncateSync(file, Buffer.byteLength(text.slice(0, end + 40)))
  const broken = await history(cwd, '--verify')
  assert.equal(broken.status, 0, broken.stderr)
  assert.match(broken.stdout, /^◌ .* unfinished: the same command continues it, unless it is still under way\n/)
  assert.match(broken.stdout, /skipped: line \d+\n/)
  const next = await grayscale(['rollback'], { cwd, endpoint })
  assert.equal(next.status, 0, next.stderr)
  const { stdout, status } = await history(cwd, '--verify')
  assert.equal(status, 0)
  assert.match(stdout, /interrupted; later runs changed its functions/)
})

test('a journal that is empty, binary, or of a later version', async (t) => {
  const { cwd, endpoint, file } = await released(t)
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, '')
  assert.deepEqual(await history(cwd), { status: 0, stdout: 'no run is in the journal\n', stderr: '' })
  const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256))
  writeFileSync(file, bytes)
  const binary = await history(cwd, '--verify')
  assert.equal(binary.status, 0, binary.stderr)
  assert.match(binary.stdout, /no run is in the journal/)
  writeFileSync(file, text)
  appendFileSync(file, `{"v":9,"at":1,"what":"ever"}\n`)
  for (const args of [['history'], ['deploy', '--traffic', '0.2'], ['rollback', '--to', 'previous']]) {
    const { status, stderr } = await grayscale(args, { cwd, endpoint })
    assert.equal(status, 3, args.join(' '))
    assert.match(stderr, /JournalTooNew.* format 9/)
  }
  const rollback = await grayscale(['rollback'], { cwd, endpoint })
  assert.equal(rollback.status, 0, rollback.stderr)
  assert.match(rollback.stdout, /a rollback continues without it/)
})

test('without a journal, and with a directory in its place', async (t) => {
  const cwd = project(t)
  assert.equal((await history(cwd)).stdout, 'no run is in the journal\n')
  mkdirSync(join(cwd, '.grayscale/dev.journal'), { recursive: true })
  const { status, stderr } = await history(cwd)
  assert.equal(status, 1)
  assert.match(stderr, /JournalFailed.*could not be read/)
})
