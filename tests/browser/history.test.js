import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { KEY } from '../support/emulator.js'
import { browse, build, ended, fromMenu, listed, open, shop, toRelease } from './harness.js'
import { languages } from './languages.js'

before(build)

const main = fileURLToPath(new URL('../../js/cli/main.js', import.meta.url))

test('the journal goes from the browser to the command line and back, and is verified on both sides', async (t) => {
  const { client, served, emulator } = await open(t)
  await shop(client, { cart: { versions: 2 } })
  const project = mkdtempSync(join(tmpdir(), 'grayscale-history-'))
  t.after(() => rmSync(project, { recursive: true }))
  writeFileSync(join(project, 'serverless.yml'), 'component: scf-grayscale\nname: shop\ninputs: { name: cart }\n')
  const env = { ...process.env, TENCENT_SECRET_ID: KEY.secretId, TENCENT_SECRET_KEY: KEY.secretKey }
  const grayscale = async (...args) => {
    const given = [main, ...args, '--json', '--endpoint', emulator.url]
    const { stdout } = await promisify(execFile)(process.execPath, given, { cwd: project, env })
    return JSON.parse(stdout)
  }
  const file = join(project, '.grayscale', 'dev.journal')

  const { page: visit } = await browse(t, { timezoneId: 'Asia/Tokyo' })
  const page = await visit(served.url)
  await listed(page, 1)
  await toRelease(page, ['cart'])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)
  await page.getByRole('link', { name: 'History' }).click()
  await page.getByRole('row', { name: /traffic 10%/ }).waitFor()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  mkdirSync(join(project, '.grayscale'))
  await (await saving).saveAs(file)

  const here = await grayscale('history', '--verify')
  assert.equal(here.runs.length, 1)
  assert.deepEqual([here.runs[0].how, here.runs[0].who, here.verified.lines], ['done', 'a browser page', 4])
  // the command line goes on in the same chain
  await grayscale('rollback')
  assert.equal((await grayscale('history', '--verify')).runs.length, 2)

  await page.locator('input[type=file]').setInputFiles(file)
  const dialog = page.getByRole('dialog')
  const shown = (ms) => `${new Date(ms + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')} UTC+9`
  const span = (runs) =>
    `${runs.length} run${runs.length > 1 ? 's' : ''}, begun from ${shown(runs.at(-1).began)} to ${shown(runs[0].began)}`
  const { runs } = await grayscale('history')
  await dialog.getByText(`dev.journal: ${span(runs)}`).waitFor()
  await dialog.getByText(`In this browser, and gone then: ${span(here.runs)}.`).waitFor()
  await dialog.getByRole('button', { name: 'Replace it' }).click()
  await page.getByText(/^8 lines: consistent/).waitFor()
  await page.getByRole('row', { name: /Rollback/ }).waitFor()

  const broken = readFileSync(file, 'utf8').replace('"0.9"', '"0.8"').replace('0.9', '0.8')
  await page.locator('input[type=file]').setInputFiles({
    name: 'dev.journal',
    mimeType: 'application/jsonl',
    buffer: Buffer.from(broken),
  })
  await page.getByText('The file was not imported').waitFor()
  await page.getByText('JournalBroken').waitFor()
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByText(/^8 lines: consistent/).waitFor()
})

test('a file that is no journal takes the place of none: it is said why, in both languages, and what to do', async (t) => {
  const { client, served } = await open(t)
  await shop(client, { cart: { versions: 2 } })
  const { page: visit } = await browse(t)
  const page = await visit(served.url)
  await listed(page, 1)
  await toRelease(page, ['cart'])
  await page.getByRole('button', { name: 'Release 1 function' }).click()
  await ended(page, /Release cart/)
  await page.getByRole('link', { name: 'History' }).click()
  const saving = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  const whole = readFileSync(await (await saving).path(), 'utf8')
  const give = (name, content) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: '', buffer: Buffer.from(content) })
  const [first, ...others] = whole.trim().split('\n')
  const refused = [
    ['dog.png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0], 'NoEntry', /dog\.png: no line/, /其中没有一行/],
    ['notes.txt', 'buy milk\nand bread\n', 'NoEntry', /no line of it is an entry/, /其中没有一行是操作记录/],
    ['a.json', '{}', 'NoEntry', /no line of it is an entry/, /其中没有一行是操作记录/],
    ['b.json', '{"v":1}\n', 'NoEntry', /no line of it is an entry/, /其中没有一行是操作记录/],
    ['empty.journal', '', 'Empty', /empty\.journal: the file is empty/, /empty\.journal：文件为空/],
    ['dev.journal', `${first}\nbuy milk\n${others.join('\n')}\n`, 'Line', /line 2 is no entry/, /第 2 行不是操作记录/],
  ]
  for (const { text, choose, hint, words } of [
    { text: 3, choose: 'English', hint: 'Choose a journal', words: languages.en },
    { text: 4, choose: '中文', hint: '请选择操作记录文件', words: languages.en },
  ]) {
    await fromMenu(page, choose, words)
    for (const one of refused) {
      await give(one[0], one[1])
      const alert = page.getByRole('alert').filter({ hasText: `NoJournal.${one[2]}` })
      await alert.getByText(one[text]).waitFor()
      await alert.getByText(hint).waitFor()
      assert.equal(await page.getByRole('dialog').count(), 0, one[0])
    }
  }
  await fromMenu(page, 'English', languages.zh)
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByText(/^4 lines: consistent/).waitFor()

  // what a crash cut off is skipped, as it is on the command line
  await give('dev.journal', `${whole}${first.slice(0, 40)}`)
  await page.getByRole('dialog').getByText('dev.journal: 1 run').waitFor()
  await page.getByRole('button', { name: 'Replace it' }).click()
  await page.getByText(/skipped: line 5/).waitFor()
  // one line for the one step that wrote the alias
  await page
    .getByRole('row', { name: /traffic 10%/ })
    .locator('summary')
    .click()
  const [wrote] = await page
    .locator('.story .ran tbody tr')
    .evaluateAll((rows) => rows.map((row) => row.innerText.split('\t')))
  assert.deepEqual(wrote, ['cart $default', '2 100%', '$latest 10% · 2 90%', '$latest 10% · 2 90%'])
})
