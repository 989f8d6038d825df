import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Client, KEY, telling, until, zip } from '../support/emulator.js'
import { browse, build, canary, ended, listed, open, rollBack, routing, shop, unasked } from './harness.js'

before(build)

test('search and filters by state, region and namespace narrow the list', async (t) => {
  const { emulator, client, served } = await open(t, { demo: false })
  const shanghai = new Client(emulator.url, { region: 'ap-shanghai' })
  await shop(client, {
    cart: { versions: 2, description: 'What is in the basket' },
    mail: { versions: 1, namespace: 'payments' },
    search: { versions: 0 },
  })
  await shop(shanghai, { cart: { versions: 1 } })
  await client.call('UpdateAlias', {
    ...{ FunctionName: 'cart', Name: '$DEFAULT', FunctionVersion: '$LATEST' },
    RoutingConfig: { AdditionalVersionWeights: [{ Version: '2', Weight: 0.9 }] },
  })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await page.getByRole('textbox', { name: 'SecretId' }).fill(KEY.secretId)
  await page.getByLabel('SecretKey').fill(KEY.secretKey)
  await page.getByLabel('Regions').fill('ap-guangzhou, ap-shanghai')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await listed(page, 4)

  const names = () => page.locator('tbody th a').allTextContents()
  const choose = async (label, option, count) => {
    await page.getByRole('combobox', { name: label }).selectOption(option)
    await listed(page, count)
  }
  const type = async (words, count) => {
    await page.getByRole('searchbox', { name: 'Search' }).fill(words)
    await listed(page, count)
  }
  assert.deepEqual(await names(), ['cart', 'search', 'mail', 'cart'])
  await choose('Region', 'ap-shanghai', 1)
  await choose('Region', 'All', 4)
  await choose('Namespace', 'payments', 1)
  assert.deepEqual(await names(), ['mail'])
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check()
  await page.getByText('1 function chosen').waitFor()
  await page.getByRole('button', { name: 'Clear' }).click()
  await choose('Region', 'ap-shanghai', 0)
  await page.getByText('No function matches.').waitFor()
  await choose('Region', 'All', 1)
  await choose('Namespace', 'All', 4)
  await choose('State', 'In release', 1)
  assert.deepEqual(await names(), ['cart'])
  await choose('State', 'All', 4)
  await type('BASKET', 1)
  await type('cart shanghai', 1)
  await type('nothing of this kind', 0)
  await type('', 4)
})

test('a function whose last change failed may be in release: it is rolled back by one click, too', async (t) => {
  const { emulator, client, served } = await open(t)
  await shop(client, { cart: { versions: 2 } })
  const where = { FunctionName: 'cart' }
  await client.call('UpdateAlias', {
    ...{ ...where, Name: '$DEFAULT', FunctionVersion: '$LATEST' },
    RoutingConfig: { AdditionalVersionWeights: [{ Version: '2', Weight: 0.75 }] },
  })
  const reason = { ErrorCode: 'InvalidPackage', ErrorMessage: 'The package has no file index.js with main_handler' }
  emulator.failNext({ transition: 'update', functionName: 'cart', reason })
  await client.call('UpdateFunctionCode', {
    ...{ ...where, Handler: 'index.main_handler', ZipFile: zip({ 'index.js': telling('two') }) },
  })
  await until(
    async () => (await client.call('GetFunction', where)).Status,
    (status) => status === 'UpdateFailed',
  )

  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 1)
  await page.getByText('Change failed').last().waitFor()
  await page.getByText(reason.ErrorMessage).waitFor()
  await rollBack(page, 'cart', 2).click()
  await ended(page, /Rollback cart/)
  assert.equal(await routing(client, 'cart'), '2')
})

/** @param {any} page @param {string} key */
async function signIn(page, key) {
  await page.getByRole('textbox', { name: 'SecretId' }).fill(KEY.secretId)
  await page.getByLabel('SecretKey').fill(key)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('signing in with wrong keys shows an error and no number of functions', async (t) => {
  const { client, served } = await open(t, { demo: false })
  await shop(client, { recommendations: { versions: 1 } })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  assert.match(await page.title(), /^Sign in · Release console/)
  await signIn(page, 'wrong')
  await page.getByText('These keys are wrong, or no longer valid.').waitFor()
  assert.equal(await page.getByText('0 functions', { exact: true }).count(), 0)
  await signIn(page, KEY.secretKey)
  await listed(page, 1)
  assert.match(await page.title(), /^Functions · Release console/)
})

test('a screen reader hears of a refresh only if the person asked for it', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { recommendations: { versions: 1 } })
  const { page: visit, context } = await browse(t)
  await unasked(context)
  const page = await visit(served.url)
  await listed(page, 1)
  // a live region is what is read out when it changes
  const live = page.getByRole('status').filter({ hasText: 'as of' })
  assert.equal(await live.count(), 0)
  await page.getByRole('button', { name: 'Refresh' }).click()
  await live.getByText(/^Refresh: as of \d/).waitFor()
})

test('the name of a function stays on one line beside the reason of a failed change', async (t) => {
  const { emulator, client, served } = await open(t)
  await shop(client, { recommendations: { versions: 1 } })
  const { page: visit, context } = await browse(t, { viewport: { width: 768, height: 900 } })
  await unasked(context)
  const page = await visit(served.url)
  await listed(page, 1)
  emulator.setFaults([
    { action: 'UpdateFunctionCode', nth: 1, fault: 'fail', code: 'InvalidPackage', message: 'no '.repeat(99) },
  ])
  await client.call('UpdateFunctionCode', {
    FunctionName: 'recommendations',
    ZipFile: zip({ 'index.js': telling('two') }),
  })
  await until(
    async () => (await client.call('GetFunction', { FunctionName: 'recommendations' })).Status,
    (status) => status === 'UpdateFailed',
  )
  await page.getByRole('button', { name: 'Refresh' }).click()
  await page.getByText('Change failed').last().waitFor()
  const lines = await page
    .getByRole('link', { name: 'recommendations' })
    .evaluate((link) => link.getClientRects().length)
  assert.equal(lines, 1)
})

test('each screen has a title of its own; an address that is none is the list', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 1 } })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 1)
  for (const [hash, title, place] of [
    ['#/release', 'Release', 'Release'],
    ['#/nowhere', 'Functions', 'Functions'],
    ['#/function/ap-guangzhou/default/cart', 'cart', 'Functions'],
    ['#/function', 'Functions', 'Functions'],
    ['#/runs', 'Runs', 'Runs'],
    ['#/history', 'History', 'History'],
  ]) {
    await page.evaluate((hash) => {
      location.hash = hash
    }, hash)
    await page.locator('h1:focus', { hasText: title }).waitFor()
    assert.equal(await page.title(), `${title} · Release console · scf-grayscale`)
    assert.deepEqual(await page.locator('nav [aria-current]').allTextContents(), [place])
  }
  assert.equal(await page.getByRole('alert').count(), 0)
})

test('a rollback of many, of which one has been deleted meanwhile, is partly done', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 2 }, fresh: { versions: 1 } })
  await canary(client, 'cart', '2', 0.9)
  await canary(client, 'fresh', '1', 0.9)
  const { page: visit, context } = await browse(t)
  await unasked(context)
  const page = await visit(served.url)
  await listed(page, 2)
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check()
  await client.call('DeleteFunction', { FunctionName: 'fresh' })
  await page.getByRole('button', { name: 'Roll back 2 in release' }).click()
  const card = await ended(page, /Rollback cart, fresh/, 'Partly done')
  assert.match(await card.innerText(), /FunctionNotFound · fresh[\s\S]*cart\s*done/)
  assert.match(await routing(client, 'cart'), /^2/)
})
