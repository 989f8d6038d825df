// @tencent-sdk/capi, the client below the established component, in its current version.

import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { cell } from '../support/compatibility.js'
import { requireClient, row } from './support/npm.js'
import { cloud, KEY, REGION, refusals, wholeRelease } from './support/story.js'

const { ApiFactory, Capi } = requireClient('@tencent-sdk/capi')
const name = row('@tencent-sdk/capi')

const SCF = [
  'CreateFunction',
  'DeleteFunction',
  'GetAlias',
  'GetFunction',
  'Invoke',
  'InvokeFunction',
  'ListAliases',
  'ListFunctions',
  'ListVersionByFunction',
  'PublishVersion',
  'UpdateAlias',
  'UpdateFunctionCode',
]

/** @type {import('./support/story.js').Cloud} */
let there
before(async () => {
  there = await cloud()
})
after(() => there.close())

/**
 * @param {{ url: string }} emulator
 * @param {{ isV3?: boolean, options?: object }} [variant]
 * @returns {import('./support/story.js').Call}
 */
function connected({ url }, { isV3 = false, options = {} } = {}) {
  const { host } = new URL(url)
  const services = [
    { serviceType: 'scf', version: '2018-04-16', actions: SCF },
    { serviceType: 'monitor', version: '2018-07-24', actions: ['GetMonitorData'] },
  ].map((service) => ({
    apis: ApiFactory({ ...service, isV3, host }),
    // With v1 it takes the version from here alone.
    capi: new Capi({
      ...KEY,
      region: REGION,
      protocol: 'http',
      serviceType: service.serviceType,
      version: service.version,
      ...options,
    }),
  }))
  return (action, params) => {
    const { apis, capi } = services[action === 'GetMonitorData' ? 1 : 0]
    return apis[action](capi, params)
  }
}

const variants = {
  'TC3, POST': { isV3: true },
  'v1 HmacSHA1, POST': {},
  'v1 HmacSHA1, GET': { options: { method: 'GET' } },
  'v1 HmacSHA256, POST': { options: { signatureMethod: 'sha256' } },
  'v1 HmacSHA256, GET': { options: { signatureMethod: 'sha256', method: 'GET' } },
}

for (const [index, [column, variant]] of Object.entries(variants).entries()) {
  cell('clients', name, column, () => wholeRelease(connected(there.emulator, variant), there, `release-${index}`))
}

cell('clients', name, 'temporary token', async (t) => {
  const guarded = await cloud({ token: 'EXAMPLEtoken+/=' })
  t.after(() => guarded.close())
  for (const { isV3, options } of Object.values(variants)) {
    const call = (token) => connected(guarded.emulator, { isV3, options: { ...options, token } })('ListFunctions', {})
    assert.equal((await call('EXAMPLEtoken+/=')).TotalCount, 0)
    await assert.rejects(call('EXAMPLEother'), { code: 'AuthFailure.TokenFailure' })
    await assert.rejects(call(undefined), { code: 'AuthFailure.TokenFailure' })
  }
})

cell('clients', name, 'errors', async () => {
  for (const variant of Object.values(variants)) {
    await refusals(connected(there.emulator, variant), there, (error) => {
      // Its error class is lost in its own compilation to ES5; the type stays.
      assert.match(error.type, /^API_SCF_(GetFunction|GetAlias|UpdateAlias)$/)
      const suffix = ` (reqId: ${error.reqId})`
      assert.ok(error.message.endsWith(suffix))
      return { code: error.code, message: error.message.slice(0, -suffix.length), requestId: error.reqId }
    })
    const wrongKey = connected(there.emulator, {
      ...variant,
      options: { ...variant.options, secretKey: 'EXAMPLEother' },
    })
    await assert.rejects(wrongKey('ListFunctions', {}), { code: 'AuthFailure.SignatureFailure' })
  }
})
