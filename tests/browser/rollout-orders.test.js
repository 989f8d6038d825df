// What a person asks of a rollout on the page: by clicks, by keys, and where another one was quicker.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { until } from '../support/emulator.js'
import { build, called } from './harness.js'
import { languages } from './languages.js'
import { canaryShare, minutes, rollout, stands, told, WHO } from './rollouts.js'

before(build)

const words = languages.en.rollout
const button = (page, name) => page.getByRole('button', { name, exact: true })

test('pause, resume, promote with a reason, abort, each by a click', async (t) => {
  const { there, page, id } = await rollout(t)
  await page.getByText(words.pauseHint).waitFor()
  await button(page, words.pause).click()
  await told(page, words.did.pause)
  await stands(page, words.states.paused)
  await page.getByText(words.pausedBy(WHO)).first().waitFor()
  assert.equal((await there.gray.rollouts.read({ id })).state, 'paused')
  assert.equal(canaryShare(there), 0.05)

  await button(page, words.resume).click()
  await told(page, words.did.resume)
  await stands(page, words.states.holding)

  await button(page, words.promote('25 %')).click()
  const dialog = page.getByRole('dialog', { name: words.promoteTitle(1) })
  await dialog.getByText('$latest 25 % · v1 75 %').waitFor()
  await dialog.getByText(words.followsShare({ share: '25 %', hold: '10:00' })).waitFor()
  const go = dialog.getByRole('button', { name: words.promoteNow('25 %') })
  assert.equal(await go.isDisabled(), true, 'nothing shows that it is healthy, so a reason is needed')
  await dialog.getByLabel(words.why).fill('a fix that cannot wait')
  await go.click()
  await told(page, words.did.promote)
  assert.equal(canaryShare(there), 0.25)
  await page.getByText(`${WHO} promoted step 1: a fix that cannot wait`).first().waitFor()

  await button(page, 'Abort → v1 100 %').click()
  await told(page, words.did.abort)
  assert.equal(canaryShare(there), 0)
  await stands(page, words.states.aborted)
  assert.equal((await there.gray.rollouts.read({ id })).state, 'aborted')
})

test('abort while another order is running: traffic goes back at once, and what is told is the abort', async (t) => {
  const { there, page, id } = await rollout(t)
  const { emulator } = there
  const LATE_MS = 8_000
  emulator.requests.length = 0
  emulator.setFaults([{ action: 'UpdateAlias', nth: 1, fault: 'late', ms: LATE_MS }])
  await button(page, words.promote('25 %')).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(words.why).fill('a fix that cannot wait')
  await dialog.getByRole('button', { name: words.promoteNow('25 %') }).click()
  await called(emulator, 'UpdateAlias')
  const sent = Date.now()
  await told(page, words.doing.promote)
  await button(page, 'Abort → v1 100 %').click()
  await told(page, words.doing.abort)
  await called(emulator, 'UpdateAlias', 2)
  assert.ok(Date.now() - sent < LATE_MS, 'the promotion has no answer yet')
  await until(
    () => canaryShare(there),
    (share) => share === 0,
  )
  // the run that took over watches for calls of the other one that come late
  await told(page, words.did.abort)
  assert.deepEqual(there.shares('pricing', '$LATEST').slice(-2), [0.25, 0])
  assert.equal((await there.gray.rollouts.read({ id })).state, 'aborted')
})

test('promote to the end, then undo it by its plan', async (t) => {
  const { there, page } = await rollout(t, { policy: 'canary10' })
  await button(page, words.promote('publish')).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(words.followsFinish.publish).waitFor()
  await dialog.getByLabel(words.why).fill('tested elsewhere')
  await page.keyboard.press('Enter')
  await told(page, words.did.promote)
  await stands(page, words.states.done)
  assert.equal(there.shares('pricing', '2').at(-1), 1)
  await page.getByText(words.over.done('v1')).waitFor()

  await button(page, words.undo).click()
  const undo = page.getByRole('dialog', { name: words.undoTitle('pricing') })
  await undo.locator('.plan .summary').waitFor()
  await undo.getByText('v1 100 %', { exact: true }).waitFor()
  await undo.getByRole('button', { name: words.undoNow('v1') }).click()
  await told(page, words.did.undo)
  assert.equal(there.shares('pricing', '1').at(-1), 1)
})

test('a gate waits for a person: approving says what follows, and a late approval is refused with what is now', async (t) => {
  const policy = {
    steps: [
      { traffic: '10%', for: '1m', gate: 'qa' },
      { traffic: '50%', for: '5m' },
    ],
  }
  const { there, page, context } = await rollout(t, { policy })
  await minutes(there, page, ({ state }) => state === 'gate', { calls: 300 })
  await stands(page, words.states.gate)
  await page.getByText(words.nextAfterGate({ gate: 'qa', next: '50 %' })).waitFor()
  const other = await context.newPage()
  await other.clock.install({ time: there.now })
  await other.goto(page.url())
  await button(other, words.approve('qa')).click()
  await other.getByRole('dialog', { name: words.approveTitle({ gate: 'qa', number: 1 }) }).waitFor()

  await button(page, words.approve('qa')).click()
  const dialog = page.getByRole('dialog', { name: words.approveTitle({ gate: 'qa', number: 1 }) })
  await dialog.getByText(words.followsShare({ share: '50 %', hold: '5:00' })).waitFor()
  await dialog.getByRole('button', { name: words.approveNow('qa') }).click()
  await told(page, words.did.approve)
  assert.equal(canaryShare(there), 0.5)

  // the question stays as it was put, also when the page behind it has gone on
  await other.getByText(words.step({ number: 2, of: 2 }), { exact: true }).waitFor()
  await other
    .getByRole('dialog')
    .getByRole('button', { name: words.approveNow('qa') })
    .click()
  await other.getByRole('alert').filter({ hasText: 'StaleStep' }).waitFor()
  assert.equal(canaryShare(there), 0.5)
})

test('somebody else moved traffic: both routings are shown, and the person goes on from there', async (t) => {
  const { there, page } = await rollout(t)
  const hand = (share) =>
    there.call('UpdateAlias', {
      FunctionName: 'pricing',
      Name: '$DEFAULT',
      FunctionVersion: '$LATEST',
      RoutingConfig: { AdditionalVersionWeights: [{ Version: '1', Weight: 1 - share }] },
    })
  await hand(0.4)
  await there.gray.rollouts.tick()
  await stands(page, words.states.interrupted)
  const traffic = page.getByRole('region', { name: words.traffic })
  await traffic.getByText('$latest 5 % · v1 95 %').waitFor()
  await traffic.getByText('$latest 40 % · v1 60 %').waitFor()
  await page.getByText(words.nextNothing).waitFor()
  await button(page, words.adopt('40 %')).click()
  await told(page, words.did.adopt)
  await stands(page, words.states.holding)
  assert.equal(canaryShare(there), 0.4)

  await hand(0.3)
  await there.gray.rollouts.tick()
  await button(page, words.keep).click()
  await told(page, words.did.keep)
  assert.equal(canaryShare(there), 0.3)
  await page.getByText(words.over.kept).waitFor()
})

test('an unhealthy canary goes on only where the person says that it is over the guard', async (t) => {
  const policy = { steps: [{ traffic: '50%', for: '5m' }], unhealthy: 'pause' }
  const { there, page } = await rollout(t, { policy, failing: 0.5 })
  await minutes(there, page, ({ state }) => state === 'paused', { calls: 100 })
  await page.getByRole('heading', { name: `${words.verdict}: ${words.verdicts.unhealthy}` }).waitFor()
  await button(page, words.promote('publish')).click()
  const dialog = page.getByRole('dialog')
  const go = dialog.getByRole('button', { name: words.promoteNow('100 %') })
  await dialog.getByLabel(words.why).fill('the errors are the test’s own')
  assert.equal(await go.isDisabled(), true)
  await dialog.getByText(words.overGuardHint).waitFor()
  await dialog.getByLabel(words.overGuard).check()
  await go.click()
  await told(page, words.did.promote)
  assert.equal(there.shares('pricing', '2').at(-1), 1)
})

test('by keys alone: from the heading to Abort, Pause and a promotion', async (t) => {
  const { there, page } = await rollout(t)
  await page.getByRole('heading', { level: 1 }).focus()
  const tab = async (name) => {
    for (let press = 0; press < 12; press += 1) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement)
        return { text: document.activeElement.textContent, seen: outlineStyle !== 'none' && outlineWidth !== '0px' }
      })
      assert.ok(focused.seen, `${focused.text} has the focus, and nobody sees it`)
      if (focused.text === name) return
    }
    assert.fail(`${name} was not reached`)
  }
  await tab('Abort → v1 100 %')
  await tab(words.pause)
  await tab(words.promote('25 %'))
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('ArrowDown')
  assert.equal(await page.getByLabel(words.allSteps).isChecked(), true)
  await page.keyboard.press('ArrowUp')
  await tab('')
  await page.keyboard.type('by keys')
  await page.keyboard.press('Enter')
  await told(page, words.did.promote)
  assert.equal(canaryShare(there), 0.25)
})

test('a page that lacks what a look takes judges nothing: it says what, records an order, and aborts at once', async (t) => {
  const hooks = { beforeStep: [{ http: '${env:SMOKE_HOOK}' }] }
  const policy = {
    steps: [
      { traffic: '10%', for: '1m', gate: 'qa' },
      { traffic: '50%', for: '5m' },
    ],
    hooks,
  }
  const { there, page, id } = await rollout(t, { policy })
  await minutes(there, page, ({ state }) => state === 'gate', { calls: 300 })
  await page.getByText('the hook http needs the environment variable SMOKE_HOOK, which is not set here').waitFor()
  assert.equal(await button(page, words.tick).isDisabled(), true)
  assert.equal(await page.getByRole('switch', { name: words.tends }).isDisabled(), true)
  const journal = async () => (await there.store.rollout(id).read()).text.split('\n').filter(Boolean)
  const before = (await journal()).length
  await button(page, words.approve('qa')).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words.approveNow('qa') })
    .click()
  await told(page, words.recorded)
  const after = await journal()
  assert.deepEqual([after.length, JSON.parse(after.at(-1)).do], [before + 1, 'approve'])
  await button(page, 'Abort → v1 100 %').click()
  await told(page, words.did.abort)
  assert.equal(canaryShare(there), 0)
})
