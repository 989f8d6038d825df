// Text that came from the environment is shown by the name of its variable, wherever a value of it would stand.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: yml has them
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { Grayscale } from '../../js/index.js'
import { code, directory, emulator, ended, grayscale, keys, server } from './cli/harness.js'

const canary = 'canaryOfTheEnvironment0123'
const later = 'anotherCanaryOfTheEnvironment'

const yml = `functions:
  fun01:
    src: ./code
    runtime: Nodejs18.15
    handler: index.main_handler
    description: \${env.NOTE}
    role: "role-\${env:NOTE}"
    deadLetter: { type: topic, name: "\${env.NOTE}" }
    layers: [{ name: "\${env.NOTE}", version: 1 }]
    environment: { variables: { A: "\${env.NOTE}" } }
    events: [{ cos: { parameters: { bucket: shop-1.cos.ap-guangzhou.myqcloud.com, events: "cos:ObjectCreated:*", filter: { prefix: "\${env.NOTE}" } } } }]
`

/** Every form in which a secret may stand somewhere. */
function clean(what, text) {
  for (const secret of [canary, later]) {
    for (const form of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('hex'),
    ]) {
      assert.ok(!text.includes(form), `${what} holds a value of the environment: ${text}`)
    }
  }
}

/** What lies in a project besides what a person wrote. */
function written(dir) {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const files = entries.map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  return files.filter((file) => !/grayscale\.yml$|index\.js$|\.env$/.test(file))
}

test('plans, files of plans and journals name the variable', async (t) => {
  const { url: endpoint, requests } = await emulator(t)
  const cwd = directory(t, { 'grayscale.yml': yml, 'code/index.js': code('one') })
  const run = async (args, env = {}, status = 0) => {
    const { stdout, stderr } = await ended(
      grayscale(args, { cwd, endpoint, env: { ...keys, NOTE: canary, ...env } }),
      status,
    )
    clean(args.join(' '), stdout + stderr)
    return stdout + stderr
  }
  assert.match(await run(['plan']), /create cos trigger .+: \(from env\.NOTE\)/)
  await run(['deploy', '--yes'])
  assert.match(await run(['plan']), /unchanged/)

  // the values of before are not shown either
  const changed = await run(['plan', '--json', '--out', 'plan.json'], { NOTE: later })
  const { functions } = JSON.parse(changed.split('\n')[0])
  const { changes } = functions[0].steps.find(({ kind }) => kind === 'configure')
  assert.deepEqual(
    changes
      .filter(({ setting }) => !setting.startsWith('environment.'))
      .map(({ setting, from, to }) => [setting, from, to]),
    ['description', 'role', 'layers', 'deadLetter'].map((setting) => [setting, { hidden: 'set' }, '(from env.NOTE)']),
  )
  assert.match(await run(['plan'], { NOTE: later }), /\(from env\.NOTE\)/)
  await run(['apply', 'plan.json', '--yes'], { NOTE: later })
  const writes = requests.filter(({ action }) => action === 'UpdateFunctionConfiguration')
  assert.equal(writes.length, 1)
  const gray = new Grayscale({
    endpoint,
    credentials: { secretId: keys.TENCENT_SECRET_ID, secretKey: keys.TENCENT_SECRET_KEY },
  })
  t.after(() => gray.close())
  const { Description, Role } = await gray.request('GetFunction', { FunctionName: 'fun01-dev' })
  assert.deepEqual([Description, Role], [later, `role-${later}`])
  for (const file of written(cwd)) clean(file, readFileSync(file, 'utf8'))
  assert.ok(written(cwd).some((file) => file.endsWith('.journal')))
})

test('a handler from the environment is sent as it is and shown by its variable', async (t) => {
  const { url: endpoint } = await emulator(t)
  const own = (handler) => `functions: { fun01: { src: ./code, runtime: Nodejs18.15, handler: "${handler}" } }\n`
  const cwd = directory(t, { 'grayscale.yml': own('index.main_handler'), 'code/index.js': code('one') })
  await ended(grayscale(['deploy', '--yes'], { cwd, endpoint }), 0)
  writeFileSync(join(cwd, 'grayscale.yml'), own('index.${env.ENTRY}'))
  writeFileSync(join(cwd, 'code', 'index.js'), `exports.${canary} = async () => 'two'\n`)
  const env = { ...keys, ENTRY: canary }
  const { stdout, stderr } = await ended(grayscale(['deploy', '--yes'], { cwd, endpoint, env }), 0)
  clean('the deploy', stdout + stderr)
  assert.match(stdout, /upload code to \$latest \(.+\), handler \(from env\.ENTRY\)/)
  assert.match((await ended(grayscale(['invoke', 'fun01'], { cwd, endpoint, env }), 0)).stdout, /two/)
})

test('an error about an input names the variable', async (t) => {
  for (const line of [
    'memorySize: "${env.NOTE}"',
    'type: "${env.NOTE}"',
    'vpcConfig: { "${env.NOTE}": a }',
    'timeout: "1${env.NOTE}"',
  ]) {
    const cwd = directory(t, { 'grayscale.yml': `functions: { fun01: { ${line} } }\n` })
    const { stdout, stderr } = await ended(
      grayscale(['plan'], { cwd, endpoint: 'http://127.0.0.1:1', env: { ...keys, NOTE: canary } }),
      2,
    )
    clean(line, stdout + stderr)
  }
})

test('what the API repeats of a value is not shown', async (t) => {
  const { url } = await emulator(t)
  const cwd = directory(t, { 'grayscale.yml': yml, 'code/index.js': code('one') })
  const env = { ...keys, NOTE: canary }
  let told
  const endpoint = await server(t, async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    if (request.headers['x-tc-action'] === 'CreateFunction') {
      const { Description, Environment } = JSON.parse(body)
      told = `${Description} and ${Environment.Variables[0].Value} are wrong`
      response.end(
        JSON.stringify({
          Response: { Error: { Code: 'InvalidParameterValue.Description', Message: told }, RequestId: 'r' },
        }),
      )
      return
    }
    const forward = http.request(url, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers)
      answer.pipe(response)
    })
    forward.end(body)
  })
  const { stdout, stderr } = await ended(grayscale(['deploy', '--yes'], { cwd, endpoint, env }), 1)
  assert.equal(told, `${canary} and ${canary} are wrong`)
  clean('the error', stdout + stderr)
  assert.match(stderr, /\(from env\.NOTE\) and \(from env\.NOTE\) are wrong/)
  for (const file of written(cwd)) clean(file, readFileSync(file, 'utf8'))
})

test('what a function is called and where it lies is shown as it is', async (t) => {
  const { url: endpoint } = await emulator(t)
  const cwd = directory(t, {
    'grayscale.yml': 'functions: { fun01: { src: ./code, runtime: Nodejs18.15, name: "${env.NAME}" } }\n',
    'code/index.js': code('one'),
  })
  const { stdout } = await ended(grayscale(['plan'], { cwd, endpoint, env: { ...keys, NAME: 'shop-from-env' } }), 0)
  assert.match(stdout, /shop-from-env/)
})

test('a program names its own', async (t) => {
  const { url: endpoint } = await emulator(t)
  const credentials = { secretId: keys.TENCENT_SECRET_ID, secretKey: keys.TENCENT_SECRET_KEY }
  const cwd = directory(t, { 'index.js': code('one') })
  const gray = new Grayscale({ endpoint, credentials, cwd, fromEnvironment: [{ name: 'NOTE', text: canary }] })
  t.after(() => gray.close())
  const wanted = (description) => ({ functions: { fun01: { src: cwd, runtime: 'Nodejs18.15', description } } })
  await gray.deploy(wanted('before'))
  const plan = await gray.plan(wanted(canary))
  clean('the plan', `${plan.text}${JSON.stringify(plan.lines)}${plan.toFile()}`)
  assert.ok(plan.text.includes('"to":"(from env.NOTE)"'))
})
