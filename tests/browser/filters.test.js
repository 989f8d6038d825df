// The list as a person narrows and sorts it: it stands in the address, and is there again for whoever comes back.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browse, build, called, canary, ended, listed, open, shop, toRelease, unasked } from './harness.js'

before(build)

/** `cart` in release, `mail` and `pay` steady. */
async function start(t, hash = '') {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: {}, mail: { description: 'Letters' }, pay: { versions: 2 } })
  await canary(client, 'cart', '1', 0.9)
  const { page: visit, context } = await browse(t)
  await unasked(context)
  return { client, served, emulator, context, page: await visit(served.url + hash) }
}

const names = (page) => page.locator('tbody th a').allTextContents()
const hash = (page) => page.evaluate(() => location.hash)

test('an address narrows the list', async (t) => {
  const { page } = await start(t, '#/?q=a&state=canary')
  await listed(page, 1)
  assert.deepEqual(await names(page), ['cart'])
  assert.equal(await page.getByRole('searchbox', { name: 'Search' }).inputValue(), 'a')
  assert.equal(await page.getByRole('combobox', { name: 'State' }).inputValue(), 'canary')
})

test('what the list is narrowed to stands in the address, as one entry of the history', async (t) => {
  const { page } = await start(t)
  await listed(page, 3)
  const before = await page.evaluate(() => history.length)
  await page.getByRole('searchbox', { name: 'Search' }).pressSequentially('letters')
  await listed(page, 1)
  assert.equal(await hash(page), '#/?q=letters')
  assert.equal(await page.evaluate(() => history.length), before)
  await page.getByRole('searchbox', { name: 'Search' }).fill('')
  assert.equal(await hash(page), '#/')
})

test('typing into the search leaves the keyboard in it', async (t) => {
  const { page } = await start(t)
  await listed(page, 3)
  await page.getByRole('searchbox', { name: 'Search' }).focus()
  await page.keyboard.type('mail')
  await listed(page, 1)
  assert.equal(await page.evaluate(() => document.activeElement.type), 'search')
})

test('whoever comes back to the list finds it as it was narrowed', async (t) => {
  const { page } = await start(t, '#/?q=mail')
  await listed(page, 1)
  await page.getByRole('link', { name: 'History' }).click()
  await page.getByRole('heading', { name: 'History' }).waitFor()
  await page.getByRole('navigation').getByRole('link', { name: 'Functions' }).click()
  await listed(page, 1)
  assert.equal(await hash(page), '#/?q=mail')
})

test('a column sorts the list, and the other way round at the second click', async (t) => {
  const { page } = await start(t)
  await listed(page, 3)
  const name = page.getByRole('columnheader', { name: 'Function' })
  assert.deepEqual(await names(page), ['cart', 'mail', 'pay'])
  await name.getByRole('button').click()
  assert.equal(await name.getAttribute('aria-sort'), 'ascending')
  await name.getByRole('button').click()
  assert.equal(await name.getAttribute('aria-sort'), 'descending')
  assert.deepEqual(await names(page), ['pay', 'mail', 'cart'])
  assert.equal(await hash(page), '#/?sort=-name')
  await page.reload()
  await listed(page, 3)
  assert.deepEqual(await names(page), ['pay', 'mail', 'cart'])
})

test('the list is sorted by the share of $latest', async (t) => {
  const { client, page } = await start(t, '#/?sort=-share')
  await canary(client, 'pay', '2', 0.5)
  await listed(page, 3)
  // pay has 50 %, cart 10 %, mail none
  assert.deepEqual(await names(page), ['pay', 'cart', 'mail'])
})

test('favourites come first, are kept, and can be all that is shown', async (t) => {
  const { page } = await start(t)
  await listed(page, 3)
  await page.getByRole('button', { name: 'Favourite: pay' }).click()
  await page.getByRole('button', { name: 'Favourite: pay', pressed: true }).waitFor()
  await page.reload()
  await listed(page, 3)
  assert.deepEqual(await names(page), ['pay', 'cart', 'mail'])
  await page.getByRole('button', { name: 'Favourites', exact: true }).click()
  await listed(page, 1)
  assert.equal(await hash(page), '#/?star=1')
})

test('a colleague who is at work on a function stands in its row', async (t) => {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: {}, mail: { versions: 2 } })
  const { page: visit } = await browse(t)
  const [one, two] = [await visit(served.url), await visit(served.url)]
  await listed(one, 2)
  await toRelease(one, ['mail'])
  emulator.setFaults([{ action: 'UpdateAlias', nth: 1, fault: 'late', ms: 15_000 }])
  emulator.requests.length = 0
  await one.getByRole('button', { name: 'Release 1 function' }).click()
  await called(emulator, 'UpdateAlias')
  await two.bringToFront()
  const row = (name) => two.getByRole('row', { name: new RegExp(`Choose ${name}`) })
  await row('mail')
    .getByText(/^Release by .*, since /)
    .waitFor()
  assert.equal(
    await row('cart')
      .getByText(/^Release by /)
      .count(),
    0,
  )
  await ended(one, /Release mail/)
  await row('mail')
    .getByText(/^Release by /)
    .waitFor({ state: 'detached' })
})
