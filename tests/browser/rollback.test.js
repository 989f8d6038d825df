// Going back: what one click does, what it never does, and what is asked before.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browse, build, canary, ended, inRelease, listed, open, rollBack, routing, shop } from './harness.js'

before(build)

/** The page on its list. */
async function start(t, functions, prepare = async () => {}) {
  const world = await open(t)
  await shop(world.client, functions)
  await prepare(world.client)
  const { page: visit } = await browse(t)
  const page = await visit(world.served.url)
  await listed(page, Object.keys(functions).length)
  return { ...world, page }
}

const writes = ({ requests }) => requests.filter(({ action }) => action === 'UpdateAlias').length

/** All traffic to version 1, and by rule to version 2. */
const byRule = (client, FunctionName) =>
  client.call('UpdateAlias', {
    ...{ FunctionName, Name: '$DEFAULT', FunctionVersion: '1' },
    RoutingConfig: {
      AdditionalVersionWeights: [],
      AddtionVersionMatchs: [{ Version: '2', Key: 'invoke.headers.User', Method: 'exact', Expression: 'me' }],
    },
  })

test('a function in release goes back by one click on its row, to the version that the button names', async (t) => {
  const { client, page } = await start(t, { cart: { versions: 2 } }, (client) => canary(client, 'cart', '2', 0.9))
  await rollBack(page, 'cart', 2).click()
  await ended(page, /Rollback cart/)
  assert.match(await routing(client, 'cart'), /^2/)
})

test('a function in release goes back by one click on its own screen', async (t) => {
  const { client, page } = await start(t, { cart: { versions: 2 } }, (client) => canary(client, 'cart', '2', 0.9))
  await page.getByRole('link', { name: 'cart', exact: true }).click()
  await rollBack(page, 'cart', 2).click()
  await ended(page, /Rollback cart/)
  assert.match(await routing(client, 'cart'), /^2/)
})

test('on screens that show something else, what is in release has a row each, and goes back by one click', async (t) => {
  const { client, page } = await start(t, { cart: { versions: 2 }, mail: {}, pay: {} }, async (client) => {
    await canary(client, 'cart', '2', 0.9)
    await canary(client, 'mail', '1', 0.9)
  })
  await page.getByRole('link', { name: 'History' }).click()
  const rows = await inRelease(page, 2)
  assert.deepEqual(await rows.getByRole('link').allTextContents(), ['cart', 'mail'])
  await rollBack(page, 'mail', 1).click()
  await ended(page, /Rollback mail/)
  assert.equal(await routing(client, 'mail'), '1')
  assert.equal(await routing(client, 'cart'), '$LATEST, 2 0.9')
})

test('on the list the header has no rollback', async (t) => {
  const { page } = await start(t, { cart: { versions: 2 } }, (client) => canary(client, 'cart', '2', 0.9))
  const header = page.getByRole('banner')
  assert.equal(await header.getByRole('button', { name: /in release|Roll back/ }).count(), 0)
})

test('a function that is steady has no rollback in its row', async (t) => {
  const { page } = await start(t, { cart: { versions: 2 } })
  assert.equal(
    await page
      .getByRole('row', { name: /Choose cart/ })
      .getByRole('button', { name: /Roll back/ })
      .count(),
    0,
  )
})

test('a function goes to another version by a picker, the plan and a confirmation', async (t) => {
  const { client, emulator, page } = await start(t, { cart: { versions: 3 } })
  await page.getByRole('link', { name: 'cart', exact: true }).click()
  await page.getByRole('button', { name: 'Go to another version…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Move all traffic of cart' })
  assert.ok(await dialog.getByRole('button', { name: 'Move all traffic to …' }).isDisabled())
  await dialog.getByRole('combobox', { name: 'Version' }).selectOption('1')
  await dialog.getByText(/shift \$default: 3 100% → 1 100%/).waitFor()
  assert.equal(await routing(client, 'cart'), '3', 'the plan writes nothing')
  const before = writes(emulator)
  await dialog.getByRole('button', { name: 'Move all traffic to v1' }).click()
  await ended(page, /Rollback cart/)
  assert.match(await routing(client, 'cart'), /^1/)
  assert.equal(writes(emulator), before + 1)
})

test('routing rules are dropped by no single click', async (t) => {
  const { page } = await start(t, { cart: { versions: 2 } }, (client) => byRule(client, 'cart'))
  await page.getByText('User is me → 2').waitFor()
  await page.getByRole('checkbox', { name: 'Choose cart', exact: true }).check()
  assert.ok(await page.getByRole('button', { name: 'Roll back 0 in release' }).isDisabled())
  assert.equal(await page.getByRole('button', { name: /Roll back to/ }).count(), 0)
})

test('a move that drops routing rules shows which before it is confirmed', async (t) => {
  const { client, page } = await start(t, { cart: { versions: 2 } }, (client) => byRule(client, 'cart'))
  await page.getByRole('link', { name: 'cart', exact: true }).click()
  await page.getByRole('button', { name: 'Go to another version…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Version' }).selectOption('2')
  await dialog.getByText(/these routing rules are removed.*User is me → 2/).waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  assert.equal(await routing(client, 'cart'), '1')
})

test('the picture of the traffic shows the versions that rules lead to', async (t) => {
  const { page } = await start(t, { cart: { versions: 2 } }, (client) => byRule(client, 'cart'))
  await page.getByRole('link', { name: 'cart', exact: true }).click()
  await page.getByRole('img', { name: '$default: v1 100 %, v2 by rule' }).waitFor()
})

test('every finished run that moved traffic is undone by its plan and a confirmation', async (t) => {
  const { client, page } = await start(t, { cart: { versions: 2 } }, (client) => canary(client, 'cart', '2', 0.9))
  await rollBack(page, 'cart', 2).click()
  await ended(page, /Rollback cart/)
  await page.getByRole('button', { name: 'Undo: cart' }).click()
  const dialog = page.getByRole('dialog', { name: 'Undo: cart' })
  await dialog
    .getByText(/2 100% → \$latest 10% · 2 90%/)
    .first()
    .waitFor()
  assert.match(await routing(client, 'cart'), /^2/, 'the plan writes nothing')
  await dialog.getByRole('button', { name: 'Undo', exact: true }).click()
  await ended(page, /^Undo cart/)
  assert.equal(await routing(client, 'cart'), '$LATEST, 2 0.9')
})

test('a run of the history that moved traffic can be undone', async (t) => {
  const { client, page } = await start(t, { cart: { versions: 2 } }, (client) => canary(client, 'cart', '2', 0.9))
  await rollBack(page, 'cart', 2).click()
  await ended(page, /Rollback cart/)
  await page.getByRole('link', { name: 'History' }).click()
  await page
    .getByRole('row', { name: /Rollback/ })
    .getByRole('button', { name: 'Undo: cart' })
    .click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click()
  await ended(page, /^Undo cart/)
  assert.equal(await routing(client, 'cart'), '$LATEST, 2 0.9')
})
