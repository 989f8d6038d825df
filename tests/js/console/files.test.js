// The page's files as its server sends them: packed when they were built, in the encoding that the client wants most.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { writePacked } from '../../../js/console/page/packed.js'
import { readFiles, sendFile } from '../../../js/console/serve/files.js'

const script = `${'export const words = "灰度发布"\n'.repeat(100)}`
const module = new URL('../../../pkg/scf_grayscale_bg.wasm', import.meta.url)

/** A built page on a server of its own. @returns asks for a path of it */
async function served(t, { pack = true } = {}) {
  const dist = mkdtempSync(join(tmpdir(), 'grayscale-dist-'))
  t.after(() => rmSync(dist, { recursive: true }))
  mkdirSync(join(dist, 'assets'))
  writeFileSync(join(dist, 'index.html'), '<!doctype html>')
  writeFileSync(join(dist, 'assets', 'a.js'), script)
  writeFileSync(join(dist, 'assets', 'a.wasm'), readFileSync(module))
  if (pack) writePacked(dist)
  const files = readFiles(dist)
  const server = createServer((request, response) => {
    if (!sendFile(files, request.url.slice(1), request, response)) response.writeHead(404).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return async (path, accepted, method = 'GET') => {
    const headers = accepted === undefined ? {} : { 'accept-encoding': accepted }
    const asked = request({ port: server.address().port, path: `/${path}`, method, headers, agent: false }).end()
    const [response] = await once(asked, 'response')
    const body = Buffer.concat(await response.toArray())
    return {
      status: response.statusCode,
      headers: response.headers,
      encoding: response.headers['content-encoding'],
      body,
    }
  }
}

test('a client gets the encoding that it wants most, and brotli among equals', async (t) => {
  const get = await served(t)
  for (const [accepted, encoding] of [
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0.1, gzip;q=0.9', 'gzip'],
    ['GZIP', 'gzip'],
    ['*', 'br'],
    ['br;q=0, *', 'gzip'],
  ]) {
    assert.equal((await get('assets/a.js', accepted)).encoding, encoding, accepted)
  }
})

test('a client that takes neither gets the file as it is', async (t) => {
  const get = await served(t)
  for (const accepted of [
    undefined,
    '',
    'identity',
    'deflate',
    'br;q=0, gzip;q=0',
    '*;q=0',
    'brotli',
    'xgzip',
    'gzip;q=x',
  ]) {
    const { encoding, body } = await get('assets/a.js', accepted)
    assert.equal(encoding, undefined, accepted)
    assert.equal(body.toString(), script)
  }
})

test('what was packed is the file, byte by byte, under its own type', async (t) => {
  const get = await served(t)
  for (const [path, type, bytes] of [
    ['assets/a.js', 'text/javascript; charset=utf-8', Buffer.from(script)],
    ['assets/a.wasm', 'application/wasm', readFileSync(module)],
  ]) {
    for (const [accepted, unpack] of [
      ['br', brotliDecompressSync],
      ['gzip', gunzipSync],
    ]) {
      const { headers, body } = await get(path, accepted)
      assert.deepEqual(unpack(body), bytes)
      assert.equal(headers['content-type'], type)
      assert.equal(Number(headers['content-length']), body.length)
    }
  }
})

test('caches are told that the answer depends on the accepted encodings, also where it is as it is', async (t) => {
  const get = await served(t)
  for (const accepted of ['br', 'gzip', undefined]) {
    assert.equal((await get('assets/a.wasm', accepted)).headers.vary, 'accept-encoding')
  }
})

test('HEAD says the length of what GET would send', async (t) => {
  const get = await served(t)
  const { headers, body } = await get('assets/a.js', 'br', 'HEAD')
  assert.equal(body.length, 0)
  assert.equal(headers['content-length'], (await get('assets/a.js', 'br')).headers['content-length'])
})

test('packed files have no address of their own', async (t) => {
  const get = await served(t)
  assert.equal((await get('assets/a.js.br')).status, 404)
  assert.equal((await get('assets/a.js.gz')).status, 404)
})

test('a page that was not packed is served as it is', async (t) => {
  const get = await served(t, { pack: false })
  const { encoding, body } = await get('assets/a.js', 'br, gzip')
  assert.deepEqual([encoding, body.toString()], [undefined, script])
})

test('the module is a good deal smaller in brotli than in gzip', async (t) => {
  const get = await served(t)
  const sizes = await Promise.all(
    ['br', 'gzip', undefined].map(async (accepted) => (await get('assets/a.wasm', accepted)).body.length),
  )
  assert.equal(sizes[2], statSync(module).size)
  assert.ok(sizes[0] < 0.9 * sizes[1] && sizes[1] < 0.5 * sizes[2], sizes.join())
})
