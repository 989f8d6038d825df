// A cloned repository brings whatever it wants under the name of the journal. Nothing leads out of the project.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import {
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { UnsafeJournalError } from '../../js/errors.js'
import { projectJournal } from '../../js/project/index.js'
import { fileStore } from '../../js/store/index.js'

const root = process.getuid?.() === 0
const keysFile = 'ssh-ed25519 AAAA me@home\n'

/** A project, and beside it a file that is not the project's. */
function cloned(t) {
  const top = mkdtempSync(join(tmpdir(), 'grayscale-links-'))
  t.after(() => rmSync(top, { recursive: true, force: true }))
  const [dir, home] = [join(top, 'project'), join(top, 'home')]
  for (const one of [dir, home]) mkdirSync(one)
  const outside = join(home, 'authorized_keys')
  writeFileSync(outside, keysFile)
  const own = join(dir, '.grayscale')
  const journal = join(own, 'dev.journal')
  const store = projectJournal(dir, 'dev')
  t.after(() => store.close())
  return { dir, home, outside, own, journal, store }
}

const unsafe = (path, why) => (error) => {
  assert.ok(error instanceof UnsafeJournalError, String(error))
  assert.equal(error.path, path)
  assert.match(error.reason, why)
  return true
}

for (const [what, link] of [
  ['symbolic', symlinkSync],
  ['hard', linkSync],
]) {
  test(`a journal that is a ${what} link is neither read nor written`, async (t) => {
    const { store, own, journal, outside } = cloned(t)
    mkdirSync(own)
    link(outside, journal)
    const refused = unsafe(journal, what === 'hard' ? /another name too \(a hard link\)/ : /is a symbolic link/)
    await assert.rejects(store.read(), refused)
    await assert.rejects(store.append('0', ['{}']), refused)
    assert.equal(readFileSync(outside, 'utf8'), keysFile)
  })

  test(`the lock of an older version that is a ${what} link is not read`, async (t) => {
    const { store, own, journal, outside } = cloned(t)
    mkdirSync(own)
    link(outside, `${journal}.lock`)
    await assert.rejects(store.append('0', ['{}']), unsafe(`${journal}.lock`, /link/))
    assert.equal(readFileSync(outside, 'utf8'), keysFile)
    assert.deepEqual(readdirSync(own), ['dev.journal.lock'])
  })
}

test('a link to a file that is not there makes none', async (t) => {
  const { store, own, journal, home } = cloned(t)
  mkdirSync(own)
  symlinkSync(join(home, 'made'), journal)
  await assert.rejects(store.append('0', ['{}']), unsafe(journal, /is a symbolic link/))
  assert.ok(!existsSync(join(home, 'made')))
})

test('a directory of the journal that is a link: nothing is made behind it', async (t) => {
  const { store, own, home } = cloned(t)
  symlinkSync(home, own)
  const refused = unsafe(own, /is a symbolic link/)
  await assert.rejects(store.append('0', ['{}']), refused)
  await assert.rejects(store.read(), refused)
  assert.deepEqual(readdirSync(home), ['authorized_keys'])
})

test('a pipe in the place of the journal is refused, and not waited for', async (t) => {
  const { store, own, journal } = cloned(t)
  mkdirSync(own)
  try {
    execFileSync('mkfifo', [journal])
  } catch {
    return t.skip('this system has no mkfifo')
  }
  await assert.rejects(store.read(), unsafe(journal, /is not a regular file/))
  await assert.rejects(store.append('0', ['{}']), unsafe(journal, /is not a regular file/))
})

test('a journal of another user is refused', async (t) => {
  if (!root) return t.skip('only root can give a file away')
  const { store, own, journal } = cloned(t)
  mkdirSync(own)
  writeFileSync(journal, '')
  chownSync(journal, 4242, 4242)
  await assert.rejects(store.append('0', ['{}']), unsafe(journal, /belongs to another user \(uid 4242\)/))
})

test('a directory of another user is refused', async (t) => {
  if (!root) return t.skip('only root can give a directory away')
  const { store, own } = cloned(t)
  mkdirSync(own)
  chownSync(own, 4242, 4242)
  await assert.rejects(store.append('0', ['{}']), unsafe(own, /belongs to another user \(uid 4242\)/))
})

test('a journal of the owner of the project is taken, as where root releases what a user checked out', async (t) => {
  if (!root) return t.skip('only root can give a file away')
  const { store, dir, own, journal } = cloned(t)
  mkdirSync(own)
  writeFileSync(journal, '{"v":1}\n')
  for (const one of [dir, own, journal]) chownSync(one, 4242, 4242)
  const { position } = await store.read()
  await store.append(position, ['{}'])
  assert.equal((await store.read()).text.replace(/\n+/g, '\n'), '{"v":1}\n{}\n')
})

test('a journal that is replaced while a run writes: by a link, it is refused, and by another file, a conflict', async (t) => {
  const { store, journal, outside } = cloned(t)
  const { position } = await store.append('0', ['first'])
  rmSync(journal)
  symlinkSync(outside, journal)
  await assert.rejects(store.append(position, ['second']), unsafe(journal, /is a symbolic link/))
  assert.equal(readFileSync(outside, 'utf8'), keysFile)
  rmSync(journal)
  assert.deepEqual(await store.append(position, ['second']), { conflict: true })
  assert.ok(!existsSync(journal))
  await assert.rejects(store.read(position), { name: 'StoreError', reason: /is not the one that was read before/ })
  writeFileSync(journal, '')
  assert.deepEqual(await store.append(position, ['second']), { conflict: true })
  assert.equal(readFileSync(journal, 'utf8'), '')
})

test('a program may keep its journal in a directory that is a link: the path is its own', async (t) => {
  const { dir, home } = cloned(t)
  symlinkSync(home, join(dir, 'kept'))
  const store = fileStore(join(dir, 'kept', 'journal'))
  t.after(() => store.close())
  await store.append('0', ['line'])
  assert.match(readFileSync(join(home, 'journal'), 'utf8'), /^line$/m)
})
