// The official Node SDK.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { cell } from '../support/compatibility.js'
import { requireClient, row } from './support/npm.js'
import { proxyTo } from './support/proxy.js'
import { cloud, KEY, REGION, refusals, searches, TEXT, wholeRelease } from './support/story.js'

const { scf } = requireClient('tencentcloud-sdk-nodejs-scf')
const { monitor } = requireClient('tencentcloud-sdk-nodejs-monitor')
const { CommonClient } = requireClient('tencentcloud-sdk-nodejs-common')
const { default: SdkError } = requireClient(
  'tencentcloud-sdk-nodejs-common/tencentcloud/common/exception/tencent_cloud_sdk_exception',
)
const name = row('tencentcloud-sdk-nodejs-scf')

/** @type {import('./support/story.js').Cloud} */
let there
before(async () => {
  there = await cloud()
})
after(() => there.close())

/**
 * @param {{ url: string }} emulator
 * @param {{ profile?: object, http?: object, credential?: object }} [variant]
 * @returns {import('./support/story.js').Call}
 */
function connected({ url }, variant = {}) {
  const options = {
    credential: { ...KEY, ...variant.credential },
    region: REGION,
    profile: { ...variant.profile, httpProfile: { endpoint: new URL(url).host, protocol: 'http://', ...variant.http } },
  }
  const clients = [new scf.v20180416.Client(options), new monitor.v20180724.Client(options)]
  return (action, params) => clients[action === 'GetMonitorData' ? 1 : 0][action](params)
}

const variants = {
  'TC3, POST': {},
  'TC3, GET': { http: { reqMethod: 'GET' } },
  'v1 HmacSHA1, POST': { profile: { signMethod: 'HmacSHA1' } },
  'v1 HmacSHA1, GET': { profile: { signMethod: 'HmacSHA1' }, http: { reqMethod: 'GET' } },
  'v1 HmacSHA256, POST': { profile: { signMethod: 'HmacSHA256' } },
  'v1 HmacSHA256, GET': { profile: { signMethod: 'HmacSHA256' }, http: { reqMethod: 'GET' } },
}

for (const [index, [column, variant]] of Object.entries(variants).entries()) {
  cell('clients', name, column, () => wholeRelease(connected(there.emulator, variant), there, `release-${index}`))
}

cell('clients', name, 'temporary token', async (t) => {
  const guarded = await cloud({ token: 'EXAMPLEtoken+/=' })
  t.after(() => guarded.close())
  for (const variant of Object.values(variants)) {
    const call = (token) => connected(guarded.emulator, { ...variant, credential: { token } })('ListFunctions', {})
    assert.equal((await call('EXAMPLEtoken+/=')).TotalCount, 0)
    await assert.rejects(call('EXAMPLEother'), { code: 'AuthFailure.TokenFailure' })
    await assert.rejects(call(undefined), { code: 'AuthFailure.TokenFailure' })
  }
})

cell('clients', name, 'errors', async () => {
  for (const variant of Object.values(variants)) {
    const traceId = 'EXAMPLE-trace'
    const http = { ...variant.http, headers: { 'X-TC-TraceId': traceId } }
    await refusals(connected(there.emulator, { ...variant, http }), there, (error) => {
      assert.ok(error instanceof SdkError)
      assert.equal(error.traceId, traceId)
      assert.equal(error.getTraceId(), traceId)
      return { code: error.code, message: error.message, requestId: error.requestId }
    })
    const wrongKey = connected(there.emulator, { ...variant, credential: { secretKey: 'EXAMPLEother' } })
    await assert.rejects(wrongKey('ListFunctions', {}), { code: 'AuthFailure.SignatureFailure' })
  }
})

cell('clients', name, 'multipart', async () => {
  const call = connected(there.emulator)
  const client = new scf.v20180416.Client({
    credential: KEY,
    region: REGION,
    profile: { httpProfile: { endpoint: new URL(there.emulator.url).host, protocol: 'http://' } },
  })
  const { TotalCount } = await client.request('ListFunctions', { SearchKey: TEXT }, { multipart: true })
  assert.equal(TotalCount, 0)
  await assert.rejects(client.request('GetFunction', { FunctionName: TEXT }, { multipart: true }), {
    message: `The function "${TEXT}" does not exist in namespace "default" of ${REGION}.`,
  })
  assert.equal((await call('ListFunctions', {})).TotalCount, 0)
})

cell('clients', name, 'proxy', async (t) => {
  const proxy = await proxyTo(there.emulator)
  t.after(() => proxy.close())
  const call = connected(there.emulator, { http: { endpoint: 'scf.tencentcloudapi.com', proxy: proxy.url } })
  assert.equal((await call('ListFunctions', {})).TotalCount, 0)
  assert.deepEqual(proxy.hosts, ['scf.tencentcloudapi.com:80'])
})

test('the logs of a function are found by SearchLog', async () => {
  const httpProfile = { endpoint: new URL(there.emulator.url).host, protocol: 'http://' }
  const cls = new CommonClient('cls.tencentcloudapi.com', '2020-10-16', {
    credential: KEY,
    region: REGION,
    profile: { httpProfile },
  })
  const scf = connected(there.emulator)
  await searches(
    (action, params) => (action === 'SearchLog' ? cls.request(action, params) : scf(action, params)),
    there,
  )
})
