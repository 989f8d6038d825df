// What an order of the console is about, and how long: its choice, its share, and the rollback at the top.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browse, build, canary, ended, listed, open, pinned, routing, shop, toRelease, typed } from './harness.js'

before(build)

const field = (page) => page.getByRole('spinbutton', { name: 'Share of $latest, percent' })
const top = (page, name) => page.getByRole('banner').getByRole('button', { name, exact: true })

/** The page on its list. */
async function start(t, functions) {
  const world = await open(t)
  await shop(world.client, functions)
  const { page: visit } = await browse(t)
  return { ...world, start: () => visit(world.served.url), count: Object.keys(functions).length }
}

test('a choice is over when its order is given: clicks on the rollback at the top go no further than the release', async (t) => {
  const { client, start: go } = await start(t, { cart: { versions: 3 }, mail: {}, pay: { versions: 2 } })
  const page = await go()
  await listed(page, 3)
  await toRelease(page, ['cart'])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)

  // what is chosen next is chosen alone
  await page.getByRole('link', { name: 'Functions' }).click()
  await toRelease(page, ['pay'])
  assert.deepEqual(await page.locator('.plan-head b').allInnerTexts(), ['pay'])
  // what is in release goes first, whatever else is chosen: nobody has released pay
  await top(page, 'Roll back cart').click()
  await ended(page, /Rollback cart/)
  assert.match(await routing(client, 'cart'), /^3/)

  const nothing = top(page, 'Roll back')
  for (let click = 0; click < 3; click++) await nothing.click()
  await page.getByText('there is nothing to roll back').waitFor()
  assert.match(await routing(client, 'cart'), /^3/)
  assert.equal(await routing(client, 'pay'), '2')
  assert.equal(await page.getByRole('article').count(), 2)
})

test('of the chosen, the rollback at the top is of those in release; where none is, it says that it goes further back', async (t) => {
  const { client, start: go } = await start(t, { cart: { versions: 2 }, mail: { versions: 2 }, pay: { versions: 2 } })
  await canary(client, 'cart', '2', 0.9)
  await canary(client, 'mail', '2', 0.9)
  const page = await go()
  await listed(page, 3)
  await top(page, 'Roll back cart, mail').waitFor()
  for (const name of ['cart', 'pay']) await page.getByRole('checkbox', { name: `Choose ${name}`, exact: true }).check()
  await top(page, 'Roll back cart').click()
  await ended(page, /Rollback cart/)
  await top(page, 'Roll back mail').click()
  await ended(page, /Rollback mail/)
  assert.equal(await routing(client, 'pay'), '2')

  await page.getByRole('link', { name: 'Functions' }).click()
  await page.getByRole('checkbox', { name: 'Choose pay', exact: true }).check()
  await top(page, 'Roll back pay to an older version').click()
  await ended(page, /Rollback pay/)
  assert.match(await routing(client, 'pay'), /^1/)
  await top(page, 'Roll back').waitFor()
})

test('what was just released goes back before what others have in release', async (t) => {
  const { client, start: go } = await start(t, { cart: { versions: 2 }, mail: { versions: 2 } })
  await canary(client, 'mail', '2', 0.9)
  const page = await go()
  await listed(page, 2)
  await toRelease(page, ['cart'])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)
  await top(page, 'Roll back cart').click()
  await ended(page, /Rollback cart/)
  assert.equal(await routing(client, 'mail'), '$LATEST, 2 0.9')
  await top(page, 'Roll back mail').waitFor()
})

test('what was just released in full goes back from the top, as long as it stands so', async (t) => {
  const { client, start: go } = await start(t, { cart: { versions: 2 } })
  const page = await go()
  await listed(page, 1)
  const release = async () => {
    await toRelease(page, ['cart'])
    await page.getByRole('checkbox', { name: 'Publish $latest as a new version' }).check()
    await page.getByRole('button', { name: '0%', exact: true }).click()
    await page.getByRole('button', { name: 'Release 1 function' }).click()
    await typed(page, 'cart')
    await ended(page, /Release cart/)
  }
  await release()
  await top(page, 'Roll back cart to an older version').click()
  await ended(page, /Rollback cart/)
  assert.match(await routing(client, 'cart'), /^2/)
  await top(page, 'Roll back').waitFor()

  await page.getByRole('link', { name: 'Functions' }).click()
  await release()
  await pinned(client, { FunctionName: 'cart' }, '2')
  await page.getByRole('link', { name: 'Functions' }).click()
  await page.getByRole('button', { name: 'Refresh' }).click()
  // somebody has taken it back already
  await top(page, 'Roll back').waitFor()
})

test('a run that ends leaves the order alone that is prepared meanwhile', async (t) => {
  const { client, emulator, start: go } = await start(t, { cart: { versions: 2 }, mail: { versions: 2 } })
  emulator.setDelays({ publish: 1000 })
  const page = await go()
  await listed(page, 2)
  await toRelease(page, ['cart'])
  const publish = page.getByRole('checkbox', { name: 'Publish $latest as a new version' })
  await publish.check()
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await page.getByRole('article', { name: /Release cart/ }).waitFor()
  await page.getByRole('link', { name: 'Functions' }).click()
  await toRelease(page, ['mail'])
  assert.equal(await publish.isChecked(), false)
  await publish.check()
  await field(page).fill('42')
  await page.locator('nav .dot').waitFor({ state: 'detached' })
  await page.getByText('→ $latest 42% · the version published by this run 58%').waitFor()
  assert.ok(await publish.isChecked())
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release mail/)
  assert.equal(await routing(client, 'mail'), '$LATEST, 3 0.58')
})

test('an order that nothing came of stays, and the rollback at the top is not about it', async (t) => {
  const { client, emulator, start: go } = await start(t, { cart: { versions: 2 } })
  const page = await go()
  await listed(page, 1)
  await toRelease(page, ['cart'])
  await top(page, 'Roll back').waitFor()
  await field(page).fill('42')
  emulator.setFaults([{ action: 'UpdateAlias', nth: 1, fault: 'refuse', code: 'UnauthorizedOperation.CAM' }])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/, 'Failed')
  await top(page, 'Roll back').click()
  await page.getByText('there is nothing to roll back').waitFor()
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
