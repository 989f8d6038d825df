import assert from 'node:assert/strict'
import http from 'node:http'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'esbuild'
import { browse } from './harness.js'

let script
before(async () => {
  const entry = fileURLToPath(new URL('../../js/store/browser.js', import.meta.url))
  const built = await bundle({
    stdin: { contents: `export { browserStore } from ${JSON.stringify(entry)}`, resolveDir: '.' },
    bundle: true,
    format: 'iife',
    globalName: 'stores',
    write: false,
  })
  script = built.outputFiles[0].text
})

/** Tabs of one origin, each with the store. */
async function tabs(t, count) {
  const server = http.createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>'),
  )
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { page: visit } = await browse(t)
  const pages = []
  for (let index = 0; index < count; index++) {
    const page = await visit(`http://127.0.0.1:${server.address().port}/`)
    await page.evaluate(`${script}; globalThis.store = stores.browserStore('test')`)
    pages.push(page)
  }
  return pages
}

test('lines are kept in order, from both tabs, and read from the end', async (t) => {
  const [one, two] = await tabs(t, 2)
  await one.evaluate(() => store.append('a'))
  await two.evaluate(() => store.appendAll(['b', 'c']))
  assert.equal(await one.evaluate(() => store.read()), 'a\nb\nc\n')
  assert.equal(await one.evaluate(() => store.read(4)), 'b\nc\n')
  await two.evaluate(() => store.replace('x\ny\n'))
  assert.equal(await one.evaluate(() => store.read()), 'x\ny\n')
  await one.reload()
  await one.evaluate(`${script}; globalThis.store = stores.browserStore('test')`)
  assert.equal(await one.evaluate(() => store.read()), 'x\ny\n')
  const broken = await one.evaluate(() =>
    store.append('a\nb').then(
      () => '',
      (error) => error.message,
    ),
  )
  assert.match(broken, /line break/)
})

test('one tab at a time; a rollback takes over, and the one before is fenced off', async (t) => {
  const [one, two] = await tabs(t, 2)
  const { token, taken } = await one.evaluate(() => store.lock({ who: 'one', command: 'deploy' }))
  assert.ok(taken && token)
  assert.equal(await two.evaluate(() => store.busy()), true)
  const refused = await two.evaluate(() => store.lock({ who: 'two', command: 'deploy' }))
  assert.deepEqual([refused.taken, refused.by.who, refused.by.alive], [false, 'one', true])
  await one.evaluate((token) => store.append('mine', token), token)
  const over = await two.evaluate(() => store.lock({ who: 'two', command: 'rollback', takeOver: true }))
  assert.deepEqual([over.taken, over.by.who, over.by.alive], [true, 'one', true])
  const fenced = await one.evaluate(
    (token) =>
      store.append('late', token).then(
        () => '',
        (error) => [error.name, error.by.who],
      ),
    token,
  )
  assert.deepEqual(fenced, ['FencedError', 'two'])
  assert.deepEqual(
    await one.evaluate(
      (token) =>
        store.guard(token).then(
          () => '',
          (error) => error.name,
        ),
      token,
    ),
    'FencedError',
  )
  await one.evaluate((token) => store.unlock(token), token)
  await two.evaluate((token) => store.append('theirs', token), over.token)
  await two.evaluate((token) => store.unlock(token), over.token)
  assert.equal(await one.evaluate(() => store.read()), 'mine\ntheirs\n')
  const fencedStill = await one.evaluate(
    (token) =>
      store.guard(token).then(
        () => '',
        (error) => error.by.who,
      ),
    token,
  )
  assert.equal(fencedStill, 'two', 'also when it is over, whoever was fenced off learns by whom')
  assert.equal((await one.evaluate(() => store.lock({ who: 'three', command: 'deploy' }))).taken, true)
})

test('the lock of a tab that is gone is nobody’s', async (t) => {
  const [one, two] = await tabs(t, 2)
  await one.evaluate(() => store.lock({ who: 'one', command: 'deploy' }))
  await one.close()
  let answer
  for (let look = 0; look < 100; look++) {
    answer = await two.evaluate(() => store.lock({ who: 'two', command: 'deploy' }))
    if (answer.taken) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.deepEqual([answer.taken, answer.by.who, answer.by.alive], [true, 'one', false])
})
