import assert from 'node:assert/strict'
import http from 'node:http'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { build as bundle } from 'esbuild'
import { browse } from './harness.js'

let script
before(async () => {
  const file = (name) => JSON.stringify(fileURLToPath(new URL(`../../js/store/${name}.js`, import.meta.url)))
  const contents = `
    export { browserStore } from ${file('browser')}
    export { conformance } from ${file('conformance')}
    export { thisMark } from ${file('tab')}
  `
  const built = await bundle({
    stdin: { contents, resolveDir: '.' },
    bundle: true,
    format: 'iife',
    globalName: 'stores',
    write: false,
  })
  script = `${built.outputFiles[0].text}; globalThis.stores = stores; globalThis.store = stores.browserStore('test')`
})

/** Tabs of one origin, each with the store. `first` runs in the first one before anything else. */
async function tabs(t, count, first) {
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
    if (index === 0 && first) await page.evaluate(first)
    await page.evaluate(script)
    pages.push(page)
  }
  return pages
}

/** The lines of the log, read in a tab. */
const log = (page) => page.evaluate(async () => (await store.read()).text)

/** Appends at the end, in a tab. */
const add = (page, ...lines) =>
  page.evaluate(async (lines) => store.append((await store.read()).position, lines), lines)

test('it does what every store must do', async (t) => {
  const [page] = await tabs(t, 1)
  const results = await page.evaluate(async () => {
    const cases = stores.conformance({ name: 'browser', open: stores.browserStore, mark: stores.thisMark() })
    const found = []
    for (const { name, run } of cases) {
      found.push([
        name,
        await run().then(
          () => '',
          (error) => `${error.name}: ${error.message}`,
        ),
      ])
    }
    return found
  })
  assert.ok(results.length > 10)
  for (const [name, wrong] of results) await t.test(name, () => assert.equal(wrong, ''))
})

test('two tabs that append at once: each line once, one behind the other', async (t) => {
  const pages = await tabs(t, 2)
  await Promise.all(
    pages.map((page, tab) =>
      page.evaluate(async (tab) => {
        let { position } = await store.read()
        for (let number = 0; number < 25; ) {
          const answer = await store.append(position, [`${tab} ${number}`])
          if (!answer.conflict) number++
          position = answer.position ?? (await store.read(position)).position
        }
      }, tab),
    ),
  )
  const lines = (await log(pages[0])).trimEnd().split('\n')
  assert.equal(lines.length, 50)
  for (const tab of ['0', '1']) {
    const own = lines.filter((line) => line.startsWith(`${tab} `))
    assert.deepEqual(
      own,
      Array.from({ length: 25 }, (_, number) => `${tab} ${number}`),
    )
  }
})

test('lines outlive their tab, and are read from the end', async (t) => {
  const [one, two] = await tabs(t, 2)
  await add(one, 'a')
  await add(two, 'b', 'c')
  assert.equal(await log(one), 'a\nb\nc\n')
  assert.equal(await one.evaluate(async () => (await store.read(undefined, { newest: 4 })).text), 'b\nc\n')
  await one.reload()
  await one.evaluate(script)
  assert.equal(await log(one), 'a\nb\nc\n')
})

test('the journal of an earlier version is gone on with', async (t) => {
  const [page] = await tabs(
    t,
    1,
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('test', 1)
        request.onupgradeneeded = () => {
          request.result.createObjectStore('lines', { autoIncrement: true }).add('older')
          request.result.createObjectStore('lock')
        }
        request.onsuccess = () => resolve(request.result.close())
        request.onerror = () => reject(request.error)
      }),
  )
  assert.equal(await log(page), 'older\n')
  await add(page, 'newer')
  assert.equal(await log(page), 'older\nnewer\n')
})

test('another journal takes the place of this one, but while a run is under way; what was read before has no end', async (t) => {
  const [one, two] = await tabs(t, 2)
  await add(one, 'a', 'b')
  const before = await one.evaluate(() => store.read())
  await one.evaluate(async () => {
    globalThis.over = await store.hold()
  })
  assert.equal(await two.evaluate(() => store.busy()), true)
  assert.deepEqual(await two.evaluate(() => store.replace('x\n')), { conflict: true })
  // runs don't shut each other out: the journal says whose turn it is
  await two.evaluate(async () => (await store.hold())())
  assert.equal(await log(two), 'a\nb\n')
  await one.evaluate(() => globalThis.over())
  assert.equal(await two.evaluate(() => store.busy()), false)
  // as the command line kept it
  const file = '\n{"after":0,"bytes":4,"id":"0123456789abcdef","sum":"0123456789abcdef"}\nx\ny\n'
  const { position } = await two.evaluate((text) => store.replace(text), file)
  assert.equal(await log(one), 'x\ny\n')
  assert.deepEqual(await one.evaluate(({ position }) => store.append(position, ['late']), before), { conflict: true })
  assert.ok((await one.evaluate((position) => store.append(position, ['z']), position)).position)
  assert.equal(await log(two), 'x\ny\nz\n')
})

test('a tab that is gone is known to be, and one that is there too', async (t) => {
  const [one, two] = await tabs(t, 2)
  await add(one, 'mine')
  const mark = await one.evaluate(() => stores.thisMark())
  const alive = () => two.evaluate((mark) => store.alive(mark), mark)
  assert.equal(await alive(), true)
  assert.equal(await two.evaluate(() => store.alive('4711/host/space/start')), undefined)
  await one.close()
  let answer
  for (let look = 0; look < 100; look++) {
    answer = await alive()
    if (answer === false) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.equal(answer, false)
})
