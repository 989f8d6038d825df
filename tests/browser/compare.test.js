// A function's versions: their code, who published them, what goes around the alias, and two of them side by side.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { create, telling, zip } from '../support/emulator.js'
import { browse, build, ended, listed, open, pick, toRelease } from './harness.js'

before(build)

const FN = { FunctionName: 'cart' }
const SECRET = 's3cretEXAMPLE'

/** Version 1 and 2 have different code and settings; `$LATEST` has the code of 2, and other settings. */
async function versions(t, options = {}) {
  const { client, served } = await open(t)
  const settings = (memory, key) => ({
    MemorySize: memory,
    Environment: { Variables: [{ Key: 'PRICE_KEY', Value: `${SECRET}${key}` }] },
  })
  await create(client, 'cart', telling('one'), settings(128, 1))
  await client.call('PublishVersion', { ...FN, Description: 'first' })
  await client.call('UpdateFunctionCode', { ...FN, ZipFile: zip(telling('two')) })
  await client.call('UpdateFunctionConfiguration', { ...FN, ...settings(256, 2) })
  await client.call('PublishVersion', { ...FN, Description: 'second' })
  await client.call('UpdateFunctionConfiguration', { ...FN, ...settings(512, 2) })
  await client.call('UpdateAlias', { ...FN, Name: '$DEFAULT', FunctionVersion: '2' })
  const { page: visit, complaints } = await browse(t, options)
  const at = (rest = '') => visit(`${served.url}#/function/ap-guangzhou/default/cart${rest}`)
  return { client, served, at, complaints }
}

test('versions are told apart by their code, and $latest is named by the version that has the same', async (t) => {
  const { at, complaints } = await versions(t)
  const page = await at()
  await page.getByText('$latest has the same code as v2.').waitFor()
  const table = page.locator('section[aria-labelledby=versions] table')
  const codes = await table.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.cells[2].innerText.trim()))
  assert.equal(codes.length, 3)
  assert.match(codes[0], /^[0-9a-f]{8}$/)
  assert.equal(codes[0], codes[1])
  assert.notEqual(codes[1], codes[2])
  assert.deepEqual(complaints, [])
})

test('two versions side by side: code and settings that differ, and no value of a variable', async (t) => {
  const { at } = await versions(t)
  const page = await at()
  await page.getByRole('button', { name: 'Compare…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Compare versions of cart' })
  await dialog.getByText('The code is the same.').waitFor()
  await dialog.getByRole('row', { name: 'memorySize 256 512' }).waitFor()
  await dialog.getByLabel('From').selectOption('v1')
  await dialog.getByText('The code is different.').waitFor()
  await dialog.getByRole('row', { name: 'memorySize 128 512' }).waitFor()
  await dialog.getByRole('row', { name: 'environment.PRICE_KEY set another value' }).waitFor()
  assert.ok(!(await page.content()).includes(SECRET))
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Compare…')
})

test('a comparison is an address', async (t) => {
  const { at } = await versions(t)
  const page = await at('?compare=1,2')
  const dialog = page.getByRole('dialog', { name: 'Compare versions of cart' })
  await dialog.getByRole('row', { name: 'memorySize 128 256' }).waitFor()
  assert.equal(await dialog.getByLabel('To').inputValue(), '2')
})

test('what calls $latest past the alias is in the picture, and named below it', async (t) => {
  const { client, at } = await versions(t)
  await client.call('CreateTrigger', {
    ...FN,
    TriggerName: 'nightly',
    Type: 'timer',
    TriggerDesc: '0 0 3 * * * *',
    Qualifier: '$LATEST',
    Enable: 'OPEN',
  })
  const page = await at()
  await page.getByRole('img', { name: '$default: v2 100 %; nightly: $latest directly' }).waitFor()
  const card = page.locator('section[aria-labelledby=routing]')
  await card.getByRole('heading', { name: 'Past the alias' }).waitFor()
  await card.getByRole('listitem').filter({ hasText: 'nightly' }).waitFor()
})

test('who published a version stands beside it', async (t) => {
  const { served, at } = await versions(t)
  const page = await at()
  await page.goto(`${served.url}#/`)
  await listed(page, 1)
  await toRelease(page, ['cart'])
  await pick(page, 'publish')
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)
  await page.goto(`${served.url}#/function/ap-guangzhou/default/cart`)
  const row = page.locator('section[aria-labelledby=versions]').getByRole('row', { name: /v3/ })
  await row.getByText('a browser page').waitFor()
})

test('in Chinese, dark, at 320 px: nothing is wider than the page', async (t) => {
  const { at } = await versions(t, {
    locale: 'zh-CN',
    colorScheme: 'dark',
    viewport: { width: 320, height: 800 },
  })
  const page = await at('?compare=1,2')
  await page.getByText('代码不同。').waitFor()
  const [width, all] = await page.evaluate(() => [
    document.documentElement.clientWidth,
    document.documentElement.scrollWidth,
  ])
  assert.equal(all, width)
})
