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

test('below the log are durations by version and errors by message', async (t) => {
  const { page } = await looking(t, [
    [{ n: 1 }, '1'],
    [{ n: 2 }, '1'],
    [{ n: 3, fail: true }, '$LATEST'],
    [{ n: 4, fail: true }, '$LATEST'],
  ])
  const log = page.getByRole('log')
  await log.getByText('n is 4').waitFor()
  assert.equal(await log.locator('.entry').count(), 4)
  const section = page.locator('section[aria-labelledby=log]')
  await section.getByRole('heading', { name: 'Duration and errors in the last 10 minutes, by version' }).waitFor()
  const rows = await section.locator('tbody tr').evaluateAll((all) => all.map((row) => row.innerText.split('\t')))
  assert.deepEqual(
    rows.map((cells) => cells.slice(0, 3)),
    [
      ['$latest', '2', '2'],
      ['1', '2', '0'],
    ],
  )
  assert.ok(
    rows.every((cells) => cells.slice(3).every((cell) => /^[\d.]+ ms$/.test(cell))),
    rows.join(' | '),
  )
  await section.getByText('$latest: 2 × user code exception caught: Error: no room').waitFor()
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
  await page.getByText('最近 10 分钟各版本的耗时和错误').waitFor()
  await page.getByText('1：1 次 user code exception caught: Error: no room').waitFor()
  const [width, all] = await page.evaluate(() => [
    document.documentElement.clientWidth,
    document.documentElement.scrollWidth,
  ])
  assert.equal(all, width)
})
