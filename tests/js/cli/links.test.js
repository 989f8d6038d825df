// A cloned repository brings links under the names of journal and lock. The real command line, in that repository.

import assert from 'node:assert/strict'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { code, directory, emulator, ended, grayscale, project } from './harness.js'

const secret = 'ssh-ed25519 AAAA me@home\n'

/** A project in the middle of a release, whose directory of the journal is put out of the way. */
async function released(t) {
  const { url: endpoint, requests } = await emulator(t)
  const cwd = project(t)
  await ended(grayscale(['deploy', '--publish', '--traffic', '0'], { cwd, endpoint }), 0)
  writeFileSync(join(cwd, 'code/index.js'), code('two'))
  await ended(grayscale(['deploy', '--traffic', '0.3'], { cwd, endpoint }), 0)
  const own = join(cwd, '.grayscale')
  renameSync(own, join(cwd, 'kept'))
  const outside = join(directory(t, { authorized_keys: secret }), 'authorized_keys')
  const writes = () => requests.filter(({ action }) => /^(Create|Update|Publish|Delete)/.test(action)).length
  return { cwd, endpoint, own, outside, writes }
}

const traps = {
  'a journal that is a symbolic link': ({ own, outside }) => {
    mkdirSync(own)
    symlinkSync(outside, join(own, 'dev.journal'))
    return join(own, 'dev.journal')
  },
  'a journal that is a hard link': ({ own, outside }) => {
    mkdirSync(own)
    linkSync(outside, join(own, 'dev.journal'))
    return join(own, 'dev.journal')
  },
  'a directory that is a symbolic link': ({ own, outside }) => {
    symlinkSync(join(outside, '..'), own)
    return own
  },
}

for (const [what, set] of Object.entries(traps)) {
  test(`${what}: a deploy stops with the path, and a rollback continues without the journal`, async (t) => {
    const world = await released(t)
    const { cwd, endpoint, outside, writes } = world
    const path = set(world)
    const before = writes()
    writeFileSync(join(cwd, 'code/index.js'), code('three'))
    const refused = JSON.parse((await ended(grayscale(['deploy', '--json'], { cwd, endpoint }), 3)).stdout)
    assert.equal(refused.error.code, 'UnsafeJournal')
    assert.ok(refused.error.message.startsWith(path), refused.error.message)
    assert.equal(writes(), before, 'nothing was changed')
    const rollback = await ended(grayscale(['rollback'], { cwd, endpoint }), 0)
    assert.match(rollback.stdout, /→ 1 100%/)
    assert.match(rollback.stdout, /continues without/)
    assert.equal(readFileSync(outside, 'utf8'), secret)
  })
}

test('status shows what is there, and says that the journal is not read', async (t) => {
  const world = await released(t)
  const { cwd, endpoint, outside } = world
  traps['a journal that is a symbolic link'](world)
  const { stdout } = await ended(grayscale(['status'], { cwd, endpoint }), 0)
  assert.match(stdout, /dev\.journal is a symbolic link[^]*fun01/)
  assert.ok(!stdout.includes('ssh-ed25519'))
  assert.equal(readFileSync(outside, 'utf8'), secret)
})

test('a plan says that it is made without the journal', async (t) => {
  const world = await released(t)
  traps['a journal that is a symbolic link'](world)
  const { cwd, endpoint } = world
  const { stderr } = await ended(grayscale(['plan', '--traffic', '0.4'], { cwd, endpoint }), 0)
  assert.match(stderr, /the plan is made without the journal: .*dev\.journal is a symbolic link/)
})

for (const command of ['history', 'undo', 'abort', 'resume']) {
  test(`${command} does not read a journal through a link`, async (t) => {
    const cwd = project(t)
    const forged = directory(t, { journal: '{"v":1}\n' })
    mkdirSync(join(cwd, '.grayscale'))
    symlinkSync(join(forged, 'journal'), join(cwd, '.grayscale/dev.journal'))
    const { stderr } = await ended(grayscale([command], { cwd, endpoint: 'http://127.0.0.1:9' }), 3)
    assert.match(stderr, /✖ UnsafeJournal.*dev\.journal is a symbolic link/)
  })
}

test('once the link is gone a deploy goes on', async (t) => {
  const world = await released(t)
  const { cwd, endpoint } = world
  rmSync(traps['a journal that is a symbolic link'](world))
  await ended(grayscale(['deploy', '--traffic', '0.4'], { cwd, endpoint }), 0)
})
