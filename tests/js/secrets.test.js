// Nothing that this project writes or says holds a secret key, a token or the value of an environment variable: not a
// plan, a log, an error, a journal, a result, an inspected object. Every run here is made with secrets that stand nowhere
// else, and everything it leaves behind is searched for them.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { Grayscale, GrayscaleError, planFrom, Signer } from '../../js/index.js'
import { fileStore } from '../../js/store/index.js'
import { code, directory, emulator, grayscale, server } from './cli/harness.js'

const secretKey = 'SECRETKEYMARKER0123456789'
const token = 'TOKENMARKER0123456789'
const value = 'VARIABLEMARKER0123456789'
const later = 'LATERVARIABLEMARKER012345'
const secrets = { secretKey, token, value, later }

/** Which secrets a text holds, as they are or in an encoding that a log might use. */
function secretsIn(text) {
  const forms = (secret) => [
    secret,
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
    encodeURIComponent(JSON.stringify(secret)),
  ]
  return Object.entries(secrets)
    .filter(([, secret]) => forms(secret).some((form) => text.includes(form)))
    .map(([name]) => name)
}

function clean(what, text) {
  assert.ok(text.length > 0, `${what}: nothing to search`)
  assert.deepEqual(secretsIn(text), [], `${what} holds a secret`)
}

const yml = (variable) => `functions:
  fun01:
    src: ./code
    runtime: Nodejs18.15
    handler: index.main_handler
    environment: { variables: { NAME: ${variable} } }
`

test('the search finds what is there', () => {
  assert.deepEqual(secretsIn(`x ${secretKey} y`), ['secretKey'])
  assert.deepEqual(secretsIn(Buffer.from(token).toString('base64')), ['token'])
  assert.deepEqual(secretsIn(Buffer.from(value).toString('hex')), ['value'])
})

test('the command line', async (t) => {
  const emu = await emulator(t, { secretId: 'AKIDEXAMPLE', secretKey, token })
  const html = await server(t, (_, response) =>
    response.writeHead(200, { 'retry-after': '0' }).end('<html>busy</html>'),
  )
  const dir = directory(t, {
    'grayscale.yml': yml(value),
    'code/index.js': code('one'),
    '.env': `TENCENT_SECRET_ID=AKIDEXAMPLE\nTENCENT_SECRET_KEY=${secretKey}\nTENCENT_TOKEN=${token}\n`,
  })
  const sources = new Set(['grayscale.yml', '.env', join('code', 'index.js')])
  const runs = [
    ['plan', '--traffic', '0.1'],
    ['deploy', '--publish', '--traffic', '0', '--yes'],
    ['status', '--json'],
  ]
  const changed = [
    ['plan', '--traffic', '0.1', '--json'],
    ['deploy', '--traffic', '0.1', '--json'],
    ['rollback'],
    ['rollback', '--to', 'previous', '--json'],
    ['deploy', '--trafic', '1'],
    ['deploy', '--traffic', '7'],
    ['plan', '--endpoint', html],
    ['plan', '--endpoint', 'http://127.0.0.1:1'],
  ]
  const check = async (args) => {
    const { stdout, stderr } = await grayscale(args, { cwd: dir, endpoint: emu.url, env: {} })
    clean(args.join(' '), stdout + stderr)
  }
  for (const args of runs) await check(args)
  writeFileSync(join(dir, 'grayscale.yml'), yml(later))
  for (const args of changed) await check(args)
  await emu.close()
  await check(['plan'])

  // a key of another pair, and one that ends in the middle of a line
  writeFileSync(join(dir, '.env'), `TENCENT_SECRET_ID=AKIDEXAMPLE\nTENCENT_SECRET_KEY ${secretKey}\n`)
  await check(['plan'])
  writeFileSync(join(dir, 'grayscale.yml'), `functions: { fun01: { environment: { variables: { A: [${value}] } } } }`)
  await check(['plan'])

  const left = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const written = left
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !sources.has(file.slice(dir.length + 1)))
  assert.ok(
    written.some((file) => file.endsWith('.journal')),
    `a journal was written: ${written}`,
  )
  for (const file of written) clean(file, readFileSync(file, 'utf8'))
})

test('a program', async (t) => {
  const emu = await emulator(t, { secretId: 'AKIDEXAMPLE', secretKey, token })
  const dir = directory(t, { 'code/index.js': code('one') })
  const journal = join(dir, 'journal')
  const credentials = { secretId: 'AKIDEXAMPLE', secretKey, token }
  const gray = new Grayscale({ endpoint: emu.url, credentials, cwd: dir, store: fileStore(journal) })
  t.after(() => gray.close())
  const wanted = (variable) => ({
    functions: { fun01: { src: './code', runtime: 'Nodejs18.15', environment: { variables: { NAME: variable } } } },
  })
  const said = []
  const onEvent = (event) => said.push(JSON.stringify(event))
  const show = (thing) => [JSON.stringify(thing), inspect(thing, { depth: 9, showHidden: true })].join('\n')

  said.push(show(await gray.deploy({ ...wanted(value), publish: true, traffic: 0 }, { onEvent })))
  const plan = await gray.plan({ ...wanted(later), traffic: 0.1 })
  said.push(plan.text, show(plan), show(plan.lines))
  said.push(show(await gray.apply(plan, { onEvent })))
  said.push(
    show(await gray.status({ functions: ['fun01-dev'] })),
    show(await gray.rollback({ functions: ['fun01-dev'] })),
  )
  said.push(show(gray), show(new Signer(credentials)))
  const stale = await gray.apply(plan).catch((error) => error)
  assert.ok(stale instanceof GrayscaleError)
  assert.equal(stale.code, 'StalePlan')
  const bad = await gray
    .plan({ functions: { fun01: { environment: { variables: { 'not a name': value } } } } })
    .catch((error) => error)
  assert.equal(bad.code, 'InvalidInput')
  const wrong = new Grayscale({ endpoint: emu.url, credentials: { ...credentials, secretKey: `${secretKey}x` } })
  const refused = await wrong.status({ functions: ['fun01-dev'] }).catch((error) => error)
  assert.equal(refused.code, 'AuthFailure.SignatureFailure')
  for (const error of [stale, bad, refused]) said.push(show(error), String(error.stack))
  const observed = {
    functions: [
      {
        name: 'fun01',
        function: { Environment: { Variables: [{ Key: 'NAME', Value: value }] } },
        aliases: [],
        allAliases: true,
        versions: [],
      },
    ],
  }
  said.push(planFrom({ functions: [{ name: 'fun01', environment: { NAME: later } }] }, observed).text)

  for (const [index, text] of said.entries()) clean(`what was said, ${index}`, text)
  clean('the journal', readFileSync(journal, 'utf8'))
})
