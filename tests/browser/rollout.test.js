// A rollout as the page shows it: how far it is, whether the canary is good, who looks after it.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browse, build, shifted } from './harness.js'
import { languages } from './languages.js'
import { canaryShare, minutes, project, rollout, stands } from './rollouts.js'

before(build)

const words = languages.en.rollout

test('a release that goes bad at night went back, and the page says why, with which requests, and where the traffic is', async (t) => {
  const { there, page, id, context, complaints } = await rollout(t, { failing: 0.5 })
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await stands(page, words.states.holding)
  const steps = page.getByRole('list', { name: words.rail }).getByRole('listitem')
  assert.deepEqual(await steps.allInnerTexts().then((all) => all.map((text) => text.replace(/\s+/g, ' ').trim())), [
    '◉ 5 % held now 5:00',
    '○ 25 % waiting 10:00',
    '○ 50 % waiting 10:00',
    '○ publish waiting',
  ])
  await page.getByRole('button', { name: 'Abort → v1 100 %' }).waitFor()
  await page.getByText('$latest 5 % · v1 95 %').waitFor()
  await page.getByText('no calls counted yet since 5 % was set').waitFor()

  const { state } = await minutes(there, page, ({ ended }) => ended, { calls: 300 })
  assert.equal(state, 'rolledBack')
  assert.equal(canaryShare(there), 0)
  await stands(page, words.states.rolledBack)
  await page.getByRole('heading', { name: `${words.verdict}: ${words.verdicts.unhealthy}` }).waitFor()
  // the sentence of the journal, which status, notices and sls say too
  const { decisions } = await there.gray.rollouts.read({ id })
  const { text } = decisions.findLast(({ why }) => why.code === 'Regression').why
  assert.match(text, /^the canary of pricing is worse than stable; pricing: canary \d+ of \d+ calls failed/)
  await page.locator('.rollout-verdict').getByText(text).waitFor()
  assert.deepEqual(
    (await steps.allInnerTexts()).map((text) => text[0]),
    ['✖', '○', '○', '↩'],
  )
  await page.getByText(words.over.back('v1')).waitFor()
  await page.getByRole('region', { name: words.traffic }).getByText('v1 100 %').waitFor()
  assert.equal(await page.getByRole('button', { name: /^Abort/ }).count(), 0, 'nothing is left to abort')

  // what failed, by version and message, and an id to look for elsewhere
  const row = page.getByRole('region', { name: words.requests }).getByRole('row', { name: /^\$latest .*bad/ })
  const code = await row.locator('code').first().innerText()
  await row.getByRole('button', { name: words.copyId(code) }).click()
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), code)
  const { RequestId } = await there
    .call('GetRequestStatus', { FunctionName: 'pricing', FunctionRequestId: code })
    .then(({ Data }) => ({ RequestId: Data[0].RequestId }))
  assert.equal(RequestId, code)
  assert.deepEqual(complaints, [])
})

test('where the log has more failing requests than are read, their count says so', async (t) => {
  const { there, page } = await rollout(t, { policy: { steps: [{ traffic: '50%', for: '30m' }] }, failing: 1 })
  const count = page.getByRole('region', { name: words.requests }).getByRole('row', { name: /^\$latest .*bad/ })
  await there.minute(40)
  await page.clock.setSystemTime(there.now)
  await page.reload()
  await count.getByRole('cell', { name: /^\d\d$/ }).waitFor()
  await there.minute(300)
  await page.clock.setSystemTime(there.now)
  await page.reload()
  await count.getByRole('cell', { name: words.atLeast(100), exact: true }).waitFor()
})

test('calls and bad calls stand side by side, worst function first, with what they prove', async (t) => {
  const { there, page } = await rollout(t, { names: ['cart', 'mail'] })
  await minutes(there, page, ({ decision }) => (decision.functions[0]?.metrics[0]?.calls ?? 0) > 0)
  await there.minute(0)
  // one of them gets worse
  const { functions } = await there.gray.rollouts.tick().then(({ decision }) => decision)
  await page.clock.setSystemTime(there.now)
  const worst = (one) => Math.max(...one.metrics.map(({ lnE }) => Number(lnE)))
  const order = [...functions].sort((one, other) => worst(other) - worst(one)).map(({ key }) => key)
  const table = page.getByRole('region', { name: words.figures })
  for (const { key, metrics } of functions) {
    const { calls, bad, stableCalls, stableBad } = metrics.find(({ metric }) => metric === 'errors')
    const row = table.getByRole('row', { name: new RegExp(`^${key} failed `) })
    await row.getByText(`(${bad} of ${calls})`).waitFor()
    await row.getByText(`(${stableBad} of ${stableCalls})`).waitFor()
  }
  const heads = await table.locator('tr.first th').allInnerTexts()
  assert.deepEqual(
    heads.map((text) => text.trim()),
    order,
  )
})

test('errors by the minute are drawn with a mark at each shift, and read by keys', async (t) => {
  const { there, page } = await rollout(t)
  await minutes(there, page, ({ step }) => step === 2, { calls: 300 })
  let later = 0
  // the figures of the minute of the shift are two minutes late
  await minutes(there, page, () => ++later === 3)
  const chart = page.getByRole('figure').filter({ hasText: words.chart('pricing') })
  await chart.locator('.mark', { hasText: '25 %' }).waitFor()
  assert.deepEqual(await chart.locator('.mark').allInnerTexts(), ['5 %', '25 %'])
  const along = chart.getByRole('slider')
  await along.focus()
  await page.keyboard.press('Home')
  await chart.locator('.when', { hasText: /^\d\d-\d\d \d\d:\d\d/ }).waitFor()
  assert.match(await along.getAttribute('aria-valuetext'), /^\d\d:\d\d: \$latest 0 %, v1 0 %/)
})

test('nobody looks: the page says so in plain sight, and looks once when it is asked to', async (t) => {
  const { there, page, id } = await rollout(t)
  const warning = page.getByRole('alert').filter({ hasText: 'Nobody has looked after it for' })
  await page.getByText(/^Last look .* by /).waitFor()
  assert.equal(await warning.count(), 0)
  for (let minute = 0; minute < 7; minute += 1) await there.minute(60)
  await page.clock.setSystemTime(there.now)
  await page.clock.runFor(6000)
  await warning.getByText('7:0').waitFor()
  await page.getByText(words.nobodyHow).waitFor()
  await page.getByRole('button', { name: words.tick }).click()
  await page.locator('.last-order').getByText(words.did.tick).waitFor()
  await warning.waitFor({ state: 'detached' })
  const { lookedBy, last } = await there.gray.rollouts.report({ id })
  assert.equal(lookedBy, 'ann@console (laptop)')
  assert.ok(there.now - Date.parse(last) < 60_000)
})

test('this tab looks after it while it is told to: once at once, then each minute', async (t) => {
  const { there, page, id } = await rollout(t)
  const looks = async () =>
    (await there.store.rollout(id).read()).text.split('\n').filter((line) => line.includes('"e":"tick"')).length
  const before = await looks()
  const more = async (count) => {
    while ((await looks()) < before + count) await new Promise((next) => setTimeout(next, 20))
  }
  await page.getByText(words.tendsHint).waitFor()
  await page.getByRole('switch', { name: words.tends }).check()
  await more(1)
  await page.clock.runFor(60_000)
  await more(2)
  await page.getByRole('switch', { name: words.tends }).uncheck()
  await page.clock.runFor(120_000)
  assert.equal(await looks(), before + 2)
})

test('a figure that comes late leaves everything where it was', async (t) => {
  const { there, page } = await rollout(t)
  await page.locator('.chart canvas').first().waitFor()
  await page.locator('.requests table, .requests .faint').first().waitFor()
  const place = () => page.getByRole('button', { name: /^Abort/ }).boundingBox()
  const before = await place()
  const begun = await shifted(page)
  await minutes(there, undefined, ({ decision }) => (decision.functions[0]?.metrics[0]?.calls ?? 0) > 0)
  await page.clock.runFor(4000)
  await page
    .getByRole('region', { name: words.figures })
    .getByText(/of \d+\)/)
    .first()
    .waitFor()
  assert.deepEqual(await place(), before)
  const shift = (await shifted(page)) - begun
  assert.ok(shift < 0.02, `the layout shifted by ${shift}`)
})

/** How often a page reads a journal: of a rollout, or of the project. */
function readsOf(context) {
  const reads = []
  context.on('request', (request) => {
    if (request.url().endsWith('/store/read')) reads.push(request.postDataJSON().rollout)
  })
  return reads
}

/** The page's clock goes on, second by second: what is asked meanwhile is answered. */
async function pass(page, seconds) {
  for (let second = 0; second < seconds; second += 1) {
    await page.clock.runFor(1000)
    await page.waitForTimeout(40)
  }
}

test('a rollout that has ended is read no more than once a minute', async (t) => {
  const { there, page, context, id } = await rollout(t)
  const reads = readsOf(context)
  await pass(page, 12)
  assert.ok(reads.filter((of) => of === id).length >= 3, 'under way it is followed')
  await there.gray.rollouts.abort()
  await pass(page, 4)
  await stands(page, words.states.aborted)
  // what the page does at the end is over
  await pass(page, 4)
  reads.length = 0
  await pass(page, 50)
  const again = reads.filter((of) => of === id)
  assert.ok(again.length <= 1, `${again.length} times in 50 seconds`)
})

test('what stands in a journal is taken apart once, however often it is read', async (t) => {
  const { there, page, context } = await rollout(t)
  await context.addInitScript(() => {
    const { parse } = JSON
    globalThis.taken = { history: 0, reports: 0 }
    JSON.parse = (text, ...rest) => {
      const found = parse(text, ...rest)
      if (Array.isArray(found?.runs)) globalThis.taken.history += 1
      if (Array.isArray(found?.reached)) globalThis.taken.reports += 1
      return found
    }
  })
  await page.reload()
  const reads = readsOf(context)
  await page.goto(`${page.url().split('#')[0]}#/history`)
  await page.getByRole('link', { name: languages.en.story.openRollout }).waitFor()
  await pass(page, 4)
  const taken = () => page.evaluate(() => globalThis.taken)
  const before = await taken()
  assert.ok(before.history > 0 && before.reports > 0)
  reads.length = 0
  await pass(page, 30)
  assert.ok(reads.length > 6, 'it is read again')
  assert.deepEqual(await taken(), before)
  await there.minute(60)
  await there.gray.rollouts.tick()
  await page.clock.setSystemTime(there.now)
  await pass(page, 12)
  const after = await taken()
  assert.equal(after.reports, before.reports + 1, 'what is new is taken apart once')
})

test('the history says where a rollout stands now, as its own view does', async (t) => {
  const { there, page, served, id } = await rollout(t)
  await page.goto(`${served.url}#/history`)
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: languages.en.story.openRollout }) })
  await row.getByText(words.states.holding, { exact: true }).or(row.getByText(words.states.advancing)).waitFor()
  await there.gray.rollouts.pause({ id })
  await pass(page, 12)
  await row.getByText(words.states.paused, { exact: true }).waitFor()
})

test('all rollouts of the project, the newest first, each leads to its view', async (t) => {
  const { there, page, served } = await rollout(t, { policy: 'canary10' })
  await there.gray.rollouts.abort()
  await there.minute(60)
  there.code('pricing', 'three')
  const { id } = await there.gray.rollouts.start(there.inputs, { policy: 'careful' })
  await page.getByRole('link', { name: words.all }).click()
  await page.getByRole('heading', { name: languages.en.rollouts, exact: true }).waitFor()
  const rows = page.getByRole('row').filter({ hasText: 'pricing' })
  await rows.nth(1).waitFor()
  assert.match(await rows.nth(0).innerText(), /Holding[\s\S]*1 %[\s\S]*careful/)
  assert.match(await rows.nth(1).innerText(), /Aborted[\s\S]*canary10/)
  await rows.nth(0).getByRole('link', { name: 'pricing' }).click()
  await page.waitForURL(`${served.url}#/rollout/${id}`)
  await page.getByRole('button', { name: 'Abort → v1 100 %' }).waitFor()
})

test('a project without a rollout says how one begins', async (t) => {
  const { served } = await project(t)
  const { page: visit } = await browse(t)
  const page = await visit(`${served.url}#/rollouts`)
  await page.getByText(words.none).waitFor()
  await page.getByText('grayscale deploy --rollout canary').waitFor()
  await page.goto(`${served.url}#/rollout/20260101T000000-nobody`)
  await page.getByRole('alert').filter({ hasText: 'RolloutNotFound' }).waitFor()
})
