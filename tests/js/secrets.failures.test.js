// Every command fails in every way there is, with secrets in the key, the token, the environment of the functions and the
// password of a proxy: none of them is said, and none is written to a file.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { commands } from '../../js/cli/commands.js'
import { code, directory, emulator, ended, grayscale } from './cli/harness.js'

const secretId = 'AKIDcanary0123456789abcdef'
const canaries = {
  key: 'canaryOfTheKey+0123456789/abcdef',
  token: 'canaryOfTheToken+0123456789/abcdef=',
  variable: 'canaryOfAVariable+0123456789/abcdef',
  argument: 'canaryOfAnArgument+0123456789/abcdef',
  fromEnvironment: 'canaryOfTheEnvironment+0123456789/abcdef',
  proxyPassword: 'canaryOfTheProxy+0123456789/abcdef',
}
const keys = {
  TENCENT_SECRET_ID: secretId,
  TENCENT_SECRET_KEY: canaries.key,
  TENCENT_TOKEN: canaries.token,
  FROM_ENVIRONMENT: canaries.fromEnvironment,
}

const yml = `functions:
  fun01:
    src: ./code
    runtime: Nodejs18.15
    handler: index.main_handler
    description: \${env.FROM_ENVIRONMENT}
    environment:
      variables:
        A: ${canaries.variable}
        B: \${env.FROM_ENVIRONMENT}
    events:
      - timer: { parameters: { cronExpression: '0 0 4 * * * *', argument: '${canaries.argument}' } }
`

/** What each command is given. `remote`: it can't do without the API. */
const table = {
  plan: { args: ['--traffic', '0.1'], remote: true },
  apply: { args: ['plan.json', '--yes'], remote: true },
  deploy: { args: ['--traffic', '0.1', '--yes'], remote: true },
  publish: { args: ['fun01'], remote: true },
  status: { args: [], remote: true },
  rollback: { args: ['--to', '1'], remote: true },
  undo: { args: [], remote: true },
  resume: { args: [] },
  abort: { args: [] },
  prune: { args: ['--yes'], remote: true },
  remove: { args: ['--yes'], remote: true },
  alias: { args: ['create', 'blue', '--function', 'fun01', '--version', '1'], remote: true },
  invoke: { args: ['fun01'], remote: true },
  logs: { args: ['fun01'], remote: true },
  metrics: { args: ['fun01'], remote: true },
  list: { args: [], remote: true, bare: true },
  history: { args: ['--verify'] },
  store: { args: ['status'] },
  rollout: { args: ['start', '--rollout', 'canary'], remote: true },
}
const remote = Object.keys(table).filter((name) => table[name].remote)
const ofProjects = Object.keys(table).filter((name) => !table[name].bare)

/** Every form in which a secret may stand somewhere. */
const forms = (secret) => [
  secret,
  encodeURIComponent(secret),
  encodeURI(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('base64url'),
  Buffer.from(secret).toString('hex'),
]

const found = (text) =>
  Object.keys(canaries).filter((name) => forms(canaries[name]).some((form) => text.includes(form)))

function clean(what, text) {
  assert.deepEqual(found(text), [], `${what}: ${text}`)
}

const sources = ['grayscale.yml', '.env', join('code', 'index.js')]

/** Looks through whatever lies in a project but what a person wrote. */
function searchFiles(what, dir) {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const files = entries.map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(dir.length + 1))
  const written = files.filter((file) => !sources.includes(file))
  assert.ok(
    written.some((file) => file.endsWith('.journal')),
    `${what}: no journal among ${files}`,
  )
  for (const file of written) clean(`${what}: ${file}`, `${file} ${readFileSync(join(dir, file), 'utf8')}`)
}

/** A project with releases behind it and a plan in a file; each command works on a copy. */
const prepared = mkdtempSync(join(tmpdir(), 'grayscale-secrets-'))
after(() => rmSync(prepared, { recursive: true }))
before(async () => {
  const endings = []
  const t = { after: (end) => endings.push(end) }
  const { url: endpoint } = await emulator(t, { secretId, secretKey: canaries.key, token: canaries.token })
  const dir = directory(t, { 'grayscale.yml': yml, 'code/index.js': code('one') })
  const run = (args) => ended(grayscale(args, { cwd: dir, endpoint, env: keys }), 0)
  await run(['deploy', '--publish', '--traffic', '0', '--yes'])
  writeFileSync(join(dir, 'code', 'index.js'), code('two'))
  await run(['deploy', '--publish', '--traffic', '0', '--yes'])
  await run(['deploy', '--traffic', '0.5', '--yes'])
  await run(['plan', '--traffic', '0.1', '--out', 'plan.json'])
  cpSync(dir, prepared, { recursive: true })
  for (const end of endings) await end()
})

function copyOf(t) {
  const dir = directory(t)
  cpSync(prepared, dir, { recursive: true })
  return dir
}

/** A server of any kind on loopback, as long as the test; `connections` counts who came. */
async function listening(t, server) {
  const sockets = new Set()
  const seen = { connections: 0 }
  server.on('connection', (socket) => {
    seen.connections += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    return new Promise((resolve) => server.close(resolve))
  })
  return { port: server.address().port, reached: () => seen.connections }
}

/** An API that answers by turns, whatever it is asked. */
async function answering(t, ...answers) {
  let turn = 0
  const server = http.createServer((request, response) => {
    request.resume().on('end', () => answers[turn++ % answers.length](response, request))
  })
  const { port, reached } = await listening(t, server)
  return { endpoint: `http://127.0.0.1:${port}`, reached }
}

const refusal = (code, message) => (response) =>
  response.end(JSON.stringify({ Response: { Error: { Code: code, Message: message }, RequestId: 'r-1' } }))

const html = (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>bad gateway</html>')
const cut = (response) => response.end('{"Response":{"Functions":[{"FunctionNa')
const text = (response) => response.writeHead(500, { 'content-type': 'text/plain' }).end('internal error')
const nothing = (response) => response.writeHead(503).end()

/** Another key than the one that requests are signed with, or another token. */
const otherCredentials = async (t, options) => {
  const { url: endpoint, requests } = await emulator(t, { secretId, secretKey: canaries.key, ...options })
  return { endpoint, reached: () => requests.length }
}

/** Ways in which the API, or the way to it, fails. */
const failures = {
  'another key': {
    code: /AuthFailure\.SignatureFailure/,
    begin: (t) => otherCredentials(t, { secretKey: 'another', token: canaries.token }),
  },
  'another token': { code: /AuthFailure\.TokenFailure/, begin: (t) => otherCredentials(t, { token: 'another' }) },
  'a wrong clock': {
    code: /AuthFailure\.SignatureExpire/,
    begin: (t) => answering(t, refusal('AuthFailure.SignatureExpire', 'expired')),
  },
  'no permission': {
    code: /UnauthorizedOperation/,
    begin: (t) => answering(t, refusal('UnauthorizedOperation', 'you are not authorized')),
  },
  'answers that are none': {
    code: /UnreadableAnswer|Unreachable/,
    begin: (t) => answering(t, html, cut, text, nothing),
  },
  'lost answers': {
    code: /Unreachable/,
    begin: (t) => answering(t, (response) => response.socket.destroy()),
  },
  'a redirect': {
    code: /Unreachable/,
    begin: (t) =>
      answering(t, (response, { headers }) => response.writeHead(302, { location: `https://${headers.host}/` }).end()),
  },
  'a refused connection': {
    code: /Unreachable/,
    begin: async () => ({ endpoint: 'http://127.0.0.1:1' }),
  },
  'a certificate that nobody trusts': {
    code: /certificate is not trusted/,
    begin: async (t) => {
      const { port, reached } = await listening(
        t,
        https.createServer(certificate(t), () => {}),
      )
      return { endpoint: `https://127.0.0.1:${port}`, reached }
    },
  },
  'a proxy that is not there': {
    code: /Unreachable/,
    begin: async () => throughProxy(1),
  },
  'a proxy that refuses its password': {
    code: /Unreachable/,
    begin: async (t) => {
      const proxy = http.createServer()
      proxy.on('connect', (_, socket) => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'))
      const { port, reached } = await listening(t, proxy)
      return { ...throughProxy(port), reached }
    },
  },
  'a proxy that speaks something else': {
    code: /Unreachable/,
    begin: async (t) => {
      const { port, reached } = await listening(
        t,
        net.createServer((socket) => socket.end('220 smtp ready\r\n')),
      )
      return { ...throughProxy(port), reached }
    },
  },
}

function throughProxy(port) {
  const proxy = `http://someone:${encodeURIComponent(canaries.proxyPassword)}@127.0.0.1:${port}`
  return { endpoint: 'https://scf.example.com', env: { HTTPS_PROXY: proxy, HTTP_PROXY: proxy } }
}

function certificate(t) {
  const dir = directory(t)
  const files = { key: join(dir, 'key'), cert: join(dir, 'crt') }
  const about = [
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=127.0.0.1',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
  ]
  execFileSync('openssl', ['req', '-x509', ...about, '-keyout', files.key, '-out', files.cert], { stdio: 'ignore' })
  return { key: readFileSync(files.key), cert: readFileSync(files.cert) }
}

/** Where the runs of the project are noted. */
const journal = (dir) => join(dir, '.grayscale', 'dev.journal')

/** Ways in which a project fails before anything is sent; `without` are the commands that it does not concern. */
const spoilt = {
  'yml that is none': {
    code: /InvalidYaml/,
    spoil: (dir) =>
      writeFileSync(join(dir, 'grayscale.yml'), yml.replace(`A: ${canaries.variable}`, `A: "${canaries.variable}" x`)),
  },
  'an input that is none': {
    code: /InvalidInput|NothingTo/,
    without: ['history', 'store', 'undo'],
    spoil: (dir) =>
      writeFileSync(join(dir, 'grayscale.yml'), yml.replace(`A: ${canaries.variable}`, `A: [${canaries.variable}]`)),
  },
  'a variable that is not set': {
    code: /UnknownVariable/,
    spoil: (dir) => appendFileSync(join(dir, 'grayscale.yml'), '    role: $' + '{env.NOWHERE}\n'),
  },
  'the key in the inputs': {
    code: /KeyInInputs|NothingTo/,
    without: ['history', 'store', 'undo', 'apply'],
    spoil: (dir) => appendFileSync(join(dir, 'grayscale.yml'), `    role: ${canaries.key}\n`),
  },
  'a directory in the place of the yml': {
    code: /UnreadableFile/,
    spoil: (dir) => {
      rmSync(join(dir, 'grayscale.yml'))
      mkdirSync(join(dir, 'grayscale.yml'))
    },
  },
  'an env file with a line that is none': {
    code: /InvalidEnvFile/,
    spoil: (dir) => writeFileSync(join(dir, '.env'), `TENCENT_SECRET_KEY ${canaries.key}\n`),
  },
  'a directory in the place of the env file': {
    code: /UnreadableFile/,
    spoil: (dir) => mkdirSync(join(dir, '.env')),
  },
  'a journal that is broken': {
    code: /JournalBroken|Unreachable|NothingTo|JournalFailed/,
    without: ['store'],
    spoil: (dir) => {
      const lines = readFileSync(journal(dir), 'utf8').split('\n')
      writeFileSync(journal(dir), [...lines.slice(0, 2), ...lines.slice(3)].join('\n'))
    },
  },
}

/** Runs so many at a time: most of them wait, for answers and between tries. */
async function each(names, work) {
  const left = [...names]
  const worker = async () => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) await work(name)
  }
  await Promise.all(Array.from({ length: 10 }, worker))
}

/** Runs a command that must fail, with a code, in a project of its own. */
async function failing(
  t,
  what,
  name,
  { spoil, endpoint = 'http://127.0.0.1:1', env = keys, code = /./, json = false },
) {
  const cwd = copyOf(t)
  spoil?.(cwd)
  const args = [name, ...table[name].args, ...(json ? ['--json'] : [])]
  const { status, stdout, stderr } = await grayscale(args, { cwd, endpoint, env })
  clean(`${what}: ${name}`, stdout + stderr)
  searchFiles(`${what}: ${name}`, cwd)
  assert.notEqual(status, 0, `${what}: ${name} did not fail: ${stdout}${stderr}`)
  assert.match(stdout + stderr, code, `${what}: ${name}`)
  if (json) assert.ok(JSON.parse(stdout.trim().split('\n').at(-1)).error, `${what}: ${name}: ${stdout}`)
}

test('the search finds a secret in each of its forms', () => {
  for (const [name, secret] of Object.entries(canaries)) {
    for (const form of forms(secret)) assert.deepEqual(found(`x${form}y`), [name])
  }
})

test('every command is in the table', () => {
  // these have tests of their own, below; policy, init and completion know no key and call nobody
  const without = ['emulate', 'console', 'demo', 'policy', 'init', 'completion']
  assert.deepEqual(
    Object.keys(table).sort(),
    Object.keys(commands)
      .filter((name) => !without.includes(name))
      .sort(),
  )
})

for (const [what, { code, begin }] of Object.entries(failures)) {
  test(`every command, with ${what}`, async (t) => {
    const { endpoint, env, reached } = await begin(t)
    await each(remote, (name) =>
      failing(t, what, name, { endpoint, env: { ...keys, ...env }, code, json: name.length % 2 > 0 }),
    )
    if (reached) assert.ok(reached() >= remote.length, `${reached()} of ${remote.length} commands came to the server`)
  })
}

for (const [what, { spoil, code, without = [] }] of Object.entries(spoilt)) {
  test(`every command of a project, with ${what}`, async (t) => {
    await each(
      ofProjects.filter((name) => !without.includes(name)),
      (name) => failing(t, what, name, { spoil, code }),
    )
  })
}

test('every command, with a password in the address of the API', async (t) => {
  const cwd = copyOf(t)
  await each(Object.keys(commands), async (name) => {
    if (commands[name].flags.endpoint === undefined || name === 'policy') return
    const address = `https://someone:${canaries.proxyPassword}@127.0.0.1`
    const { stdout, stderr, status } = await grayscale([name, '--endpoint', address], { cwd, env: keys })
    assert.equal(status, 2, `${name}: ${stdout}${stderr}`)
    clean(name, stdout + stderr)
  })
})

test('commands that serve fail without the keys of the environment', async (t) => {
  const cwd = copyOf(t)
  for (const args of [
    ['emulate', '--secret-key', canaries.key, '--token', canaries.token, '--faults', 'nowhere.yml'],
    ['emulate', '--secret-key', canaries.key, '--port', '99999'],
    ['console', '--port', '99999', '--no-open'],
    ['demo', '--requests', 'x'],
  ]) {
    const { stdout, stderr, status } = await grayscale(args, { cwd, env: keys })
    assert.notEqual(status, 0, args.join(' '))
    clean(args[0], stdout + stderr)
  }
})
