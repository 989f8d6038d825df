// The statistics of a rollout in Chromium: the file for pages gives the digits that Node gives.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { before, test } from 'node:test'
import { guard } from '../../js/index.js'
import { built } from '../support/built.js'
import { browse } from './harness.js'

const root = new URL('../../', import.meta.url)
const { vectors } = JSON.parse(readFileSync(new URL('tests/vectors/guard.json', root), 'utf8'))
const FILES = {
  '/': ['text/html', () => '<!doctype html><link rel="icon" href="data:,">'],
  '/dist/web/scf-grayscale.js': ['text/javascript', () => readFileSync(new URL('dist/web/scf-grayscale.js', root))],
  '/pkg/scf_grayscale_bg.wasm': ['application/wasm', () => readFileSync(new URL('pkg/scf_grayscale_bg.wasm', root))],
}

before(() => built('web'))

test('a page computes the same 12 digits as Node', async (t) => {
  const server = createServer((request, response) => {
    const file = FILES[request.url]
    if (!file) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': file[0] }).end(file[1]())
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const { page: visit, complaints } = await browse(t)
  const page = await visit(`http://127.0.0.1:${server.address().port}/`)
  const inPage = await page.evaluate(async (vectors) => {
    const { guard, init } = await import('/dist/web/scf-grayscale.js')
    await init('/pkg/scf_grayscale_bg.wasm')
    return vectors.map((vector) => guard(vector))
  }, vectors)
  assert.equal(inPage.length, 42)
  assert.deepEqual(inPage, vectors.map(guard))
  assert.deepEqual(complaints, [])
})
