import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { filesOfTheList, weightKb } from '../support/weight.js'
import { browse, build, listed, open, shop, toRelease } from './harness.js'

before(build)

test('the list of functions needs less than 160 KB, the engine with it; what plans follows by itself', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 1 } })
  const { browser, page: visit, complaints } = await browse(t)
  const files = await filesOfTheList(browser, served.url)
  const wasm = files.filter((name) => name.endsWith('.wasm'))
  assert.equal(wasm.length, 1, `${wasm}`)
  assert.match(wasm[0], /scf_grayscale_first/)
  assert.ok(weightKb(files) < 160, `${files} weigh ${weightKb(files)} KB`)

  const page = await visit('about:blank')
  const follows = page.waitForResponse(/scf_grayscale_rest/)
  await page.goto(served.url)
  await listed(page, 1)
  assert.equal((await follows).status(), 200)
  await toRelease(page, ['cart'])
  assert.deepEqual(complaints, [])
})

test('what plans can not be fetched: whatever needs it says that the local server is gone, and fetches it again', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 1 } })
  const { page: visit } = await browse(t)
  const page = await visit('about:blank')
  await page.route(/scf_grayscale_rest/, (route) => route.abort())
  await page.goto(served.url)
  await listed(page, 1)
  await page.getByRole('checkbox', { name: 'Choose cart', exact: true }).check()
  await page.getByRole('button', { name: 'Release…' }).click()
  await page.getByRole('alert').filter({ hasText: 'The local server is gone' }).waitFor()
  await page.unroute(/scf_grayscale_rest/)
  await page.goBack()
  await page.getByRole('button', { name: 'Release…' }).click()
  await page.locator('.plan .summary').waitFor()
})
