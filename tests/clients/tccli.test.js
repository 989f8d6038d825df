// tccli, Tencent's own command line: a process per call.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { promisify } from 'node:util'
import { cell } from '../support/compatibility.js'
import { plainEnvironment, virtualEnvironment } from './support/python.js'
import { active, cloud, code, gone, KEY, REGION, refusals, TEXT, wholeRelease } from './support/story.js'

const { python, program, row } = await virtualEnvironment('tccli')
const name = await row('tccli')
const run = promisify(execFile)
const home = mkdtempSync(join(tmpdir(), 'scf-grayscale-tccli-'))

/** @type {import('./support/story.js').Cloud} */
let there
before(async () => {
  there = await cloud()
})
after(async () => {
  await there.close()
  rmSync(home, { recursive: true })
})

/** What it says of an error of the API. */
const REFUSAL = /^\[TencentCloudSDKException\] code:(\S+) message:(.*) requestId:(\S+)$/m

/**
 * @param {{ url: string }} emulator
 * @param {{ key?: object, token?: string, endpoint?: string, words?: string[], unfolded?: boolean }} [variant]
 * @returns {import('./support/story.js').Call}
 */
function connected({ url }, { key = {}, token, endpoint = url, words = [], unfolded = false } = {}) {
  const { secretId, secretKey } = { ...KEY, ...key }
  const env = {
    ...plainEnvironment,
    HOME: home,
    TENCENTCLOUD_SECRET_ID: secretId,
    TENCENTCLOUD_SECRET_KEY: secretKey,
    TENCENTCLOUD_REGION: REGION,
    ...(token ? { TENCENTCLOUD_TOKEN: token } : {}),
  }
  return async (action, params) => {
    const service = action === 'GetMonitorData' ? 'monitor' : 'scf'
    const parameters = unfolded ? ['--cli-unfold-argument', ...flat(params)] : folded(params)
    const all = [program('tccli'), service, action, '--endpoint', endpoint, ...words, ...parameters]
    try {
      const { stdout } = await run(python, all, { env })
      return JSON.parse(stdout.slice(stdout.indexOf('{'))) // a waiter tells what it sees first
    } catch (error) {
      const refusal = REFUSAL.exec(error.stderr ?? '')
      if (!refusal) throw error
      const [, code, message, requestId] = refusal
      throw Object.assign(new Error(message), { code, requestId, exit: error.code })
    }
  }
}

/** A word per parameter, structures as JSON. @param {object} params */
const folded = (params) =>
  Object.entries(params).flatMap(([key, value]) => [
    `--${key}`,
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ])

/** A word per leaf: `--Filters.0.Name Status`. @param {any} value @param {string} path @returns {string[]} */
const flat = (value, path = '') =>
  typeof value === 'object'
    ? Object.entries(value).flatMap(([key, inner]) => flat(inner, path ? `${path}.${key}` : key))
    : [`--${path}`, String(value)]

cell('clients', name, 'TC3, POST', () => wholeRelease(connected(there.emulator), there, 'release-1'))

cell('clients', name, 'arguments unfolded', async () => {
  const call = connected(there.emulator, { unfolded: true })
  const FunctionName = 'release-2'
  await call('CreateFunction', {
    FunctionName,
    Code: code('one'),
    Handler: 'index.main_handler',
    Runtime: 'Nodejs18.15',
    Environment: { Variables: [{ Key: 'TEXT', Value: TEXT }] },
  })
  await active(call, FunctionName)
  const shown = await there.plain.call('GetFunction', { FunctionName })
  assert.deepEqual(shown.Environment.Variables, [{ Key: 'TEXT', Value: TEXT }])
  await call('DeleteFunction', { FunctionName })
  await gone(there.plain, FunctionName)
})

cell('clients', name, 'waiter', async (t) => {
  const slow = await cloud({ delays: { createMs: 1500, deleteMs: 0 } })
  t.after(() => slow.close())
  const FunctionName = 'release-3'
  const named = { Handler: 'index.main_handler', Runtime: 'Nodejs18.15' }
  await slow.plain.call('CreateFunction', { FunctionName, Code: code('one'), ...named })
  const waiter = "{'expr':'Status','to':'Active','timeout':60,'interval':1}"
  const call = connected(slow.emulator, { words: ['--waiter', waiter] })
  assert.equal((await call('GetFunction', { FunctionName })).Status, 'Active')
})

cell('clients', name, 'temporary token', async (t) => {
  const guarded = await cloud({ token: 'EXAMPLEtoken+/=' })
  t.after(() => guarded.close())
  const call = (token) => connected(guarded.emulator, { token })('ListFunctions', {})
  assert.equal((await call('EXAMPLEtoken+/=')).TotalCount, 0)
  await assert.rejects(call('EXAMPLEother'), { code: 'AuthFailure.TokenFailure', exit: 255 })
})

cell('clients', name, 'errors', async () => {
  await refusals(connected(there.emulator), there, ({ code, message, requestId, exit }) => {
    assert.equal(exit, 255)
    return { code, message, requestId }
  })
  const wrongKey = connected(there.emulator, { key: { secretKey: 'EXAMPLEother' } })
  await assert.rejects(wrongKey('ListFunctions', {}), { code: 'AuthFailure.SignatureFailure', exit: 255 })
})

cell('clients', name, 'proxy', async () => {
  // The emulator is the proxy itself: it takes the absolute form.
  const words = ['--https-proxy', there.emulator.url]
  const call = connected(there.emulator, { endpoint: 'http://scf.tencentcloudapi.com', words })
  assert.equal((await call('ListFunctions', {})).TotalCount, 0)
})

cell('clients', name, 'endpoint as URL', async () => {
  // The only way: a host alone would be asked by TLS.
  const call = connected(there.emulator, { endpoint: `${there.emulator.url}/` })
  assert.equal((await call('ListFunctions', { SearchKey: TEXT })).TotalCount, 0)
})
