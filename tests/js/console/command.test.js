import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { openDemo, startDemo } from '../../../js/console/demo/index.js'
import { keepAddress, lastAddress } from '../../../js/console/serve/address.js'
import { Grayscale } from '../../../js/index.js'
import { freePort } from '../../support/free-port.js'

const main = fileURLToPath(new URL('../../../js/cli/main.js', import.meta.url))
const dist = fileURLToPath(new URL('../../../js/console/dist/', import.meta.url))

/** A page, where none was built: the command serves whatever lies there. */
function somePage(t) {
  if (existsSync(join(dist, 'index.html'))) return
  mkdirSync(dist, { recursive: true })
  writeFileSync(join(dist, 'index.html'), '<!doctype html>')
  t.after(() => rmSync(dist, { recursive: true }))
}

/** `cwd`: of no project by default. */
async function started(t, args, env = {}, cwd = undefined) {
  const state = mkdtempSync(join(tmpdir(), 'grayscale-state-'))
  t.after(() => rmSync(state, { recursive: true, force: true }))
  const child = spawn(process.execPath, [main, 'console', '--no-open', ...args], {
    cwd: cwd ?? state,
    env: { ...process.env, XDG_STATE_HOME: state, NO_COLOR: '1', ...env },
  })
  t.after(() => child.kill('SIGKILL'))
  const ended = new Promise((resolve) => child.on('exit', (code) => resolve(code)))
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const { value: line = '' } = await lines.next()
  return { child, ended, line, state, stderr: () => stderr }
}

test('grayscale console: says where it is, comes back at the same address, ends on Ctrl-C', async (t) => {
  somePage(t)
  const first = await started(t, [])
  const [, url] = /^console: (http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}\/)$/.exec(first.line) ?? []
  assert.ok(url, `${first.line}${first.stderr()}`)
  assert.equal((await fetch(url)).status, 200)
  first.child.kill('SIGINT')
  assert.equal(await first.ended, 0)
  assert.equal(first.stderr(), '', 'it has nothing to wait for')
  const again = await started(t, ['--json'], { XDG_STATE_HOME: first.state })
  const found = JSON.parse(again.line)
  assert.equal(found.url, url, 'links into the page lead there again')
  again.child.kill('SIGINT')
  await again.ended
})

/** A directory with a project file. */
function projectIn(t, yml) {
  const directory = mkdtempSync(join(tmpdir(), 'grayscale-project-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  writeFileSync(join(directory, 'grayscale.yml'), yml)
  return directory
}

const functions = 'functions:\n  cart: { src: ./src }\n'

/** What the page of a console learns of the journal, and of where it begins. */
async function journalOf(t, args, { env, cwd } = {}) {
  const { child, ended, line, stderr } = await started(t, ['--json', ...args], env, cwd)
  assert.match(line, /^\{/, stderr())
  const { url, journal } = JSON.parse(line)
  const config = await (await fetch(`${url}config.json`)).json()
  const ask = async (operation, given) => {
    const answer = await fetch(`${url}store/${operation}`, { method: 'POST', body: JSON.stringify(given) })
    return { status: answer.status, ...(await answer.json()) }
  }
  const read = await ask('read', {})
  child.kill('SIGINT')
  await ended
  assert.equal(config.journal?.place, journal)
  return { ...config.journal, region: config.region, read }
}

test('outside of a project the console has no journal: the page keeps its own', async (t) => {
  somePage(t)
  const { place, read } = await journalOf(t, [])
  assert.deepEqual([place, read.status], [undefined, 404])
})

test('in a project the console uses the journal of its stage', async (t) => {
  somePage(t)
  const cwd = projectIn(t, `region: ap-shanghai\n${functions}`)
  const here = await journalOf(t, [], { cwd })
  assert.deepEqual(
    [here.place, here.stage, here.shared, here.region],
    [join(cwd, '.grayscale', 'dev.journal'), 'dev', false, 'ap-shanghai'],
  )
  assert.match(here.who, /^\S+@console \(.+\)$/)
  assert.deepEqual([here.read.status, here.read.text, here.read.position], [200, '', '0'])
  const elsewhere = await journalOf(t, ['--cwd', cwd, '--stage', 'prod', '--region', 'ap-beijing'])
  assert.deepEqual(
    [elsewhere.place, elsewhere.stage, elsewhere.region],
    [join(cwd, '.grayscale', 'prod.journal'), 'prod', 'ap-beijing'],
  )
})

test('a store that a person names is used, also outside of a project', async (t) => {
  somePage(t)
  const address = 'cos://journal-1250000000/team?region=ap-guangzhou'
  const env = { GRAYSCALE_STORE: address, TENCENT_SECRET_ID: '', TENCENT_SECRET_KEY: '' }
  const { place, shared, read } = await journalOf(t, [], { env, cwd: projectIn(t, `name: shop\n${functions}`) })
  assert.match(place, /^cos:\/\/journal-1250000000\/team\?region=ap-guangzhou \(.+\/dev\)$/)
  assert.equal(shared, true)
  assert.deepEqual([read.status, read.error.code], [502, 'MissingCredentials'], 'it is the page that says so')
  assert.match(read.error.hint, /TENCENT_SECRET_ID/)
  const typed = await journalOf(t, ['--store', 'file:./own.journal'])
  assert.match(typed.place, /own\.journal$/)
})

test('a store that the project file may not name: the console comes, and says so wherever it is used', async (t) => {
  somePage(t)
  const cwd = projectIn(t, `${functions}store: cos://journal-1250000000/team?region=ap-guangzhou\n`)
  const refused = await journalOf(t, [], { cwd })
  assert.equal(refused.place, 'cos://journal-1250000000/team?region=ap-guangzhou')
  assert.deepEqual([refused.read.status, refused.read.error.code], [502, 'UntrustedHost'])
  // an env file that a repository brings says nothing about whose buckets are the account's
  writeFileSync(join(cwd, '.env'), 'TENCENT_APP_ID=1250000000\n', { mode: 0o600 })
  assert.equal((await journalOf(t, [], { cwd })).read.error.code, 'UntrustedHost')
  const own = await journalOf(t, [], { cwd, env: { TENCENT_APP_ID: '1250000000' } })
  assert.equal(own.read.error.code, 'MissingCredentials')
})

test('flags that can not be meant', async (t) => {
  for (const [args, code] of [
    [['--port', 'x'], 'InvalidFlag'],
    [['--port', '70000'], 'InvalidFlag'],
    [['cart'], 'UnexpectedValue'],
    [['--endpoint', 'nowhere'], 'InvalidEndpoint'],
    [['--demo', '--endpoint', 'http://127.0.0.1:9'], '--demo has its own endpoint'],
    [['--demo', '--region', 'ap-shanghai'], '--demo has its own region'],
    [['--demo', '--namespace', 'shop'], '--demo has its own namespace'],
    [['--demo', '--stage', 'prod'], '--demo has its own stage'],
    [['--demo', '--store', 'file:j'], '--demo has its own store'],
    [['--store', 'ftp://host'], 'InvalidStore'],
    [['--credentials', 'page'], 'InvalidFlag'],
    [['--demo', '--credentials', 'env'], '--demo has its own credentials'],
  ]) {
    const { ended, stderr } = await started(t, args)
    assert.equal(await ended, 2, args.join(' '))
    assert.match(stderr(), new RegExp(code))
  }
})

test('a port that is taken is said, where it was asked for', async (t) => {
  somePage(t)
  const one = await started(t, ['--json'])
  const { port } = JSON.parse(one.line)
  const two = await started(t, ['--port', String(port)])
  assert.equal(await two.ended, 1)
  assert.match(two.stderr(), /ConsoleFailed[\s\S]*EADDRINUSE/)
  const three = await started(t, ['--json'], { XDG_STATE_HOME: one.state })
  assert.notEqual(JSON.parse(three.line).port, port, 'the port of the last time is taken, so another one is drawn')
  for (const { child, ended } of [one, three]) {
    child.kill('SIGINT')
    await ended
  }
})

const OTHER = 'o'.repeat(43)

/** A place where an address was kept. */
async function keptAt(t) {
  const state = mkdtempSync(join(tmpdir(), 'grayscale-state-'))
  t.after(() => rmSync(state, { recursive: true }))
  const env = { XDG_STATE_HOME: state }
  assert.deepEqual(await lastAddress(env), {})
  assert.equal(await keepAddress(env, { port: 40_123, token: OTHER }), undefined)
  return { env, file: join(state, 'scf-grayscale', 'console-address') }
}

test('the address is kept for the next time, for its owner alone', async (t) => {
  const { env, file } = await keptAt(t)
  assert.deepEqual(await lastAddress(env), { address: { port: 40_123, token: OTHER } })
  assert.equal(statSync(file).mode & 0o777, 0o600)
})

test('an address that others may read is not used', async (t) => {
  const { env, file } = await keptAt(t)
  chmodSync(file, 0o640)
  assert.deepEqual(await lastAddress(env), { refused: file })
  // what is kept then is in a new file
  await keepAddress(env, { port: 40_124, token: OTHER })
  assert.equal(statSync(file).mode & 0o777, 0o600)
  assert.equal((await lastAddress(env)).address?.port, 40_124)
})

test('a link in the place of the address is not followed', async (t) => {
  const { env, file } = await keptAt(t)
  const elsewhere = `${file}.other`
  renameSync(file, elsewhere)
  symlinkSync(elsewhere, file)
  assert.deepEqual(await lastAddress(env), { refused: file })
  await keepAddress(env, { port: 40_124, token: OTHER })
  assert.match(readFileSync(elsewhere, 'utf8'), /40123/, 'what it leads to stays as it was')
})

test('a pipe or a directory in the place of the address is not waited for and not used', {
  timeout: 10_000,
}, async (t) => {
  const { env, file } = await keptAt(t)
  rmSync(file)
  execFileSync('mkfifo', ['-m', '600', file])
  assert.deepEqual(await lastAddress(env), {})
  assert.equal(await keepAddress(env, { port: 40_124, token: OTHER }), undefined)
  rmSync(file)
  mkdirSync(file, { mode: 0o700 })
  assert.deepEqual(await lastAddress(env), {})
})

test('what is no address is none', async (t) => {
  const { env, file } = await keptAt(t)
  for (const text of ['', '22', '{"port":22,"token":"x"}', JSON.stringify({ port: 40_123, token: '../x' })]) {
    writeFileSync(file, text)
    assert.deepEqual(await lastAddress(env), {})
  }
})

test('an address that can not be kept is said', async (t) => {
  const { file } = await keptAt(t)
  const reason = await keepAddress({ XDG_STATE_HOME: file }, { port: 40_123, token: OTHER })
  assert.match(reason ?? '', /ENOTDIR|EEXIST/)
})

test('--new-address draws another one, and the former leads nowhere', async (t) => {
  somePage(t)
  const first = await started(t, ['--json'])
  const { url } = JSON.parse(first.line)
  first.child.kill('SIGINT')
  await first.ended
  const again = await started(t, ['--json', '--new-address'], { XDG_STATE_HOME: first.state })
  const found = JSON.parse(again.line)
  assert.notEqual(new URL(found.url).pathname, new URL(url).pathname)
  assert.equal((await fetch(new URL(new URL(url).pathname, found.url))).status, 404)
  again.child.kill('SIGINT')
  await again.ended
})

test('--port 0 has another address each time', async (t) => {
  somePage(t)
  const paths = []
  let state
  for (let time = 0; time < 2; time++) {
    const one = await started(t, ['--json', '--port', '0'], state && { XDG_STATE_HOME: state })
    state ??= one.state
    paths.push(new URL(JSON.parse(one.line).url).pathname)
    one.child.kill('SIGINT')
    await one.ended
  }
  assert.notEqual(paths[0], paths[1])
})

const KEYS = { TENCENT_SECRET_ID: 'AKIDEXAMPLEabcd', TENCENT_SECRET_KEY: 'EXAMPLEKEYsecret' }

test('--credentials env: the keys are those of all commands, and neither page nor terminal is told them', async (t) => {
  somePage(t)
  const { child, ended, line, stderr } = await started(t, ['--json', '--credentials', 'env'], KEYS)
  const found = JSON.parse(line)
  assert.deepEqual(found.signs, { id: 'AKID…abcd', from: 'environment' })
  const config = await (await fetch(`${found.url}config.json`)).text()
  assert.deepEqual(JSON.parse(config).signs, { id: 'AKID…abcd', from: 'environment' })
  assert.ok(
    ![line, config, stderr()].some(
      (text) => text.includes('EXAMPLEKEYsecret') || text.includes(KEYS.TENCENT_SECRET_ID),
    ),
  )
  child.kill('SIGINT')
  await ended
})

/** The state of a person whose console was at this port of nobody. */
async function keptAtFreePort(t) {
  const { env, file } = await keptAt(t)
  const port = await freePort()
  await keepAddress(env, { port, token: OTHER })
  return { env, file, port }
}

/** The address at which a console signs, and ends. */
async function signsAt(t, args, env) {
  const { child, ended, line, stderr } = await started(t, ['--json', '--credentials', 'env', ...args], {
    ...KEYS,
    ...env,
  })
  assert.match(line, /^\{/, stderr())
  child.kill('SIGINT')
  await ended
  return new URL(JSON.parse(line).url)
}

test('a console that signs has a new secret each time, and neither uses nor changes the kept address', async (t) => {
  somePage(t)
  const { env, file, port } = await keptAtFreePort(t)
  const kept = readFileSync(file, 'utf8')
  const [first, second] = [await signsAt(t, [], env), await signsAt(t, [], env)]
  assert.equal(new Set([first.pathname, second.pathname, `/${OTHER}/`]).size, 3)
  assert.deepEqual([first.port, second.port], [`${port}`, `${port}`], "the browser's storage belongs to the port")
  assert.equal(readFileSync(file, 'utf8'), kept)
})

test('--keep-address: a console that signs uses the kept address, and keeps one where there is none', async (t) => {
  somePage(t)
  const { env, file } = await keptAtFreePort(t)
  assert.equal((await signsAt(t, ['--keep-address'], env)).pathname, `/${OTHER}/`)
  rmSync(file)
  const { pathname } = await signsAt(t, ['--keep-address'], env)
  assert.equal(`/${(await lastAddress(env)).address?.token}/`, pathname)
})

test('--credentials env without keys is refused before anything is served', async (t) => {
  const { ended, stderr } = await started(t, ['--credentials', 'env'], {
    TENCENT_SECRET_ID: '',
    TENCENT_SECRET_KEY: '',
  })
  assert.equal(await ended, 2)
  assert.match(stderr(), /MissingCredentials/)
})

test('grayscale console --demo: the page is there before the past is, and what it asks waits for it', async (t) => {
  somePage(t)
  // a proxy that leads nowhere: the demo is on this machine
  const { child, ended, line, stderr } = await started(t, ['--demo', '--json'], { HTTP_PROXY: 'http://127.0.0.1:9' })
  const { url } = JSON.parse(line)
  const { demo, endpoint } = await (await fetch(`${url}config.json`)).json()
  const relay = {
    async send({ headers, body }) {
      const answer = await fetch(`${url}relay/scf`, { method: 'POST', headers: { ...headers, Host: undefined }, body })
      return { status: answer.status, contentType: answer.headers.get('content-type'), text: await answer.text() }
    },
    close: async () => {},
  }
  const gray = new Grayscale({ credentials: demo, endpoint, transport: relay })
  t.after(() => gray.close())
  const rows = await gray.functions({})
  assert.deepEqual(rows.map(({ name, standing }) => `${name} ${standing}`).slice(0, 3), [
    'cart canary',
    'pricing canary',
    'invoices failed',
  ])
  assert.equal(rows.length, 7)
  child.kill('SIGINT')
  assert.equal(await ended, 0, stderr())
})

test('grayscale console --demo: Ctrl-C in the middle of the past ends it', async (t) => {
  somePage(t)
  const { child, ended, line, stderr } = await started(t, ['--demo'])
  assert.match(line, /^console: /)
  child.kill('SIGINT')
  assert.equal(await ended, 0, stderr())
})

test('a demo that is closed before its past is whole has none', async () => {
  const lines = []
  const world = await openDemo({ log: (line) => lines.push(line) })
  await world.close()
  await world.ready
  await assert.rejects(fetch(world.endpoint))
  assert.deepEqual(lines, [])
})

test('the demo: a shop with a past, a release that fares well, one that does not, and nothing left of it', async (t) => {
  const lines = []
  const world = await startDemo({ log: (line) => lines.push(line) })
  t.after(() => world.close())
  const gray = new Grayscale({ credentials: world.credentials, endpoint: world.endpoint })
  t.after(() => gray.close())
  const rows = await gray.functions({})
  const by = Object.fromEntries(rows.map((row) => [row.name, row]))
  assert.deepEqual(Object.fromEntries(rows.map(({ name, standing }) => [name, standing])), {
    invoices: 'failed',
    cart: 'canary',
    pricing: 'canary',
    search: 'latest',
    recommendations: 'quiet',
    checkout: 'quiet',
    mail: 'quiet',
  })
  assert.equal(by.pricing.traffic, 0.25)
  const { credentials, endpoint, journal } = world
  const project = new Grayscale({ credentials, endpoint, store: journal.store })
  t.after(() => project.close())
  const rollouts = await project.rollouts.list()
  assert.deepEqual(
    rollouts.map(({ functions: [{ name }], ended }) => [name, ended]),
    [
      ['cart', false],
      ['checkout', true],
    ],
  )
  const [underWay, over] = rollouts
  assert.equal(over.state, 'rolledBack', 'by the guard, not by hand')
  assert.equal(over.decisions.at(-1).why.code, 'Regression')
  assert.equal(underWay.waits, false)
  assert.ok(Date.now() - Date.parse(underWay.began) > 10 * 60_000, 'it began in the past')
  const { versions, times } = await gray.metrics({ function: 'pricing', interval: 3600 })
  const [latest, last] = versions
  assert.deepEqual([latest.version, last.version], ['$latest', '2'])
  assert.ok(last.invocations > 100 && last.errors === 0, JSON.stringify(last))
  assert.ok(latest.invocations > 10 && latest.duration > last.duration, 'the new code is slower')
  const began = last.series.invocations.findIndex((value) => value !== null)
  assert.ok(Date.now() - Date.parse(times[began]) > 30 * 60_000, 'half an hour of it is past')
  await world.close()
  await assert.rejects(fetch(world.endpoint))
  assert.deepEqual(lines, [])
})
