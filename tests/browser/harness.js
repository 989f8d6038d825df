// The console as a person meets it: the built page, its local server, an emulator behind it, chromium before it.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startConsole } from '../../js/console/serve/index.js'
import { openBrowser, openProfile } from '../support/browser.js'
import { built } from '../support/built.js'
import { AT_ONCE, Client, create, KEY, startEmulator, telling, until } from '../support/emulator.js'
import { languages } from './languages.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where screenshots go that the suite makes. */
export const screens = process.env.SCF_GRAYSCALE_SCREENS ?? join(root, 'tests', 'browser', 'screens')

/** The built page: the sources as they are now. */
export const build = () => built('console:build')

/**
 * An emulator with a console before it, both for as long as the test.
 *
 * @param {import('node:test').TestContext} t
 * @param {{ emulator?: object, console?: object | ((url: string) => object), demo?: boolean }} [options] `console`: options of it,
 *   or what makes them of the emulator's address
 */
export async function open(t, { emulator: given = {}, console: more = {}, demo = true } = {}) {
  const emulator = await startEmulator({ seed: 'browser', rate: 0, delays: AT_ONCE, log: () => {}, ...given })
  t.after(() => emulator.close())
  const log = []
  const served = await startConsole({
    endpoint: emulator.url,
    demo: demo ? { secretId: KEY.secretId, secretKey: KEY.secretKey } : undefined,
    log: (line) => log.push(line),
    ...(typeof more === 'function' ? more(emulator.url) : more),
  })
  t.after(() => served.close())
  return { emulator, client: new Client(emulator.url), served, log }
}

/** One for all tests of a file: to start one takes longer than most of them. @type {Promise<import('playwright-core').Browser> | undefined} */
let shared
after(async () => (await shared)?.close())

/**
 * A browser that knows nothing of earlier tests; what it has open is closed with the test. What its pages complain about is
 * collected.
 *
 * @param {import('node:test').TestContext} t
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function browse(t, options = {}) {
  shared ??= openBrowser()
  const browser = await shared
  t.after(() => Promise.all(browser.contexts().map((context) => context.close())))
  return newContext(browser, options)
}

/**
 * A browser with a profile on the disk: what its pages kept is there when it is started again.
 *
 * @param {import('node:test').TestContext} t
 */
export async function profile(t) {
  const directory = mkdtempSync(join(tmpdir(), 'grayscale-profile-'))
  let context
  t.after(async () => {
    await context?.close()
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  })
  return {
    async start() {
      context = await openProfile(directory, { locale: 'en-US', viewport: { width: 1280, height: 900 } })
      return withPages(context)
    },
    async end() {
      await context.close()
      context = undefined
    },
  }
}

/** @param {import('playwright-core').Browser} browser @param {import('playwright-core').BrowserContextOptions} [options] */
export async function newContext(browser, options = {}) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 900 }, ...options })
  return { browser, ...withPages(context) }
}

/** @param {import('playwright-core').BrowserContext} context */
function withPages(context) {
  context.setDefaultTimeout(60_000)
  const complaints = []
  const page = async (url) => {
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    await page.goto(url)
    return page
  }
  return { context, page, complaints }
}

/** By how much the layout of a page has shifted by itself so far, as <https://web.dev/articles/cls> has it. @param {import('playwright-core').Page} page */
export const shifted = (page) =>
  page.evaluate(async () => {
    let sum = 0
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) sum += value
    }).observe({ type: 'layout-shift', buffered: true })
    // the entries come in a task of their own; timers are the test's
    const task = () =>
      new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = resolve
        port2.postMessage('')
      })
    for (let tasks = 0; tasks < 20; tasks += 1) await task()
    return sum
  })

/**
 * A page that looks at nothing again by itself: what changes on it was asked for.
 *
 * @param {import('playwright-core').BrowserContext} context
 */
export const unasked = (context) =>
  context.addInitScript(() => {
    const { setInterval: every, setTimeout: after } = globalThis
    globalThis.setInterval = (work, ms, ...rest) => (ms === 2000 ? 0 : every(work, ms, ...rest))
    globalThis.setTimeout = (work, ms, ...rest) => ([3000, 10_000, 20_000].includes(ms) ? 0 : after(work, ms, ...rest))
  })

/**
 * Functions of which `versions` were published, the alias on the last of them.
 *
 * @param {Client} client
 * @param {Record<string, { versions?: number, namespace?: string, description?: string }>} functions
 */
export async function shop(client, functions) {
  const namespaces = new Set(Object.values(functions).map(({ namespace = 'default' }) => namespace))
  for (const Namespace of namespaces) {
    if (Namespace !== 'default') await client.call('CreateNamespace', { Namespace })
  }
  for (const [name, { versions = 1, namespace = 'default', description = '' }] of Object.entries(functions)) {
    const where = { FunctionName: name, Namespace: namespace }
    await create(client, name, telling(name), { Namespace: namespace, Description: description })
    for (let version = 1; version <= versions; version++) {
      await client.call('PublishVersion', { ...where, Description: `release ${version}` })
    }
    if (versions > 0) await pinned(client, where, String(versions))
  }
}

/** Everything on one version. */
export const pinned = (client, where, FunctionVersion) =>
  client.call('UpdateAlias', { ...where, Name: '$DEFAULT', FunctionVersion })

/** A share of the traffic on `$latest`, the rest, `Weight`, on a version. */
export const canary = (client, FunctionName, Version, Weight) =>
  client.call('UpdateAlias', {
    FunctionName,
    Name: '$DEFAULT',
    FunctionVersion: '$LATEST',
    RoutingConfig: { AdditionalVersionWeights: [{ Version, Weight }] },
  })

/** What the API says of an alias: main version, and weights beside it. */
export async function routing(client, FunctionName, Namespace = 'default') {
  const { FunctionVersion, RoutingConfig } = await client.call('GetAlias', {
    FunctionName,
    Namespace,
    Name: '$DEFAULT',
  })
  const { AdditionalVersionWeights: weights } = RoutingConfig
  return [FunctionVersion, ...weights.map(({ Version, Weight }) => `${Version} ${Weight}`)].join(', ')
}

/** @param {import('playwright-core').Page} page @param {string} name */
export async function shoot(page, name) {
  const path = join(screens, `${name}.png`)
  mkdirSync(dirname(path), { recursive: true })
  await page.screenshot({ path })
}

/** The list, when it has been read whole. @param {import('playwright-core').Page} page @param {number} count */
export async function listed(page, count) {
  await page.getByText(new RegExp(`^${count} functions?$`)).waitFor()
  await page.getByText(/^as of /).waitFor()
}

/** Chooses functions on the list and goes to their release. */
export async function toRelease(page, names) {
  for (const name of names) await page.getByRole('checkbox', { name: `Choose ${name}`, exact: true }).check()
  await page.getByRole('button', { name: 'Release…' }).click()
  await page.getByRole('heading', { name: 'Release', exact: true }).waitFor()
  await page.locator('.plan .summary').waitFor()
}

/**
 * One of the three orders on the release screen.
 *
 * @param {import('playwright-core').Page} page
 * @param {'canary' | 'everything' | 'publish'} choice
 */
export const pick = (page, choice) => page.getByRole('radio', { name: languages.en.choices[choice] }).check()

/** The button that rolls one function back, wherever it is. @param {import('playwright-core').Page} page */
export const rollBack = (page, name, version) => page.getByRole('button', { name: `Roll back to v${version}: ${name}` })

/** The list of what is in release, opened, on a screen that shows something else. @param {import('playwright-core').Page} page */
export async function inRelease(page, count) {
  await page
    .getByRole('banner')
    .getByRole('button', { name: `${count} in release` })
    .click()
  return page.getByRole('banner').getByRole('list')
}

/**
 * Chooses in the menu of the header, and closes it again.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} choice the name of the item
 */
export async function fromMenu(page, choice, words = languages.en) {
  await page.getByRole('banner').getByRole('button', { name: words.menu }).click()
  await page.getByRole('menu').locator('[role^=menuitem]', { hasText: choice }).click()
  await page.keyboard.press('Escape')
}

/** Until the emulator was called so often. @param {{ requests: { action: string }[] }} emulator @param {string} action */
export const called = (emulator, action, times = 1) =>
  until(
    () => emulator.requests.filter((request) => request.action === action).length,
    (count) => count >= times,
    60_000,
  )

/** Types the word that a question of a release asks for. @param {import('playwright-core').Page} page @param {string} word */
export async function typed(page, word, words = languages.en) {
  await page.getByRole('dialog', { name: words.confirmTitle }).getByRole('textbox').fill(word)
  await page.keyboard.press('Enter')
}

/** A run that is over, as it is shown. @param {import('playwright-core').Page} page @param {RegExp} kind @param {string} end */
export async function ended(page, kind, end = 'Done') {
  const card = page.getByRole('article', { name: kind }).first()
  await card.getByRole('status').filter({ hasText: end }).waitFor()
  return card
}
