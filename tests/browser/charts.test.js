import assert from 'node:assert/strict'
import { before, test } from 'node:test'
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
  await page.getByText('in 5 minutes').waitFor()
  await page.getByText(/^In steps of 5 minutes, UTC−[45]\./).waitFor()
})
