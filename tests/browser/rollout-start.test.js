// A rollout is started where a release is ordered.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { browse, build, listed, pick } from './harness.js'
import { languages } from './languages.js'
import { canaryShare, project } from './rollouts.js'

before(build)

const all = languages.en
const words = all.rollout

/** The order of a release, for a function of the list, with a rollout chosen. */
async function ordered(t, options = {}) {
  const { there, served } = await project(t, options)
  const { page: visit, complaints } = await browse(t)
  const page = await visit('about:blank')
  await page.clock.install({ time: there.now })
  await page.goto(served.url)
  await listed(page, 1)
  await page.getByRole('checkbox', { name: all.choose('pricing') }).check()
  await page.getByRole('button', { name: all.releaseChosen }).click()
  await pick(page, 'rollout')
  return { there, page, complaints }
}

const start = (page) => page.getByRole('button', { name: words.start(1) })

test('a preset shows its steps and what it can see; started, the page shows the rollout', async (t) => {
  const { there, page, complaints } = await ordered(t)
  const canary = page.getByRole('radio', { name: /^canary / })
  assert.equal(await canary.isChecked(), true)
  const offers = page.getByRole('group', { name: words.policy })
  // as docs/rollouts.md has them
  await offers.getByText('5 % 5:00').first().waitFor()
  assert.match(
    (await offers.locator('label').nth(1).innerText()).replace(/\s+/g, ' '),
    /^careful where a mistake costs money 1 % 15:00 5 % 15:00 25 % 30:00 gate go 50 % 1:00:00 publish$/,
  )
  await page.getByText(words.planBegin('5 %')).waitFor()
  await page.getByText('then a rollout begins: $latest gets 5%, 25%, 50%').waitFor()
  // 10 minutes of 60 calls, less those that the monitor does not have yet
  const power = page.getByRole('region', { name: words.power })
  await power.getByText(/^pricing: [1-9]\d\d calls, 0 failed$/).waitFor()
  await power.getByRole('row', { name: /^50 % / }).waitFor()

  await start(page).click()
  await page.waitForURL(/#\/rollout\//)
  await page.getByRole('button', { name: 'Abort → v1 100 %' }).waitFor()
  await page.getByText(words.step({ number: 1, of: 3 })).waitFor()
  assert.equal(canaryShare(there), 0.05)
  const { who, preset } = await there.gray.rollouts.read()
  assert.deepEqual([who, preset], ['ann@console (laptop)', 'canary'])
  assert.deepEqual(complaints, [])
})

test('steps of one’s own, by keys alone: what is wrong is said, nothing starts until it is right', async (t) => {
  const { there, page } = await ordered(t)
  await page.getByRole('radio', { name: /^canary / }).focus()
  const offers = page.getByRole('group', { name: words.policy }).getByRole('radio')
  for (let step = 1; step < (await offers.count()); step += 1) await page.keyboard.press('ArrowDown')
  const type = async (label, text) => {
    for (
      let press = 0;
      (await page.evaluate(() => document.activeElement.getAttribute('aria-label'))) !== label;
      press += 1
    ) {
      assert.ok(press < 20, `${label} was not reached`)
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('ControlOrMeta+A')
    await page.keyboard.type(text)
  }
  await type(words.ownShare(1), '60')
  await page.getByRole('alert').filter({ hasText: 'InvalidRollout' }).waitFor()
  assert.equal(await start(page).isDisabled(), true)
  await type(words.ownShare(2), '80')
  await type(words.ownGate(2), 'qa')
  await page.getByRole('alert').filter({ hasText: 'InvalidRollout' }).waitFor({ state: 'detached' })
  await page.getByText(words.planBegin('60 %')).waitFor()
  await page.getByRole('radio', { name: words.finishHint.latest }).focus()
  await page.keyboard.press('Space')
  await start(page).focus()
  await page.keyboard.press('Enter')
  await page.waitForURL(/#\/rollout\//)
  await page.getByText(words.step({ number: 1, of: 2 })).waitFor()
  const { steps, finish } = await there.gray.rollouts.read()
  assert.deepEqual(
    [steps, finish],
    [
      [
        { share: 0.6, hold: 300 },
        { share: 0.8, hold: 600, gate: 'qa' },
      ],
      'latest',
    ],
  )
  assert.equal(canaryShare(there), 0.6)
})

test('a function that is in release is not comparable: it is said, and nothing moves', async (t) => {
  const { there, page } = await ordered(t)
  await there.call('UpdateAlias', {
    FunctionName: 'pricing',
    Name: '$DEFAULT',
    FunctionVersion: '$LATEST',
    RoutingConfig: { AdditionalVersionWeights: [{ Version: '1', Weight: 0.9 }] },
  })
  await start(page).click()
  await page
    .getByRole('alert')
    .filter({ hasText: /NotComparable|StalePlan/ })
    .first()
    .waitFor()
  assert.equal(canaryShare(there), 0.1)
  assert.deepEqual(await there.gray.rollouts.list(), [])
})

test('where $latest is what users have already, it is said', async (t) => {
  const { page } = await ordered(t, { changed: false })
  await page
    .getByRole('alert')
    .filter({ hasText: words.sameCode('pricing') })
    .waitFor()
})
