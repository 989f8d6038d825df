// examples/browser as its README says, with the packed package, in a real browser.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { openBrowser } from '../support/browser.js'
import { cloud } from './support/cloud.js'
import { project } from './support/project.js'
import { serve } from './support/serve.js'

const example = new URL('../../examples/browser/', import.meta.url)
const read = (/** @type {string} */ name) => readFileSync(new URL(name, example), 'utf8')
const names = ['index.html', 'main.js', 'grayscale.yml', 'fun01/index.js']

/** @type {import('playwright-core').Browser} */
let browser
before(async () => {
  browser = await openBrowser()
})
after(() => browser?.close())

test('examples/browser: look, slide, apply', async (t) => {
  const site = await serve(t)
  const api = await cloud(t, { cors: [site.origin], empty: true })
  const { directory, npx } = await project(t, Object.fromEntries(names.map((name) => [name, read(name)])))
  site.show(directory)
  const command = read('README.md').match(/^npx (grayscale deploy .*) http:\/\/127\.0\.0\.1:9000$/m)
  assert.ok(command, 'the README deploys')
  const { secretId, secretKey } = api.options.credentials
  await npx([...command[1].split(' '), api.url], { TENCENT_SECRET_ID: secretId, TENCENT_SECRET_KEY: secretKey })
  await api.shares(1)

  const page = await browser.newPage()
  page.setDefaultTimeout(10_000)
  t.after(() => page.close())
  const wrong = /** @type {string[]} */ ([])
  page.on('pageerror', (error) => void wrong.push(String(error)))
  await page.goto(`${site.origin}/`)
  await page.fill('[name=endpoint]', api.url)
  await page.fill('[name=secretId]', secretId)
  await page.fill('[name=secretKey]', 'NOTTHEKEY')
  await page.click('text=Look')
  await page.waitForSelector('#said:not(:empty)')
  assert.match((await page.textContent('#said')) ?? '', /sign/i)
  assert.equal(await page.isDisabled('#apply'), true)

  await page.fill('[name=secretKey]', secretKey)
  await page.click('text=Look')
  await page.waitForSelector('text=fun01 is Active; $latest 100%')
  assert.equal(await page.isDisabled('#apply'), true, 'nothing to apply where the slider stands')

  await page.fill('[name=name]', 'absent')
  await page.click('text=Look')
  await page.waitForSelector('text=absent is not there')
  await page.waitForSelector('#said:not(:empty)')
  assert.equal(await page.isDisabled('#share'), true)
  await page.fill('[name=name]', 'fun01')
  await page.click('text=Look')
  await page.waitForSelector('#share:enabled')

  const asked = api.actions().length
  for (const share of ['50', '10']) {
    await page.locator('#share').fill(share)
    await page.waitForSelector(`text=shift $default: $latest 100% → $latest ${share}% · 1 ${100 - Number(share)}%`)
  }
  assert.equal(await page.textContent('#percent'), '10 %')
  assert.equal(api.actions().length, asked, 'the plans of a slider ask nothing')

  await page.click('#apply')
  await page.waitForSelector('text=$latest 10% · 1 90%: done')
  await page.waitForSelector('text=fun01 is Active; $latest 10% · 1 90%')
  await api.shares(0.1)
  assert.equal(api.actions().filter((action) => action === 'UpdateAlias').length, 1)
  assert.deepEqual(wrong, [])
})

test('examples/browser: everything that it needs is tried above', () => {
  const all = readdirSync(example, { recursive: true, encoding: 'utf8', withFileTypes: true })
  const files = all.filter((entry) => entry.isFile()).map(({ name }) => name)
  assert.deepEqual(files.sort(), ['README.md', ...names.map((name) => name.split('/').at(-1))].sort())
})
