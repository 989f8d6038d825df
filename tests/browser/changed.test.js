// What changed between a plan and its release, and how the release screen is reached: buttons and keyboard.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browse, build, ended, listed, open, pinned, shop, toRelease, typed } from './harness.js'
import { languages } from './languages.js'

before(build)

/** The page on its list, of functions with two versions. */
async function start(t, names, options) {
  const world = await open(t)
  await shop(world.client, Object.fromEntries(names.map((name) => [name, { versions: 2 }])))
  const { page: visit } = await browse(t, options)
  const page = await visit(world.served.url)
  return { ...world, page }
}

for (const [language, locale] of Object.entries({ en: 'en-US', zh: 'zh-CN' })) {
  test(`what changed meanwhile is told function by function, and only of its order: ${language}`, async (t) => {
    const words = languages[language]
    const { client, page } = await start(t, ['cart', 'mail'], { locale })
    const choose = (name) => page.getByRole('checkbox', { name: words.choose(name), exact: true }).check()
    await choose('cart')
    await choose('mail')
    await page.getByRole('button', { name: words.releaseChosen }).click()
    await page.locator('.plan .summary').waitFor()
    await pinned(client, { FunctionName: 'cart' }, '1')
    await page.getByRole('button', { name: words.applyCount(2) }).click()
    const banner = page.getByRole('alert').filter({ hasText: words.changedMeanwhile })
    await banner.getByRole('listitem').waitFor()
    assert.deepEqual(await banner.getByRole('listitem').allInnerTexts(), [`cart, ${words.now}: v2 100 % → v1 100 %`])
    await banner.getByText(words.details).click()
    const why = {
      en: /^the plan is out of date, and nothing was changed; since then:\n\s*cart: \$default was 2 100%, now it is 1 100%/,
      zh: /^计划已过期，未做任何修改；此后的变化：\n\s*cart：\$default 原为 2 100%，现为 1 100%/,
    }
    const told = banner.locator('.verbatim')
    await told.waitFor()
    assert.match(await told.innerText(), why[language])

    // it is gone with what was asked
    await page.getByRole('button', { name: '25%', exact: true }).click()
    await page
      .getByText(/→ \$latest 25%/)
      .first()
      .waitFor()
    assert.equal(await banner.count(), 0)

    await pinned(client, { FunctionName: 'cart' }, '2')
    await page.getByRole('button', { name: words.applyCount(2) }).click()
    // as planned, version 2 of cart would have got its first traffic
    await typed(page, 'all 2', words)
    await banner.waitFor()
    await page.getByRole('link', { name: words.functions, exact: true }).click()
    await page.getByRole('link', { name: 'mail', exact: true }).click()
    await page.getByRole('button', { name: words.released }).click()
    await page.locator('.plan .summary').waitFor()
    assert.equal(await banner.count(), 0)
  })
}

test('who is elsewhere when it turns out that things changed stays there, and finds it on the release screen', async (t) => {
  const { client, emulator, page } = await start(t, ['cart'])
  await listed(page, 1)
  await toRelease(page, ['cart'])
  await pinned(client, { FunctionName: 'cart' }, '1')
  emulator.setFaults([
    { action: 'GetAlias', fault: 'late', ms: 1000 },
    { action: 'ListAliases', fault: 'late', ms: 1000 },
  ])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await page.getByRole('link', { name: 'History' }).click()
  await page.getByRole('heading', { name: 'History' }).waitFor()
  await page.locator('nav .dot').waitFor({ state: 'detached' })
  assert.ok(page.url().endsWith('#/history'), page.url())
  await page.getByRole('link', { name: 'Release' }).click()
  await page.getByText('It changed meanwhile: nothing was written.').waitFor()
  await page.locator('.plan').getByText('shift $default: 1 100% → $latest 10% · 2 90%').waitFor()
})

test('the buttons of a release are in reach, and cover nothing that has the focus; a run shows its functions at once', async (t) => {
  const names = Array.from({ length: 30 }, (_, number) => `function-${String(number).padStart(2, '0')}`)
  const { emulator, page } = await start(t, names)
  await listed(page, 30)
  await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check()
  await page.getByRole('button', { name: 'Release…' }).click()
  await page.locator('.plan .summary').waitFor()
  const release = page.getByRole('button', { name: 'Release 30 functions' })
  for (const [width, height] of [
    [1280, 900],
    [320, 600],
  ]) {
    await page.setViewportSize({ width, height })
    const { y, height: high } = await release.boundingBox()
    assert.ok(y >= 0 && y + high <= height, `${width}: ${y}`)
    await page.getByRole('slider').focus()
    const passed = []
    for (let at = ''; at !== 'the bar'; passed.push(at)) {
      assert.ok(passed.length < 20, passed.join())
      await page.keyboard.press('Tab')
      at = await page.evaluate(() => {
        const at = document.activeElement
        const bar = document.querySelector('.actions')
        if (bar.contains(at)) return 'the bar'
        return at.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top ? 'seen' : at.textContent
      })
      assert.ok(['seen', 'the bar'].includes(at), `${width}: ${at} is covered`)
    }
    assert.ok(passed.length > 10, 'the plan has buttons of its own')
  }

  // all of the chosen are there before the first answer is
  emulator.setFaults([{ action: '*', fault: 'late', ms: 5000 }])
  await release.click()
  const card = page.getByRole('article')
  await card.getByText('waiting').first().waitFor()
  assert.equal(await card.locator('.fares > li').count(), 30)
})

test('what has the focus is not lost with what it was on', async (t) => {
  const { emulator, page } = await start(t, ['cart', 'mail', 'pay'])
  await listed(page, 3)
  const focused = () => page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.textContent)
  await page.getByRole('checkbox', { name: 'Choose cart', exact: true }).check()
  await page.getByRole('button', { name: 'Clear' }).press('Enter')
  await page.getByText('1 function chosen').waitFor({ state: 'detached' })
  assert.equal(await focused(), 'Functions')

  await toRelease(page, ['cart', 'mail', 'pay'])
  const leaveOut = async (name, next) => {
    await page.getByRole('button', { name: `Leave ${name} out` }).press('Enter')
    await page.getByRole('button', { name: `Leave ${name} out` }).waitFor({ state: 'detached' })
    assert.equal(await focused(), next)
  }
  await leaveOut('cart', 'Leave mail out')
  await leaveOut('pay', 'Leave mail out')
  await leaveOut('mail', 'Release')

  await page.getByRole('link', { name: 'Functions', exact: true }).click()
  await toRelease(page, ['cart'])
  emulator.setFaults([{ action: '*', fault: 'late', ms: 1000 }])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await page.getByRole('button', { name: 'Stop' }).press('Enter')
  await ended(page, /Release cart/, 'Stopped')
  assert.equal(await focused(), 'Runs')
})
