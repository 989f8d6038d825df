import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import {
  browse,
  build,
  called,
  canary,
  ended,
  listed,
  open,
  pick,
  profile,
  rollBack,
  routing,
  shop,
  toRelease,
  typed,
  unasked,
} from './harness.js'

before(build)

/** Long enough for any machine to close a browser in, and short enough to wait for. */
const LONG_MS = 6000

/**
 * A release of two functions whose browser is closed when two calls of `action` have come in. Nothing can be over by then:
 * versions take long to become Active, and what was written long to be read back.
 */
async function cutOff(t, { action, publish }) {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: {}, mail: {} })
  emulator.setDelays({ publishMs: LONG_MS })
  emulator.requests.length = 0
  const { start, end } = await profile(t)
  const page = await (await start()).page(served.url)
  await listed(page, 2)
  await toRelease(page, ['cart', 'mail'])
  await pick(page, publish ? 'everything' : 'canary')
  // the first two look before the plan is carried out
  emulator.setFaults([{ action: 'GetAlias', nth: '3..', fault: 'late', ms: LONG_MS }])
  await page.getByRole('button', { name: 'Release 2 functions' }).click()
  if (publish) await typed(page, 'all 2')
  await called(emulator, action, 2)
  await end()
  emulator.setFaults([])
  return { client, page: await (await start()).page(served.url) }
}

/** The plan is shown in a dialog, and carried out by its button. */
const confirmed = (page, name) => page.getByRole('dialog').getByRole('button', { name, exact: true }).click()

const versions = async (client, FunctionName) =>
  (await client.call('ListVersionByFunction', { FunctionName })).Versions.map(({ Version }) => Version).sort()

test('the next browser resumes an interrupted release without publishing twice', async (t) => {
  const { client, page } = await cutOff(t, { action: 'PublishVersion', publish: true })
  await page.getByText(/Interrupted run: Release of cart, mail/).waitFor()
  await page.getByRole('button', { name: 'Resume it' }).click()
  await confirmed(page, 'Resume')
  await ended(page, /Resumed release cart, mail/)
  for (const name of ['cart', 'mail']) {
    assert.deepEqual(await versions(client, name), ['$LATEST', '1', '2'])
    assert.match(await routing(client, name), /(^2$)|2 1/)
  }
  await page.getByRole('link', { name: 'Functions' }).click()
  await listed(page, 2)
  assert.equal(await page.getByText(/Interrupted run:/).count(), 0)
})

test('after a closed tab the page offers to restore what the run had shifted', async (t) => {
  const { client, page } = await cutOff(t, { action: 'UpdateAlias', publish: false })
  await page.getByRole('button', { name: 'Put it back' }).click()
  await page.getByRole('dialog').getByText(/shift/).first().waitFor()
  await confirmed(page, 'Put back')
  await ended(page, /Put back cart, mail/)
  assert.deepEqual([await routing(client, 'cart'), await routing(client, 'mail')], ['1', '1'])
  await page.getByRole('link', { name: 'History' }).click()
  await page
    .getByRole('row', { name: /Release/ })
    .first()
    .waitFor()
  assert.equal(await page.getByText(/Interrupted run:/).count(), 0)
})

test('all open tabs offer to resume an interrupted run until one of them resumes it', async (t) => {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: {} })
  emulator.setDelays({ publishMs: LONG_MS })
  emulator.requests.length = 0
  const { page: visit, context } = await browse(t)
  await unasked(context)
  const one = await visit(served.url)
  const [two, three, four] = [await visit(served.url), await visit(served.url), await visit(served.url)]
  for (const page of [one, two, three, four]) await listed(page, 1)
  await toRelease(one, ['cart'])
  await pick(one, 'everything')
  await one.getByRole('button', { name: 'Release 1 function' }).click()
  await typed(one, 'cart')
  await called(emulator, 'PublishVersion')
  await one.close()

  for (const page of [two, three]) await page.getByRole('button', { name: 'Refresh' }).click()
  await four.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  const offer = /Interrupted run: Release of cart/
  for (const page of [two, three, four]) await page.getByText(offer).waitFor()
  await four.getByRole('link', { name: 'History' }).click()
  await four.getByText('Run the same command to continue').waitFor()

  // a plan that was made while the version was on its way is out of date once it is there
  const published = async () => (await client.call('ListVersionByFunction', { FunctionName: 'cart' })).Versions
  while ((await published()).some(({ Status }) => Status === 'Publishing'))
    await new Promise((next) => setTimeout(next, 50))
  await two.getByRole('button', { name: 'Resume it' }).click()
  await confirmed(two, 'Resume')
  await ended(two, /Resumed release cart/)
  await three.getByRole('button', { name: 'Put it back' }).click()
  await three.getByRole('heading', { name: 'History' }).waitFor()
  await three.getByText(offer).waitFor({ state: 'detached' })
  await three.getByRole('row', { name: /Release: .* done/ }).waitFor()
  await three.getByRole('link', { name: 'Runs' }).click()
  await three.getByText('Nothing was released from this tab yet.').waitFor()
  await four.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await four.getByText(offer).waitFor({ state: 'detached' })
  assert.match(await routing(client, 'cart'), /(^2$)|2 1/)
})

test('two tabs: the second one is told who is at work, a rollback takes over, and the first one hears of it', async (t) => {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: {}, mail: {} })
  await canary(client, 'cart', '1', 0.9)
  emulator.setDelays({ publishMs: 12_000 })
  emulator.requests.length = 0
  const { page: visit } = await browse(t)
  const [one, two] = [await visit(served.url), await visit(served.url)]
  await listed(one, 2)
  await toRelease(one, ['cart'])
  await pick(one, 'everything')
  await one.getByRole('button', { name: 'Release 1 function' }).click()
  await typed(one, 'cart')
  await called(emulator, 'PublishVersion')

  await listed(two, 2)
  assert.equal(await two.getByText(/Interrupted run:/).count(), 0, 'a run of another tab is not offered as interrupted')
  await toRelease(two, ['mail'])
  await two.getByRole('button', { name: 'Release 1 function' }).click()
  const refused = await ended(two, /Release mail/, 'Failed')
  assert.match(await refused.innerText(), /Locked[\s\S]*a browser page/)
  assert.equal(await routing(client, 'mail'), '1')

  // nor is the journal taken away from under it
  await two.getByRole('link', { name: 'History' }).click()
  const saving = two.waitForEvent('download')
  await two.getByRole('button', { name: 'Export' }).click()
  await two.locator('input[type=file]').setInputFiles(await (await saving).path())
  await two.getByRole('dialog').getByRole('button', { name: 'Replace it' }).click()
  await two.getByText('The file was not imported').waitFor()
  await two.getByText(/a run is under way/).waitFor()

  await two.getByRole('link', { name: 'Functions' }).click()
  await rollBack(two, 'cart', 1).click()
  await two.getByRole('article', { name: /Rollback cart/ }).waitFor()
  const fenced = await ended(one, /Release cart/, 'Failed')
  assert.match(await fenced.innerText(), /AliasChanged|Fenced/)
  assert.equal(await routing(client, 'cart'), '1')
})
