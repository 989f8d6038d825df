// A project that asks for the key it is deployed with: none of its fields gets it, however it asks, and nothing that is said,
// sent or written holds it.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: yml has them
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Grayscale } from '../../js/index.js'
import { refuseCredentials } from '../../js/project/named-keys.js'
import { parseYml } from '../../js/project/yml.js'
import { forgetWays } from '../../js/sls/exported.js'
import { memoryStore } from '../../js/store/index.js'
import { code, directory, emulator, ended, grayscale, server } from './cli/harness.js'

const secretId = 'AKIDcanaryOfTheId0123456789'
const secretKey = 'canaryOfTheKey0123456789abcdef'
const token = 'canaryOfTheToken0123456789'
const exported = { TENCENT_SECRET_ID: secretId, TENCENT_SECRET_KEY: secretKey, TENCENT_TOKEN: token }

/** A function of the project, with one more line; `VALUE` is what asks. */
const project = (line) => `functions:
  fun01:
    runtime: Nodejs18.15
${/\b(src|cosBucketName):/.test(line) ? '' : '    src: ./code\n'}${line}`

/** Fields that a request, a plan or a file name would show. */
const fields = {
  description: '    description: VALUE\n',
  'a part of the description': '    description: "see VALUE."\n',
  name: '    name: VALUE\n',
  handler: '    handler: VALUE\n',
  role: '    role: VALUE\n',
  tags: '    tags: { team: "VALUE" }\n',
  layers: '    layers: [{ name: "VALUE", version: 1 }]\n',
  src: '    src: "./VALUE"\n',
  'a pattern of src': '    src: { src: ./code, exclude: ["VALUE"] }\n',
  region: '    region: VALUE\n',
  namespace: '    namespace: VALUE\n',
  'the name of a trigger':
    '    events: [{ timer: { parameters: { name: "VALUE", cronExpression: "0 0 * * * * *" } } }]\n',
  'what a trigger hands over':
    '    events: [{ timer: { parameters: { cronExpression: "0 0 * * * * *", argument: "VALUE" } } }]\n',
  'a bucket': '    cosBucketName: VALUE\n    cosObjectName: a.zip\n',
  'a dead letter queue': '    deadLetter: { type: topic, name: "VALUE" }\n',
  'a private network': '    vpcConfig: { vpcId: "VALUE", subnetId: subnet-1 }\n',
  logs: '    cls: { logsetId: "VALUE", topicId: t }\n',
  'an unknown input': '    descripton: VALUE\n',
  alias: 'alias: VALUE\n',
  stage: 'stage: VALUE\n',
  traffic: 'traffic: VALUE\n',
  only: 'only: ["VALUE"]\n',
}

/** Every form in which a secret may stand somewhere. */
const forms = (secret) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
]

function clean(what, text) {
  for (const secret of [secretId, secretKey, token]) {
    for (const form of forms(secret)) assert.ok(!text.includes(form), `${what} holds a credential: ${text}`)
  }
}

/** All files that a command left behind, but for those that were there. */
function left(dir, sources) {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return entries
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !sources.includes(file.slice(dir.length + 1)))
}

/** A server in the API's place that notes whatever comes. */
async function listening(t) {
  const heard = []
  const endpoint = await server(t, async (request, response) => {
    heard.push(`${request.method} ${request.url} ${Buffer.concat(await request.toArray())}`)
    response.end('{}')
  })
  return { endpoint, heard }
}

/** The command must refuse the project before anything is sent, and say nothing of the value. */
async function refused(t, line, { env = {}, args = ['deploy', '--yes'], files = {} } = {}) {
  const { endpoint, heard } = await listening(t)
  const dir = directory(t, { 'grayscale.yml': project(line), 'code/index.js': code('one'), ...files })
  const { stdout, stderr } = await ended(grayscale(args, { cwd: dir, endpoint, env: { ...exported, ...env } }), 2)
  assert.match(stderr, /KeyInInputs/, line)
  assert.deepEqual(heard, [], line)
  clean(line, stdout + stderr)
  for (const file of left(dir, Object.keys({ 'grayscale.yml': 0, 'code/index.js': 0, ...files }))) {
    clean(file, file + readFileSync(file, 'utf8'))
  }
}

for (const [field, line] of Object.entries(fields)) {
  test(`a project that asks for the key in ${field} is refused`, async (t) => {
    await refused(t, line.replace('VALUE', '${env.TENCENT_SECRET_KEY}'))
  })
  test(`a variable that holds the same as the key is refused in ${field}`, async (t) => {
    await refused(t, line.replace('VALUE', '${env.MY_COPY}'), { env: { MY_COPY: secretKey } })
  })
}

test('each credential is refused by its name, in every spelling', async (t) => {
  for (const name of ['SECRET_ID', 'SECRET_KEY', 'TOKEN']) {
    for (const prefix of ['TENCENT', 'TENCENTCLOUD']) {
      await refused(t, `    description: \${env.${prefix}_${name}}\n`)
    }
  }
  for (const spelling of [
    '${env:TENCENT_SECRET_KEY}',
    '${ env.TENCENT_SECRET_KEY }',
    '${env.TENCENT_SECRET_KEY, "none"}',
    '${env.tencent_secret_key}',
    '${env.Tencent_Secret_Key}',
    '${env.NOTHING, ${env.TENCENT_SECRET_KEY}}',
    'a ${stage} b ${env.TENCENT_SECRET_KEY} c',
  ]) {
    await refused(t, `    description: '${spelling}'\n`)
  }
})

test('the key is refused where it is written out', async (t) => {
  await refused(t, `    description: ${secretKey}\n`)
  await refused(t, `    tags: { "${secretKey}": x }\n`)
  await refused(t, `    description: "token ${token}"\n`)
  await refused(t, `    environment: { variables: { A: "id=${secretId}" } }\n`)
})

test('the key is refused where it was typed', async (t) => {
  await refused(t, '', { args: ['deploy', '--inputs', `description=${secretKey}`] })
  await refused(t, '', {
    args: ['alias', 'create', 'blue', '--function', 'fun01', '--version', '1', '--description', secretKey],
  })
  await refused(t, '', { args: ['invoke', 'fun01', '--event', JSON.stringify({ key: secretKey })] })
})

test('what is allowed in variables is not allowed where their anchor is used again', async (t) => {
  const line = '    environment: &all { A: "${env.TENCENT_SECRET_KEY}" }\n    tags: *all\n'
  await refused(t, line, { env: { TENCENTCLOUD_SECRET_KEY: 'another' } })
})

test('variables may not hold the key that deploys them', async (t) => {
  for (const value of [
    '${env.TENCENT_SECRET_KEY}',
    '${env:TENCENT_SECRET_ID}',
    'x-${env.MY_COPY}',
    '${env.TENCENT_TOKEN}',
  ]) {
    await refused(t, `    environment: { variables: { A: '${value}' } }\n`, { env: { MY_COPY: secretKey } })
    await refused(t, `    environment: { A: '${value}' }\n`, { env: { MY_COPY: secretKey } })
  }
})

test('variables hold the key where allowCredentials says so, and the plan warns', async (t) => {
  const { url: endpoint, ...emu } = await emulator(t, { secretId, secretKey, token })
  const line = "    allowCredentials: true\n    environment: { KEY: '${env.TENCENT_SECRET_KEY}' }\n"
  const handler = 'exports.main_handler = async () => process.env.KEY.length\n'
  const cwd = directory(t, { 'grayscale.yml': project(line), 'code/index.js': handler })
  const { stdout, stderr } = await ended(grayscale(['deploy', '--yes'], { cwd, endpoint, env: exported }), 0)
  assert.match(stdout, /allowCredentials: the environment variables may hold the key/)
  clean('the deploy', stdout + stderr)
  const called = await ended(grayscale(['invoke', 'fun01'], { cwd, endpoint, env: exported }), 0)
  assert.equal(called.stdout.trim(), String(secretKey.length))
  assert.ok(emu)
})

test('variables may hold another key than the one that deploys', async (t) => {
  const { url: endpoint } = await emulator(t, { secretId, secretKey, token })
  const line = "    environment: { OTHER: '${env.TENCENTCLOUD_SECRET_KEY}' }\n"
  const handler = 'exports.main_handler = async () => process.env.OTHER\n'
  const cwd = directory(t, { 'grayscale.yml': project(line), 'code/index.js': handler })
  const env = { ...exported, TENCENTCLOUD_SECRET_KEY: 'of-someone-else' }
  await ended(grayscale(['deploy', '--yes'], { cwd, endpoint, env }), 0)
  const called = await ended(grayscale(['invoke', 'fun01'], { cwd, endpoint, env }), 0)
  assert.match(called.stdout, /of-someone-else/)
})

test('a program that gives the key as an input is refused', async (t) => {
  const { endpoint, heard } = await listening(t)
  const credentials = { secretId, secretKey, token }
  const bring = { credentials, 'a function of credentials': async () => credentials }
  for (const given of Object.values(bring)) {
    const gray = new Grayscale({ endpoint, credentials: given, store: memoryStore() })
    t.after(() => gray.close())
    const functions = { fun01: { description: `has ${secretKey}` } }
    for (const [what, call] of Object.entries({
      plan: () => gray.plan({ functions }),
      deploy: () => gray.deploy({ functions }),
      status: () => gray.status({ functions: [secretKey] }),
      rollback: () => gray.rollback({ functions: ['fun01'], to: secretKey }),
      publish: () => gray.publish({ function: secretKey }),
      alias: () => gray.aliases.create({ function: 'fun01', name: 'blue', version: '1', description: token }),
      invoke: () => gray.invoke({ function: 'fun01', event: { secretKey } }),
      logs: () => gray.logs({ function: 'fun01', requestId: secretId }),
    })) {
      await assert.rejects(call, (error) => {
        assert.deepEqual([error.code, error.exitCode], ['KeyInInputs', 2], `${what}: ${error.message}`)
        clean(what, `${error.stack} ${JSON.stringify(error)}`)
        return true
      })
    }
  }
  assert.deepEqual(heard, [])
})

test('the file of a framework is looked through, but for its variables', () => {
  const look = (text) =>
    refuseCredentials(parseYml(text, 'serverless.yml'), parseYml(text, 'serverless.yml').document.contents, 'service')
  for (const text of [
    'functions: { fun: { description: "${env:TENCENT_SECRET_KEY}" } }',
    'functions: { fun: { tags: { environment: "${env:TENCENT_SECRET_KEY}" } } }',
    'custom: { copy: "${env:TENCENT_SECRET_KEY}" }',
    'provider: { name: tencent, role: "${self:custom.role, env:TENCENTCLOUD_TOKEN}" }',
    'functions: { fun: { "${env:TENCENT_SECRET_ID}": 1 } }',
  ]) {
    assert.throws(() => look(text), { code: 'KeyInInputs', class: 'usage' }, text)
  }
  look(
    'provider: { environment: { A: "${env:TENCENT_SECRET_KEY}" } }\nfunctions: { fun: { environment: { B: "${env:TENCENT_SECRET_ID}" } } }',
  )
})

test('what an env file says of the way that requests go is forgotten, and what was exported stays', () => {
  const file = { HTTPS_PROXY: 'http://evil:1', no_proxy: '*', NODE_TLS_REJECT_UNAUTHORIZED: '0', OTHER: '1' }
  const env = { ...file, HTTP_PROXY: 'http://own:1' }
  forgetWays({ HTTP_PROXY: 'http://own:1' }, env)
  assert.deepEqual(env, { HTTP_PROXY: 'http://own:1', OTHER: '1' })
})
