// `grayscale console --credentials env`: who gets something signed, and what.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { startConsole } from '../../../js/console/serve/index.js'
import { Signer } from '../../../js/index.js'
import { create, emulator, KEY } from '../../support/emulator.js'

const STAND_IN = { secretId: 'the-local-server-signs', secretKey: 'EXAMPLEofThePage' }

/** A console that signs, before an emulator that knows its key alone. */
async function signs(t) {
  const { emu, client } = await emulator(t)
  await create(client, 'cart')
  const dist = mkdtempSync(join(tmpdir(), 'grayscale-console-'))
  t.after(() => rmSync(dist, { recursive: true }))
  writeFileSync(join(dist, 'index.html'), '<!doctype html>')
  const log = []
  const credentials = { ...KEY, from: '.env' }
  const served = await startConsole({ dist, endpoint: emu.url, credentials, log: (line) => log.push(line) })
  t.after(() => served.close())
  const { origin, pathname: prefix } = new URL(served.url)
  emu.requests.length = 0
  /** What the page sends: signed with keys that open nothing. */
  const page = ({ action = 'ListFunctions', body = '{}', version = '2018-04-16', service = 'scf' } = {}) => {
    const signer = new Signer(STAND_IN)
    const host = new URL(emu.url).host
    const given = { service, host, action, version, region: 'ap-guangzhou', body }
    const { Host, ...headers } = signer.headers({ ...given, timestamp: Math.floor(Date.now() / 1000) })
    signer.dispose()
    return { method: 'POST', path: `${prefix}relay/${service}`, headers: { ...headers, origin }, body }
  }
  const ask = ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const request = http.request(
        { host: '127.0.0.1', port: served.port, method, path, headers },
        async (response) => {
          let text = ''
          for await (const chunk of response) text += chunk
          resolve({ status: response.statusCode, text })
        },
      )
      request.on('error', reject)
      request.end(body)
    })
  return { ask, page, emu, log, served, prefix }
}

test('a call of the page is signed with the key of the command, and answered by the API', async (t) => {
  const { ask, page, emu, log } = await signs(t)
  const { status, text } = await ask(page())
  assert.equal(status, 200)
  assert.deepEqual(
    JSON.parse(text).Response.Functions.map(({ FunctionName }) => FunctionName),
    ['cart'],
  )
  assert.deepEqual(
    emu.requests.map(({ action }) => action),
    ['ListFunctions'],
  )
  assert.ok(!`${text}${log.join()}`.includes(KEY.secretKey))
})

test('the body that is signed is the one that is sent', async (t) => {
  const { ask, page } = await signs(t)
  const body = JSON.stringify({ FunctionName: 'cart', Namespace: 'default' })
  const { text } = await ask(page({ action: 'GetFunction', body }))
  assert.equal(JSON.parse(text).Response.FunctionName, 'cart')
})

test('nobody but the page gets anything signed', async (t) => {
  const { ask, page, emu, prefix } = await signs(t)
  const { method, path, headers, body } = page()
  const { origin, ...silent } = headers
  const attempts = {
    'a page of another origin': [{ method, path, headers: { ...headers, origin: 'http://127.0.0.1:1' }, body }, 404],
    'a page whose name leads here': [{ method, path, headers: { ...headers, host: 'rebind.example' }, body }, 404],
    'a page of another site': [{ method, path, headers: { ...headers, 'sec-fetch-site': 'cross-site' }, body }, 404],
    'another port of this host': [{ method, path, headers: { ...headers, 'sec-fetch-site': 'same-site' }, body }, 404],
    'who does not know the token': [{ method, path: path.replace(prefix, `/${'x'.repeat(43)}/`), headers, body }, 404],
    'a plain GET': [{ method: 'GET', path, headers: {} }, 405],
    'a GET with the headers of a call': [{ method: 'GET', path, headers }, 405],
    'a form': [{ method, path, headers: { origin, 'content-type': 'text/plain' }, body }, 400],
    'a program that is no browser': [{ method, path, headers: silent, body }, 403],
  }
  for (const [who, [request, expected]] of Object.entries(attempts)) {
    assert.equal((await ask(request)).status, expected, who)
  }
  assert.deepEqual(emu.requests, [])
})

test('only what the page does is signed', async (t) => {
  const { ask, page, emu, log } = await signs(t)
  for (const given of [
    { action: 'DeleteFunction', body: '{"FunctionName":"cart"}' },
    { action: 'CreateFunction' },
    { action: 'UpdateFunctionCode' },
    { action: 'toString' },
    { action: 'ListFunctions', version: '2017-03-12' },
    { service: 'monitor', action: 'ListFunctions', version: '2018-07-24' },
  ]) {
    const { status, text } = await ask(page(given))
    assert.deepEqual([status, JSON.parse(text).code, JSON.parse(text).sent], [403, 'RelayAction', false], given.action)
  }
  for (const service of ['cos', 'cam', 'sts']) assert.equal((await ask(page({ service }))).status, 404, service)
  assert.deepEqual(emu.requests, [])
  assert.ok(log.some((line) => line.startsWith('RelayAction: scf: the page does not do DeleteFunction')))
})

test('an address that is handed to a browser leads to the page once', async (t) => {
  const { ask, served, prefix } = await signs(t)
  const { pathname: path } = new URL(served.opens)
  assert.notEqual(path, prefix)
  const open = { method: 'GET', path, headers: { 'sec-fetch-site': 'none' } }
  assert.equal((await ask({ ...open, headers: { 'sec-fetch-site': 'cross-site' } })).status, 404)
  const first = await fetch(served.opens, { redirect: 'manual' })
  assert.deepEqual([first.status, first.headers.get('location')], [303, prefix])
  assert.equal((await ask(open)).status, 404, 'whoever read it somewhere comes too late')
})

test('without keys of the command the server signs nothing', async (t) => {
  const { emu } = await emulator(t)
  const dist = mkdtempSync(join(tmpdir(), 'grayscale-console-'))
  t.after(() => rmSync(dist, { recursive: true }))
  writeFileSync(join(dist, 'index.html'), '<!doctype html>')
  const served = await startConsole({ dist, endpoint: emu.url })
  t.after(() => served.close())
  assert.equal((await (await fetch(`${served.url}config.json`)).json()).signs, undefined)
  const headers = {
    origin: new URL(served.url).origin,
    'content-type': 'application/json',
    'x-tc-action': 'ListFunctions',
  }
  const answer = await fetch(`${served.url}relay/scf`, { method: 'POST', headers, body: '{}' })
  assert.equal(answer.status, 400)
  assert.deepEqual(emu.requests, [])
})
