// A console that is only looked at leaves the API's rate to those who release.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { create, telling, until } from '../support/emulator.js'
import { browse, build, listed, newContext, open, shop } from './harness.js'

before(build)

const MANY = 45
/** The part of an action's rate that all looks together may take. */
const LOOKS_PER_SECOND = 4

/** Functions that were never published. */
async function many(client, count) {
  for (let number = 0; number < count; number++) {
    await create(client, `function-${String(number).padStart(3, '0')}`, telling('many'))
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
