import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Grayscale } from '../../js/index.js'
import { clock } from '../../js/runtime/clock.js'
import { memoryStore } from '../../js/store/memory.js'
import { KEY, zip } from '../support/emulator.js'
import { browse, build, listed, open, shop } from './harness.js'

before(build)

const MINUTE_MS = 60_000

/** Columns of a chart's canvas in which a version's line is, as numbers of pixels from the left. */
const drawn = (page, version) =>
  page.evaluate((version) => {
    const row = [...document.querySelectorAll('section[aria-labelledby=metrics] tr')].find(
      (one) => one.querySelector('th')?.textContent === `v${version}`,
    )
    const [red, green, blue] = getComputedStyle(row.querySelector('.key')).backgroundColor.match(/\d+/g).map(Number)
    const canvas = document.querySelector('.chart canvas')
    const { data, width, height } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    const near = (at, wanted) => Math.abs(data[at] - wanted) < 12
    const columns = []
    for (let x = 0; x < width; x++) {
      for (let y = 0; y < height; y++) {
        const at = 4 * (y * width + x)
        if (data[at + 3] > 200 && near(at, red) && near(at + 1, green) && near(at + 2, blue)) {
          columns.push(x)
          break
        }
      }
    }
    return columns
  }, version)

test('where the monitor has no point, the line is broken; its times are those of the person, like those of the log', async (t) => {
  const { emulator, client, served } = await open(t)
  const now = Date.now()
  const at = (minutesAgo) => {
    const ms = now - minutesAgo * MINUTE_MS
    emulator.setClock(ms)
    client.options.timestamp = Math.floor(ms / 1000)
  }
  at(32)
  await shop(client, { cart: {} })
  const busy = [25, 24, 23, 22, 21, 20, 10, 9, 8, 7, 6, 5]
  for (const ago of busy) {
    at(ago)
    await client.call('Invoke', { FunctionName: 'cart', Qualifier: '$DEFAULT' })
  }
  emulator.setClock(undefined)

  // whoever sits in New York is told the time of New York
  const { context, page: visit } = await browse(t, { timezoneId: 'America/New_York' })
  await context.addInitScript(() => {
    globalThis.written = []
    const { fillText } = CanvasRenderingContext2D.prototype
    CanvasRenderingContext2D.prototype.fillText = function (text, ...where) {
      globalThis.written.push(text)
      return fillText.call(this, text, ...where)
    }
  })
  const page = await visit(served.url)
  await listed(page, 1)
  await page.getByRole('link', { name: 'cart' }).click()
  await page.getByRole('img', { name: /^Invocations: .*v1 1$/ }).waitFor()

  const columns = await drawn(page, '1')
  const span = columns.at(-1) - columns[0]
  const breaks = columns.slice(1).map((column, index) => column - columns[index])
  const widest = Math.max(...breaks) / span
  assert.ok(Math.abs(widest - 10 / 20) < 0.06, `10 of 20 minutes had no point: ${widest} of the line is not there`)
  assert.equal(breaks.filter((width) => width > 2).length, 1, 'and nothing else is missing')

  const newYork = (ms) =>
    new Date(ms).toLocaleTimeString('en-GB', { timeZone: 'America/New_York', hour: '2-digit', minute: '2-digit' })
  const hour = new Set(Array.from({ length: 64 }, (_, ago) => newYork(Date.now() - ago * MINUTE_MS)))
  const marks = (await page.evaluate(() => globalThis.written)).filter((text) => /^\d+:\d+$/.test(text))
  assert.ok(marks.length >= 3, `few marks: ${marks}`)
  assert.deepEqual(
    marks.filter((mark) => !hour.has(mark)),
    [],
  )
  const entry = page.getByRole('log').locator('.entry').last()
  assert.match(await entry.textContent(), new RegExp(` ${newYork(now - 5 * MINUTE_MS)}:`))

  await page.getByLabel('Time').selectOption('24 hours')
  await page.getByText('in 5 minutes').first().waitFor()
  await page.getByText(/^In steps of 5 minutes, UTC−[45]\./).waitFor()
})

/**
 * The screen of a function whose canary got 25 % ten minutes ago, and was called in the minutes after: it failed once, eight
 * minutes ago.
 */
async function released(t, options = {}) {
  let time = Date.now() - 12 * MINUTE_MS
  const store = memoryStore('', { now: () => time })
  const journal = { store, stage: 'dev', shared: true, who: 'me@console (here)' }
  const { emulator, client, served } = await open(t, { console: { journal } })
  const at = (minutesAgo) => {
    time = Date.now() - minutesAgo * MINUTE_MS
    emulator.setClock(time)
    client.options.timestamp = Math.floor(time / 1000)
  }
  at(12)
  await shop(client, { cart: {} })
  const failing = "exports.main_handler = async ({ fail }) => { if (fail) throw new Error('no room') }"
  await client.call('UpdateFunctionCode', { FunctionName: 'cart', ZipFile: zip(failing) })
  at(10)
  const gray = new Grayscale({
    ...{ endpoint: emulator.url, credentials: KEY, store, who: 'li.wei@ci (pid 7)' },
    clock: { ...clock, wall: () => time },
  })
  t.after(() => gray.close())
  await gray.deploy({ functions: [{ name: 'cart' }], traffic: 0.25 })
  for (const ago of [9, 8, 7, 5]) {
    at(ago)
    const event = JSON.stringify({ fail: ago === 8 })
    await client.call('Invoke', { FunctionName: 'cart', Qualifier: '$LATEST', ClientContext: event })
    await client.call('Invoke', { FunctionName: 'cart', Qualifier: '1' })
  }
  emulator.setClock(undefined)
  client.options.timestamp = undefined
  const { page: visit, complaints, context } = await browse(t, options)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(served.url).origin })
  const page = await visit(`${served.url}#/function/ap-guangzhou/default/cart`)
  const chart = page.locator('.chart', { hasText: 'Invocations' })
  await chart.locator('canvas').waitFor()
  return { page, chart, complaints, served, visit }
}

test('what moved traffic is a mark on each chart, with who did it', async (t) => {
  const { page, chart, complaints } = await released(t)
  const mark = chart.locator('.mark')
  await mark.getByText('25 %').waitFor()
  assert.equal(await mark.count(), 1)
  const cursor = page.getByRole('slider', { name: 'Values of Invocations' })
  await cursor.focus()
  // from the last minute back to the one of the release
  const told = () => cursor.getAttribute('aria-valuetext')
  for (let step = 0; step < 14 && !(await told()).includes('li.wei'); step++) await page.keyboard.press('ArrowLeft')
  assert.match(await told(), /^\d\d:\d\d: .*; Release · li\.wei · \$latest 25% · 1 75%$/)
  assert.deepEqual(complaints, [])
})

test('values under the pointer are text, in all charts at once; without a pointer the last ones are', async (t) => {
  const { page, chart } = await released(t)
  const legend = chart.locator('.legend')
  await page.locator('.chart .when', { hasText: 'last' }).first().waitFor()
  const box = await chart.locator('.u-over').boundingBox()
  await page.mouse.move(box.x + 4, box.y + 40)
  await chart.locator('.when', { hasText: /^\d\d-\d\d \d\d:\d\d/ }).waitFor()
  assert.match(await legend.innerText(), /\$latest\s+–\s+v1\s+–/, 'nobody called it then')
  const errors = page.locator('.chart', { hasText: 'Error rate' }).locator('.when')
  assert.equal(await errors.innerText(), await chart.locator('.when').innerText())
})

test('a minute of a chart opens its rows of the log, also by keys; the address leads there again', async (t) => {
  const { page, visit } = await released(t)
  const cursor = page.getByRole('slider', { name: 'Values of Invocations' })
  await cursor.focus()
  const told = () => cursor.getAttribute('aria-valuetext')
  const failed = page.getByRole('slider', { name: 'Values of Error rate' })
  // the charts move together: to the minute in which the canary failed
  for (let step = 0; step < 14; step++) {
    if (/\$latest 100\s%/.test(await failed.getAttribute('aria-valuetext'))) break
    await page.keyboard.press('ArrowLeft')
  }
  assert.match(await told(), /\$latest 1, v1 1/)
  await page.keyboard.press('Enter')
  const log = page.getByRole('log')
  await log.getByText('no room').first().waitFor()
  assert.equal(await log.locator('.entry').count(), 2, 'one call of each version in that minute')
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Log')
  const again = await visit(page.url())
  await again.getByRole('log').getByText('no room').first().waitFor()
  assert.equal(await again.getByRole('log').locator('.entry').count(), 2)
  await again.getByRole('button', { name: 'Back to the end of the log' }).click()
  await again.getByRole('log').locator('.entry').nth(7).waitFor()
})

test('failures are grouped by message and version, open their rows, and have ids to copy', async (t) => {
  const { page } = await released(t)
  const card = page.locator('section[aria-labelledby=failures]')
  const row = card.getByRole('row', { name: /no room/ })
  await row.waitFor()
  assert.deepEqual((await row.getByRole('cell').allInnerTexts()).slice(0, 1), ['1'])
  assert.match(await row.getByRole('rowheader').innerText(), /\$latest/)
  await row.getByRole('button', { name: /^Copy RequestId/ }).click()
  const id = await page.evaluate(() => navigator.clipboard.readText())
  assert.match(id, /^[0-9a-f-]{36}$/)
  await row.getByRole('button', { name: /^Show rows/ }).click()
  const entry = page.getByRole('log').locator('.entry')
  await entry.getByText(id, { exact: true }).waitFor()
  assert.equal(await entry.count(), 1)
})
