// What an order of the console is about, and how long: its choice, its share, and what is in release elsewhere.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import {
  browse,
  build,
  canary,
  ended,
  inRelease,
  listed,
  open,
  pick,
  pinned,
  routing,
  shop,
  toRelease,
  typed,
} from './harness.js'

before(build)

const field = (page) => page.getByRole('spinbutton', { name: 'Share of $latest, percent' })
const elsewhere = (page) => page.getByRole('banner').getByRole('button', { name: /in release/ })

/** The page on its list. */
async function start(t, functions) {
  const world = await open(t)
  await shop(world.client, functions)
  const { page: visit } = await browse(t)
  return { ...world, start: () => visit(world.served.url), count: Object.keys(functions).length }
}

test('a choice is over when its order is given', async (t) => {
  const { client, start: go } = await start(t, { cart: { versions: 3 }, pay: { versions: 2 } })
  const page = await go()
  await listed(page, 2)
  await toRelease(page, ['cart'])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)

  // what is chosen next is chosen alone
  await page.getByRole('link', { name: 'Functions' }).click()
  await toRelease(page, ['pay'])
  assert.deepEqual(await page.locator('.plan-head b').allInnerTexts(), ['pay'])
  await page.getByRole('link', { name: 'Functions' }).click()
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check()
  // of the two that are chosen one is in release
  await page.getByRole('button', { name: 'Roll back 1 in release' }).click()
  await ended(page, /Rollback cart/)
  assert.match(await routing(client, 'cart'), /^3/)
  assert.equal(await routing(client, 'pay'), '2')
  await page.getByRole('link', { name: 'Functions' }).click()
  await page.getByText('0 functions chosen').waitFor()
  assert.ok(await page.getByRole('button', { name: 'Roll back 0 in release' }).isDisabled())
})

test('what a run read back is on the list and in the header at once, also while the API answers nothing', async (t) => {
  const { client, emulator, start: go } = await start(t, { cart: { versions: 2 }, mail: { versions: 2 } })
  await canary(client, 'mail', '2', 0.9)
  const page = await go()
  await listed(page, 2)
  await toRelease(page, ['cart'])
  emulator.setFaults([{ action: 'ListFunctions', fault: 'late', ms: 20_000 }])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)
  await (await inRelease(page, 2)).getByRole('button', { name: 'Roll back to v2: cart' }).waitFor()
  await page.getByRole('link', { name: 'Functions' }).click()
  const row = page.getByRole('row', { name: /Choose cart/ })
  await row.getByText('$latest 10 % · v2 90 %').waitFor()
  await row.getByText('In release').waitFor()
  // and the time of the rest stays to be seen
  await page.getByText(/^as of \d\d:\d\d:\d\d UTC/).waitFor()
})

test('new code is never drawn in the colour of what is settled', async (t) => {
  const { client, start: go } = await start(t, { cart: { versions: 2 } })
  const page = await go()
  await listed(page, 1)
  await toRelease(page, ['cart'])
  await pick(page, 'everything')
  await page.getByText('the version published by this run 100%').first().waitFor()
  const drawn = (within) => within.locator('.part').evaluateAll((parts) => parts.map(({ className }) => className))
  assert.deepEqual(await drawn(page.locator('.plan .splits')), ['part settled n0', 'part canary n0'])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await typed(page, 'cart')
  const run = await ended(page, /Release cart/)
  assert.match(await routing(client, 'cart'), /3/)
  assert.deepEqual(await drawn(run), ['part canary n0', 'part canary n0'], 'wanted, and read back as version 3')
})

test('publish and a share of $latest can not be asked for together', async (t) => {
  const { start: go } = await start(t, { cart: { versions: 2 } })
  const page = await go()
  await listed(page, 1)
  await toRelease(page, ['cart'])
  const choices = page.getByRole('group', { name: 'What to do' }).getByRole('radio')
  assert.equal(await choices.count(), 4)
  assert.equal(await field(page).count(), 1)
  for (const choice of ['everything', 'publish']) {
    await pick(page, choice)
    await page.getByText('publish $latest as a new version').first().waitFor()
    assert.equal(await field(page).count(), 0, choice)
  }
})

test('publishing alone moves no traffic', async (t) => {
  const { client, start: go } = await start(t, { cart: { versions: 2 } })
  const page = await go()
  await listed(page, 1)
  await toRelease(page, ['cart'])
  await pick(page, 'publish')
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)
  const { Versions } = await client.call('ListVersionByFunction', { FunctionName: 'cart' })
  assert.deepEqual(Versions.map(({ Version }) => Version).sort(), ['$LATEST', '1', '2', '3'])
  assert.equal(await routing(client, 'cart'), '2')
})

test('a run that ends leaves the order alone that is prepared meanwhile', async (t) => {
  const { client, emulator, start: go } = await start(t, { cart: { versions: 2 }, mail: { versions: 2 } })
  emulator.setDelays({ publish: 1000 })
  const page = await go()
  await listed(page, 2)
  await toRelease(page, ['cart'])
  await pick(page, 'publish')
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await page.getByRole('article', { name: /Release cart/ }).waitFor()
  await page.getByRole('link', { name: 'Functions' }).click()
  await toRelease(page, ['mail'])
  assert.ok(await page.getByRole('radio', { name: 'Canary' }).isChecked())
  await field(page).fill('42')
  await page.locator('nav .dot').waitFor({ state: 'detached' })
  await page.getByText('→ $latest 42% · 2 58%').waitFor()
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release mail/)
  assert.equal(await routing(client, 'mail'), '$LATEST, 2 0.58')
})

test('an order that nothing came of stays, and puts nothing in release', async (t) => {
  const { client, emulator, start: go } = await start(t, { cart: { versions: 2 } })
  const page = await go()
  await listed(page, 1)
  await toRelease(page, ['cart'])
  assert.equal(await elsewhere(page).count(), 0)
  await field(page).fill('42')
  emulator.setFaults([{ action: 'UpdateAlias', nth: 1, fault: 'refuse', code: 'UnauthorizedOperation.CAM' }])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/, 'Failed')
  await elsewhere(page).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Release' }).click()
  await page.getByText('→ $latest 42% · 2 58%').waitFor()
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)
  assert.equal(await routing(client, 'cart'), '$LATEST, 2 0.58')
})

test('an order begins at the share that all of its functions have, and takes nothing over from the last one', async (t) => {
  const { client, start: go } = await start(t, { cart: { versions: 2 }, mail: {}, pay: { versions: 2 }, whole: {} })
  await canary(client, 'cart', '2', 0.5)
  await canary(client, 'mail', '1', 0.5)
  await pinned(client, { FunctionName: 'whole' }, '$LATEST')
  const page = await go()
  await listed(page, 4)
  const release = page.getByRole('button', { name: /^Release \d function/ })
  const begins = async (names, share) => {
    await toRelease(page, names)
    assert.equal(await field(page).inputValue(), share, names.join())
    await page.getByRole('link', { name: 'Functions' }).click()
    await page.getByRole('button', { name: 'Clear' }).click()
  }
  await begins(['cart', 'mail'], '50')
  await begins(['whole'], '100')
  await begins(['cart', 'pay'], '10')
  await begins(['pay'], '10')

  await toRelease(page, ['cart'])
  assert.ok(await release.isDisabled(), 'nothing was asked for yet')
  await field(page).fill('75')
  // who looks at the list and comes back is at the same order
  await page.getByRole('link', { name: 'Functions' }).click()
  await page.getByRole('link', { name: 'Release' }).click()
  await page.getByText('→ $latest 75%').waitFor()
  await release.click()
  await ended(page, /Release cart/)
  await page.getByRole('link', { name: 'Functions' }).click()
  await page.getByRole('checkbox', { name: 'Choose pay', exact: true }).check()
  await page.getByRole('link', { name: 'Release' }).click()
  await page.getByText('→ $latest 10%').waitFor()
  assert.equal(await field(page).inputValue(), '10')
})
