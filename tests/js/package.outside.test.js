// Code is packed from inside the project, by its real path, and from nowhere else unless the inputs say so.

import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { packSource } from '../../js/package/index.js'
import { within } from '../../js/sls/platform/code.js'

/** A place with a project `shop` and its neighbours. */
function place(t, files, links = {}) {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'scf-grayscale-outside-')))
  t.after(() => rmSync(dir, { recursive: true, force: true }))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    writeFileSync(join(dir, path), content)
  }
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true })
    symlinkSync(target, join(dir, path))
  }
  return dir
}

const files = {
  'shop/code/index.js': '',
  'shared/index.js': '',
  '.ssh/id_rsa': 'EXAMPLE',
  'code.zip': 'PK\u0003\u0004',
}
const shop = (dir) => ({ cwd: join(dir, 'shop'), root: join(dir, 'shop') })

/** @type {[what: string, src: string, links?: Record<string, string>][]} */
const outside = [
  ['a path with dots', '../shared'],
  ['a path of many dots', '../../../../../../../..'],
  ['a path that leaves and comes back elsewhere', './code/../../shared'],
  ['an absolute path', '/etc'],
  ['the root of the file system', '/'],
  ['a link to a neighbour', './linked', { 'shop/linked': '../shared' }],
  ['a link to the root of the file system', './linked', { 'shop/linked': '/' }],
  ['a link to .ssh', './linked', { 'shop/linked': '../.ssh' }],
  ['a directory behind a link', './linked/shared', { 'shop/linked': '..' }],
  ['a chain of links', './one', { 'shop/one': 'two', 'shop/two': '../shared' }],
  ['a zip file', '../code.zip'],
  ['a link to a zip file', './code.zip', { 'shop/code.zip': '../code.zip' }],
]
for (const [what, src, links] of outside) {
  test(`src that is ${what} is refused`, async (t) => {
    const dir = place(t, files, links)
    await assert.rejects(packSource(src, {}, shop(dir)), (error) => {
      assert.deepEqual([error.code, error.class], ['SourceOutside', 'usage'])
      assert.match(error.hint, /allowOutside: true/)
      return error.message.includes(`outside of the project ${join(dir, 'shop')}`)
    })
  })
}

test('allowOutside packs it, and the package tells the path from the project', async (t) => {
  const dir = place(t, files)
  const { files: packed, outside } = await packSource('../shared', { allowOutside: true }, shop(dir))
  assert.deepEqual({ packed, outside }, { packed: ['index.js'], outside: '../shared' })
})

test('where a link leads out of the project, the package tells where it leads', async (t) => {
  const dir = place(t, files, { 'shop/linked': '../shared' })
  const { outside } = await packSource('./linked', { allowOutside: true }, shop(dir))
  assert.equal(outside, join(dir, 'shared'))
})

test('allowOutside does not open a directory of credentials', async (t) => {
  const dir = place(t, { ...files, '.ssh/keys/index.js': '' }, { 'shop/linked': '../.ssh/keys' })
  for (const src of ['../.ssh', '../.ssh/keys', './linked']) {
    await assert.rejects(packSource(src, { allowOutside: true }, shop(dir)), { code: 'UnpackableFile' }, src)
  }
})

test('src in .git of the project is refused', async (t) => {
  const dir = place(t, { ...files, 'shop/.git/hooks/index.js': '' })
  await assert.rejects(packSource('.git/hooks', {}, shop(dir)), { code: 'UnpackableFile', message: /never packed/ })
})

test('a project behind a link is its own place', async (t) => {
  const dir = place(t, files, { link: 'shop' })
  const at = { cwd: join(dir, 'link'), root: join(dir, 'link') }
  const { files: packed, outside } = await packSource('./code', {}, at)
  assert.deepEqual({ packed, outside }, { packed: ['index.js'], outside: undefined })
})

test('allowOutside does not follow links in src', async (t) => {
  for (const target of ['/', '../../.ssh', '../../.ssh/id_rsa', '../../shared']) {
    const dir = place(t, files, { 'shop/code/linked': target })
    await assert.rejects(
      packSource('./code', { allowOutside: true }, shop(dir)),
      { code: 'UnpackableFile', message: /outside of/, hint: /followLinks/ },
      target,
    )
  }
})

const workspace = {
  'packages/fun01/index.js': '',
  'packages/util/index.js': 'util',
  'packages/util/.env': '',
  'packages/other/index.js': 'other',
  'node_modules/left/index.js': 'left',
}
const fun01 = (dir) => ({ cwd: join(dir, 'packages/fun01'), root: join(dir, 'packages/fun01') })

test('a workspace link is refused, with the way to follow it', async (t) => {
  const dir = place(t, workspace, { 'packages/fun01/node_modules/@shop/util': '../../../util' })
  await assert.rejects(packSource('./', {}, fun01(dir)), { code: 'UnpackableFile', hint: /followLinks/ })
})

test('followLinks follows a workspace link, and the package tells where it led', async (t) => {
  const dir = place(t, workspace, { 'packages/fun01/node_modules/@shop/util': '../../../util' })
  const { files: packed, links, leftOut } = await packSource('./', { followLinks: ['../util'] }, fun01(dir))
  assert.deepEqual(packed, ['index.js', 'node_modules/@shop/util/index.js'])
  assert.deepEqual(links, [{ path: 'node_modules/@shop/util', target: '../util', outside: true }])
  assert.deepEqual(leftOut, ['node_modules/@shop/util/.env'])
})

test('the bytes are those of copies', async (t) => {
  const linked = place(t, workspace, { 'packages/fun01/node_modules/@shop/util': '../../../util' })
  const copied = place(t, { ...workspace, 'packages/fun01/node_modules/@shop/util/index.js': 'util' })
  const digests = await Promise.all(
    [linked, copied].map(async (dir) => (await packSource('./', { followLinks: ['../util'] }, fun01(dir))).sha256),
  )
  assert.equal(digests[0], digests[1])
})

test('a link in a followed directory is followed into the named directories only', async (t) => {
  const links = { 'packages/fun01/util': '../util', 'packages/util/other': '../other' }
  const dir = place(t, workspace, links)
  await assert.rejects(packSource('./', { followLinks: ['../util'] }, fun01(dir)), { message: /^util\/other can't/ })
  const { files: packed } = await packSource('./', { followLinks: ['..'] }, fun01(dir))
  assert.deepEqual(packed, ['index.js', 'util/index.js', 'util/other/index.js'])
})

test('two workspace packages that link to each other are refused, not followed without end', async (t) => {
  const links = { 'packages/fun01/util': '../util', 'packages/util/fun01': '../fun01' }
  const dir = place(t, workspace, links)
  await assert.rejects(packSource('./', { followLinks: ['..'] }, fun01(dir)), {
    code: 'UnpackableFile',
    message: /util\/fun01 .* that it lies in/,
  })
})

test('links that multiply without end are refused', async (t) => {
  const names = Array.from({ length: 24 }, (_, index) => `d${index}`)
  const links = Object.fromEntries(
    names.slice(1).flatMap((name, index) => ['a', 'b'].map((side) => [`shop/code/d${index}/${side}`, `../${name}`])),
  )
  const dir = place(t, { ...files, 'shop/code/d23/x.js': '' }, links)
  await assert.rejects(packSource('./code', {}, shop(dir)), { code: 'TooManyFiles' })
})

test('a link into a followed directory leads to no credentials', async (t) => {
  const dir = place(t, files, { 'shop/code/data': '../../.ssh/id_rsa', 'shop/code/all': '../../.ssh' })
  for (const followLinks of [['..'], ['../.ssh'], ['/']]) {
    await assert.rejects(packSource('./code', { followLinks, exclude: ['all'] }, shop(dir)), /which is never packed/)
    await assert.rejects(packSource('./code', { followLinks, exclude: ['data'] }, shop(dir)), /which is never packed/)
  }
})

test('a directory that followLinks names has to be there', async (t) => {
  await assert.rejects(packSource('./code', { followLinks: ['../utli'] }, shop(place(t, files))), {
    code: 'SourceNotFound',
    message: /followLinks/,
  })
})

test('on the platform, a link in what sls uploaded does not lead out of it', async (t) => {
  const dir = place(t, files, { 'shop/out': '..', 'shop/in': 'code' })
  const uploaded = join(dir, 'shop')
  assert.equal(within(uploaded, 'in', 'fun01'), join(uploaded, 'in'))
  for (const src of ['out', 'out/shared', '../shared', '/etc']) {
    assert.throws(() => within(uploaded, src, 'fun01'), {
      code: 'InvalidInput',
      message: /leads out of what sls uploads/,
    })
  }
})
