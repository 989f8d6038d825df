// For whoever does not look: the tab's title and icon, and notifications where they were asked for.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { create, telling, until, zip } from '../support/emulator.js'
import { browse, build, canary, ended, fromMenu, listed, open, rollBack } from './harness.js'
import { languages } from './languages.js'

before(build)

const MINUTE_MS = 60_000
const words = languages.en.night

/** Fails as often as the event says. */
const failing = zip({
  'index.js': 'exports.main_handler = async ({ fails }) => { if (fails) throw new Error("no price"); return 1 }\n',
})

/** What the page notifies of, in place of what the computer would show. Kept over all tabs by the test. */
function stub(allowed) {
  globalThis.Notification = class {
    static permission = localStorage.getItem('test.permission') ?? 'default'
    static async requestPermission() {
      globalThis.asked = (globalThis.asked ?? 0) + 1
      Notification.permission = allowed ? 'granted' : 'denied'
      localStorage.setItem('test.permission', Notification.permission)
      return Notification.permission
    }
    constructor(title, options) {
      globalThis.shown ??= []
      globalThis.shown.push({ title, ...options, click: () => this.onclick() })
    }
    close() {}
  }
  Object.defineProperty(document, 'visibilityState', { get: () => globalThis.seen ?? 'visible' })
}

/**
 * `pricing` with a canary beside version 1. `calls` are of eight minutes ago.
 *
 * @param {import('node:test').TestContext} t
 * @param {{ allowed?: boolean }} [options]
 */
async function start(t, { allowed = true } = {}) {
  const { emulator, client, served } = await open(t)
  const past = (minutesAgo) => {
    const ms = Date.now() - minutesAgo * MINUTE_MS
    emulator.setClock(minutesAgo === 0 ? undefined : ms)
    client.options.timestamp = minutesAgo === 0 ? undefined : Math.floor(ms / 1000)
  }
  past(30)
  await create(client, 'pricing', telling('pricing'))
  await client.call('UpdateFunctionCode', { FunctionName: 'pricing', Handler: 'index.main_handler', ZipFile: failing })
  await client.call('PublishVersion', { FunctionName: 'pricing' })
  await canary(client, 'pricing', '1', 0.9)
  past(0)
  /** Both are called, and each call of the canary fails. */
  const fail = async () => {
    past(8)
    for (let call = 0; call < 18; call++) {
      const Qualifier = call < 6 ? '$LATEST' : '1'
      const ClientContext = JSON.stringify({ fails: call < 6 })
      await client.call('Invoke', { FunctionName: 'pricing', Qualifier, ClientContext })
    }
    past(0)
  }
  const { page: visit, context } = await browse(t)
  await context.addInitScript(stub, allowed)
  const page = async () => {
    const page = await visit(served.url)
    await listed(page, 1)
    return page
  }
  return { emulator, client, context, fail, page }
}

const icon = (page) => page.evaluate(() => document.querySelector('link[rel=icon]').href)
const shown = (page) => page.evaluate(() => (globalThis.shown ?? []).map(({ title, body }) => ({ title, body })))
/** The page looks at its canaries again: it was hidden, or is seen again. */
const look = (page, seen = 'visible') =>
  page.evaluate((seen) => {
    globalThis.seen = seen
    document.dispatchEvent(new Event('visibilitychange'))
  }, seen)

test('title and icon of the tab tell of a canary that is worse than stable, and no longer when it is gone', async (t) => {
  const { fail, page: visit } = await start(t)
  await fail()
  const page = await visit()
  await page.waitForFunction(() => document.title.startsWith('● 1 unhealthy · Functions · '))
  const alarmed = await icon(page)
  assert.match(alarmed, /icon-unhealthy/)
  await rollBack(page, 'pricing', 1).click()
  await ended(page, /Rollback pricing/)
  await page.waitForFunction(() => document.title.startsWith('Runs · '))
  assert.notEqual(await icon(page), alarmed)
})

test('a permission is asked for by the switch alone', async (t) => {
  const { page: visit } = await start(t)
  const page = await visit()
  assert.equal(await page.evaluate(() => globalThis.asked), undefined)
  await fromMenu(page, words.notify)
  assert.equal(await page.evaluate(() => globalThis.asked), 1)
  await page.reload()
  await page.getByRole('button', { name: languages.en.menu }).click()
  await page.getByRole('menuitemcheckbox', { name: words.notify, checked: true }).waitFor()
})

test('where the browser refuses, the switch stays off and says so', async (t) => {
  const { page: visit } = await start(t, { allowed: false })
  const page = await visit()
  await page.getByRole('button', { name: languages.en.menu }).click()
  await page.getByRole('menuitemcheckbox', { name: words.notify }).click()
  await page.getByText(words.refused).waitFor()
  await page.getByRole('menuitemcheckbox', { name: words.notify, checked: false }).waitFor()
})

test('a canary that turns bad while nobody looks is notified of once, with its numbers, by one of several tabs', async (t) => {
  const { fail, page: visit } = await start(t)
  const one = await visit()
  await fromMenu(one, words.notify)
  const two = await visit()
  await one.waitForFunction(async () => (await navigator.locks.query()).held.length > 0)
  await fail()
  const clock = async (page) => {
    await page.clock.install()
    await look(page, 'hidden')
    await page.clock.runFor(61_000)
  }
  await Promise.all([one, two].map(clock))
  const all = async () => [...(await shown(one)), ...(await shown(two))]
  await until(all, (list) => list.length > 0, 60_000)
  assert.deepEqual(await all(), [{ title: 'Unhealthy: pricing', body: '$latest: 6 of 6 calls failed, v1: 0 of 12.' }])
  // neither the same tab nor the other one tells it again
  for (const page of [one, two]) await page.clock.runFor(130_000)
  assert.equal((await all()).length, 1)
  await one.evaluate(() => globalThis.shown[0].click())
  await one.getByRole('heading', { name: 'pricing' }).waitFor()
})

test('what was there when the switch was turned is on the screen, and not notified of', async (t) => {
  const { fail, page: visit } = await start(t)
  await fail()
  const page = await visit()
  await page.waitForFunction(() => document.title.startsWith('● 1 unhealthy'))
  await fromMenu(page, words.notify)
  await look(page)
  await page.waitForFunction(async () => (await navigator.locks.query()).held.length > 0)
  assert.deepEqual(await shown(page), [])
})

test('a hidden page asks for nothing, unless it is to notify: then for its canaries alone', async (t) => {
  const { emulator, page: visit } = await start(t)
  const page = await visit()
  await page.clock.install()
  const asked = async () => {
    await look(page, 'hidden')
    await page.clock.runFor(2000)
    // a look that had begun comes to its end: its calls wait for their turns, by the page's clock
    await until(
      async () => {
        const before = emulator.requests.length
        await page.clock.runFor(5000)
        await page.waitForTimeout(500)
        return emulator.requests.length - before
      },
      (more) => more === 0,
      60_000,
    )
    emulator.requests.length = 0
    for (let minute = 0; minute < 3; minute++) await page.clock.runFor(61_000)
    return [...new Set(emulator.requests.map(({ action }) => action))]
  }
  assert.deepEqual(await asked(), [])
  await look(page)
  await fromMenu(page, words.notify)
  await page.waitForFunction(async () => (await navigator.locks.query()).held.length > 0)
  await look(page, 'hidden')
  emulator.requests.length = 0
  await page.clock.runFor(61_000)
  await until(
    () => emulator.requests.filter(({ action }) => action === 'GetMonitorData').length,
    (count) => count > 0,
    60_000,
  )
  assert.equal(emulator.requests.filter(({ action }) => action === 'ListFunctions').length, 0)
})
