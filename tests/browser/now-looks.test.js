// The first screen and the menu in light and dark, wide and narrow, in both languages: nothing that a checker of accessibility
// finds, nothing beside the page, and pictures of each.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { startDemo } from '../../js/console/demo/index.js'
import { startConsole } from '../../js/console/serve/index.js'
import { browse, build, newContext, shoot } from './harness.js'
import { languages } from './languages.js'
import { looks, violations } from './looks.js'

before(build)

test('what is in release now, the list below it, and the menu', async (t) => {
  const world = await startDemo()
  t.after(() => world.close())
  const { endpoint, credentials: demo, journal } = world
  const served = await startConsole({ endpoint, demo, journal })
  t.after(() => served.close())
  const { browser } = await browse(t)
  for (const { name, language, options } of looks) {
    await t.test(name, async () => {
      const words = languages[language]
      const { context, page: visit, complaints } = await newContext(browser, { reducedMotion: 'reduce', ...options })
      const page = await visit(served.url)
      const looked = async (screen) => {
        await shoot(page, `${screen}-${name}`)
        assert.deepEqual(await violations(page), [], `${screen} ${name}`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        assert.ok(wide <= 0, `${screen} ${name} is ${wide} px wider than the window`)
      }
      // a canary that was set by hand and fails, a rollout, a failed change, and what the guard took back
      await page.locator('li.moving.unhealthy', { hasText: 'pricing' }).waitFor()
      await page.locator('li.moving', { hasText: words.inReleaseNow.abort('1') }).waitFor()
      await page.locator('li.moving.failed', { hasText: 'invoices' }).waitFor()
      await page.locator('li.moving.back', { hasText: 'checkout' }).waitFor()
      await page.getByText(/^(as of|截至) /).waitFor()
      await looked('now')
      await page.getByRole('button', { name: words.menu }).focus()
      await page.keyboard.press('ArrowDown')
      await page.getByRole('menu').waitFor()
      await looked('menu')
      await page.keyboard.press('End')
      await page.getByRole('menuitemcheckbox', { name: words.night.notify }).and(page.locator(':focus')).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: words.menu }).and(page.locator(':focus')).waitFor()
      assert.equal(await page.getByRole('menu').count(), 0)
      assert.deepEqual(complaints, [])
      await context.close()
    })
  }
})
