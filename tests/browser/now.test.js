// What is in release now, above the list: each canary beside stable, the worst first, its way back always at the same place.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Grayscale, memoryStore } from '../../js/index.js'
import { create, KEY, telling, zip } from '../support/emulator.js'
import {
  browse,
  build,
  canary,
  ended,
  listed,
  open,
  pinned,
  rollBack,
  routing,
  shifted,
  shop,
  unasked,
} from './harness.js'
import { languages } from './languages.js'

before(build)

const MINUTE_MS = 60_000
const words = languages.en.inReleaseNow

/** Fails as often as the event says. */
const failing = zip({
  'index.js': 'exports.main_handler = async ({ fails }) => { if (fails) throw new Error("no price"); return 1 }\n',
})

/**
 * Functions with a canary at 10 % beside version 1, each called eight minutes ago: so often, and so many of these failed.
 *
 * @param {import('node:test').TestContext} t
 * @param {Record<string, { canary: [calls: number, failed: number], stable: [calls: number, failed: number] }>} functions
 * @param {{ viewport?: { width: number, height: number } }} [options]
 */
async function start(t, functions, options) {
  const { emulator, client, served } = await open(t)
  const at = (minutesAgo) => {
    const ms = Date.now() - minutesAgo * MINUTE_MS
    emulator.setClock(ms)
    client.options.timestamp = Math.floor(ms / 1000)
  }
  at(30)
  for (const name of Object.keys(functions)) {
    await create(client, name, telling(name))
    const upload = { FunctionName: name, Handler: 'index.main_handler', ZipFile: failing }
    await client.call('UpdateFunctionCode', upload)
    await client.call('PublishVersion', { FunctionName: name })
    await canary(client, name, '1', 0.9)
  }
  at(8)
  const invoke = (FunctionName, Qualifier, fails) =>
    client.call('Invoke', { FunctionName, Qualifier, ClientContext: JSON.stringify({ fails }) })
  for (const [name, counts] of Object.entries(functions)) {
    for (const [version, [calls, failed]] of [
      ['$LATEST', counts.canary],
      ['1', counts.stable],
    ]) {
      for (let call = 0; call < calls; call++) await invoke(name, version, call < failed)
    }
  }
  emulator.setClock(undefined)
  client.options.timestamp = undefined
  const { page: visit, context, complaints } = await browse(t, options)
  const page = await visit(served.url)
  await listed(page, Object.keys(functions).length)
  return { emulator, client, served, context, page, complaints }
}

/** The section, and its lines by the name of their function. @param {import('playwright-core').Page} page */
const section = (page) => page.getByRole('region', { name: words.title })
const line = (page, name) => section(page).locator('li.moving', { has: page.getByText(name, { exact: true }) })
const names = (page) => section(page).locator('li.moving .who > b').allTextContents()

test('the worst canary stands first, and is told by a sign, a word and a colour', async (t) => {
  const { page } = await start(t, {
    cart: { canary: [6, 0], stable: [12, 0] },
    pricing: { canary: [6, 6], stable: [12, 0] },
  })
  await line(page, 'pricing').getByText(`✖ ${words.moods.unhealthy}`).waitFor()
  await line(page, 'cart').getByText(`✔ ${words.moods.fine}`).waitFor()
  assert.deepEqual(await names(page), ['pricing', 'cart'])
  const colour = (name) => line(page, name).evaluate((one) => getComputedStyle(one).backgroundColor)
  assert.notEqual(await colour('pricing'), await colour('cart'))
})

test('a line shows the calls of both versions in the same minutes, and the traffic as it is set and as it came', async (t) => {
  const { page } = await start(t, { pricing: { canary: [5, 2], stable: [15, 1] } })
  const pricing = line(page, 'pricing')
  // 2 of 5 and 1 of 15, by hand; 5 of 20 calls
  await pricing.getByText('errors 40 % vs 6.7 %').waitFor()
  await pricing.getByText('2 of 5 · 1 of 15 calls').waitFor()
  assert.match(await pricing.locator('.traffic').innerText(), /^10\s%\nactual 25\s%$/)
  assert.equal(await pricing.locator('svg.spark path').count(), 2)
})

test('two more bad calls than stable may be chance, and are not called unhealthy', async (t) => {
  const { page } = await start(t, { pricing: { canary: [5, 2], stable: [15, 1] } })
  await line(page, 'pricing').getByText(`▲ ${words.moods.worse}`).waitFor()
  await line(page, 'pricing')
    .getByText('$latest fails more often than v1 in the same 1 minute: it may be chance.')
    .waitFor()
})

test('a canary without calls is not called healthy', async (t) => {
  const { page } = await start(t, { pricing: { canary: [0, 0], stable: [4, 0] } })
  await line(page, 'pricing').getByText(`? ${words.moods.unknown}`).waitFor()
  await line(page, 'pricing').getByText('The monitor has no calls of the canary in the last 60 minutes.').waitFor()
})

test('one click takes a canary back, and its line goes', async (t) => {
  const { client, page } = await start(t, { pricing: { canary: [6, 6], stable: [12, 0] } })
  await line(page, 'pricing').getByText(words.moods.unhealthy).waitFor()
  await rollBack(page, 'pricing', 1).click()
  await ended(page, /Rollback pricing/)
  assert.equal(await routing(client, 'pricing'), '1')
  await page.getByRole('link', { name: 'Functions' }).click()
  await section(page).getByText(words.nothing).waitFor()
})

test('the buttons of all lines stand below each other', async (t) => {
  const { emulator, client, page } = await start(t, {
    cart: { canary: [3, 0], stable: [3, 0] },
    pricing: { canary: [3, 0], stable: [3, 0] },
  })
  await create(client, 'broken', telling('broken'))
  emulator.failNext({ transition: 'update', functionName: 'broken', reason: { ErrorCode: 'X', ErrorMessage: 'no' } })
  await client.call('UpdateFunctionCode', { FunctionName: 'broken', Handler: 'index.main_handler', ZipFile: failing })
  await page.getByRole('button', { name: 'Refresh' }).click()
  await line(page, 'broken').getByText(words.moods.failed).waitFor()
  const lefts = (role) =>
    section(page)
      .getByRole(role)
      .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().left)))
  assert.equal(new Set(await lefts('link')).size, 1)
  assert.equal((await lefts('link')).length, 3)
  assert.equal(new Set(await lefts('button')).size, 1)
  assert.equal((await lefts('button')).length, 2, 'a failed change that no user reaches has no way back')
})

test('“Nothing is in release” is said only when the traffic of all functions was read', async (t) => {
  const { emulator, client, served } = await open(t)
  await shop(client, { cart: {}, mail: {}, pay: {} })
  emulator.setFaults([{ action: 'ListAliases', nth: 3, fault: 'late', ms: 4000 }])
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await section(page).getByText('Reading the traffic: 2 of 3').waitFor()
  assert.equal(await section(page).getByText(words.nothing).count(), 0)
  await section(page).getByText(words.nothing).waitFor()
})

test('since when and by whom a function is in release stands in its line', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 2 } })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 1)
  await page.getByRole('checkbox', { name: 'Choose cart', exact: true }).check()
  await page.getByRole('button', { name: 'Release…' }).click()
  await page.locator('.plan .summary').waitFor()
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)
  await page.getByRole('link', { name: 'Functions' }).click()
  await line(page, 'cart')
    .getByText(/since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(\d+ sec\. ago\) by .*browser/)
    .waitFor()
})

test('a canary that was set without this tool says so, and since when', async (t) => {
  const { page } = await start(t, { pricing: { canary: [3, 0], stable: [3, 0] } })
  await line(page, 'pricing')
    .getByText(/^since .* \((29|30|31) min\. ago\) · not by this tool$/)
    .waitFor()
})

test('while the pointer is on the table, new lines wait behind a button', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: {}, pay: {} })
  const { page: visit, context } = await browse(t)
  await unasked(context)
  const page = await visit(served.url)
  await listed(page, 2)
  await page.getByRole('row', { name: /Choose cart/ }).hover()
  const top = () =>
    page
      .locator('tbody tr')
      .first()
      .evaluate((one) => Math.round(one.getBoundingClientRect().top))
  const before = await top()
  await canary(client, 'pay', '1', 0.9)
  await page.getByRole('button', { name: 'Refresh' }).evaluate((button) => button.click())
  const more = section(page).getByRole('button', { name: '1 more · show' })
  await more.waitFor()
  assert.equal(await top(), before)
  // a pointer that goes there leaves the table
  await more.evaluate((button) => button.click())
  await line(page, 'pay').waitFor()
  await more.waitFor({ state: 'detached' })
})

test('at the next visit the lines have their place before they are read', async (t) => {
  const { emulator, client, served } = await open(t)
  await shop(client, { cart: {}, mail: {}, pay: {} })
  for (const name of ['cart', 'mail']) await canary(client, name, '1', 0.9)
  const { page: visit, context } = await browse(t)
  await unasked(context)
  const page = await visit(served.url)
  await listed(page, 3)
  for (const name of ['cart', 'mail']) await line(page, name).getByText(`? ${words.moods.unknown}`).waitFor()
  emulator.setFaults([{ action: 'ListAliases', fault: 'late', ms: 1500 }])
  await page.reload()
  await listed(page, 3)
  await line(page, 'mail').waitFor()
  const moved = await shifted(page)
  assert.ok(moved < 0.02, `the layout shifted by ${moved}`)
})

test('at the first visit nothing moves either: what the journal has in release has its place before it is read', async (t) => {
  const store = memoryStore()
  const journal = { store, stage: 'dev', shared: false, who: 'ann@console (laptop)' }
  const { emulator, client, served } = await open(t, { console: { journal } })
  const others = Array.from({ length: 12 }, (_, at) => `other${at}`)
  await shop(client, Object.fromEntries([...others, 'shipping', 'pay'].map((name) => [name, {}])))
  const gray = new Grayscale({ credentials: KEY, endpoint: emulator.url, store })
  t.after(() => gray.close())
  for (const name of ['shipping', 'pay']) await gray.deploy({ functions: [{ name }], traffic: 0.1 })
  emulator.setFaults([{ action: 'ListAliases', fault: 'late', ms: 200 }])
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await line(page, 'pay').waitFor()
  await page.getByText(/^as of /).waitFor()
  assert.deepEqual((await page.locator('tbody th a').allTextContents()).slice(0, 2), ['pay', 'shipping'])
  const moved = await shifted(page)
  assert.ok(moved < 0.02, `the layout shifted by ${moved}`)
})

test('a function that has a canary and one that is steady: only one is in release', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 2 }, mail: {} })
  await canary(client, 'cart', '2', 0.75)
  await pinned(client, { FunctionName: 'mail' }, '1')
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 2)
  await line(page, 'cart').getByText('no calls counted since 25 %').waitFor()
  assert.deepEqual(await names(page), ['cart'])
})
