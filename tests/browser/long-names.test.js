import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browse, build, ended, listed, newContext, open, pinned, rollBack, shoot, shop, toRelease } from './harness.js'

before(build)

/** As long as the API lets them be (118 letters both), with nowhere to break. */
const name = 'checkout'.padEnd(60, 'abcdefghij')
const other = 'recommendations'.padEnd(60, 'klmnopqrst')
const namespace = 'payments'.padEnd(58, 'uvwxyz')

/** What is wider than its place: the page, or whatever would cut it off. Only tables and logs are scrolled sideways. */
const cutOff = (page) =>
  page.evaluate(() => {
    const found = []
    const { scrollWidth } = document.scrollingElement
    if (scrollWidth > innerWidth) found.push(`the page is ${scrollWidth - innerWidth} px too wide`)
    const seen = (one) => one.checkVisibility() && !one.closest('.unseen, .skip')
    for (const one of document.querySelectorAll('header, header *, main *, dialog[open], dialog[open] *')) {
      if (!seen(one) || one.closest('.scroll, .log, svg')) continue
      const about = `${one.localName}.${one.className} ${one.textContent.slice(0, 20)}`
      const hides = getComputedStyle(one).overflowX !== 'visible' && one.localName !== 'input'
      if (hides && one.scrollWidth > one.clientWidth)
        found.push(`${about}: ${one.scrollWidth} in ${one.clientWidth} px`)
      if (one.localName !== 'button') continue
      const { left, right, top, bottom } = one.getBoundingClientRect()
      const around = one.parentElement.getBoundingClientRect()
      const inside =
        left >= around.left - 1 && right <= around.right + 1 && top >= around.top - 1 && bottom <= around.bottom + 1
      if (!inside) found.push(`${about}: beyond ${one.parentElement.className}`)
      if (one.scrollWidth > one.clientWidth) found.push(`${about}: its words are beyond it`)
    }
    return found
  })

/** Whether a mouse gets at every button that it should. */
async function clickable(within) {
  for (const button of await within.getByRole('button', { disabled: false }).all()) {
    if (await button.evaluate((one) => one.matches('.skip'))) continue
    await button.click({ trial: true, timeout: 20_000 })
  }
}

test('names as long as they may be: nothing beside the page, no word cut off, every button to be clicked', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { [name]: { versions: 2, namespace }, [other]: { versions: 2 } })
  const { browser } = await browse(t)
  for (const width of [320, 768, 1280]) {
    await t.test(`${width} px`, async () => {
      await client.call('UpdateAlias', {
        ...{ FunctionName: name, Namespace: namespace, Name: '$DEFAULT', FunctionVersion: '$LATEST' },
        RoutingConfig: { AdditionalVersionWeights: [{ Version: '2', Weight: 0.9 }] },
      })
      await pinned(client, { FunctionName: other, Namespace: 'default' }, '2')
      const { page: visit, context, complaints } = await newContext(browser, { viewport: { width, height: 800 } })
      const page = await visit(served.url)
      const looked = async (screen, within = page) => {
        await shoot(page, `long-${screen}-${width}`)
        assert.deepEqual(await cutOff(page), [], `${screen} ${width}`)
        await clickable(within)
      }
      await listed(page, 2)
      await rollBack(page, name, 2).waitFor()
      await looked('functions')
      await page.getByRole('link', { name, exact: true }).click()
      await page.getByRole('img', { name: /^\$default: / }).waitFor()
      await looked('function')
      await page.getByRole('link', { name: 'Functions', exact: true }).click()
      await toRelease(page, [name, other])
      await looked('release')
      await page.getByRole('button', { name: `Leave ${other} out` }).click()
      await page.getByRole('button', { name: '100%', exact: true }).click()
      await page.getByRole('button', { name: 'Release 1 function' }).click()
      await page.getByRole('dialog').waitFor()
      await looked('confirm', page.getByRole('dialog'))
      await page.getByRole('dialog').getByRole('textbox').fill(name)
      await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click()
      const run = await ended(page, /Release/)
      await run.locator('details').evaluateAll((all) => all.map((one) => one.toggleAttribute('open', true)))
      await looked('runs')
      await page.getByRole('link', { name: 'History' }).click()
      await page.getByRole('button', { name: 'Verify' }).click()
      await page.getByText(/: consistent/).waitFor()
      await page
        .locator('table.history details')
        .evaluateAll((all) => all.map((one) => one.toggleAttribute('open', true)))
      await looked('history')
      assert.deepEqual(complaints, [])
      await context.close()
    })
  }
})
