import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { StoreError } from '../../js/errors.js'
import { fileStore, memoryStore } from '../../js/store/index.js'

const root = process.getuid?.() === 0

function scratch(t) {
  const dir = mkdtempSync(join(tmpdir(), 'scf-grayscale-store-'))
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

function storeAt(t, path) {
  const store = fileStore(path)
  t.after(() => store.close())
  return store
}

/** A file system of its own that ends with its test, or `undefined` where this may not be had. */
function mounted(t, options) {
  const dir = mkdtempSync(join(tmpdir(), 'scf-grayscale-store-'))
  const done = root && spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', dir]).status === 0
  t.after(() => {
    if (done) execFileSync('umount', ['-l', dir])
    rmSync(dir, { recursive: true })
  })
  return done ? dir : undefined
}

const unstored =
  (...patterns) =>
  (error) => {
    assert.ok(error instanceof StoreError, String(error))
    for (const pattern of patterns) assert.match(error.reason, pattern)
    return true
  }

for (const [name, make] of [
  ['file', (t) => storeAt(t, join(scratch(t), 'journal'))],
  ['memory', () => memoryStore()],
]) {
  test(`${name}: empty at first, then what was appended, in order, however it was asked for`, async (t) => {
    const store = make(t)
    assert.equal(await store.read(), '')
    const lines = Array.from({ length: 50 }, (_, i) => JSON.stringify({ i, text: '灰度 🚀' }))
    await Promise.all(lines.map((line) => store.append(line)))
    await store.append('last')
    assert.equal(await store.read(), `${lines.join('\n')}\nlast\n`)
    await store.close()
    await store.append('again')
    assert.ok((await store.read()).endsWith('last\nagain\n'))
    assert.ok(store.describe().length > 0)
  })
}

test('directories and file are their owner’s alone, and nothing is made by reading', async (t) => {
  const dir = scratch(t)
  const store = storeAt(t, join(dir, 'a', 'b', 'prod.journal'))
  assert.equal(await store.read(), '')
  assert.ok(!existsSync(join(dir, 'a')))
  await store.append('{}')
  assert.equal(store.describe(), join(dir, 'a', 'b', 'prod.journal'))
  assert.deepEqual(
    ['a', 'a/b', 'a/b/prod.journal'].map((path) => (statSync(join(dir, path)).mode & 0o777).toString(8)),
    ['700', '700', '600'],
  )
})

test('after a line that was cut off, the next begins on a line of its own', async (t) => {
  const file = join(scratch(t), 'journal')
  writeFileSync(file, '{"seq":1}\n{"seq":')
  const store = storeAt(t, file)
  await store.append('{"seq":3}')
  assert.equal(readFileSync(file, 'utf8'), '{"seq":1}\n{"seq":\n{"seq":3}\n')
  const memory = memoryStore('{"seq":')
  await memory.append('{"seq":2}')
  assert.equal(await memory.read(), '{"seq":\n{"seq":2}\n')
})

test('a line break inside a line is a fault of the program', async (t) => {
  const store = storeAt(t, join(scratch(t), 'journal'))
  await assert.rejects(store.append('a\nb'), TypeError)
  assert.equal(await store.read(), '')
})

test('a process that is killed after an append leaves the line', (t) => {
  const file = join(scratch(t), 'journal')
  const script = `
    import { fileStore } from ${JSON.stringify(new URL('../../js/store/index.js', import.meta.url).href)}
    await fileStore(process.argv[1]).append('kept')
    process.kill(process.pid, 'SIGKILL')
  `
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script, file])
  assert.equal(signal, 'SIGKILL')
  assert.equal(readFileSync(file, 'utf8'), 'kept\n')
})

test('a full disk is told, keeps what was there, and space that comes free is used', async (t) => {
  const dir = mounted(t, 'size=64k')
  if (dir === undefined) return t.skip('needs root and the right to mount a tmpfs')
  const store = storeAt(t, join(dir, 'journal'))
  await store.append('first')
  writeFileSync(join(dir, 'ballast'), Buffer.alloc(56 << 10))
  const line = 'x'.repeat(8 << 10)
  await assert.rejects(store.append(line), unstored(/journal could not be written: the disk is full/, /ENOSPC/))
  assert.ok((await store.read()).startsWith('first\n'))
  rmSync(join(dir, 'ballast'))
  await store.append('second')
  const lines = (await store.read()).split('\n')
  assert.equal(lines[0], 'first')
  assert.deepEqual(lines.slice(-2), ['second', ''])
})

test('a disk that is full at the first byte', async (t) => {
  const dir = mounted(t, 'size=64k')
  if (dir === undefined) return t.skip('needs root and the right to mount a tmpfs')
  writeFileSync(join(dir, 'ballast'), Buffer.alloc(64 << 10))
  const file = join(dir, 'journal')
  const store = storeAt(t, file)
  await assert.rejects(store.append('line'), unstored(/the disk is full; free some space \(ENOSPC\)/))
  // After a failure the file is opened anew, so one that was put in its place is found.
  rmSync(join(dir, 'ballast'))
  rmSync(file)
  await store.append('line')
  assert.equal(readFileSync(file, 'utf8'), 'line\n')
})

test('a read-only file system is told', async (t) => {
  const dir = mounted(t, 'ro,size=64k')
  if (dir === undefined) return t.skip('needs root and the right to mount a tmpfs')
  await assert.rejects(storeAt(t, join(dir, '.grayscale', 'journal')).append('line'), unstored(/read-only/, /EROFS/))
})

test('a file without permission is told, for reading and for writing', async (t) => {
  const dir = scratch(t)
  const file = join(dir, 'journal')
  chmodSync(dir, 0o755)
  writeFileSync(file, 'there\n', { mode: 0o600 })
  if (!root) {
    chmodSync(file, 0)
    await assert.rejects(storeAt(t, file).append('line'), unstored(/permission denied/, /EACCES/))
    await assert.rejects(storeAt(t, file).read(), unstored(/could not be read: permission denied/))
    return
  }
  // Root may do anything, so somebody else tries. The code goes in by text: this checkout may be closed to others.
  const script = `
    const { open, readFile } = require('node:fs/promises')
    ;(async () => { await open(process.argv[1], 'a+').catch((error) => console.log(error.code)) })()
  `
  const nobody = { uid: 65534, gid: 65534, encoding: 'utf8', cwd: '/' }
  const probe = spawnSync(process.execPath, ['-e', script, file], nobody)
  if (probe.error || probe.stdout.trim() !== 'EACCES') return t.skip('no other user can be had here')
  const url = new URL('../../js/store/index.js', import.meta.url).href
  const attempt = `
    const { fileStore } = await import(${JSON.stringify(url)})
    const store = fileStore(process.argv[1])
    for (const act of [() => store.append('line'), () => store.read()]) await act().catch((error) => console.log(error.name, error.reason))
  `
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', attempt, file], nobody)
  if (/ERR_MODULE_NOT_FOUND|EACCES.*store/.test(stderr)) return t.skip('this checkout is closed to other users')
  assert.match(
    stdout,
    /^StoreError the journal .*journal could not be written: permission denied; .* \(EACCES\)\nStoreError .* could not be read: /,
  )
})

test('a directory in the file’s place, and a file in the directory’s, are told', async (t) => {
  const dir = scratch(t)
  mkdirSync(join(dir, 'journal'))
  await assert.rejects(storeAt(t, join(dir, 'journal')).append('line'), unstored(/it is a directory/, /EISDIR/))
  await assert.rejects(storeAt(t, join(dir, 'journal')).read(), unstored(/could not be read/, /EISDIR/))
  writeFileSync(join(dir, 'file'), '')
  await assert.rejects(storeAt(t, join(dir, 'file', 'journal')).append('line'), unstored(/is a file, not a directory/))
})
