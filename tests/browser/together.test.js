// Two people with a console each, and a CI job, on one store: each sees what the others do, within 15 seconds.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { journalOf } from '../../js/cli/console-journal.js'
import { openProject } from '../../js/cli/session.js'
import { startConsole } from '../../js/console/serve/index.js'
import { makeBucket } from '../support/buckets.js'
import { KEY } from '../support/emulator.js'
import { browse, build, ended, listed, newContext, open, pinned, routing, shop, toRelease } from './harness.js'

before(build)

const main = fileURLToPath(new URL('../../js/cli/main.js', import.meta.url))
const BUCKET = 'journal-1250000000'
const ADDRESS = `cos://${BUCKET}/team?region=ap-guangzhou`
/** What each has to see of the others, in milliseconds. */
const WITHIN = { timeout: 15_000 }

test('two consoles and the command line on one store see each other within 15 seconds', async (t) => {
  const cwd = mkdtempSync(join(tmpdir(), 'grayscale-together-'))
  t.after(() => rmSync(cwd, { recursive: true, force: true }))
  writeFileSync(join(cwd, 'grayscale.yml'), 'functions:\n  cart: { name: cart }\n  mail: { name: mail }\n')
  const env = {
    PATH: process.env.PATH,
    HOME: cwd,
    TENCENT_SECRET_ID: KEY.secretId,
    TENCENT_SECRET_KEY: KEY.secretKey,
    GRAYSCALE_STORE: ADDRESS,
  }
  const project = await openProject({ parsed: { flags: {}, inputs: {}, operands: [] }, env, cwd })
  const journal = (endpoint, who) => ({ ...journalOf(project, { env, endpoint, insecure: false }), who })
  const { client, served, emulator } = await open(t, {
    console: (url) => ({ journal: journal(url, 'ann@console (laptop)') }),
  })
  await makeBucket(emulator.url, BUCKET)
  await shop(client, { cart: { versions: 2 }, mail: { versions: 1 } })
  const other = await startConsole({
    ...{ endpoint: emulator.url, demo: { ...KEY }, journal: journal(emulator.url, 'bob@console (desk)') },
  })
  t.after(() => other.close())
  const { browser, page: ofAnn } = await browse(t)
  const { page: ofBob } = await newContext(browser)
  const ann = await ofAnn(served.url)
  await listed(ann, 2)
  const bob = await ofBob(`${other.url}#/history`)
  await bob.getByText('on any machine, and CI').waitFor()
  const bobsList = await ofBob(other.url)
  await listed(bobsList, 2)

  // what Ann does
  await toRelease(ann, ['cart'])
  await ann.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(ann, /Release cart/)
  const hers = bob.getByRole('row', { name: /Release: cart/ })
  await hers.getByText('ann', { exact: true }).waitFor(WITHIN)
  assert.match(await hers.innerText(), /console · laptop/)
  await bobsList
    .getByRole('row', { name: /cart/ })
    .getByText(/\$latest 10/)
    .first()
    .waitFor(WITHIN)

  // what the CI job does
  const given = [main, 'rollback', 'cart', '--json', '--endpoint', emulator.url]
  await promisify(execFile)(process.execPath, given, { cwd, env })
  assert.equal(await routing(client, 'cart'), '2')
  const jobs = bob.getByRole('row', { name: /Rollback: cart/ })
  await jobs.getByText(/^command line · /).waitFor(WITHIN)
  await ann.getByRole('link', { name: 'History' }).click()
  await ann.getByRole('row', { name: /Rollback: cart/ }).waitFor(WITHIN)

  // what Bob does
  await bob.getByRole('button', { name: 'Undo: cart' }).first().click()
  const dialog = bob.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Undo', exact: true }).click()
  await ended(bob, /Undo cart/)
  const his = ann.getByRole('row', { name: /Undo: cart/ })
  await his.getByText('bob', { exact: true }).waitFor(WITHIN)
  assert.equal(await routing(client, 'cart'), '$LATEST, 2 0.9')
})

test('the history is narrowed by function, person and kind, and the address says how', async (t) => {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: { versions: 2 }, mail: { versions: 1 } })
  const { page: visit, context } = await browse(t)
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(served.url).origin })
  const page = await visit(served.url)
  for (const name of ['cart', 'mail']) {
    await page.getByRole('link', { name: 'Functions' }).click()
    await listed(page, 2)
    await toRelease(page, [name])
    await page.getByRole('button', { name: 'Release 1 function' }).click()
    await ended(page, new RegExp(`Release ${name}`))
  }
  await page.getByRole('link', { name: 'History' }).click()
  const rows = page.locator('.story > tbody > tr')
  await rows.nth(1).waitFor()
  await page.getByLabel('Function').selectOption('cart')
  await page.getByText('1 entry').waitFor()
  assert.match(await rows.innerText(), /Release: cart/)
  const again = await visit(page.url())
  await again.getByText('1 entry').waitFor()
  await page.getByLabel('Kind').selectOption('Release')
  await page.getByText('1 entry').waitFor()

  await page.getByRole('button', { name: /^Copy as command: grayscale deploy/ }).click()
  const line = await page.evaluate(() => navigator.clipboard.readText())
  assert.equal(
    line,
    `grayscale deploy --traffic 0.1 --region ap-guangzhou --endpoint ${emulator.url} --inputs name=cart`,
  )
  // what was copied does the same
  await pinned(client, { FunctionName: 'cart' }, '2')
  const cwd = mkdtempSync(join(tmpdir(), 'grayscale-nowhere-'))
  t.after(() => rmSync(cwd, { recursive: true, force: true }))
  const env = { PATH: process.env.PATH, HOME: cwd, TENCENT_SECRET_ID: KEY.secretId, TENCENT_SECRET_KEY: KEY.secretKey }
  const typed = line.replace('grayscale', `'${process.execPath}' '${main}'`)
  await promisify(execFile)('sh', ['-c', typed], { cwd, env })
  assert.equal(await routing(client, 'cart'), '$LATEST, 2 0.9')
})
