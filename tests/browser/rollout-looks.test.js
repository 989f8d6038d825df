// The screens of rollouts in light and dark, wide and narrow, in both languages: nothing that a checker of accessibility finds,
// nothing beside the page, and pictures of each.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browse, build, newContext, shoot } from './harness.js'
import { languages } from './languages.js'
import { looks, violations } from './looks.js'
import { look, minutes, project } from './rollouts.js'

before(build)

test('a rollout, its list, its questions and its start', async (t) => {
  const { there, served } = await project(t, { names: ['cart', 'pricing'], failing: 0.02 })
  const policy = {
    steps: [
      { traffic: '10%', for: '1m', gate: 'qa' },
      { traffic: '50%', for: '5m' },
    ],
  }
  const { id } = await there.gray.rollouts.start(there.inputs, { policy })
  const { browser, page: first } = await browse(t)
  const begun = await look(there, await first('about:blank'), `${served.url}#/rollout/${id}`)
  await minutes(there, begun, ({ state }) => state === 'gate')
  for (const { name, language, options } of looks) {
    await t.test(name, async () => {
      const words = languages[language]
      const { context, page: visit, complaints } = await newContext(browser, { reducedMotion: 'reduce', ...options })
      const page = await look(there, await visit('about:blank'), `${served.url}#/rollout/${id}`)
      const looked = async (screen) => {
        await shoot(page, `${screen}-${name}`)
        assert.deepEqual(await violations(page), [], `${screen} ${name}`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        assert.ok(wide <= 0, `${screen} ${name} is ${wide} px wider than the window`)
      }
      await page.locator('.chart canvas').first().waitFor()
      await page.locator('.requests tbody tr').first().waitFor()
      await looked('rollout')
      await page.getByRole('button', { name: words.rollout.approve('qa') }).click()
      await page.getByRole('dialog').waitFor()
      await looked('rollout-approve')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: words.rollout.promote('50 %') }).click()
      await page.getByRole('dialog').waitFor()
      await looked('rollout-promote')
      await page.keyboard.press('Escape')

      await page.getByRole('link', { name: words.rollout.all }).click()
      await page.getByRole('row').filter({ hasText: 'cart, pricing' }).waitFor()
      await looked('rollouts')

      await page.goto(`${served.url}#/`)
      await page.getByRole('checkbox', { name: words.choose('cart'), exact: true }).check()
      await page.getByRole('button', { name: words.releaseChosen }).click()
      await page.getByRole('radio', { name: words.choices.rollout }).check()
      await page.getByRole('radio', { name: new RegExp(`^${words.rollout.own}`) }).check()
      await page.getByRole('region', { name: words.rollout.power }).getByRole('row').nth(1).waitFor()
      await looked('rollout-start')
      assert.deepEqual(complaints, [])
      await context.close()
    })
  }
})
