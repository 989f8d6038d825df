import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { create } from '../support/emulator.js'
import { browse, build, open } from './harness.js'

before(build)

const FN = { FunctionName: 'cart' }
const SOURCE = `exports.main_handler = async (event) => {
  console.log('n is', event.n)
  if (event.fail) throw new Error('no room')
}`

/** The screen of a function that was called. */
async function looking(t, calls, { more = {}, options = {} } = {}) {
  const { client, served, emulator } = await open(t)
  await create(client, 'cart', SOURCE, more)
  await client.call('PublishVersion', FN)
  for (const [event, Qualifier] of calls) {
    await client.call('Invoke', { ...FN, Qualifier, ClientContext: JSON.stringify(event) })
  }
  const { page: visit } = await browse(t, options)
  const page = await visit(served.url)
  await page.getByRole('link', { name: 'cart', exact: true }).click()
  return { client, emulator, page }
}

test('durations by version come from the log, and so do errors by message', async (t) => {
  const { page } = await looking(t, [
    [{ n: 1 }, '1'],
    [{ n: 2 }, '1'],
    [{ n: 3, fail: true }, '$LATEST'],
    [{ n: 4, fail: true }, '$LATEST'],
  ])
  const log = page.getByRole('log')
  await log.getByText('n is 4').waitFor()
  assert.equal(await log.locator('.entry').count(), 4)
  const durations = page.locator('.percentiles tbody tr')
  await durations.nth(1).waitFor()
  const rows = await durations.evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.innerText)))
  assert.deepEqual(
    rows.map(([version]) => version.trim()),
    ['$latest', 'v1'],
  )
  assert.ok(
    rows.every((cells) => cells.length === 4 && cells.slice(1).every((cell) => /^[\d.]+\s(ms|s)$/.test(cell))),
    rows.join(' | '),
  )
  const failed = page.locator('section[aria-labelledby=failures] tbody tr')
  assert.match(await failed.innerText(), /^2\s+\$latest\s+user code exception caught: Error: no room/)
})

test('a function without a log topic says so, and how to keep logs', async (t) => {
  const { page } = await looking(t, [[{ n: 1 }, '1']], { more: { AutoCreateClsTopic: 'FALSE' } })
  const section = page.locator('section[aria-labelledby=log]')
  await section.getByText('cart has no log topic, so its logs are not kept').waitFor()
  await section.getByText('set cls: {logsetId, topicId}').waitFor()
})

test('in Chinese, at 320 px, nothing is wider than the page', async (t) => {
  const { page } = await looking(t, [[{ n: 1, fail: true }, '1']], {
    options: { locale: 'zh-CN', viewport: { width: 320, height: 800 } },
  })
  const row = page.getByRole('region', { name: '失败的调用' }).getByRole('row', { name: /no room/ })
  await row.getByRole('button', { name: /^查看记录：v1，/ }).waitFor()
  const [width, all] = await page.evaluate(() => [
    document.documentElement.clientWidth,
    document.documentElement.scrollWidth,
  ])
  assert.equal(all, width)
})
