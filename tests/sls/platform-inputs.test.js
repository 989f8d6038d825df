// What the component makes of what the platform hands over, case by case. tests/sls/inputs.test.js types it.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { Code } from '../../js/sls/platform/code.js'
import { credentialsOf } from '../../js/sls/platform/credentials.js'
import { requestFrom } from '../../js/sls/platform/inputs.js'

const uploaded = mkdtempSync(join(tmpdir(), 'scf-grayscale-uploaded-'))
mkdirSync(join(uploaded, 'fun01'))
after(() => rmSync(uploaded, { recursive: true, force: true }))

/** @param {any} given @param {{ verb?: any, state?: any, stage?: string }} [at] */
async function inputsOf(given, { verb = 'deploy', state, stage = 'dev' } = {}) {
  return (await requestFrom({ name: 'fun', stage, state }, verb, given, new Code())).inputs
}

test('a single function needs no name: the instance goes along', async () => {
  const { instance } = await requestFrom({ name: 'fun', app: 'shop', stage: 'dev' }, 'deploy', {}, new Code())
  assert.deepEqual(instance, { name: 'fun', app: 'shop' })
  assert.deepEqual(await inputsOf({ traffic: 1 }), { traffic: 1, stage: 'dev' })
  assert.deepEqual(await inputsOf({ name: 'own' }), { name: 'own', stage: 'dev' })
  assert.deepEqual(await inputsOf({ functions: { a: {} } }), { functions: { a: {} }, stage: 'dev' })
})

test('the code is that of the platform; what the CLI notes for itself is left out', async () => {
  const given = { src: uploaded, srcOriginal: '/home/me/src', originSrc: './src', sourceCosInfo: {}, runtime: 'Go1' }
  assert.deepEqual(await inputsOf(given), { src: uploaded, runtime: 'Go1', stage: 'dev' })
  const functions = { a: { src: './fun01' }, b: { src: { src: 'fun01', exclude: ['x'] } }, c: {} }
  assert.deepEqual((await inputsOf({ src: uploaded, functions })).functions, {
    a: { src: join(uploaded, 'fun01') },
    b: { src: { src: join(uploaded, 'fun01'), exclude: ['x'] } },
    c: {},
  })
})

test('code in a bucket: newer CLIs keep the note of it only', async () => {
  const src = { bucket: 'b', object: 'o.zip' }
  assert.deepEqual((await inputsOf({ srcOriginal: src })).src, src)
  assert.deepEqual((await inputsOf({ src, srcOriginal: src })).src, src)
})

test('verbs other than deploy look at no code, and know the functions of the last deployment', async () => {
  const deployed = { dev: [{ key: 'a', name: 'a-dev', region: 'ap-shanghai', namespace: 'default' }] }
  const options = { verb: 'status', state: { deployed } }
  assert.deepEqual(await inputsOf({}, options), { functions: deployed.dev, stage: 'dev' })
  assert.deepEqual(await inputsOf({}, { ...options, stage: 'prod' }), { stage: 'prod' })
  assert.deepEqual(await inputsOf({ functions: { b: { src: './b', timeout: 3 } } }, options), {
    functions: { b: { timeout: 3 } },
    stage: 'dev',
  })
  // tencent-scf, too, goes on with the name in its state
  assert.deepEqual(await inputsOf({}, { ...options, verb: 'deploy' }), { key: 'a', name: 'a-dev', stage: 'dev' })
})

/** @type {[given: any, code: string, says: RegExp][]} */
const refused = [
  [{ 0: 'a', 1: '=', 2: '1' }, 'InvalidCommandLine', /--inputs a=1/],
  [{ 0: 'a=1', 1: 'b=2' }, 'InvalidCommandLine', /--inputs a=1 b=2/],
  [{ '---inputs.traffic': 1 }, 'InvalidCommandLine', /not a flag of sls/],
  [{ '--trafic': 1 }, 'InvalidCommandLine', /not a flag of sls/],
  [{ traffic: 1, '--inputs.traffic': 1 }, 'InvalidCommandLine', /in another place too/],
  [{ stage: 'prod' }, 'StageConflict', /prod/],
  [{ functions: { a: { src: './a' } } }, 'InvalidInput', /a has a src of its own, and inputs\.src is missing/],
  [{ functions: { a: { src: '/home/me/a' } }, src: uploaded }, 'InvalidInput', /leads out of what sls uploads/],
  [{ functions: { a: { src: '../a' } }, src: uploaded }, 'InvalidInput', /leads out of what sls uploads/],
  [{ src: '/nowhere/at-all' }, 'SourceNotFound', /there is nothing at that path/],
  [{ src: 'http://127.0.0.1:1/code.zip?signature=EXAMPLE' }, 'SourceNotFound', /\(127\.0\.0\.1:1\): /],
]

test('what can not be meant, or is lost, is refused', async () => {
  for (const [given, code, says] of refused) {
    await assert.rejects(inputsOf(given), (/** @type {any} */ error) => {
      assert.equal(error.code, code, JSON.stringify(given))
      assert.match(error.message, says)
      assert.ok(!`${error.message} ${error.hint}`.includes('EXAMPLE'), 'an address may be signed')
      return true
    })
  }
})

test('credentials are the temporary ones, whole, or none', () => {
  const tmpSecrets = { TmpSecretId: 'AKIDEXAMPLE', TmpSecretKey: 'EXAMPLE', Token: 'EXAMPLEtoken', appId: 1250000000 }
  assert.deepEqual(credentialsOf({ credentials: { tencent: { tmpSecrets } } }), {
    secretId: 'AKIDEXAMPLE',
    secretKey: 'EXAMPLE',
    token: 'EXAMPLEtoken',
    appId: '1250000000',
  })
  for (const credentials of [
    undefined,
    {},
    { tencent: {} },
    { tencent: { tmpSecrets: { ...tmpSecrets, Token: '' } } },
  ]) {
    assert.throws(() => credentialsOf({ credentials }), { code: 'MissingCredentials' })
  }
})
