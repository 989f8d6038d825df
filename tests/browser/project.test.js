// The console in a project: one journal for everyone who releases it.

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
import { thisMark } from '../../js/store/process.js'
import { atWork } from '../support/at-work.js'
import { makeBucket } from '../support/buckets.js'
import { KEY } from '../support/emulator.js'
import {
  browse,
  build,
  called,
  canary,
  ended,
  fromMenu,
  listed,
  open,
  rollBack,
  routing,
  shop,
  toRelease,
} from './harness.js'

before(build)

const main = fileURLToPath(new URL('../../js/cli/main.js', import.meta.url))
const BUCKET = 'journal-1250000000'
const ADDRESS = `cos://${BUCKET}/team?region=ap-guangzhou`
const yml = 'functions:\n  cart: { name: cart }\n  mail: { name: mail }\n'

/**
 * A console that was started in a project, and the command line in the same one.
 *
 * @param {import('node:test').TestContext} t
 * @param {{ text?: string, address?: string }} [options] `address`: of a store that a person names
 */
async function inProject(t, { text = yml, address } = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'grayscale-project-'))
  t.after(() => rmSync(cwd, { recursive: true, force: true }))
  writeFileSync(join(cwd, 'grayscale.yml'), text)
  const env = {
    PATH: process.env.PATH,
    HOME: cwd,
    TENCENT_SECRET_ID: KEY.secretId,
    TENCENT_SECRET_KEY: KEY.secretKey,
    ...(address && { GRAYSCALE_STORE: address }),
  }
  const project = await openProject({ parsed: { flags: {}, inputs: {}, operands: [] }, env, cwd })
  const journal = (endpoint) => journalOf(project, { env, endpoint, insecure: false })
  const { client, served, emulator, log } = await open(t, { console: (url) => ({ journal: journal(url) }) })
  await shop(client, { cart: { versions: 2 }, mail: { versions: 1 } })
  const grayscale = async (...args) => {
    const given = [main, ...args, '--json', '--endpoint', emulator.url]
    const { stdout } = await promisify(execFile)(process.execPath, given, { cwd, env })
    return JSON.parse(stdout)
  }
  return { cwd, client, served, emulator, log, grayscale, store: () => journal(emulator.url).store }
}

const release = async (page, name) => {
  await toRelease(page, [name])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
}

test('a run of the page is told by the command line, and one of the command line by the page', async (t) => {
  const { cwd, client, served, grayscale } = await inProject(t)
  const { page: visit, complaints } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 2)
  await release(page, 'cart')
  await ended(page, /Release cart/)
  assert.equal(await routing(client, 'cart'), '$LATEST, 2 0.9')

  const { runs } = await grayscale('history', '--verify')
  assert.deepEqual(
    runs.map(({ kind, how }) => [kind, how]),
    [['deploy', 'done']],
  )
  assert.match(runs[0].who, /^\S+@console \(.+\)$/)
  await grayscale('rollback', 'cart')
  assert.equal(await routing(client, 'cart'), '2')

  await page.getByRole('link', { name: 'History' }).click()
  const place = join(cwd, '.grayscale', 'dev.journal')
  await page.getByText(`Runs of this project, stage dev, by anyone`).getByText(place).waitFor()
  const row = page.getByRole('row', { name: /Rollback/ })
  await row.waitFor()
  assert.match(await row.innerText(), /command line · /)
  assert.equal(await page.getByRole('button', { name: 'Import…' }).count(), 0, 'a journal of several people stays')
  await fromMenu(page, '中文')
  await page
    .getByText(`此项目环境 dev 的全部运行，不论由谁执行：此控制台、本机的命令行和 sls。操作记录：${place}。`)
    .waitFor()
  assert.deepEqual(await page.evaluate(() => indexedDB.databases()), [], 'the browser keeps no journal of its own')
  assert.deepEqual(complaints, [])
})

test('a release is refused while another run is active, and the page names that run', async (t) => {
  const { client, served, store } = await inProject(t)
  await atWork(store(), { who: 'ann@laptop (pid 7)', process: thisMark() })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 2)
  await page.getByText(/^A run is under way: Release .*by ann@laptop \(pid 7\), since /).waitFor()
  await release(page, 'mail')
  const refused = await ended(page, /Release mail/, 'Failed')
  assert.match(await refused.innerText(), /Locked[\s\S]*ann@laptop/)
  assert.equal(await routing(client, 'mail'), '1')
})

test('a rollback takes over from another run', async (t) => {
  const { client, served, store } = await inProject(t)
  await canary(client, 'cart', '2', 0.9)
  await atWork(store(), { who: 'ann@laptop (pid 7)', process: thisMark() })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 2)
  await page.getByText(/^A run is under way/).waitFor()
  await rollBack(page, 'cart', 2).click()
  await page.getByRole('article', { name: /Rollback cart/ }).waitFor()
  while ((await routing(client, 'cart')) !== '2') await new Promise((next) => setTimeout(next, 50))
})

test('while somebody is at work, only what is new is read', async (t) => {
  const { served, store, log } = await inProject(t)
  const ends = await atWork(store(), { who: 'ann@laptop (pid 7)', process: thisMark() })
  const { page: visit, context } = await browse(t)
  const asked = []
  context.on('request', (request) => {
    if (request.url().endsWith('/store/read')) asked.push(request.postDataJSON())
  })
  const page = await visit(served.url)
  await page.getByText(/^A run is under way/).waitFor()
  const reads = () => asked.length
  const first = reads()
  while (reads() < first + 2) await page.waitForRequest((request) => request.url().endsWith('/store/read'))
  assert.equal(asked[0].from, undefined)
  assert.ok(asked[0].newest > 0, 'of a long journal the end will do')
  // the history is of the whole journal, once
  assert.ok(asked.slice(1).filter(({ from }) => from === undefined).length <= 1)
  await ends()
  await page.getByText(/^A run is under way/).waitFor({ state: 'detached' })
  assert.ok(log.some((line) => line === 'store read 200'))
})

test('a page that nobody sees reads nothing, and looks again when it is seen', async (t) => {
  const { served, store } = await inProject(t)
  await atWork(store(), { who: 'ann@laptop (pid 7)', process: thisMark() })
  const { page: visit, context } = await browse(t)
  await context.clock.install()
  await context.addInitScript(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => globalThis.seen ?? 'visible' })
  })
  let reads = 0
  context.on('request', (request) => {
    if (request.url().endsWith('/store/read')) reads += 1
  })
  const page = await visit(served.url)
  await page.getByText(/^A run is under way/).waitFor()
  await page.evaluate(() => (globalThis.seen = 'hidden'))
  // a read that had begun by then may still be counted
  await context.clock.runFor(2000)
  const before = reads
  await context.clock.runFor(30_000)
  assert.equal(reads, before)
  const again = page.waitForRequest((request) => request.url().endsWith('/store/read'))
  await page.evaluate(() => {
    globalThis.seen = 'visible'
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await again
})

test('a tab that was closed in the middle: the next one takes its turn at once, the command line waits for it', async (t) => {
  const { client, served, emulator, grayscale } = await inProject(t)
  emulator.setDelays({ publishMs: 6000 })
  const { page: visit } = await browse(t)
  const [one, two] = [await visit(served.url), await visit(served.url)]
  await listed(one, 2)
  await toRelease(one, ['mail'])
  emulator.requests.length = 0
  emulator.setFaults([{ action: 'GetAlias', nth: '3..', fault: 'late', ms: 6000 }])
  await one.getByRole('button', { name: 'Release 1 function' }).click()
  await called(emulator, 'UpdateAlias')
  await one.close()
  emulator.setFaults([])
  await assert.rejects(grayscale('deploy', '--only', 'mail', '--traffic', '0'), ({ stdout, code }) => {
    assert.equal(code, 3)
    const { error } = JSON.parse(stdout)
    assert.equal(error.code, 'Locked')
    assert.match(error.hint, /\d+ s/)
    return true
  })
  await two.getByRole('button', { name: 'Refresh' }).click()
  await two.getByText(/Interrupted run: Release of mail/).waitFor()
  await two.getByRole('button', { name: 'Put it back' }).click()
  await two.getByRole('dialog').getByRole('button', { name: 'Put back', exact: true }).click()
  await ended(two, /Put back mail/)
  assert.equal(await routing(client, 'mail'), '1')
})

test('a tab of another browser is not taken for one that was closed', async (t) => {
  const { served, store } = await inProject(t)
  const { page: visit } = await browse(t)
  const elsewhere = `tab/${'0123456789abcdef'.repeat(2)}`
  await atWork(store(), { who: 'ann@console (laptop)', process: elsewhere })
  const page = await visit(served.url)
  await page.getByText(/^A run is under way: Release .*by ann@console \(laptop\), since /).waitFor()
  assert.equal(await page.getByText(/Interrupted run:/).count(), 0)
})

test('what is wrong with a shared store is readable on the page, and a rollback goes on', async (t) => {
  const { client, served, emulator } = await inProject(t, { address: ADDRESS })
  await canary(client, 'cart', '2', 0.9)
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 2)
  const history = async (said) => {
    await page.getByRole('link', { name: 'Functions' }).click()
    await page.getByRole('link', { name: 'History' }).click()
    const alert = page.getByRole('alert').filter({ hasText: 'JournalFailed' })
    await alert.getByText(said).waitFor()
    await alert.getByText(/Nobody can release while/).waitFor()
  }
  await page.getByRole('link', { name: 'History' }).click()
  await page.getByText(`The journal is ${ADDRESS}`).waitFor()
  await page.getByText('on any machine, and CI').waitFor()
  await makeBucket(emulator.url, BUCKET)
  emulator.setFaults([{ action: 'GetObject', fault: 'refuse', code: 'AccessDenied' }])
  await history(/allow name\/cos:GetObject on/)
  emulator.setFaults([])
  await page.getByRole('link', { name: 'Functions' }).click()
  await rollBack(page, 'cart', 2).click()
  await ended(page, /Rollback cart/)
  assert.equal(await routing(client, 'cart'), '2')
})

test('a store that the project file may not name: the page says so, and who may name it', async (t) => {
  const { served } = await inProject(t, { text: `${yml}store: ${ADDRESS}\n` })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await page.getByRole('link', { name: 'History' }).click()
  const alert = page.getByRole('alert').filter({ hasText: 'UntrustedHost' })
  await alert.getByText(/export TENCENT_APP_ID/).waitFor()
})

test('a local server that is gone is said where the journal is read', async (t) => {
  const { served } = await inProject(t)
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 2)
  await served.close()
  await page.getByRole('link', { name: 'History' }).click()
  const alert = page.getByRole('alert').filter({ hasText: 'JournalFailed' })
  await alert.getByText('The local server is gone.').waitFor()
})
