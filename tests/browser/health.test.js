// How a canary does, said where its share is chosen, before more users get it.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { zip } from '../support/emulator.js'
import { browse, build, canary, listed, open, pick, shop, toRelease } from './harness.js'

before(build)

const MINUTE_MS = 60_000

/** Fails as often as the event says, on `$LATEST` alone. */
const failing = zip({
  'index.js': 'exports.main_handler = async ({ fails }) => { if (fails) throw new Error("no price"); return 1 }\n',
})

/**
 * `cart`: version 1 has called well, `$latest` as `calls` say, in one minute of the last ten.
 *
 * @param {import('node:test').TestContext} t
 * @param {{ calls?: { fails: boolean }[], stable?: number }} past
 */
async function start(t, { calls = [], stable = 4 }) {
  const { emulator, client, served } = await open(t)
  const at = (minutesAgo) => {
    const ms = Date.now() - minutesAgo * MINUTE_MS
    emulator.setClock(ms)
    client.options.timestamp = Math.floor(ms / 1000)
  }
  at(30)
  await shop(client, { cart: {} })
  await client.call('UpdateFunctionCode', { FunctionName: 'cart', Handler: 'index.main_handler', ZipFile: failing })
  await canary(client, 'cart', '1', 0.9)
  at(8)
  const invoke = (Qualifier, event) =>
    client.call('Invoke', { FunctionName: 'cart', Qualifier, ClientContext: JSON.stringify(event) })
  for (const event of calls) await invoke('$LATEST', event)
  for (let call = 0; call < stable; call++) await invoke('1', {})
  emulator.setClock(undefined)
  client.options.timestamp = undefined
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 1)
  await toRelease(page, ['cart'])
  return { client, page, said: page.locator('.health li') }
}

const share = (page, percent) => page.getByRole('button', { name: `${percent}%`, exact: true }).click()

test('a canary that fails more often than the stable version is said in red, with both counts', async (t) => {
  const { page, said } = await start(t, { calls: [{ fails: true }, { fails: false }, { fails: false }] })
  await said.getByText('$latest fails more often than v1.').waitFor()
  await said.getByText('$latest: 1 of 3 failed, v1: 0 of 4 (the same 1 minute).').waitFor()
  const colour = (element) => element.evaluate((one) => getComputedStyle(one).color)
  assert.equal(
    await colour(said),
    await page.evaluate(() => {
      const probe = document.body.appendChild(Object.assign(document.createElement('p'), { className: 'bad' }))
      const { color } = getComputedStyle(probe)
      probe.remove()
      return color
    }),
  )
})

test('raising the share of a canary that does worse is warned of', async (t) => {
  const { page, said } = await start(t, { calls: [{ fails: true }] })
  await said.getByText('$latest fails more often').waitFor()
  const alarm = page.getByRole('alert').filter({ hasText: 'A higher share gives it more users.' })
  await share(page, 5)
  assert.equal(await alarm.count(), 0, 'less than it has')
  await share(page, 50)
  await alarm.waitFor()
})

test('giving everything to a canary that does worse is warned of', async (t) => {
  const { page } = await start(t, { calls: [{ fails: true }] })
  await pick(page, 'everything')
  await page.getByRole('alert').filter({ hasText: 'A higher share gives it more users.' }).waitFor()
})

test('a canary without calls is said to have none, and raising it is warned of', async (t) => {
  const { page, said } = await start(t, {})
  await said.getByText('The monitor has no calls of $latest in the last 60 minutes: its health is not known.').waitFor()
  await share(page, 50)
  await page.getByRole('alert').filter({ hasText: 'You are about to give it more users.' }).waitFor()
})

test('a canary that does as well as the stable version raises no alarm', async (t) => {
  const { page, said } = await start(t, { calls: [{ fails: false }, { fails: false }] })
  await said.getByText('$latest: 0 of 2 failed, v1: 0 of 4').waitFor()
  await share(page, 50)
  assert.equal(await page.getByRole('alert').count(), 0)
})

test('a stable version without calls in these minutes is said to have none', async (t) => {
  const { said } = await start(t, { calls: [{ fails: true }], stable: 0 })
  await said.getByText('v1 had no calls in these minutes to compare with.').waitFor()
})

test('a failed upload that serves nobody stands below a canary that serves users', async (t) => {
  const { emulator, client, served } = await open(t)
  await shop(client, { broken: {}, cart: {} })
  await canary(client, 'cart', '1', 0.9)
  emulator.failNext({ transition: 'update', functionName: 'broken', reason: { ErrorCode: 'X', ErrorMessage: 'no' } })
  await client.call('UpdateFunctionCode', { FunctionName: 'broken', Handler: 'index.main_handler', ZipFile: failing })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 2)
  await page
    .getByRole('row', { name: /broken/ })
    .getByText('Change failed')
    .waitFor()
  assert.deepEqual(await page.locator('tbody th a').allTextContents(), ['cart', 'broken'])
})
