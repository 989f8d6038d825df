// Nothing moves under the pointer: rows keep their places, and what is read later has its place from the start.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browse, build, canary, listed, open, shop, unasked } from './harness.js'

before(build)

/** The page on its list, which looks at nothing again by itself. */
async function start(t, functions, options) {
  const world = await open(t)
  await shop(world.client, functions)
  const { page: visit, context } = await browse(t, options)
  await unasked(context)
  const page = await visit(world.served.url)
  await listed(page, Object.keys(functions).length)
  return { ...world, page }
}

const names = (page) => page.locator('tbody th a').allTextContents()
const row = (page, name) => page.getByRole('row', { name: new RegExp(`Choose ${name}`) })
/** Asks for the list without a pointer or the keyboard. */
const refresh = (page) => page.getByRole('button', { name: 'Refresh' }).evaluate((button) => button.click())

test('while the pointer is in the table, no row changes its place', async (t) => {
  const { client, page } = await start(t, { cart: {}, mail: {}, pay: {} })
  await row(page, 'mail').hover()
  await canary(client, 'pay', '1', 0.9)
  await refresh(page)
  await row(page, 'pay').getByText('In release').waitFor()
  assert.deepEqual(await names(page), ['cart', 'mail', 'pay'])
})

test('while the keyboard is in the table, no row changes its place', async (t) => {
  const { client, page } = await start(t, { cart: {}, pay: {} })
  await page.getByRole('checkbox', { name: 'Choose cart', exact: true }).focus()
  await canary(client, 'pay', '1', 0.9)
  await refresh(page)
  await row(page, 'pay').getByText('In release').waitFor()
  assert.deepEqual(await names(page), ['cart', 'pay'])
})

test('a list that is held says how many rows changed, and sorts them when asked', async (t) => {
  const { client, page } = await start(t, { cart: {}, pay: {} })
  await page.getByRole('checkbox', { name: 'Choose cart', exact: true }).focus()
  await canary(client, 'pay', '1', 0.9)
  await refresh(page)
  const sort = page.getByRole('button', { name: '1 changed · re-sort' })
  await sort.waitFor()
  await sort.evaluate((button) => button.click())
  await sort.waitFor({ state: 'detached' })
  assert.deepEqual(await names(page), ['pay', 'cart'])
})

test('a list that nobody points at is sorted by itself', async (t) => {
  const { client, page } = await start(t, { cart: {}, pay: {} })
  await canary(client, 'pay', '1', 0.9)
  await refresh(page)
  await page.locator('tbody tr').first().getByText('In release').waitFor()
  assert.deepEqual(await names(page), ['pay', 'cart'])
})

test('a row under the pointer stays where it is when it no longer fits the filter', async (t) => {
  const { client, page } = await start(t, { cart: {}, pay: {} })
  await page.getByRole('combobox', { name: 'State' }).selectOption('Steady')
  await row(page, 'cart').hover()
  await canary(client, 'cart', '1', 0.9)
  await refresh(page)
  await row(page, 'cart').getByText('In release').waitFor()
  assert.deepEqual(await names(page), ['cart', 'pay'])
})

for (const width of [320, 1440]) {
  test(`choosing functions moves no row, at ${width} px`, async (t) => {
    const { client, page } = await start(t, { cart: {}, mail: {} }, { viewport: { width, height: 900 } })
    await canary(client, 'cart', '1', 0.9)
    // what is not on the screen is read less often
    await row(page, 'cart').scrollIntoViewIfNeeded()
    await refresh(page)
    await row(page, 'cart').getByText('In release').waitFor()
    const top = () =>
      page
        .locator('tbody tr')
        .first()
        .evaluate((one) => one.getBoundingClientRect().top + scrollY)
    const before = await top()
    for (const name of ['cart', 'mail']) {
      await page.getByRole('checkbox', { name: `Choose ${name}`, exact: true }).check()
      assert.equal(await top(), before, name)
    }
  })
}

for (const width of [320, 1440]) {
  test(`what a function's screen reads later moves nothing on it, at ${width} px`, async (t) => {
    const { emulator, client, served } = await open(t)
    await shop(client, { cart: { versions: 2 } })
    const { page: visit } = await browse(t, { viewport: { width, height: 900 } })
    const page = await visit(served.url)
    await listed(page, 1)
    await client.call('Invoke', { FunctionName: 'cart', Qualifier: '$DEFAULT' })
    emulator.setFaults([{ action: '*', fault: 'late', ms: 2000 }])
    await page.getByRole('link', { name: 'cart', exact: true }).click()
    const tops = () =>
      page
        .locator('h2')
        .evaluateAll((all) =>
          all.map((one) => [one.textContent, Math.round(one.getBoundingClientRect().top + scrollY)]),
        )
    await page.getByRole('heading', { name: 'Log' }).waitFor()
    const before = await tops()
    assert.equal(before.length, 5)
    await page.getByRole('log').locator('.entry').first().waitFor()
    await page.getByRole('img', { name: /^\$default/ }).waitFor()
    await page.locator('.chart canvas').first().waitFor()
    await page.getByText('By the minute').waitFor()
    assert.deepEqual(await tops(), before)
  })
}

test('a log is said to be empty only when it was read', async (t) => {
  const { emulator, page } = await start(t, { cart: {} })
  emulator.setFaults([{ action: 'SearchLog', fault: 'late', ms: 2000 }])
  await page.getByRole('link', { name: 'cart', exact: true }).click()
  const log = page.getByRole('log')
  await log.getByText('Loading…').waitFor()
  assert.equal(await log.getByText('Nothing was logged').count(), 0)
  await log.getByText('Nothing was logged in the last minutes.').waitFor()
})

test('the time of what is shown stays to be seen while newer data is on its way', async (t) => {
  const { emulator, page } = await start(t, { cart: {} })
  const stamp = page.getByText(/^as of \d\d:\d\d:\d\d/)
  const before = await stamp.textContent()
  emulator.setFaults([{ action: '*', fault: 'late', ms: 20_000 }])
  emulator.requests.length = 0
  await refresh(page)
  await page.getByText('…', { exact: true }).waitFor()
  assert.equal(await stamp.textContent(), before)
})
