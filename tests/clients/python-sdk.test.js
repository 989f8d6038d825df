// The official Python SDK, in a child that makes its calls.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { cell } from '../support/compatibility.js'
import { lineByLine, virtualEnvironment } from './support/python.js'
import { cloud, KEY, REGION, refusals, searches, TEXT, wholeRelease } from './support/story.js'

const { python, printed, row } = await virtualEnvironment('python-sdk')
const script = new URL('python/sdk_client.py', import.meta.url).pathname
const name = await row('tencentcloud-sdk-python-scf')

/** @type {import('./support/story.js').Cloud} */
let there
before(async () => {
  there = await cloud()
})
after(() => there.close())

class SdkError extends Error {
  constructor({ type, code, message, requestId }) {
    super(message)
    Object.assign(this, { type, code, requestId })
  }
}

/**
 * @param {import('node:test').TestContext} t
 * @param {{ url: string }} emulator
 * @param {Record<string, unknown>} [variant]
 * @returns {import('./support/story.js').Call & ((action: string, params: object, more?: object) => Promise<any>)}
 */
function connected(t, { url }, variant = {}) {
  const http = { endpoint: new URL(url).host, protocol: 'http', ...variant.http }
  const child = lineByLine(python, [script, JSON.stringify({ ...KEY, region: REGION, ...variant, http })])
  t.after(() => child.close())
  return async (action, params, more = {}) => {
    const { error, response } = await child.ask({ action, params, ...more })
    if (error) throw new SdkError(error)
    return response
  }
}

const post = { reqMethod: 'POST' }
const get = { reqMethod: 'GET' }
const variants = {
  'TC3, POST': { http: post },
  'TC3, GET': { http: get },
  'v1 HmacSHA1, POST': { http: post, profile: { signMethod: 'HmacSHA1' } },
  'v1 HmacSHA1, GET': { http: get, profile: { signMethod: 'HmacSHA1' } },
  'v1 HmacSHA256, POST': { http: post, profile: { signMethod: 'HmacSHA256' } },
  'v1 HmacSHA256, GET': { http: get, profile: { signMethod: 'HmacSHA256' } },
  'unsigned payload': { unsignedPayload: true },
}

for (const [index, [column, variant]] of Object.entries(variants).entries()) {
  cell('clients', name, column, (t) => wholeRelease(connected(t, there.emulator, variant), there, `release-${index}`))
}

cell('clients', name, 'temporary token', async (t) => {
  const guarded = await cloud({ token: 'EXAMPLEtoken+/=' })
  t.after(() => guarded.close())
  const call = (variant) => connected(t, guarded.emulator, variant)('ListFunctions', {})
  for (const profile of [{}, { signMethod: 'HmacSHA1' }]) {
    assert.equal((await call({ profile, token: 'EXAMPLEtoken+/=' })).TotalCount, 0)
    await assert.rejects(call({ profile, token: 'EXAMPLEother' }), { code: 'AuthFailure.TokenFailure' })
    await assert.rejects(call({ profile }), { code: 'AuthFailure.TokenFailure' })
  }
})

cell('clients', name, 'errors', async (t) => {
  for (const variant of [variants['TC3, POST'], variants['TC3, GET'], variants['v1 HmacSHA1, POST']]) {
    await refusals(connected(t, there.emulator, variant), there, ({ type, code, message, requestId }) => {
      assert.equal(type, 'TencentCloudSDKException')
      return { code, message, requestId }
    })
    const wrongKey = connected(t, there.emulator, { ...variant, secretKey: 'EXAMPLEother' })
    await assert.rejects(wrongKey('ListFunctions', {}), { code: 'AuthFailure.SignatureFailure' })
  }
})

test('the logs of a function are found by SearchLog', (t) => searches(connected(t, there.emulator), there))

cell('clients', name, 'multipart', async (t) => {
  const call = connected(t, there.emulator)
  const filters = [{ Name: 'Status', Values: ['Active'] }]
  const answer = await call('ListFunctions', { SearchKey: TEXT, Filters: filters }, { multipart: true })
  assert.equal(answer.TotalCount, 0)
  await assert.rejects(call('GetFunction', { FunctionName: TEXT }, { multipart: true }), {
    code: 'ResourceNotFound.Function',
    message: `The function "${TEXT}" does not exist in namespace "default" of ${REGION}.`,
  })
})

cell('clients', name, 'proxy', async (t) => {
  // The emulator is the proxy itself: it takes the absolute form.
  const http = { endpoint: 'scf.tencentcloudapi.com', proxy: there.emulator.url }
  for (const variant of [{ http }, { http, profile: { signMethod: 'HmacSHA1' } }]) {
    assert.equal((await connected(t, there.emulator, variant)('ListFunctions', {})).TotalCount, 0)
  }
})

cell('clients', name, 'endpoint as URL', async (t) => {
  const { url } = there.emulator
  for (const profile of [{}, { signMethod: 'HmacSHA256' }]) {
    const byUrl = connected(t, there.emulator, { profile, http: { endpoint: url } })
    assert.equal((await byUrl('ListFunctions', {})).TotalCount, 0)
    const byGateway = connected(t, there.emulator, {
      profile,
      http: { endpoint: null },
      apigw_endpoint: new URL(url).host,
    })
    assert.equal((await byGateway('ListFunctions', {})).TotalCount, 0)
  }
})

/** Codes that any action of any service may answer: https://www.tencentcloud.com/document/api/583/33847 */
const COMMON = [
  'AuthFailure.InvalidAuthorization',
  'AuthFailure.SecretIdNotFound',
  'AuthFailure.SignatureExpire',
  'AuthFailure.SignatureFailure',
  'AuthFailure.TokenFailure',
  'FailedOperation',
  'InternalError',
  'InvalidAction',
  'InvalidParameter',
  'InvalidParameterValue',
  'InvalidRequest',
  'LimitExceeded',
  'MissingParameter',
  'NoSuchVersion',
  'RequestLimitExceeded',
  'RequestSizeLimitExceeded',
  'UnknownParameter',
  'UnsupportedOperation',
  'UnsupportedRegion',
]

cell('clients', name, 'error codes as its list', async () => {
  const lines =
    'import json; from tencentcloud.scf.v20180416 import errorcodes as scf; from tencentcloud.cls.v20201016 import errorcodes as cls; print(json.dumps([v for all in (scf, cls) for v in vars(all).values() if isinstance(v, str)]))'
  const known = new Set([...COMMON, ...JSON.parse(await printed('-c', lines))])
  assert.ok(known.size > 300)
  const directory = new URL('../../emulator/', import.meta.url)
  const sources = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js') && !file.startsWith('tests'))
    .map((file) => readFileSync(new URL(file, directory), 'utf8'))
  const classes = [...new Set([...known].map((code) => code.split('.')[0]))].join('|')
  const quoted = new RegExp(`['"]((?:${classes})(?:\\.\\w+)?)['"]`, 'g')
  const used = new Set(sources.flatMap((source) => [...source.matchAll(quoted)].map(([, code]) => code)))
  assert.ok(used.size > 50, `only ${used.size} found`)
  // The codes that are put together name the action.
  const actions = ['CreateAlias', 'DeleteFunction', 'PublishVersion', 'UpdateAlias', 'UpdateFunctionCode']
  for (const action of [...actions, 'UpdateFunctionConfiguration']) used.add(`FailedOperation.${action}`)
  assert.deepEqual(
    [...used].filter((code) => !known.has(code)),
    [],
  )
})
