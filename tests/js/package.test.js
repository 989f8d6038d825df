import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { packSource } from '../../js/package/index.js'
import { contentsListed, namesIn } from '../../js/package/names.js'

const entry = new URL('../../js/package/index.js', import.meta.url).href

function tree(t, files) {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'scf-grayscale-package-')))
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), content)
  }
  return dir
}

/** What another program finds in the zip: path → { mode, text, date }. */
function unzipped(t, bytes) {
  const dir = tree(t, { 'package.zip': bytes })
  const script = `
import json, sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(json.dumps([[i.filename, oct(i.external_attr >> 16), i.create_system, list(i.date_time), z.read(i).decode()] for i in z.infolist()]))
`
  return JSON.parse(execFileSync('python3', ['-c', script, join(dir, 'package.zip')], { encoding: 'utf8' }))
}

const usage = (code, pattern) => (error) => {
  assert.equal(error.name, 'GrayscaleError', String(error))
  assert.deepEqual([error.code, error.class], [code, 'usage'])
  assert.match(error.message, pattern)
  assert.ok(error.hint)
  return true
}

test('another program unpacks it: sorted paths, contents, permissions, one date', async (t) => {
  const dir = tree(t, {
    'index.js': 'exports.x = 1\n',
    'lib/z.js': 'z',
    'lib/a.js': '',
    '灰度.txt': '发布',
    'bin/run.sh': '#!/bin/sh\n',
  })
  chmodSync(join(dir, 'bin/run.sh'), 0o700)
  const { bytes, sha256, size, files } = await packSource(dir)
  assert.deepEqual(files, ['bin/run.sh', 'index.js', 'lib/a.js', 'lib/z.js', '灰度.txt'])
  assert.equal(size, bytes.length)
  assert.equal(sha256, createHash('sha256').update(bytes).digest('hex'))
  const date = [1980, 1, 1, 12, 0, 0]
  assert.deepEqual(unzipped(t, bytes), [
    ['bin/run.sh', '0o100755', 3, date, '#!/bin/sh\n'],
    ['index.js', '0o100644', 3, date, 'exports.x = 1\n'],
    ['lib/a.js', '0o100644', 3, date, ''],
    ['lib/z.js', '0o100644', 3, date, 'z'],
    ['灰度.txt', '0o100644', 3, date, '发布'],
  ])
})

test('the order is that of code units over whole paths, whatever the directories', async (t) => {
  const dir = tree(t, { 'a/1.js': '', 'a-b.js': '', 'a.js': '', 'B.js': '', 'a/é.js': '', 'a/z.js': '' })
  const { files, bytes } = await packSource(dir)
  assert.deepEqual(files, ['B.js', 'a-b.js', 'a.js', 'a/1.js', 'a/z.js', 'a/é.js'])
  assert.deepEqual(
    unzipped(t, bytes).map(([path]) => path),
    files,
  )
})

test('the same bytes at another time, in another time zone, under another umask, written in another order', (t) => {
  const files = { 'a/1.js': 'one', 'a/2.js': 'two', 'b.js': 'b'.repeat(10_000), 'é.js': 'é' }
  const script = `
    import { mkdirSync, writeFileSync, utimesSync, chmodSync } from 'node:fs'
    import { packSource } from ${JSON.stringify(entry)}
    const [dir, umask, order, time] = process.argv.slice(1)
    process.umask(Number(umask))
    const files = Object.entries(${JSON.stringify(files)})
    mkdirSync(dir + '/a', { recursive: true })
    for (const [path, text] of order === 'reversed' ? files.reverse() : files) {
      writeFileSync(dir + '/' + path, text)
      utimesSync(dir + '/' + path, Number(time), Number(time))
    }
    chmodSync(dir + '/b.js', 0o777 & ~Number(umask))
    console.log((await packSource(dir)).sha256)
  `
  const base = tree(t, {})
  const digest = (name, zone, umask, order, time) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script, join(base, name), umask, order, time], {
      env: { ...process.env, TZ: zone },
      encoding: 'utf8',
    }).trim()
  const first = digest('one', 'UTC', '0o022', 'forward', '1700000000')
  assert.match(first, /^[0-9a-f]{64}$/)
  assert.equal(digest('two', 'Asia/Shanghai', '0o077', 'reversed', '86400'), first)
  assert.equal(digest('three', 'America/St_Johns', '0o000', 'forward', '4102444800'), first)
  assert.equal(digest('four', 'Pacific/Kiritimati', '0o027', 'reversed', '0'), first)
})

test('no time zone there is changes the date', (t) => {
  const dir = tree(t, { 'index.js': 'x' })
  const script = `
    import { packSource } from ${JSON.stringify(entry)}
    console.log(new Date(0).getTimezoneOffset(), (await packSource(process.argv[1])).sha256)
  `
  // The date is made when the module loads, so each zone takes a process; these are the edges.
  const runs = ['Etc/GMT+12', 'Etc/GMT-14', 'Africa/Monrovia', 'Asia/Kathmandu'].map((zone) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script, dir], {
      encoding: 'utf8',
      env: { ...process.env, TZ: zone },
    })
      .trim()
      .split(' '),
  )
  assert.equal(new Set(runs.map(([offset]) => offset)).size, 4)
  assert.equal(new Set(runs.map(([, digest]) => digest)).size, 1)
})

test('content, name and executable bit count', async (t) => {
  const dir = tree(t, { 'index.js': 'one' })
  const digests = [(await packSource(dir)).sha256]
  utimesSync(join(dir, 'index.js'), 1, 1)
  assert.equal((await packSource(dir)).sha256, digests[0])
  writeFileSync(join(dir, 'index.js'), 'two')
  digests.push((await packSource(dir)).sha256)
  chmodSync(join(dir, 'index.js'), 0o755)
  digests.push((await packSource(dir)).sha256)
  writeFileSync(join(dir, 'other.js'), '')
  digests.push((await packSource(dir)).sha256)
  assert.equal(new Set(digests).size, 4)
})

test('secrets and what tools leave behind stay out; node_modules and a .gitignore’s files do not', async (t) => {
  const dir = tree(t, {
    'index.js': '',
    '.gitignore': 'node_modules\n',
    'node_modules/dep/index.js': '',
    'node_modules/dep/serverless.yml': '',
    'app.log': '',
    '.env': 'TENCENT_SECRET_KEY=x',
    '.env.prod': '',
    'sub/.env': '',
    '.git/HEAD': '',
    '.serverless/state.json': '{}',
    '.grayscale/prod.journal': '',
    '.npmrc': '',
    '.DS_Store': '',
    'serverless.yml': '',
    'serverless.js': '',
    'grayscale.yml': '',
  })
  const usual = ['.gitignore', 'app.log', 'index.js', 'node_modules/dep/index.js', 'node_modules/dep/serverless.yml']
  assert.deepEqual((await packSource(dir)).files, usual)
  assert.deepEqual(
    (await packSource(dir, { include: ['**', '.npmrc'] })).files,
    [...usual, '.DS_Store', '.npmrc', 'grayscale.yml', 'serverless.js', 'serverless.yml'].sort(),
  )
})

// What tencent-scf's packer (fast-glob, `ignore`, `dot`) leaves out of this tree, pattern by pattern.
for (const [pattern, gone] of [
  ['node_modules', 'node_modules/a/x.js node_modules/z/y.js'],
  ['./node_modules', 'node_modules/a/x.js node_modules/z/y.js'],
  ['./keys/**', 'keys/a.txt'],
  ['keys/a.txt', 'keys/a.txt'],
  ['*.{txt,md}', 'a.txt b.md'],
  ['node_modules/@(a|b)/**', 'node_modules/a/x.js'],
  ['**/*.txt', 'a.txt keys/a.txt'],
  ['**/node_modules', 'node_modules/a/x.js node_modules/z/y.js'],
  ['.hid*', '.hidden'],
  ['*.!(js|txt)', '.hidden b.md'],
  ['!(node_modules|keys)/**', '.hidden a.txt b.md index.js'],
]) {
  test(`exclude ${pattern} leaves out what tencent-scf leaves out`, async (t) => {
    const all = ['.hidden', 'a.txt', 'b.md', 'index.js', 'keys/a.txt', 'node_modules/a/x.js', 'node_modules/z/y.js']
    const { files } = await packSource(tree(t, Object.fromEntries(all.map((path) => [path, '']))), {
      exclude: [pattern],
    })
    assert.deepEqual(
      files,
      all.filter((path) => !gone.split(' ').includes(path)),
    )
  })
}

test('a slash at either end of a pattern does not keep it from matching', async (t) => {
  const dir = tree(t, { 'index.js': '', 'docs/x.md': '', 'deep/docs/y.md': '' })
  for (const pattern of ['docs/', '/docs', '/docs/**']) {
    assert.deepEqual((await packSource(dir, { exclude: [pattern] })).files, ['deep/docs/y.md', 'index.js'], pattern)
  }
})

test('exclude patterns that match nothing are told', async (t) => {
  const dir = tree(t, { 'index.js': '', 'lib/a.pem.txt': '', 'docs/x.md': '' })
  const exclude = ['*.md', 'docs', 'docs/x.md', 'test/**', '.env', '.git/**']
  // what lies in docs is out already, and names that are never packed are no loss
  assert.deepEqual((await packSource(dir, { exclude })).unmatched, ['*.md', 'test/**'])
})

test('include has the last word over exclude', async (t) => {
  const dir = tree(t, {
    'index.js': '',
    'test/a.js': '',
    'test/keep.js': '',
    'docs/x.md': '',
    'deep/docs/y.md': '',
    'a.tmp': '',
  })
  const files = async (patterns) => (await packSource(dir, patterns)).files
  assert.deepEqual(await files({ exclude: ['**/docs', 'test/**'], include: ['test/keep.js'] }), [
    'a.tmp',
    'index.js',
    'test/keep.js',
  ])
  assert.deepEqual(await files({ exclude: ['*'], include: ['test/keep.js', 'index.js'] }), ['index.js', 'test/keep.js'])
})

test('links are followed inside the tree', async (t) => {
  const dir = tree(t, { 'real/a.js': 'a', 'real/run.sh': 'r', 'node_modules/.x/index.js': 'x' })
  chmodSync(join(dir, 'real/run.sh'), 0o755)
  symlinkSync('real', join(dir, 'linked'))
  symlinkSync('../real/run.sh', join(dir, 'node_modules/run'))
  symlinkSync('.x', join(dir, 'node_modules/x'))
  const { bytes, files } = await packSource(dir)
  assert.deepEqual(files, [
    'linked/a.js',
    'linked/run.sh',
    'node_modules/.x/index.js',
    'node_modules/run',
    'node_modules/x/index.js',
    'real/a.js',
    'real/run.sh',
  ])
  const found = unzipped(t, bytes).map(([path, mode, , , text]) => [path, mode, text])
  assert.deepEqual(found[0], ['linked/a.js', '0o100644', 'a'])
  assert.deepEqual(found[3], ['node_modules/run', '0o100755', 'r'])
})

test('links out of the tree, to nothing, into themselves or to secrets are refused, unless they are left out', async (t) => {
  const outside = tree(t, { 'secret.txt': 'x' })
  for (const [target, pattern] of [
    [join(outside, 'secret.txt'), /outside of/],
    [outside, /outside of/],
    ['..', /outside of/],
    ['missing', /leads nowhere/],
    ['.', /that it lies in/],
    ['link', /leads nowhere/],
    ['.env', /never packed/],
    ['.git', /never packed/],
  ]) {
    const dir = tree(t, { 'index.js': '', '.env': '', '.git/HEAD': '' })
    symlinkSync(target, join(dir, 'link'))
    await assert.rejects(packSource(dir), usage('UnpackableFile', pattern), target)
    assert.deepEqual((await packSource(dir, { exclude: ['link'] })).files, ['index.js'], target)
  }
  const dir = tree(t, { 'a/index.js': '' })
  symlinkSync('../..', join(dir, 'a/up'))
  await assert.rejects(packSource(join(dir, 'a')), usage('UnpackableFile', /outside of/))
  const loop = tree(t, { 'a/b/index.js': '' })
  symlinkSync('..', join(loop, 'a/b/up'))
  await assert.rejects(packSource(loop), usage('UnpackableFile', /a\/b\/up .* that it lies in/))
})

test('a socket is no file', async (t) => {
  const dir = tree(t, { 'index.js': '' })
  const server = createServer().listen(join(dir, 'x.sock'))
  t.after(() => server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  await assert.rejects(packSource(dir), usage('UnpackableFile', /x\.sock .* a socket/))
})

test('a zip is taken as it is', async (t) => {
  const { bytes } = await packSource(tree(t, { 'index.js': '' }))
  const dir = tree(t, { 'code.zip': bytes, 'not.zip': 'hello there', 'short.zip': 'P', 'code.js': '' })
  const taken = await packSource(join(dir, 'code.zip'))
  assert.deepEqual(Buffer.from(taken.bytes), readFileSync(join(dir, 'code.zip')))
  assert.equal(taken.sha256, createHash('sha256').update(bytes).digest('hex'))
  assert.deepEqual(taken.files, ['index.js'])
  await assert.rejects(packSource(join(dir, 'not.zip')), usage('InvalidPackage', /not a zip/))
  await assert.rejects(packSource(join(dir, 'short.zip')), usage('InvalidPackage', /not a zip/))
  await assert.rejects(packSource(join(dir, 'code.js')), usage('InvalidPackage', /neither a directory nor a \.zip/))
})

test('nothing there, and nothing in it', async (t) => {
  const dir = tree(t, { '.env': '' })
  await assert.rejects(packSource(join(dir, 'missing')), (error) => {
    assert.ok(error.message.includes(join(dir, 'missing')))
    return usage('SourceNotFound', /nothing at/)(error)
  })
  await assert.rejects(packSource(dir), usage('EmptyPackage', /nothing to pack/))
  await assert.rejects(packSource(join(dir, '.env', 'x')), /could not be read \(ENOTDIR\)/)
})

test('50 MB in 2,000 files is packed without holding much more than that', (t) => {
  const dir = tree(t, {})
  const script = `
    import { randomFillSync } from 'node:crypto'
    import { writeFileSync } from 'node:fs'
    import { packSource } from ${JSON.stringify(entry)}
    const dir = process.argv[1]
    const block = Buffer.alloc(25_000)
    for (let i = 0; i < 2_000; i++) {
      randomFillSync(block, 0, block.length / 2)
      writeFileSync(dir + '/' + i + '.bin', block)
    }
    const { size, files } = await packSource(dir)
    console.log(JSON.stringify({ size, files: files.length, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }))
  `
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script, dir], {
    encoding: 'utf8',
  })
  const { size, files, peakMb } = JSON.parse(stdout || `{"error":${JSON.stringify(stderr)}}`)
  assert.equal(files, 2_000)
  assert.ok(size > 25e6 && size < 50e6)
  assert.ok(peakMb < 450, `${peakMb} MB`)
  t.diagnostic(`peak ${peakMb} MB, zip of ${(size / 1e6).toFixed(1)} MB`)
})

test('the paths of a zip are told without unpacking it', async (t) => {
  const { bytes, files } = await packSource(tree(t, { 'index.js': '', 'lib/a.js': '', 'lib/deep/b.js': '' }))
  assert.deepEqual(contentsListed(bytes).files, files)
  assert.deepEqual(contentsListed(new Uint8Array([1, 2, 3])), {})
  assert.deepEqual(contentsListed(bytes.subarray(0, bytes.length - 30)), {})
})

test('a directory of a package holds files and directories', () => {
  const paths = ['index.js', 'lib/a.js', 'lib/deep/b.js', 'library.js']
  assert.deepEqual(namesIn(paths, ''), ['index.js', 'lib/', 'library.js'])
  assert.deepEqual(namesIn(paths, 'lib'), ['a.js', 'deep/'])
  assert.deepEqual(namesIn(paths, 'none'), [])
})
