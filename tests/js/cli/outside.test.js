// A cloned repository says what is packed: nothing outside of it, no credentials, and the plan names what people should
// know. Against the real command line, and against programs.

import assert from 'node:assert/strict'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { Grayscale, memoryStore } from '../../../js/index.js'
import { code, directory, emulator, ended, grayscale } from './harness.js'

const secretId = 'AKIDEXAMPLE'
const secretKey = 'Gu5t9xGARNpq86cd98joQYCN3EXAMPLE'
const env = { TENCENT_SECRET_ID: secretId, TENCENT_SECRET_KEY: secretKey }

const yml = (src) => `functions: { fun01: { runtime: Nodejs18.15, src: ${JSON.stringify(src)} } }\n`

/** A clone beside what it must not reach, and an API. */
async function clone(t, src, files = {}, links = {}) {
  const home = directory(t, {
    '.ssh/id_rsa': 'EXAMPLE',
    'shared/index.js': code('shared'),
    'clone/grayscale.yml': yml(src),
    'clone/code/index.js': code('one'),
    ...files,
  })
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(join(home, path, '..'), { recursive: true })
    symlinkSync(target, join(home, path))
  }
  const emu = await emulator(t, { secretId, secretKey })
  const run = (args, status = 0) => ended(grayscale(args, { cwd: join(home, 'clone'), endpoint: emu.url, env }), status)
  return { home, emu, run }
}

/** The notes of the only function in a plan. */
async function notesOf(run, args = ['plan', '--json']) {
  const { functions } = JSON.parse((await run(args)).stdout)
  return functions[0].notes.filter(({ code }) => code !== 'Default')
}

/** @type {[what: string, src: any, code: string, links?: Record<string, string>][]} */
const refused = [
  ['src that leads out by dots', '../../..', 'SourceOutside'],
  ['src that is an absolute path', '/etc', 'SourceOutside'],
  ['src that is a link out of the project', './linked', 'SourceOutside', { 'clone/linked': '../shared' }],
  ['a link in src to .ssh', './code', 'UnpackableFile', { 'clone/code/keys': '../../.ssh' }],
  ['a link in src to a private key', './code', 'UnpackableFile', { 'clone/code/x.txt': '../../.ssh/id_rsa' }],
  ['a link in src to the root of the file system', './code', 'UnpackableFile', { 'clone/code/all': '/' }],
  ['src that is .ssh, with allowOutside', { src: '../.ssh', allowOutside: true }, 'UnpackableFile'],
]
for (const [what, src, refusal, links] of refused) {
  test(`${what}: plan and deploy refuse it, and nothing is sent`, async (t) => {
    const { emu, run } = await clone(t, src, {}, links)
    for (const command of ['plan', 'deploy']) {
      const { stdout } = await run([command, '--json'], 2)
      assert.equal(JSON.parse(stdout).error.code, refusal, stdout)
    }
    assert.deepEqual(emu.requests, [])
  })

  test(`${what}: a program is refused it too`, async (t) => {
    const { home, emu } = await clone(t, src, {}, links)
    const gray = new Grayscale({ credentials: { secretId, secretKey }, endpoint: emu.url, cwd: join(home, 'clone') })
    t.after(() => gray.close())
    await assert.rejects(gray.plan({ functions: { fun01: { src } } }), { code: refusal })
    assert.deepEqual(emu.requests, [])
  })
}

test('the plan shows the path outside the project as a warning', async (t) => {
  const { run } = await clone(t, { src: '../shared', allowOutside: true })
  assert.match((await run(['plan'])).stdout, /the code is packed from outside the project: \.\.\/shared/)
  assert.deepEqual(await notesOf(run), [
    {
      level: 'warning',
      code: 'OutsideProject',
      params: { path: '../shared' },
      text: 'the code is packed from outside the project: ../shared',
    },
  ])
})

test('the plan shows links that are followed out of the project as a warning', async (t) => {
  const src = { src: './code', followLinks: ['../shared'] }
  const { run } = await clone(t, src, {}, { 'clone/code/node_modules/@x/shared': '../../../../shared' })
  assert.deepEqual(await notesOf(run), [
    {
      level: 'warning',
      code: 'LinksFollowed',
      params: { links: [{ path: 'node_modules/@x/shared', target: '../shared' }], more: 0, outside: true },
      text: 'symbolic links out of the project are followed: node_modules/@x/shared → ../shared',
    },
  ])
})

test('the plan shows links that are followed inside the project', async (t) => {
  const src = { src: './code', followLinks: './lib' }
  const { run } = await clone(t, src, { 'clone/lib/index.js': '' }, { 'clone/code/lib': '../lib' })
  assert.deepEqual(await notesOf(run), [
    {
      level: 'info',
      code: 'LinksFollowed',
      params: { links: [{ path: 'lib', target: 'lib' }], more: 0, outside: false },
      text: 'symbolic links out of src are followed: lib → lib',
    },
  ])
})

test('the plan names what was left out, the first five', async (t) => {
  const names = ['.env', '.npmrc', 'a.pem', 'id_rsa', 'keys/b.pem', 'keys/c.pem']
  const { run } = await clone(t, './code', Object.fromEntries(names.map((name) => [`clone/code/${name}`, ''])))
  const text = 'not in the package: .env, .npmrc, a.pem, id_rsa, keys/b.pem and 1 more (src.include adds files)'
  assert.ok((await run(['plan'])).stdout.replace(/\s+/g, ' ').includes(text))
  assert.deepEqual(await notesOf(run), [
    { level: 'info', code: 'FilesLeftOut', params: { files: names.slice(0, 5), more: 1 }, text },
  ])
})

test('what was left out is not named again where nothing is uploaded', async (t) => {
  const { run } = await clone(t, './code', { 'clone/code/a.pem': '' })
  await run(['deploy'])
  assert.deepEqual(await notesOf(run), [])
})

test('a file that include names is packed, and the plan says so', async (t) => {
  const src = { src: './code', include: ['keys/dev.pem'] }
  const { run } = await clone(t, src, { 'clone/code/keys/dev.pem': '', 'clone/code/keys/prod.pem': '' })
  assert.deepEqual(await notesOf(run), [
    {
      level: 'warning',
      code: 'CredentialsPacked',
      params: { files: ['keys/dev.pem'], more: 0 },
      text: 'these files in the package may hold credentials: keys/dev.pem',
    },
    {
      level: 'info',
      code: 'FilesLeftOut',
      params: { files: ['keys/prod.pem'], more: 0 },
      text: 'not in the package: keys/prod.pem (src.include adds files)',
    },
  ])
})

test('a file with the secret key in use stops plan and deploy, and no output holds the key', async (t) => {
  const { emu, run } = await clone(t, './code', { 'clone/code/config.js': `exports.key = '${secretKey}'\n` })
  for (const command of ['plan', 'deploy']) {
    const { stdout, stderr } = await run([command], 2)
    assert.match(stdout + stderr, /SecretInPackage/)
    assert.match(stdout + stderr, /config\.js/)
    assert.ok(!(stdout + stderr).includes(secretKey))
  }
  assert.deepEqual(emu.requests, [])
})

test('the project is the directory of the file that --file names', async (t) => {
  const { home, run } = await clone(t, './code', { 'shared/grayscale.yml': yml('../clone/code') })
  const { stdout } = await run(['plan', '--json', '--file', join(home, 'shared/grayscale.yml')], 2)
  assert.equal(JSON.parse(stdout).error.code, 'SourceOutside')
})

test('a program may name the project: root', async (t) => {
  const { home, emu } = await clone(t, './code')
  const cwd = join(home, 'clone')
  const gray = new Grayscale({ credentials: { secretId, secretKey }, endpoint: emu.url, cwd, root: home })
  t.after(() => gray.close())
  const { functions } = await gray.plan({ functions: { fun01: { src: '../shared' } } })
  assert.deepEqual(
    functions[0].notes.filter(({ code }) => code !== 'Default'),
    [],
  )
})

test('the secret key is looked for in bytes that a program gives, whichever way it gives the key', async (t) => {
  const { emu } = await clone(t, './code')
  const zip = new Uint8Array(Buffer.from(`PK\u0003\u0004 ${secretKey}`))
  const functions = { fun01: { runtime: 'Nodejs18.15', zip }, fun02: { runtime: 'Nodejs18.15', zip } }
  for (const credentials of [{ secretId, secretKey }, async () => ({ secretId, secretKey })]) {
    const gray = new Grayscale({ credentials, endpoint: emu.url, store: memoryStore() })
    t.after(() => gray.close())
    await assert.rejects(gray.deploy({ functions }), { code: 'SecretInPackage' })
  }
  assert.deepEqual(emu.requests, [])
})

test('credentials that can not be had are one error, however many functions there are', async (t) => {
  const { home, emu } = await clone(t, './code')
  const credentials = () => Promise.reject(new Error('no vault'))
  const gray = new Grayscale({ credentials, endpoint: emu.url, cwd: join(home, 'clone') })
  t.after(() => gray.close())
  const plan = gray.plan({ functions: { fun01: { src: './code' }, fun02: { src: './code' } } })
  await assert.rejects(plan, (error) => {
    assert.deepEqual([error.code, error.errors], ['CredentialsFailed', undefined])
    return true
  })
})
