// What a cloned repository brings in the place of its files: links that lead out, pipes, names that every object has.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { directory, emulator, ended, grayscale, keys, project } from './harness.js'

test('project and env files are read through no link that leads out, and from no pipe', async (t) => {
  const outside = directory(t, { 'other.env': 'DB_PASSWORD=fromOutside\n', 'other.yml': 'functions: { zz: {} }\n' })
  const cases = [
    [
      'LinkOutside',
      { 'grayscale.yml': 'functions: { fun01: {} }\n' },
      (dir) => symlinkSync(join(outside, 'other.env'), join(dir, '.env')),
    ],
    ['LinkOutside', {}, (dir) => symlinkSync(join(outside, 'other.yml'), join(dir, 'grayscale.yml'))],
    ['UnreadableFile', {}, (dir) => execFileSync('mkfifo', [join(dir, 'grayscale.yml')])],
    ['UnknownVariable', { 'grayscale.yml': 'functions: { fun01: { description: "${env.constructor}" } }\n' }, () => {}],
  ]
  for (const [code, files, spoil] of cases) {
    const cwd = directory(t, files)
    spoil(cwd)
    const { status, stderr } = await grayscale(['plan'], { cwd, env: keys })
    assert.deepEqual([status, stderr.includes(code), stderr.includes('fromOutside')], [2, true, false], stderr)
  }
})

test('a plan file takes the place of a link, and is for its owner alone', async (t) => {
  const { url: endpoint } = await emulator(t)
  const outside = directory(t, { bashrc: 'mine\n' })
  const cwd = project(t)
  symlinkSync(join(outside, 'bashrc'), join(cwd, 'release.plan'))
  await ended(grayscale(['plan', '--out', 'release.plan'], { cwd, endpoint }), 0)
  assert.equal(readFileSync(join(outside, 'bashrc'), 'utf8'), 'mine\n')
  const { mode } = lstatSync(join(cwd, 'release.plan'))
  assert.deepEqual([(mode & 0o170000) === 0o100000, mode & 0o777], [true, 0o600])
})
