// One zone on the whole page: that of the person, with its offset.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browse, build, ended, listed, open, shop, toRelease } from './harness.js'

before(build)

test('every time on the page is in the zone of the person, whose offset is shown', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 2 } })
  await client.call('Invoke', { FunctionName: 'cart', Qualifier: '$DEFAULT' })
  // half an hour off, so that no other zone can be meant
  const { page: visit } = await browse(t, { timezoneId: 'Asia/Kolkata' })
  const page = await visit(served.url)
  await listed(page, 1)
  const now = new Date(Date.now() + 5.5 * 3_600_000).toISOString()
  /** Each time in `text` is within the last hours of the person's day, or of the one before. */
  const local = (text, where) => {
    const times = [...text.matchAll(/(\d{4}-\d\d-\d\d )?(\d\d):(\d\d):\d\d/g)]
    assert.ok(times.length > 0, `${where}: no time in ${text}`)
    for (const [time, , hours, minutes] of times) {
      const apart = Number(now.slice(11, 13)) * 60 + Number(now.slice(14, 16)) - (Number(hours) * 60 + Number(minutes))
      assert.ok(Math.abs(apart) < 15 || Math.abs(apart) > 1425, `${where}: ${time} is not near ${now}`)
    }
  }
  local(await page.getByText(/^as of .*UTC\+5:30$/).textContent(), 'list')
  await page.getByRole('columnheader', { name: 'Code changed (UTC+5:30)' }).waitFor()
  local(await page.locator('td.wide').textContent(), 'code changed')
  await page
    .locator('td.wide')
    .getByText(/(sec|min)\. ago/)
    .waitFor()

  await page.getByRole('link', { name: 'cart', exact: true }).click()
  await page.getByRole('columnheader', { name: 'Published (UTC+5:30)' }).waitFor()
  local(await page.getByRole('row', { name: /release 2/ }).textContent(), 'published')
  const entry = page.getByRole('log').locator('.entry').first()
  await entry.waitFor()
  local(await entry.locator('time').textContent(), 'log')

  await page.getByRole('link', { name: 'Functions', exact: true }).click()
  await toRelease(page, ['cart'])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  const run = await ended(page, /Release cart/)
  local(await run.getByText(/UTC\+5:30/).textContent(), 'run')

  await page.getByRole('link', { name: 'History' }).click()
  await page.getByRole('columnheader', { name: 'Begun (UTC+5:30)' }).waitFor()
  local(
    await page
      .getByRole('row', { name: /Release/ })
      .locator('time')
      .textContent(),
    'history',
  )
  assert.doesNotMatch(await page.locator('body').innerText(), /Beijing|UTC(?!\+5:30)/)
})
