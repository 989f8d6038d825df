import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Grayscale, speak } from '../../js/index.js'
import { renderPlan } from '../../js/render/plan.js'
import { random } from '../support/dice.js'
import { KEY } from '../support/emulator.js'
import { browse, build, listed, open, pick, shop } from './harness.js'

before(build)

const main = fileURLToPath(new URL('../../js/cli/main.js', import.meta.url))
/** PLAN_CASES=200 (`npm run soak`) draws so many. */
const CASES = Number(process.env.PLAN_CASES ?? 20)
const CHOICES = ['canary', 'everything', 'publish']
// commands in sentences are those of the command line there
before(() => speak({ host: 'console' }))

test(`${CASES} random orders: the page's plan is the command line's, to the letter`, async (t) => {
  const { client, served, emulator } = await open(t)
  await shop(client, {
    cart: { versions: 2 },
    mail: { versions: 1 },
    search: { versions: 0 },
    pricing: { versions: 3 },
    refunds: { versions: 1, namespace: 'payments' },
  })
  const weights = (FunctionName, Version, Weight) =>
    client.call('UpdateAlias', {
      FunctionName,
      Name: '$DEFAULT',
      FunctionVersion: '$LATEST',
      RoutingConfig: { AdditionalVersionWeights: [{ Version, Weight }] },
    })
  await weights('cart', '2', 0.9)
  await weights('pricing', '2', 0.333)
  const namespaces = { refunds: 'payments' }
  const gray = new Grayscale({ credentials: KEY, endpoint: emulator.url })
  t.after(() => gray.close())

  const { page: visit, context, complaints } = await browse(t)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const page = await visit(served.url)
  await listed(page, 5)
  const draw = random(5)
  const names = ['cart', 'mail', 'search', 'pricing', 'refunds']
  let compared = 0
  const drawn = new Set()
  while (compared < CASES) {
    // the functions are chosen on the list, in its order
    await page.getByRole('link', { name: 'Functions', exact: true }).click()
    const chosen = names.filter(() => draw() < 0.5)
    if (chosen.length === 0) continue
    await page.getByRole('checkbox', { name: 'Choose all that are shown' }).check()
    await page.getByRole('checkbox', { name: 'Choose all that are shown' }).uncheck()
    for (const name of chosen) await page.getByRole('checkbox', { name: `Choose ${name}`, exact: true }).check()
    await page.getByRole('button', { name: 'Release…' }).click()
    await page.locator('.plan .summary').waitFor()
    for (let turn = 0; turn < 10; turn++) {
      const percent = [0, 1, 100, Math.round(draw() * 10_000) / 100][Math.floor(draw() * 4)]
      const choice = ['canary', 'canary', ...CHOICES][Math.floor(draw() * 5)]
      drawn.add(choice)
      await pick(page, choice)
      if (choice === 'canary') {
        await page.getByRole('spinbutton', { name: 'Share of $latest, percent' }).fill(String(percent))
        await page.keyboard.press('Tab')
      }
      const wanted = {
        functions: chosen.map((name) => ({ name, region: 'ap-guangzhou', namespace: namespaces[name] ?? 'default' })),
        group: 'atomic',
        ...(choice === 'canary' && { traffic: (percent / 100).toFixed(4) }),
        ...(choice === 'everything' && { traffic: '0.0000' }),
        ...(choice !== 'canary' && { publish: true }),
      }
      const expected = await gray.plan(wanted)
      const label = JSON.stringify({ chosen, percent, choice })
      await page
        .locator('code', { hasText: expected.fingerprint.slice(0, 12) })
        .waitFor()
        .catch(() => {
          throw new Error(`the page has another plan for ${label}`)
        })
      await page.getByRole('button', { name: /Copy as text|Copied/ }).click()
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), renderPlan(expected.lines), label)
      compared += 1
    }
  }
  assert.deepEqual([...drawn].sort(), CHOICES, 'each kind of order was drawn')
  assert.deepEqual(complaints, [])

  // and the command itself, with what it knows of the account in the head
  const functions = ['cart', 'mail']
  const directory = mkdtempSync(join(tmpdir(), 'grayscale-plans-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const yml = `component: scf-grayscale\nname: shop\ninputs:\n  functions:\n    cart: { name: cart }\n    mail: { name: mail }\n`
  writeFileSync(join(directory, 'serverless.yml'), yml)
  const env = { ...process.env, TENCENT_SECRET_ID: KEY.secretId, TENCENT_SECRET_KEY: KEY.secretKey, NO_COLOR: '1' }
  const args = [main, 'plan', ...functions, '--traffic', '0.25', '--endpoint', emulator.url]
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, cwd: directory })
  const plan = await gray.plan({ functions: { cart: { name: 'cart' }, mail: { name: 'mail' } }, traffic: 0.25 })
  for (const line of renderPlan(plan.lines)
    .split('\n')
    .filter((line) => /^ {5}\d|^Plan:/.test(line))) {
    assert.ok(stdout.includes(line), `${line}\nis not in\n${stdout}`)
  }
})
