// A journal is imported that somebody else made. It moves nothing that is not on the list, and the move is shown first.

import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Grayscale } from '../../js/index.js'
import { memoryStore } from '../../js/store/index.js'
import { Client, KEY } from '../support/emulator.js'
import { browse, build, listed, open, routing, shop } from './harness.js'

before(build)

const REGION = 'ap-shanghai'

/**
 * The console of one region, with the journal of a canary that was over there, in another one, and here.
 *
 * @param {import('node:test').TestContext} t
 * @param {{ cutOff?: boolean, here?: boolean }} options `here`: it is about a function of this region too
 */
async function imported(t, { cutOff = false, here = false }) {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: {} })
  const there = new Client(emulator.url, { region: REGION })
  await shop(there, { cart: {} })
  // its runs ended, or were cut off, ten minutes ago: whoever wrote a line a moment ago may be at work still
  const kept = memoryStore()
  const past = (answer) => ({ ...answer, now: Date.now() - 600_000 })
  const store = {
    ...kept,
    read: async (...args) => past(await kept.read(...args)),
    append: async (...args) => past(await kept.append(...args)),
  }
  const gray = new Grayscale({ credentials: KEY, endpoint: emulator.url, store })
  t.after(() => gray.close())
  const functions = [{ key: 'over', name: 'cart', region: REGION }, ...(here ? [{ key: 'cart', name: 'cart' }] : [])]
  await gray.deploy({ functions, traffic: 0.9 })
  const lines = (await store.read()).text.trimEnd().split('\n')
  const text = `${(cutOff ? lines.slice(0, -1) : lines).join('\n')}\n`
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 1)
  await page.getByRole('link', { name: 'History' }).click()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'dev.journal', mimeType: 'text/plain', buffer: Buffer.from(text) })
  await page.getByRole('dialog').getByRole('button', { name: 'Replace it' }).click()
  await page.getByText(/lines: consistent/).waitFor()
  return { page, client, there }
}

test('undo of a run about a function that is not on the list is refused', async (t) => {
  const { page, there } = await imported(t, {})
  const before = await routing(there, 'cart')
  await page.getByRole('button', { name: 'Undo: cart' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('NotOfProject').waitFor()
  await dialog.getByText(/cart in ap-shanghai\/default/).waitFor()
  assert.ok(await dialog.getByRole('button', { name: 'Undo', exact: true }).isDisabled())
  assert.equal(await routing(there, 'cart'), before)
})

test('“put it back” of a run about a function that is not on the list is refused', async (t) => {
  const { page, there } = await imported(t, { cutOff: true })
  const before = await routing(there, 'cart')
  await page.getByRole('button', { name: 'Put it back' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('NotOfProject').waitFor()
  assert.ok(await dialog.getByRole('button', { name: 'Put back', exact: true }).isDisabled())
  assert.equal(await routing(there, 'cart'), before)
})

test('“put it back” shows the move, moves what is on the list, and names what it leaves', async (t) => {
  const { page, client, there } = await imported(t, { cutOff: true, here: true })
  const before = await routing(there, 'cart')
  assert.equal(await routing(client, 'cart'), before)
  await page.getByRole('button', { name: 'Put it back' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/because this project does not have them: cart in ap-shanghai\/default/).waitFor()
  assert.equal(await routing(client, 'cart'), before, 'nothing moves before it is confirmed')
  await dialog.getByRole('button', { name: 'Put back', exact: true }).click()
  await page
    .getByRole('article', { name: /Put back/ })
    .getByRole('status')
    .getByText('Done')
    .waitFor()
  assert.equal(await routing(client, 'cart'), '1')
  assert.equal(await routing(there, 'cart'), before)
})
