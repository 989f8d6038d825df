import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { StoreError } from '../../js/errors.js'
import { conformance } from '../../js/store/conformance.js'
import { fileStore, memoryStore } from '../../js/store/index.js'
import { thisMark } from '../../js/store/process.js'

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

/** Appends at the end. */
const add = async (store, ...lines) => store.append((await store.read()).position, lines)
const textOf = async (store, ...how) => (await store.read(...how)).text
/** The lines that count. */
const linesOf = async (store) => (await textOf(store)).split('\n').filter((line) => line !== '')

for (const [name, at] of [
  ['memory', () => memoryStore()],
  ['file', (dir, log) => fileStore(join(dir, log))],
]) {
  const dir = mkdtempSync(join(tmpdir(), 'scf-grayscale-store-'))
  after(() => rmSync(dir, { recursive: true, force: true }))
  const opened = new Map()
  const handle = (log) => {
    if (name === 'file') return at(dir, log)
    if (!opened.has(log)) opened.set(log, at())
    return opened.get(log)
  }
  for (const { name: title, run } of conformance({ name, open: handle, mark: thisMark() })) test(title, run)
}

test('memory: what an earlier run left comes first, line by line', async () => {
  const store = memoryStore('{"seq":1}\n\n{"seq":')
  const { position } = await store.read()
  await store.append(position, ['{"seq":2}'])
  assert.equal(await textOf(store), '{"seq":1}\n\n{"seq":\n{"seq":2}\n')
  assert.equal(await textOf(store, position), '{"seq":2}\n')
})

test('directories and file are their owner’s alone, and nothing is made by reading', async (t) => {
  const dir = scratch(t)
  const store = storeAt(t, join(dir, 'a', 'b', 'prod.journal'))
  assert.equal(await textOf(store), '')
  assert.deepEqual(await store.append('7', ['{}']), { conflict: true })
  assert.ok(!existsSync(join(dir, 'a')))
  await add(store, '{}')
  assert.equal(store.describe(), join(dir, 'a', 'b', 'prod.journal'))
  assert.deepEqual(
    ['a', 'a/b', 'a/b/prod.journal'].map((path) => (statSync(join(dir, path)).mode & 0o777).toString(8)),
    ['700', '700', '600'],
  )
})

test('a process that is killed after an append leaves the line', async (t) => {
  const file = join(scratch(t), 'journal')
  const script = `
    import { fileStore } from ${JSON.stringify(new URL('../../js/store/index.js', import.meta.url).href)}
    await fileStore(process.argv[1]).append('0', ['kept'])
    process.kill(process.pid, 'SIGKILL')
  `
  const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script, file])
  assert.equal(signal, 'SIGKILL')
  assert.deepEqual(await linesOf(storeAt(t, file)), ['kept'])
})

test('a full disk is told, keeps what was there, and space that comes free is used', async (t) => {
  const dir = mounted(t, 'size=64k')
  if (dir === undefined) return t.skip('needs root and the right to mount a tmpfs')
  const store = storeAt(t, join(dir, 'journal'))
  const { position } = await add(store, '"first"')
  writeFileSync(join(dir, 'ballast'), Buffer.alloc(56 << 10))
  const line = JSON.stringify('x'.repeat(8 << 10))
  const refused = unstored(/journal could not be written: the disk is full/, /ENOSPC/)
  await assert.rejects(store.append(position, [line]), (error) => refused(error) && error.unknown === false)
  // what of it was written does not count, but a reader may name it
  assert.equal((await store.read(position)).position, position)
  const [first, torn, ...more] = await linesOf(store)
  assert.equal(first, '"first"')
  assert.ok(line.startsWith(torn) && torn.length > 1000, torn)
  assert.deepEqual(more, [])
  rmSync(join(dir, 'ballast'))
  await store.append(position, ['"second"', '"third"'])
  assert.deepEqual(await linesOf(store), ['"first"', torn, '"second"', '"third"'])
  assert.deepEqual(await linesOf(storeAt(t, join(dir, 'journal'))), ['"first"', torn, '"second"', '"third"'])
})

test('a disk that is full at the first byte', async (t) => {
  const dir = mounted(t, 'size=64k')
  if (dir === undefined) return t.skip('needs root and the right to mount a tmpfs')
  writeFileSync(join(dir, 'ballast'), Buffer.alloc(64 << 10))
  const file = join(dir, 'journal')
  const store = storeAt(t, file)
  await assert.rejects(store.append('0', ['line']), unstored(/the disk is full; free some space \(ENOSPC\)/))
  // After a failure the file is opened anew, so one that was put in its place is found.
  rmSync(join(dir, 'ballast'))
  rmSync(file)
  await store.append('0', ['line'])
  assert.deepEqual(await linesOf(store), ['line'])
})

test('a file that may not grow any more is told', (t) => {
  const file = join(scratch(t), 'journal')
  const script = `
    const { fileStore } = await import(${JSON.stringify(new URL('../../js/store/index.js', import.meta.url).href)})
    const store = fileStore(process.argv[1])
    const { position } = await store.append('0', ['"first"'])
    const line = JSON.stringify('x'.repeat(8192))
    await store.append(position, [line]).catch(({ name, reason, unknown }) => console.log(name, unknown, reason))
    console.log((await store.read(position)).position === position)
  `
  const limited = ['-c', 'trap "" XFSZ; ulimit -f 8; exec "$@"', 'sh', process.execPath, '--input-type=module', '-e']
  const { stdout, stderr, status } = spawnSync('sh', [...limited, script, file], { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  assert.match(
    stdout,
    /^StoreError false the journal .* could not be written: a file may not become that large .*\(EFBIG\)\ntrue\n$/,
  )
})

test('where the disk does not say that the lines are on it, they may be there all the same', async (t) => {
  const file = join(scratch(t), 'journal')
  const store = storeAt(t, file)
  const { position } = await store.append('0', ['first'])
  // no file system can be had here that fails at this very moment
  const probe = await open(file)
  const handles = Object.getPrototypeOf(probe)
  await probe.close()
  const sync = handles.sync
  t.after(() => {
    handles.sync = sync
  })
  handles.sync = async () => {
    throw Object.assign(new Error('EIO: i/o error, fsync'), { code: 'EIO' })
  }
  const refused = unstored(/could not be written: .*EIO/)
  await assert.rejects(store.append(position, ['second']), (error) => refused(error) && error.unknown === true)
  handles.sync = sync
  assert.equal(await textOf(store, position), '\nsecond\n')
  assert.deepEqual(await store.append(position, ['third']), { conflict: true })
})

test('a read-only file system is told', async (t) => {
  const dir = mounted(t, 'ro,size=64k')
  if (dir === undefined) return t.skip('needs root and the right to mount a tmpfs')
  await assert.rejects(
    storeAt(t, join(dir, '.grayscale', 'journal')).append('0', ['line']),
    unstored(/read-only/, /EROFS/),
  )
})

test('a file without permission is told, for reading and for writing', async (t) => {
  const dir = scratch(t)
  const file = join(dir, 'journal')
  chmodSync(dir, 0o755)
  writeFileSync(file, 'there\n', { mode: 0o600 })
  if (!root) {
    chmodSync(file, 0)
    await assert.rejects(storeAt(t, file).append('0', ['line']), unstored(/permission denied/, /EACCES/))
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
    for (const act of [() => store.append('0', ['line']), () => store.read()]) await act().catch((error) => console.log(error.name, error.reason))
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
  await assert.rejects(storeAt(t, join(dir, 'journal')).append('0', ['line']), unstored(/it is a directory/, /EISDIR/))
  await assert.rejects(storeAt(t, join(dir, 'journal')).read(), unstored(/could not be read/, /EISDIR/))
  writeFileSync(join(dir, 'file'), '')
  await assert.rejects(
    storeAt(t, join(dir, 'file', 'journal')).append('0', ['line']),
    unstored(/is a file, not a directory/),
  )
})
