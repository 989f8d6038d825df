// A console that is only looked at leaves the API's rate to those who release.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Grayscale, memoryStore } from '../../js/index.js'
import { create, KEY, telling, until } from '../support/emulator.js'
import { browse, build, canary, listed, newContext, open, shop } from './harness.js'

before(build)

const MANY = 45
/** The part of an action's rate that all looks together may take. */
const LOOKS_PER_SECOND = 4

/** What a namespace holds at most. */
const OF_NAMESPACE = 50

/** Functions that were never published, in as many namespaces as they take. */
async function many(client, count) {
  for (let number = 0; number < count; number++) {
    const Namespace = number < OF_NAMESPACE ? 'default' : `more-${Math.floor(number / OF_NAMESPACE)}`
    if (number >= OF_NAMESPACE && number % OF_NAMESPACE === 0) await client.call('CreateNamespace', { Namespace })
    await create(client, `function-${String(number).padStart(3, '0')}`, telling('many'), { Namespace })
  }
}

/** The most calls of one action that came in during any so many milliseconds. */
function most(requests, ms) {
  const during = ({ action, at }) =>
    requests.filter((other) => other.action === action && other.at >= at && other.at < at + ms).length
  return Math.max(...requests.map(during))
}

test('two consoles that are only looked at share a fifth of the rate of each action', async (t) => {
  const { client, served, emulator } = await open(t)
  await many(client, MANY)
  const { browser, page: visit } = await browse(t)
  const { page: other } = await newContext(browser)
  emulator.requests.length = 0
  await visit(served.url)
  await other(served.url)
  await until(
    () => emulator.requests.filter(({ action }) => action === 'ListAliases').length,
    (count) => count >= 50,
    60_000,
  )
  // calls may come in closer together than they went out: ten seconds even that out
  const seconds = 10
  assert.ok(
    most(emulator.requests, seconds * 1000) <= (seconds + 1) * LOOKS_PER_SECOND,
    `${most(emulator.requests, seconds * 1000)} calls of one action in ${seconds} s`,
  )
})

test('functions that are not on the screen and not in release are not read again and again', async (t) => {
  const { client, served, emulator } = await open(t)
  await many(client, 40)
  const { page: visit } = await browse(t, { viewport: { width: 1280, height: 600 } })
  const page = await visit(served.url)
  await listed(page, 40)
  emulator.requests.length = 0
  await page.getByRole('button', { name: 'Refresh' }).click()
  await page.getByRole('status').filter({ hasText: 'Refresh: as of' }).waitFor()
  const read = emulator.requests.filter(({ action }) => action === 'ListAliases').length
  assert.ok(read > 0 && read < 15, `${read} of 40 were read, and a screen holds 5`)
})

test('what is chosen is planned at the full rate, beside a console that looks', async (t) => {
  const { client, served, emulator } = await open(t)
  await many(client, 20)
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 20)
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check()
  emulator.requests.length = 0
  await page.getByRole('button', { name: 'Release…' }).click()
  await page.locator('.plan .summary').waitFor()
  const calls = emulator.requests.filter(({ action }) => action === 'ListVersionByFunction')
  assert.equal(calls.length, 20)
  assert.ok(calls.at(-1).at - calls[0].at < 4000, 'at 4 a second it takes 5 seconds')
})

test('a plan of many functions shows how many were read', async (t) => {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: {}, mail: {}, pay: {} })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 3)
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check()
  emulator.setFaults([{ action: 'ListVersionByFunction', nth: 3, fault: 'late', ms: 3000 }])
  await page.getByRole('button', { name: 'Release…' }).click()
  await page.getByText('Looking at the functions: 2 of 3').waitFor()
  await page.locator('.plan .summary').waitFor()
})

test('comparisons of canaries take their turns as all looks do', async (t) => {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: {}, mail: {}, pay: {} })
  for (const name of ['cart', 'mail', 'pay']) await canary(client, name, '1', 0.9)
  const { browser, page: visit } = await browse(t)
  const { page: other } = await newContext(browser)
  await visit(served.url)
  await other(served.url)
  const compared = () => emulator.requests.filter(({ action }) => action === 'GetMonitorData')
  await until(
    () => compared().length,
    (count) => count >= 30,
    60_000,
  )
  const seconds = 5
  assert.ok(most(compared(), seconds * 1000) <= (seconds + 1) * LOOKS_PER_SECOND)
})

const HUNDREDS = 200

test('of 200 functions all names come first, then those that the journal has in release, and each is read once', async (t) => {
  const store = memoryStore()
  const journal = { store, stage: 'dev', shared: false, who: 'ann@console (laptop)' }
  const { client, served, emulator } = await open(t, { console: { journal } })
  await many(client, HUNDREDS)
  const [released, Namespace] = ['function-187', 'more-3']
  const where = { FunctionName: released, Namespace }
  await client.call('PublishVersion', where)
  await client.call('UpdateAlias', { ...where, Name: '$DEFAULT', FunctionVersion: '1' })
  const gray = new Grayscale({ endpoint: emulator.url, credentials: KEY, store, region: 'ap-guangzhou' })
  t.after(() => gray.close())
  await gray.deploy({ functions: [{ name: released, namespace: Namespace }], traffic: 0.1 })
  const { page: visit, context } = await browse(t)
  /** What the page asks of the API, in its order. */
  const asked = []
  context.on('request', (request) => {
    if (!request.url().endsWith('/relay/scf')) return
    const { FunctionName: name } = request.postDataJSON()
    asked.push({ action: request.headers()['x-tc-action'], name })
  })
  const page = await visit(served.url)
  const ofAliases = () => asked.filter(({ action }) => action === 'ListAliases')
  // a line with its way back is there before the sweep has begun
  await page.getByRole('button', { name: `Roll back to v1: ${released}` }).waitFor()
  assert.equal(ofAliases()[0].name, released)
  assert.equal(await page.locator('tbody tr').count(), HUNDREDS, 'all names are there')
  await page.getByText(/^Reading the traffic: \d+ of 200$/).waitFor()
  const lists = asked.slice(0, asked.indexOf(ofAliases()[0])).filter(({ action }) => action === 'ListFunctions')
  assert.ok(lists.length <= 10, `${lists.length} calls list 200 functions`)

  // 200 reads at four a second are 50 seconds
  await page.getByText(/^as of /).waitFor({ timeout: 90_000 })
  const reads = ofAliases()
  assert.equal(new Set(reads.map(({ name }) => name)).size, HUNDREDS)
  const again = reads.filter(({ name }) => name !== released)
  assert.equal(again.length, HUNDREDS - 1, 'what is not in release is read once')
  assert.ok(
    most(
      emulator.requests.filter(({ action }) => action === 'ListAliases'),
      10_000,
    ) <=
      11 * LOOKS_PER_SECOND,
  )
})
