// Who is on the same computer and has no business with the emulator: another user, and the page of another local server.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import http from 'node:http'
import { before, test } from 'node:test'
import { openBrowser } from '../support/browser.js'
import { Client, signedPost, signedV1, until, zip } from '../support/emulator.js'
import { commands, started } from '../support/emulators.js'
import { build } from './harness.js'

before(build)

const WELL_KNOWN = { secretId: 'AKIDEXAMPLE', secretKey: 'EXAMPLEKEY' }
const OTHER_NAME = 'rebind.example'

/** Requests that create a function, in every form that is understood; the last ones a browser sends without asking. */
const attempts = (url, key) =>
  [
    signedPost(url, 'CreateFunction', wanted('tc3'), { key }),
    signedV1(url, 'CreateFunction', wanted('get'), { key, method: 'GET' }),
    signedV1(url, 'CreateFunction', wanted('form'), { key }),
    { method: 'POST', path: '/', headers: {}, body: JSON.stringify(wanted('unsigned')) },
  ].map(({ headers: { Host, ...headers }, ...request }) => ({ url, ...request, headers }))

const wanted = (name) => ({
  FunctionName: `intruder-${name}`,
  Code: { ZipFile: zip('exports.main_handler = async () => require("child_process").execSync("id").toString()') },
  Handler: 'index.main_handler',
  Runtime: 'Nodejs18.15',
})

/** The functions that are there, asked with the key, once the demo's past is whole. */
async function functionsOf({ url, key }) {
  const client = new Client(url, { key })
  const ask = () => client.call('ListFunctions', { Limit: 100 }).catch(({ code }) => ({ code }))
  await until(ask, ({ code }) => code === undefined, 60_000)
  return (await ask()).Functions.map(({ FunctionName }) => FunctionName).filter((name) => name.startsWith('intruder'))
}

/** Sends what it is given, as whoever runs it, and looks for the key in what the system shows of the emulator. */
const OTHER_USER = `
const http = require('node:http'), fs = require('node:fs')
const { attempts, pid } = JSON.parse(fs.readFileSync(0, 'utf8'))
const send = ({ url, method, path, headers, body }) => new Promise((resolve, reject) => {
  const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) }
  http.request(url + path, { method, headers: { ...headers, ...length } }, async (response) => {
    let text = ''
    for await (const chunk of response) text += chunk
    resolve(JSON.parse(text).Response.Error?.Code)
  }).on('error', reject).end(body)
})
const read = (name) => { try { return fs.readFileSync('/proc/' + pid + '/' + name, 'latin1') } catch { return '' } }
Promise.all(attempts.map(send)).then((codes) => {
  console.log(JSON.stringify({ codes, uid: process.getuid(), shown: read('environ') + read('cmdline') }))
})`

async function asOtherUser(task) {
  const words = ['--reuid=65534', '--regid=65534', '--clear-groups', '--', process.execPath, '-e', OTHER_USER]
  const child = spawn('setpriv', words, { cwd: '/', stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(JSON.stringify(task))
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += chunk
  })
  await once(child, 'close')
  return JSON.parse(text)
}

/** What a page tries: to read answers, and to send without being able to. */
const PAGE = `<!doctype html><title>a page</title><script>
const ways = {
  cors: ({ url, method, path, headers, body }) =>
    fetch(url + path, { method, headers, body }).then(async (answer) => answer.status + ' ' + (await answer.text())),
  blind: ({ url, method, path, body }) =>
    fetch(url + path, { method, body: body && new URLSearchParams(body), mode: 'no-cors' }).then(() => 'sent'),
  beacon: async ({ url, path, body }) => String(navigator.sendBeacon(url + path, new Blob([body ?? '']))),
  image: ({ url, path }) => new Promise((done) => {
    const image = new Image()
    image.onload = image.onerror = () => done('loaded')
    image.src = url + path
  }),
  form: ({ url, method, path, body }) => new Promise((done) => {
    const frame = document.createElement('iframe')
    frame.name = 'frame' + Math.random()
    document.body.append(frame)
    const form = document.body.appendChild(document.createElement('form'))
    Object.assign(form, { target: frame.name, method, action: url + path })
    const pairs = new URLSearchParams(method === 'GET' ? path.slice(2) : body)
    for (const [name, value] of pairs) {
      const input = form.appendChild(document.createElement('input'))
      Object.assign(input, { type: 'hidden', name, value })
    }
    frame.onload = () => done('loaded')
    form.submit()
  }),
}
globalThis.attack = async (attempts) => {
  const answers = []
  for (const attempt of attempts)
    for (const [way, go] of Object.entries(ways)) answers.push([way, await go(attempt).catch((error) => error.name)])
  return answers
}
</script><body>`

/** A local server that has nothing to do with the emulator: a development server, say. */
async function otherServer(t) {
  const server = http.createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(PAGE))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${server.address().port}`
}

async function visit(t, url) {
  const browser = await openBrowser({
    args: [
      // as if somebody's DNS answered with this machine's address
      `--host-resolver-rules=MAP ${OTHER_NAME} 127.0.0.1`,
      // not every browser keeps pages from the local network
      '--disable-features=LocalNetworkAccessChecks',
    ],
  })
  t.after(() => browser.close())
  const page = await browser.newPage()
  await page.route(`http://${OTHER_NAME}:*/page`, (route) => route.fulfill({ contentType: 'text/html', body: PAGE }))
  await page.goto(url)
  return (all) => page.evaluate((all) => globalThis.attack(all), all)
}

for (const command of commands) {
  test(`${command}: another user gets nothing done, without a key and with the one that everybody knows`, {
    skip: process.getuid?.() !== 0 && 'only root becomes another user',
  }, async (t) => {
    const emulator = await started(t, command)
    await functionsOf(emulator)
    const found = await asOtherUser({ pid: emulator.pid, attempts: attempts(emulator.url, WELL_KNOWN) })
    const { codes, uid, shown } = found
    assert.equal(uid, 65_534)
    assert.deepEqual(codes, [
      'AuthFailure.SecretIdNotFound',
      'AuthFailure.SecretIdNotFound',
      'AuthFailure.SecretIdNotFound',
      'MissingParameter',
    ])
    assert.ok(!shown.includes(emulator.key.secretKey))
    assert.deepEqual(await functionsOf(emulator), [])
  })

  test(`${command}: a page of another local origin gets nothing done, not even with the key`, async (t) => {
    const emulator = await started(t, command)
    await functionsOf(emulator)
    const attack = await visit(t, await otherServer(t))
    const all = [WELL_KNOWN, emulator.key].flatMap((key) => attempts(emulator.url, key))
    const answers = (await attack(all)).filter(([way]) => way === 'cors')
    assert.deepEqual(new Set(answers.map(([, answer]) => answer)), new Set(['TypeError']), 'it can not read an answer')
    assert.deepEqual(await functionsOf(emulator), [])
  })

  test(`${command}: a page under a name whose DNS leads here gets nothing done, not even with the key`, async (t) => {
    const emulator = await started(t, command)
    await functionsOf(emulator)
    const url = `http://${OTHER_NAME}:${new URL(emulator.url).port}`
    const attack = await visit(t, `${url}/page`)
    const all = [WELL_KNOWN, emulator.key].flatMap((key) => attempts(url, key))
    const answers = (await attack(all)).filter(([way]) => way === 'cors')
    for (const [, answer] of answers) assert.match(answer, /^403 Refused\. The host "rebind\.example" /)
    assert.deepEqual(await functionsOf(emulator), [])
  })
}

const CREATED = ['intruder-form', 'intruder-get', 'intruder-tc3']

test('the same page with the key is let in where its origin was given', async (t) => {
  const origin = await otherServer(t)
  const emulator = await started(t, 'grayscale emulate', ['--cors', origin])
  const attack = await visit(t, origin)
  await attack(attempts(emulator.url, emulator.key))
  assert.deepEqual((await functionsOf(emulator)).sort(), CREATED)
})

test('the same page with the key is let in under a name that was given', async (t) => {
  const emulator = await started(t, 'grayscale emulate', ['--allow-host', OTHER_NAME])
  const url = `http://${OTHER_NAME}:${new URL(emulator.url).port}`
  const attack = await visit(t, `${url}/page`)
  await attack(attempts(url, emulator.key))
  assert.deepEqual((await functionsOf(emulator)).sort(), CREATED)
})
