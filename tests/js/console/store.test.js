// The journal of a project behind the local server: what the page may do with it, and what it is told.

import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { startConsole } from '../../../js/console/serve/index.js'
import { StoreError } from '../../../js/errors.js'
import { fileStore } from '../../../js/store/file.js'
import { thisMark } from '../../../js/store/process.js'

function directory(t) {
  const directory = mkdtempSync(join(tmpdir(), 'grayscale-console-'))
  t.after(() => rmSync(directory, { recursive: true }))
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>page</title>')
  return directory
}

/** A console before a store, and how the page asks it. */
async function served(t, store, dist = directory(t)) {
  const journal = store && { store, stage: 'dev', shared: false, who: 'me@console (here)' }
  const { url, close } = await startConsole({ dist, journal })
  t.after(close)
  const ask = async (operation, body, { method = 'POST', headers = {} } = {}) => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await fetch(`${url}store/${operation}`, { method, headers, body: text })
    const said = await answer.text()
    return { status: answer.status, said: said === '' ? undefined : JSON.parse(said) }
  }
  return { url, ask }
}

test('the page reads and appends by the contract of a store', async (t) => {
  const dist = directory(t)
  const file = join(dist, 'dev.journal')
  const { ask, url } = await served(t, fileStore(file), dist)
  assert.deepEqual((await (await fetch(`${url}config.json`)).json()).journal, {
    place: file,
    stage: 'dev',
    shared: false,
    who: 'me@console (here)',
  })
  const empty = (await ask('read', {})).said
  assert.deepEqual([empty.text, empty.position], ['', '0'])
  assert.ok(Math.abs(empty.now - Date.now()) < 60_000)
  const { status, said: appended } = await ask('append', { position: '0', lines: ['a', 'b'] })
  assert.equal(status, 200)
  assert.deepEqual((await ask('append', { position: '0', lines: ['late'] })).said, { conflict: true })
  assert.match(readFileSync(file, 'utf8'), /a\nb\n/)
  // what another process appends is seen behind the position
  await fileStore(file).append(appended.position, ['c'])
  assert.equal((await ask('read', { from: appended.position })).said.text.trim(), 'c')
})

test('whether a process is there is answered for processes of this machine, not for tabs', async (t) => {
  const dist = directory(t)
  const { ask } = await served(t, fileStore(join(dist, 'dev.journal')), dist)
  assert.deepEqual((await ask('alive', { process: thisMark() })).said, { alive: true })
  assert.deepEqual((await ask('alive', { process: thisMark().replace(/^\d+/, '999999999') })).said, { alive: false })
  assert.deepEqual((await ask('alive', { process: `tab/${'0'.repeat(32)}` })).said, {})
})

test('what is no operation of a store is refused, and changes nothing', async (t) => {
  const dist = directory(t)
  const file = join(dist, 'dev.journal')
  const { ask } = await served(t, fileStore(file), dist)
  for (const [operation, body, status] of [
    ['remove', {}, 404],
    ['constructor', {}, 404],
    ['append', {}, 400],
    ['append', 'x', 400],
    ['append', { position: '0', lines: 'a' }, 400],
    ['append', { position: '0', lines: ['a\nb'] }, 400],
    ['append', { position: 0, lines: ['a'] }, 400],
    ['read', { from: 1 }, 400],
    ['read', { newest: 'all' }, 400],
    ['alive', {}, 400],
  ]) {
    assert.equal((await ask(operation, body)).status, status, `${operation} ${JSON.stringify(body)}`)
  }
  assert.equal((await ask('read', undefined, { method: 'GET' })).status, 405)
  const large = { position: '0', lines: ['x'.repeat(9 << 20)] }
  assert.equal((await ask('append', large)).status, 413)
  const foreign = await ask('append', { position: '0', lines: ['a'] }, { headers: { origin: 'https://example.com' } })
  assert.equal(foreign.status, 404)
  assert.throws(() => readFileSync(file), /ENOENT/)
})

test('without the journal of a project there is nothing to ask', async (t) => {
  const { ask, url } = await served(t, undefined)
  assert.equal((await ask('read', {})).status, 404)
  assert.equal((await (await fetch(`${url}config.json`)).json()).journal, undefined)
})

test('what goes wrong is told as an error of the store, in the language of the page', async (t) => {
  const failing = {
    read: async () => {
      throw new StoreError('it is down')
    },
    append: async () => {
      throw new StoreError('no answer came', { unknown: true })
    },
    describe: () => 'somewhere',
    close: async () => {},
  }
  const { ask } = await served(t, failing)
  const { status, said } = await ask('read', {}, { headers: { 'accept-language': 'zh' } })
  assert.equal(status, 502)
  assert.deepEqual(
    [said.reason, said.unknown, said.unsafe, said.error.code],
    ['it is down', false, false, 'JournalFailed'],
  )
  assert.match(said.error.hint, /\p{Script=Han}/u)
  const appended = (await ask('append', { position: '0', lines: ['a'] })).said
  assert.equal(appended.unknown, true, 'the page must look whether the lines are there')
  assert.doesNotMatch(appended.error.hint, /\p{Script=Han}/u)
})

test('a journal that is a link is told as unsafe', async (t) => {
  const dist = directory(t)
  symlinkSync(join(dist, 'index.html'), join(dist, 'dev.journal'))
  const { ask } = await served(t, fileStore(join(dist, 'dev.journal'), { project: dist }), dist)
  const { said } = await ask('read', {})
  assert.deepEqual([said.unsafe, said.error.code, said.error.class], [true, 'UnsafeJournal', 'refused'])
})
