// Where signed requests may go, by whatever way an address is given.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Grayscale } from '../../js/index.js'
import { emulator, ended, grayscale, keys, project, server } from './cli/harness.js'

const credentials = { secretId: keys.TENCENT_SECRET_ID, secretKey: keys.TENCENT_SECRET_KEY }

/** Leads to this machine, and nobody can tell. */
const elsewhere = (url) => url.replace('127.0.0.1', '0.0.0.0')

/** A server in the API's place that counts what comes. */
async function counting(t) {
  let requests = 0
  const url = await server(t, (_, response) => {
    requests += 1
    response.end('{}')
  })
  return { url, requests: () => requests }
}

const refusedEndpoints = [
  ['http://scf.tencentcloudapi.com', 'InsecureEndpoint'],
  ['http://127.0.0.1.example.com:9000', 'InsecureEndpoint'],
  ['http://localhost.example.com', 'InsecureEndpoint'],
  ['http://[::]:9000', 'InsecureEndpoint'],
  ['http://192.168.0.1', 'InsecureEndpoint'],
  ['https://someone:hunter2@scf.tencentcloudapi.com', 'InvalidEndpoint'],
  ['http://hunter2@127.0.0.1:9000', 'InvalidEndpoint'],
  ['ftp://127.0.0.1', 'InvalidEndpoint'],
  ['127.0.0.1:9000', 'InvalidEndpoint'],
  ['hunter2', 'InvalidEndpoint'],
]

test('a flag and a variable lead nowhere that can be read on the way', async (t) => {
  const cwd = project(t)
  for (const [endpoint, code] of refusedEndpoints) {
    for (const [args, given] of [
      [['status', '--endpoint', endpoint], ''],
      [['status'], endpoint],
      [['console', '--no-open', '--endpoint', endpoint], ''],
    ]) {
      const { stdout, stderr } = await ended(grayscale(args, { cwd, endpoint: given }), 2)
      assert.ok(stderr.includes(code), `${endpoint}: ${stderr}`)
      assert.ok(!(stdout + stderr).includes('hunter2'), stderr)
    }
  }
})

test('a program is refused the same before anything is sent', async () => {
  for (const [endpoint, code] of refusedEndpoints) {
    const gray = new Grayscale({ endpoint, credentials })
    for (const call of [() => gray.functions(), () => gray.request('ListFunctions', {})]) {
      await assert.rejects(call, (error) => {
        assert.deepEqual([error.code, error.exitCode], [code, 2], endpoint)
        assert.ok(!`${error.stack} ${error.hint}`.includes('hunter2'))
        return true
      })
    }
    await gray.close()
  }
})

test('plain HTTP to another machine goes where the person says so', async (t) => {
  const { url, requests } = await counting(t)
  const cwd = project(t)
  await ended(grayscale(['status', '--endpoint', elsewhere(url)], { cwd }), 2)
  const gray = new Grayscale({ endpoint: elsewhere(url), credentials })
  await assert.rejects(gray.request('ListFunctions', {}), { code: 'InsecureEndpoint' })
  assert.equal(requests(), 0)

  const { url: emulated } = await emulator(t, { allowHosts: ['0.0.0.0'] })
  await ended(grayscale(['list', '--endpoint', elsewhere(emulated), '--insecure'], { cwd }), 0)
  const told = new Grayscale({ endpoint: elsewhere(emulated), insecure: true, credentials })
  assert.deepEqual(await told.functions(), [])
  await Promise.all([gray.close(), told.close()])
})

test('a project sends signed requests nowhere', async (t) => {
  const { url, requests } = await counting(t)
  const { url: endpoint } = await emulator(t)
  for (const line of [`endpoint: ${url}\n`, `insecure: true\n`, `    endpoint: ${url}\n`]) {
    const cwd = project(t, { 'grayscale.yml': `functions:\n  fun01:\n    src: ./code\n${line}` })
    const { stderr } = await ended(grayscale(['plan'], { cwd, endpoint }), 2)
    assert.match(stderr, /UnknownInput/)
  }
  const cwd = project(t, { '.env': `GRAYSCALE_ENDPOINT=${url}\nHTTP_PROXY=${url}\nHTTPS_PROXY=${url}\n` })
  const { stdout } = await ended(grayscale(['plan'], { cwd, endpoint }), 0)
  assert.match(stdout, /GRAYSCALE_ENDPOINT in \.env has no effect/)
  assert.equal(requests(), 0)
})
