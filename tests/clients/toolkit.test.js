// tencent-component-toolkit, on which the established component stands. It can't be told another host: it is led to the
// emulator by HTTPS_PROXY.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { cell } from '../support/compatibility.js'
import { requireClient, row } from './support/npm.js'
import { proxyTo } from './support/proxy.js'
import { active, cloud, code, gone, KEY, REGION, refusals, TEXT } from './support/story.js'

const { Cos, Monitor, Scf } = requireClient('tencent-component-toolkit')
const { ApiError } = requireClient('tencent-component-toolkit/lib/utils/error')
const name = row('tencent-component-toolkit')

/** @type {import('./support/story.js').Cloud} */
let there
/** @type {Awaited<ReturnType<typeof proxyTo>>} */
let proxy
const cosDir = mkdtempSync(join(tmpdir(), 'scf-grayscale-toolkit-'))
const log = console.log
before(async () => {
  there = await cloud({ cosDir })
  proxy = await proxyTo(there.emulator)
  process.env.HTTPS_PROXY = proxy.url
  mkdirSync(join(cosDir, 'packages'))
  for (const generation of ['one', 'two']) {
    writeFileSync(join(cosDir, 'packages', `${generation}.zip`), Buffer.from(code(generation).ZipFile, 'base64'))
  }
  console.log = () => {} // it tells all that it does
})
after(async () => {
  console.log = log
  await proxy.close()
  await there.close()
  rmSync(cosDir, { recursive: true })
})

const credentials = { SecretId: KEY.secretId, SecretKey: KEY.secretKey }

/** @param {string} functionName @param {string} generation */
const inputs = (functionName, generation) => ({
  name: functionName,
  code: { bucket: 'packages', object: `${generation}.zip` },
  handler: 'index.main_handler',
  runtime: 'Nodejs18.15',
  memorySize: 256,
  description: TEXT,
  environment: { variables: { TEXT } },
})

/** @param {string} FunctionName */
async function routing(FunctionName) {
  const { FunctionVersion, RoutingConfig } = await there.plain.call('GetAlias', { FunctionName, Name: '$DEFAULT' })
  return [
    FunctionVersion,
    ...RoutingConfig.AdditionalVersionWeights.map(({ Version, Weight }) => `${Version}: ${Weight}`),
  ]
}

cell('clients', name, 'v1 HmacSHA1, POST', async () => {
  const functionName = 'release-1'
  const scf = new Scf(credentials, REGION)
  const created = await scf.deploy({ ...inputs(functionName, 'one'), publish: true })
  assert.equal(created.FunctionName, functionName)
  assert.equal(created.Status, 'Active')
  assert.equal(created.LastVersion, '1')
  const shown = await there.plain.call('GetFunction', { FunctionName: functionName })
  assert.deepEqual([shown.Description, shown.MemorySize], [TEXT, 256])
  assert.deepEqual(shown.Environment.Variables, [{ Key: 'TEXT', Value: TEXT }])

  const shifted = await scf.deploy({ ...inputs(functionName, 'two'), traffic: 0.1, lastVersion: '1' })
  assert.equal(shifted.Traffic, 0.1)
  assert.equal(shifted.ConfigTrafficVersion, '1')
  assert.deepEqual(await routing(functionName), ['$LATEST', '1: 0.9'])
  await scf.deploy({ ...inputs(functionName, 'two'), traffic: 1, lastVersion: '1' })
  assert.deepEqual(await routing(functionName), ['$LATEST', '1: 0'])
  const pinned = await scf.deploy({ ...inputs(functionName, 'two'), publish: true, traffic: 0, lastVersion: '1' })
  assert.equal(pinned.LastVersion, '2')
  assert.deepEqual(await routing(functionName), ['$LATEST', '2: 1'])
  await scf.alias.update({ functionName, functionVersion: '2', aliasName: '$DEFAULT', description: TEXT })
  assert.deepEqual(await routing(functionName), ['2'])

  await scf.alias.create({ functionName, functionVersion: '1', aliasName: 'old', description: TEXT })
  const listed = await scf.alias.list({ functionName })
  assert.deepEqual(listed.Aliases.map(({ Name, Description }) => [Name, Description]).sort(), [
    ['$DEFAULT', TEXT],
    ['old', TEXT],
  ])
  await scf.alias.delete({ functionName, aliasName: 'old' })
  const versions = await scf.version.list({ functionName })
  assert.deepEqual(versions.FunctionVersion, ['$LATEST', '1', '2'])

  const { Result } = await scf.invoke({ functionName, qualifier: '2', clientContext: { text: TEXT } })
  assert.deepEqual(JSON.parse(Result.RetMsg), { generation: 'two', event: { text: TEXT }, text: TEXT })
  assert.match(Result.Log, /here is two/)
  const metric = await new Monitor(credentials, REGION).get({ functionName, metric: 'Invocation', period: 60 })
  assert.deepEqual(
    metric.DataPoints.map(({ Values }) => Values),
    [[1]],
  )
  // Logs it asks of the log service's old interface, by a client that knows no proxy: emulator/tests/search.test.js has its
  // queries. Without a topic it asks nobody.
  await there.plain.call('UpdateFunctionConfiguration', { FunctionName: functionName, ClsLogsetId: '', ClsTopicId: '' })
  await active((action, params) => there.plain.call(action, params), functionName)
  await assert.rejects(scf.logs({ functionName }), { type: 'API_SCF_getClsConfig' })
  assert.equal(await scf.remove({ functionName }), true)
  await gone(there.plain, functionName)
  return 'yes, but for its logs, which it asks of CLS'
})

cell('clients', name, 'proxy', async () => {
  await new Monitor(credentials, REGION).get({ functionName: 'nobody', metric: 'Error' })
  await assert.rejects(new Scf(credentials, REGION).alias.list({ functionName: 'nobody' }), ApiError)
  // Whatever it does, it asks the proxy for the vendor's hosts.
  assert.deepEqual([...new Set(proxy.hosts)].sort(), ['monitor.tencentcloudapi.com:443', 'scf.tencentcloudapi.com:443'])
})

test('code that it uploads to object storage, as the established component does', async () => {
  // it knows no way to trust the proxy's certificate; the SDK that it stands on has one
  const cos = new Cos({ ...credentials, StrictSsl: false }, REGION)
  const bucket = `sls-cloudfunction-${REGION}-code-1250000000`
  const lifecycle = [{ id: 'deleteObject', status: 'Enabled', filter: {}, expiration: { days: '10' } }]
  // twice, as at the second deploy
  for (const times of [1, 2]) {
    await cos.deploy({ bucket, force: true, lifecycle })
    assert.equal(there.emulator.requests.filter(({ action }) => action === 'PutBucket').length, times)
  }
  await cos.upload({ bucket, file: join(cosDir, 'packages', 'one.zip'), key: '/uploaded.zip' })
  const functionName = 'uploaded'
  const stored = { bucket: `sls-cloudfunction-${REGION}-code`, object: '/uploaded.zip' }
  await new Scf(credentials, REGION).deploy({ ...inputs(functionName, 'one'), code: stored })
  assert.equal((await there.plain.ask(functionName)).generation, 'one')
})

cell('clients', name, 'temporary token', async (t) => {
  const guarded = await cloud({ token: 'EXAMPLEtoken+/=' })
  const other = await proxyTo(guarded.emulator)
  process.env.HTTPS_PROXY = other.url
  t.after(async () => {
    process.env.HTTPS_PROXY = proxy.url
    await other.close()
    await guarded.close()
  })
  const list = (Token) => new Scf({ ...credentials, Token }, REGION).version.list({ functionName: 'nobody' })
  await assert.rejects(list('EXAMPLEtoken+/='), { code: 'ResourceNotFound.Function' })
  await assert.rejects(list('EXAMPLEother'), { code: 'AuthFailure.TokenFailure' })
  await assert.rejects(list(undefined), { code: 'AuthFailure.TokenFailure' })
})

cell('clients', name, 'errors', async () => {
  const scf = new Scf(credentials, REGION)
  await refusals(
    (Action, params) => scf.request({ Action, ...params }),
    there,
    (error) => {
      assert.ok(error instanceof ApiError)
      const [, message] = /^\[scf\] \[scf\] (.*) \(reqId: [0-9a-f-]{36}\)$/.exec(error.message)
      return { code: error.code, message, requestId: error.reqId }
    },
  )
  const wrongKey = new Scf({ ...credentials, SecretKey: 'EXAMPLEother' }, REGION)
  await assert.rejects(wrongKey.version.list({ functionName: 'nobody' }), { code: 'AuthFailure.SignatureFailure' })
})
