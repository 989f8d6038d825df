// Rollouts among what is in release now: by their journals alone, the worst function first, and the guard's rollbacks of a day.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { startConsole } from '../../js/console/serve/index.js'
import { memoryStore } from '../../js/index.js'
import { world } from '../rollouts/world.js'
import { browse, build, fromMenu } from './harness.js'
import { languages } from './languages.js'

before(build)

const words = languages.en.inReleaseNow
const POLICY = { steps: [{ traffic: '50%', for: '30m' }], guard: { delay: '1m' } }

/**
 * Functions with a published version that was called for ten minutes, and a rollout of new code that fails in a part of its
 * calls. The page's clock is that of the world.
 *
 * @param {import('node:test').TestContext} t
 * @param {{ names?: string[], failing?: Record<string, number>, policy?: object }} [options] `failing`: by function
 */
async function start(t, { names = ['pricing'], failing = {}, policy = POLICY } = {}) {
  const there = await world({ names, open: async () => memoryStore() })
  t.after(() => there.close())
  for (const name of names) there.code(name, 'one')
  await there.gray.deploy({ ...there.inputs, publish: true, traffic: 0 })
  for (let minute = 0; minute < 10; minute++) await there.minute(20)
  for (const name of names) there.code(name, 'two', failing[name] ?? 0)
  const other = there.another({ who: 'li.wei@ci' })
  await other.rollouts.start(there.inputs, { policy })
  const served = await startConsole({
    endpoint: there.emulator.url,
    demo: there.emulator.credential,
    journal: { store: there.store, stage: 'dev', shared: false, who: 'ann@console (laptop)' },
  })
  t.after(() => served.close())
  const { page: visit, context } = await browse(t)
  const page = await visit('about:blank')
  await page.clock.install({ time: there.now })
  /** A minute of calls and a look by somebody else; then the page's clock is a minute on. */
  const minute = async () => {
    await there.minute(40)
    const state = await other.rollouts.tick()
    await page.clock.setSystemTime(there.now)
    return state
  }
  return { there, other, served, page, context, minute, open: () => page.goto(served.url) }
}

const section = (page) => page.getByRole('region', { name: words.title })
const line = (page, name) => section(page).locator('li.moving', { has: page.getByText(name, { exact: true }) })

test('a rollout is one line: its step, the share that is set and the one that came, the recorded sentence, and abort', async (t) => {
  const { there, page, minute, open } = await start(t)
  let state
  for (let count = 0; count < 6; count++) state = await minute()
  const report = await there.gray.rollouts.report()
  const looks = there.emulator.requests.length
  await open()
  const one = line(page, 'pricing')
  await one.getByRole('img', { name: 'step 1 of 1' }).waitFor()
  const [{ share, margin }] = report.actual
  const percent = (part) => `${Number((part * 100).toFixed(1))}`
  assert.match(
    await one.locator('.traffic').innerText(),
    new RegExp(`^50\\s%\\nactual ${percent(share)}\\s% ± ${percent(margin)}\\s%$`),
  )
  const [{ calls, bad, stableCalls, stableBad }] = report.evidence.functions[0].metrics.filter(
    ({ metric }) => metric === 'errors',
  )
  await one.getByText(`${bad} of ${calls} · ${stableBad} of ${stableCalls} calls`).waitFor()
  await one.getByText(state.decision.why.text).waitFor()
  await one.getByText(/by li\.wei@ci/).waitFor()
  const monitored = there.emulator.requests.slice(looks).filter(({ action }) => action === 'GetMonitorData')
  assert.deepEqual(monitored, [], 'its figures are those of the journal')
})

test('abort gives all traffic back by one click, and the line goes', async (t) => {
  const { there, page, minute, open } = await start(t)
  await minute()
  await open()
  await page.getByRole('button', { name: words.abort('1') }).click()
  await line(page, 'pricing').waitFor({ state: 'detached' })
  assert.equal(there.shares('pricing', '$LATEST').at(-1), 0)
  assert.equal((await there.gray.rollouts.report()).state, 'aborted')
})

test('a canary over a limit of the policy is unhealthy here as in its own view, also where the evidence does not suffice', async (t) => {
  const policy = { ...POLICY, limits: { errors: '3%' }, unhealthy: 'pause' }
  const { there, served, page, minute, open } = await start(t, { failing: { pricing: 0.08 }, policy })
  let state = await minute()
  while (state.state !== 'paused') state = await minute()
  const { evidence } = await there.gray.rollouts.report()
  assert.ok(Number(evidence.lnE) < Number(evidence.limit), `${evidence.lnE} of ${evidence.limit}`)
  await open()
  await line(page, 'pricing').getByText(`✖ ${words.moods.unhealthy}`).waitFor()
  await page.goto(`${served.url}#/rollout/${state.id}`)
  const { verdict, verdicts } = languages.en.rollout
  await page.getByRole('heading', { name: `${verdict}: ${verdicts.unhealthy}` }).waitFor()
})

test('a rollout of several functions is one line with the worst; the others are behind it', async (t) => {
  const { page, minute, open } = await start(t, { names: ['cart', 'pricing'], failing: { pricing: 0.06 } })
  for (let count = 0; count < 4; count++) await minute()
  await open()
  const one = line(page, 'pricing')
  const more = one.getByRole('button', { name: words.others(1) })
  await more.waitFor()
  assert.equal(await one.getByText('cart', { exact: true }).count(), 0)
  await more.focus()
  await page.keyboard.press('Enter')
  await one.getByText('cart', { exact: true }).waitFor()
  assert.equal(await section(page).locator('li.moving').count(), 1)
})

test('what the guard took back stands there for a day, with its reason', async (t) => {
  const { there, page, minute, open } = await start(t, { failing: { pricing: 1 } })
  let state = await minute()
  while (!state.ended) state = await minute()
  assert.equal(state.state, 'rolledBack')
  await open()
  const one = line(page, 'pricing')
  await one.getByText(`↩ ${words.moods.back}`).waitFor()
  await one.getByText(state.decision.why.text).waitFor()
  assert.equal(await one.getByRole('button').count(), 0)
  await page.clock.setSystemTime(there.now + 25 * 3600_000)
  await page.clock.runFor(6000)
  await section(page).getByText(words.nothing).waitFor()
})

test('a rollout that nobody looks after says so', async (t) => {
  const { there, page, minute, open } = await start(t)
  await minute()
  there.pass(5)
  await page.clock.setSystemTime(there.now)
  await open()
  await line(page, 'pricing')
    .getByText(/nobody has looked after it since 5 min\. ago/)
    .waitFor()
})

test('a rollback of the guard is notified of with its reason, and leads to the rollout', async (t) => {
  const { page, context, minute, open } = await start(t, { failing: { pricing: 1 } })
  await context.addInitScript(() => {
    globalThis.Notification = class {
      static permission = 'granted'
      static requestPermission = async () => 'granted'
      constructor(title, options) {
        globalThis.shown ??= []
        globalThis.shown.push({ title, body: options.body, click: () => this.onclick() })
      }
      close() {}
    }
  })
  await open()
  await line(page, 'pricing').waitFor()
  await fromMenu(page, languages.en.night.notify)
  let state = await minute()
  while (!state.ended) state = await minute()
  await page.clock.runFor(15_000)
  await page.waitForFunction(() => globalThis.shown?.some(({ title }) => title.startsWith('Rolled back')))
  const shown = await page.evaluate(() => globalThis.shown.map(({ title, body }) => ({ title, body })))
  // a look between the decision and the rollback tells first that it is unhealthy
  const titles = shown.map(({ title }) => title).slice(0, -1)
  assert.ok(titles.length < 2 && titles.every((title) => title === 'Unhealthy: pricing'), titles.join())
  assert.deepEqual(shown.at(-1), { title: 'Rolled back: pricing', body: state.decision.why.text })
  await page.evaluate(() => globalThis.shown.at(-1).click())
  await page.waitForFunction((id) => location.hash === `#/rollout/${id}`, state.id)
})
