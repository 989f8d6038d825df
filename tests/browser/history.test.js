import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { KEY } from '../js/emulator/client.js'
import { browse, build, ended, listed, open, shop, toRelease } from './harness.js'

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

  const { page: visit } = await browse(t)
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
  await page.getByRole('dialog').getByRole('button', { name: 'Replace it' }).click()
  await page.getByText(/^8 lines: all as they were written/).waitFor()
  await page.getByRole('row', { name: /Rollback/ }).waitFor()

  const broken = readFileSync(file, 'utf8').replace('"0.9"', '"0.8"').replace('0.9', '0.8')
  await page.locator('input[type=file]').setInputFiles({
    name: 'dev.journal',
    mimeType: 'application/jsonl',
    buffer: Buffer.from(broken),
  })
  await page.getByRole('dialog').getByRole('button', { name: 'Replace it' }).click()
  await page.getByText('The file was not imported').waitFor()
  await page.getByText('JournalBroken').waitFor()
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByText(/^8 lines: all as they were written/).waitFor()
})
