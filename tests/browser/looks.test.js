import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { startDemo } from '../../js/console/demo/index.js'
import { startConsole } from '../../js/console/serve/index.js'
import { Grayscale } from '../../js/index.js'
import { KEY } from '../support/emulator.js'
import {
  browse,
  build,
  called,
  ended,
  fromMenu,
  listed,
  newContext,
  open,
  pinned,
  shoot,
  shop,
  toRelease,
  typed,
  unasked,
} from './harness.js'
import { languages } from './languages.js'
import { looks, violations } from './looks.js'

before(build)

/** The offset of the browser, which takes it from this machine. */
const offset = () => {
  const hours = -new Date().getTimezoneOffset() / 60
  return `UTC${hours < 0 ? '−' : '+'}${Math.abs(hours)}`
}

test('every screen, light and dark, wide and narrow, in both languages: nothing an accessibility checker finds, nothing beside the page', async (t) => {
  const world = await startDemo()
  t.after(() => world.close())
  const served = await startConsole({ endpoint: world.endpoint, demo: world.credentials })
  t.after(() => served.close())
  const gray = new Grayscale({ credentials: world.credentials, endpoint: world.endpoint })
  t.after(() => gray.close())
  const { browser } = await browse(t)
  for (const { name, language, options } of looks) {
    await t.test(name, async () => {
      const words = languages[language]
      await gray.deploy({ functions: ['pricing'], traffic: 0.25 })
      const { context, page: visit, complaints } = await newContext(browser, { reducedMotion: 'reduce', ...options })
      const page = await visit(served.url)
      const looked = async (screen) => {
        await shoot(page, `${screen}-${name}`)
        assert.deepEqual(await violations(page), [], `${screen} ${name}`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        assert.ok(wide <= 0, `${screen} ${name} is ${wide} px wider than the window`)
      }
      await page.getByText(words.standing.failed).last().waitFor()
      await page.getByText(/^(as of|截至) /).waitFor()
      assert.equal(await page.evaluate(() => document.documentElement.lang), { en: 'en', zh: 'zh-CN' }[language])
      await looked('functions')
      const all = page.getByRole('checkbox', { name: words.chooseAll })
      await all.check()
      await page.getByText(words.chosen(7)).waitFor()
      await all.uncheck()

      await page.getByRole('link', { name: 'pricing' }).click()
      await page.getByRole('img', { name: /^\$default: / }).waitFor()
      await page.getByText(words.metricsHint({ period: 60, zone: offset() })).waitFor()
      await page.getByRole('log').getByText('price').first().waitFor()
      await looked('function')
      await page.getByRole('button', { name: words.compare.button }).click()
      await page.getByRole('dialog').getByText(words.compare.codes.other).waitFor()
      await looked('compare')
      await page.keyboard.press('Escape')

      await page.getByRole('button', { name: words.goTo }).click()
      await page.getByRole('combobox', { name: words.version }).selectOption('1')
      await page.getByRole('dialog').locator('.plan .summary').waitFor()
      await looked('go-to')
      await page.keyboard.press('Escape')

      await page.getByRole('button', { name: words.released }).click()
      await page.locator('.plan .summary').waitFor()
      await page.getByRole('button', { name: '50%', exact: true }).click()
      await page.getByText(/→ \$latest 50%/).waitFor()
      await page.locator('.health span > span').waitFor()
      await looked('release')
      await page.getByRole('button', { name: '100%', exact: true }).click()
      await page.getByRole('button', { name: words.applyCount(1) }).click()
      await page.getByRole('dialog').waitFor()
      await looked('confirm')
      await page.keyboard.press('Escape')
      assert.equal(await page.getByRole('dialog').count(), 0)

      await page.getByRole('button', { name: '25%', exact: true }).click()
      // what is there already is a plan without steps, which can't be carried out
      await page.getByRole('button', { name: '50%', exact: true }).click()
      await page.getByRole('button', { name: words.applyCount(1) }).click()
      await page.getByRole('article').getByText(words.ended.done, { exact: true }).first().waitFor()
      await looked('runs')
      await page
        .getByRole('banner')
        .getByRole('button', { name: words.inRelease(2) })
        .click()
      await looked('in-release')
      await page
        .getByRole('banner')
        .getByRole('button', { name: `${words.rollBackTo('2')}: pricing` })
        .click()
      await page
        .getByRole('article', { name: new RegExp(words.kinds.rollback) })
        .getByText(words.ended.done, { exact: true })
        .first()
        .waitFor()

      await page.getByRole('link', { name: words.history }).click()
      await page.getByRole('button', { name: words.verify }).click()
      await page.getByText(/: consistent|行，前后一致/).waitFor()
      await looked('history')
      assert.deepEqual(complaints, [])
      await context.close()
    })
  }
})

test('signing in, and what goes wrong: nothing an accessibility checker finds there either', async (t) => {
  const { client, served, emulator } = await open(t, { demo: false })
  await shop(client, { cart: { versions: 2 } })
  const { browser } = await browse(t)
  for (const { name, language, options } of looks) {
    await t.test(name, async () => {
      const words = languages[language]
      const { context, page: visit } = await newContext(browser, { reducedMotion: 'reduce', ...options })
      await unasked(context)
      const page = await visit(served.url)
      const looked = async (screen) => {
        await shoot(page, `${screen}-${name}`)
        assert.deepEqual(await violations(page), [], `${screen} ${name}`)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        assert.ok(wide <= 0, `${screen} ${name} is ${wide} px wider than the window`)
      }
      const signIn = async (key) => {
        await page.getByRole('textbox', { name: words.secretId }).fill(KEY.secretId)
        await page.getByLabel(words.secretKey).fill(key)
        await page.getByRole('button', { name: words.signIn, exact: true }).click()
      }
      await page.getByRole('heading', { name: words.signIn }).waitFor()
      await looked('sign-in')
      await signIn('wrong')
      await page.getByText(words.ways.keys).waitFor()
      await looked('error')
      await signIn(KEY.secretKey)
      await page.getByText(words.found(1), { exact: true }).waitFor()
      await page
        .getByRole('banner')
        .getByRole('button', { name: new RegExp(`^${words.menu}`) })
        .click()
      await page.getByRole('menuitem', { name: words.changePlaces }).click()
      await page.getByRole('dialog').waitFor()
      await looked('places')
      await page.keyboard.press('Escape')

      // the menu behind the dialog
      await page.keyboard.press('Escape')

      // the keys run out while the page is open
      const code = 'AuthFailure.TokenFailure'
      emulator.setFaults([{ action: 'ListFunctions', nth: '1..', fault: 'refuse', code, message: 'the token expired' }])
      await page.getByRole('button', { name: words.refresh }).click()
      await page.getByRole('button', { name: words.signInAgain }).first().click()
      await page.getByRole('dialog', { name: words.signIn }).waitFor()
      await looked('sign-in-again')
      emulator.setFaults([])
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: words.refresh }).click()
      await page.getByRole('button', { name: words.signInAgain }).waitFor({ state: 'detached' })

      await pinned(client, { FunctionName: 'cart' }, '2')
      await page.getByRole('checkbox', { name: words.choose('cart') }).check()
      await page.getByRole('button', { name: words.releaseChosen }).click()
      await page.locator('.plan .summary').waitFor()
      await pinned(client, { FunctionName: 'cart' }, '1')
      await page.getByRole('button', { name: words.applyCount(1) }).click()
      await page.getByText(words.changedMeanwhile).waitFor()
      await looked('stale')

      // another tab is closed in the middle
      const other = await context.newPage()
      await other.goto(served.url)
      await other.getByRole('heading', { name: words.signIn }).waitFor()
      await other.getByRole('textbox', { name: words.secretId }).fill(KEY.secretId)
      await other.getByLabel(words.secretKey).fill(KEY.secretKey)
      await other.getByRole('button', { name: words.signIn, exact: true }).click()
      await other.getByRole('checkbox', { name: words.choose('cart') }).check()
      await other.getByRole('button', { name: words.releaseChosen }).click()
      await other.locator('.plan .summary').waitFor()
      emulator.setFaults([{ action: 'UpdateAlias', nth: 1, fault: 'late', ms: 6000 }])
      emulator.requests.length = 0
      await other.getByRole('button', { name: words.applyCount(1) }).click()
      await typed(other, 'cart', words)
      await called(emulator, 'UpdateAlias')
      await other.close()
      emulator.setFaults([])
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
      await page.getByRole('button', { name: words.abort }).waitFor()
      await looked('unfinished')
      await context.close()
    })
  }
})

test('whoever wants less motion sees none: no transition, no animation', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 2 } })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 1)
  await toRelease(page, ['cart'])
  /** What runs in the two frames after a share was chosen. */
  const moving = async (reducedMotion, share) => {
    await page.emulateMedia({ reducedMotion })
    return page.evaluate(async (share) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
      const begun = []
      const note = ({ type }) => begun.push(type)
      for (const type of ['transitionrun', 'animationstart']) document.addEventListener(type, note)
      const button = [...document.querySelectorAll('.presets button')].find((one) => one.textContent === share)
      button.click()
      for (let frames = 0; frames < 4; frames++) await frame()
      for (const type of ['transitionrun', 'animationstart']) document.removeEventListener(type, note)
      return begun.length + document.getAnimations().length
    }, share)
  }
  assert.ok((await moving('no-preference', '50%')) > 0, 'the shares move')
  await page.waitForFunction(() => document.getAnimations().length === 0)
  assert.equal(await moving('reduce', '5%'), 0)
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)
  assert.equal(await page.evaluate(() => document.getAnimations().length), 0)
})

test('Chinese and the charts are fetched only when they are needed', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 2 } })
  const { page, context } = await browse(t)
  const fetched = []
  context.on('request', (request) => fetched.push(new URL(request.url()).pathname))
  const came = (name) => fetched.some((path) => path.includes(`/assets/${name}-`))
  const screen = await page(served.url)
  await listed(screen, 1)
  assert.deepEqual([came('zh'), came('chart')], [false, false])

  await screen.getByRole('link', { name: 'cart' }).click()
  await screen.locator('.chart canvas').first().waitFor()
  assert.deepEqual([came('zh'), came('chart')], [false, true])
  await fromMenu(screen, '中文')
  await screen.getByRole('button', { name: languages.zh.menu }).waitFor()
  assert.equal(came('zh'), true)
})

test('an error says that Chinese or the charts could not be fetched, and a reload fetches them', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 2 } })
  const { page, context } = await browse(t)
  const screen = await page(served.url)
  await listed(screen, 1)
  await context.route('**/assets/{zh,chart}-*.js', (route) => route.abort())
  await screen.getByRole('button', { name: languages.en.menu }).click()
  await screen.getByRole('menuitemradio', { name: '中文' }).click()
  await screen.getByText(languages.en.ways.relay).waitFor()
  await screen.getByRole('menuitemradio', { name: 'English', checked: true }).waitFor()
  await screen.keyboard.press('Escape')
  await screen.getByRole('link', { name: 'cart' }).click()
  await screen.getByRole('alert').getByText(languages.en.ways.relay).first().waitFor()

  await context.unroute('**/assets/{zh,chart}-*.js')
  await screen.reload()
  await screen.locator('.chart canvas').first().waitFor()
  await fromMenu(screen, '中文')
  await screen.getByRole('button', { name: languages.zh.menu }).waitFor()
})

test('language and appearance are chosen on the page, and kept for the next visit', async (t) => {
  const { served } = await open(t)
  const { context, page: visit } = await browse(t, { colorScheme: 'light' })
  const page = await visit(served.url)
  await fromMenu(page, '中文')
  await page.getByRole('heading', { name: '函数', exact: true }).waitFor()
  await fromMenu(page, '深色', languages.zh)
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  assert.equal(await background(), 'rgb(15, 21, 27)')
  await page.reload()
  await page.getByRole('heading', { name: '函数', exact: true }).waitFor()
  assert.equal(await background(), 'rgb(15, 21, 27)')
  const kept = await context.storageState()
  assert.deepEqual(kept.origins.flatMap(({ localStorage }) => localStorage.map(({ name }) => name)).sort(), [
    'scf-grayscale.language',
    'scf-grayscale.theme',
  ])
})

test('the keyboard alone leads everywhere, and what has the focus is seen', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 2 } })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 1)
  const focused = () =>
    page.evaluate(() => {
      const at = document.activeElement
      const { outlineStyle, outlineWidth } = getComputedStyle(at)
      return {
        text: at.textContent || at.getAttribute('aria-label') || at.type,
        seen: outlineStyle !== 'none' && outlineWidth !== '0px',
      }
    })
  const passed = []
  for (let step = 0; step < 30; step++) {
    await page.keyboard.press('Tab')
    const now = await focused()
    assert.ok(now.seen, `${now.text} has the focus, and nobody sees it`)
    passed.push(now.text)
    if (now.text === 'cart') break
  }
  assert.ok(passed[0].includes('Skip'), passed.join(', '))
  assert.equal(passed.at(-1), 'cart', passed.join(', '))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'cart' }).waitFor()
  assert.equal((await focused()).text, 'cart', 'the new screen begins where the focus is')
})
