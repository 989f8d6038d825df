// `grayscale remove`: what the project created is deleted, and nothing else.

import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { Grayscale } from '../../../js/index.js'
import { makeBucket } from '../../support/buckets.js'
import { credentials, directory, emulator, ended, grayscale, keys, project, startOnTerminal, yml } from './harness.js'

/** A project whose functions were deployed, and one beside them that somebody else made. */
async function deployed(t) {
  const { url: endpoint, requests } = await emulator(t)
  const cwd = project(t)
  await ended(grayscale(['deploy'], { cwd, endpoint }), 0)
  const here = (args) => grayscale(args, { cwd, endpoint })
  const deleted = () => requests.filter(({ action }) => action === 'DeleteFunction').length
  return { cwd, endpoint, here, deleted, requests }
}

const names = async ({ here }) =>
  JSON.parse((await ended(here(['list', '--json']), 0)).stdout)
    .functions.map(({ name }) => name)
    .sort()

test('the functions that the project created are deleted', async (t) => {
  const scene = await deployed(t)
  const { stdout } = await ended(scene.here(['remove']), 0)
  assert.match(stdout, /delete the function with all its versions and aliases/)
  assert.deepEqual(await names(scene), [])
})

test('a function that somebody else created is left and named', async (t) => {
  const scene = await deployed(t)
  const gray = new Grayscale({ endpoint: scene.endpoint, credentials, cwd: scene.cwd })
  await gray.deploy({ functions: { fun03: { src: './code', runtime: 'Nodejs18.15', handler: 'index.main_handler' } } })
  await gray.close()
  const file = join(scene.cwd, 'grayscale.yml')
  writeFileSync(file, `${readFileSync(file, 'utf8')}  fun03: { src: ./code }\n`)
  const { stdout } = await ended(scene.here(['remove']), 0)
  assert.match(stdout, /fun03-dev is not deleted/)
  assert.deepEqual(await names(scene), ['fun03-dev'])
})

test('a function that the project created and no longer names is deleted too', async (t) => {
  const scene = await deployed(t)
  writeFileSync(join(scene.cwd, 'grayscale.yml'), 'functions:\n  fun01: { src: ./code }\n')
  await ended(scene.here(['remove']), 0)
  assert.deepEqual(await names(scene), [])
})

test('with names, only these are deleted', async (t) => {
  const scene = await deployed(t)
  await ended(scene.here(['remove', 'fun02']), 0)
  assert.deepEqual(await names(scene), ['fun01-dev'])
})

test('without a project file, only the named functions are deleted', async (t) => {
  const scene = await deployed(t)
  rmSync(join(scene.cwd, 'grayscale.yml'))
  await ended(scene.here(['remove', 'fun02-dev']), 0)
  assert.deepEqual(await names(scene), ['fun01-dev'])
})

test('another checkout removes what the runs in the shared store made, and nothing else', async (t) => {
  const { url: endpoint } = await emulator(t)
  await makeBucket(endpoint, 'journal-1250000000')
  const env = { ...keys, GRAYSCALE_STORE: 'cos://journal-1250000000/team?region=ap-guangzhou' }
  const gray = new Grayscale({ endpoint, credentials, cwd: project(t) })
  await gray.deploy({ functions: { fun03: { src: './code', runtime: 'Nodejs18.15', handler: 'index.main_handler' } } })
  await gray.close()
  const named = (functions) => ({ 'grayscale.yml': `${functions}store: { project: shop }\n` })
  const first = project(t, named(`${yml}  fun03: { src: ./code }\n`))
  await ended(grayscale(['deploy'], { cwd: first, endpoint, env }), 0)
  // fun02 is no longer named here
  const fresh = project(t, named('functions:\n  fun01: { src: ./code }\n  fun03: { src: ./code }\n'))
  const { stdout } = await ended(grayscale(['remove'], { cwd: fresh, endpoint, env }), 0)
  assert.match(stdout, /fun03-dev is not deleted/)
  assert.deepEqual(await names({ here: (args) => grayscale(args, { cwd: fresh, endpoint, env }) }), ['fun03-dev'])
})

test('of several components in a file, one removes its own functions alone', async (t) => {
  const { url: endpoint } = await emulator(t)
  const component = (alias, name) =>
    `${alias}:\n  component: scf-grayscale\n  inputs: { name: ${name}, src: ./code, runtime: Nodejs18.15, handler: index.main_handler }\n`
  const cwd = directory(t, {
    'serverless.yml': component('one', 'first') + component('two', 'second'),
    'code/index.js': 'exports.main_handler = async () => 1\n',
  })
  const here = (args) => grayscale(args, { cwd, endpoint })
  for (const alias of ['one', 'two']) await ended(here(['deploy', '--component', alias]), 0)
  await ended(here(['remove', '--component', 'one']), 0)
  const { functions } = JSON.parse((await ended(here(['list', '--json', '--component', 'one']), 0)).stdout)
  assert.deepEqual(
    functions.map(({ name }) => name),
    ['second'],
  )
})

test('a second removal finds nothing to do', async (t) => {
  const scene = await deployed(t)
  await ended(scene.here(['remove']), 0)
  const before = scene.deleted()
  const { stdout } = await ended(scene.here(['remove']), 0)
  assert.match(stdout, /fun01-dev does not exist/)
  assert.equal(scene.deleted(), before)
})

test('--plan deletes nothing', async (t) => {
  const scene = await deployed(t)
  await ended(scene.here(['remove', '--plan']), 0)
  assert.deepEqual(await names(scene), ['fun01-dev', 'fun02-dev'])
})

test('--json prints the result as one document', async (t) => {
  const scene = await deployed(t)
  const { stdout } = await ended(scene.here(['remove', '--json']), 0)
  const { kind, functions } = JSON.parse(stdout)
  assert.equal(kind, 'remove')
  assert.deepEqual(
    functions.map(({ key, status }) => [key, status]),
    [
      ['fun01', 'removed'],
      ['fun02', 'removed'],
    ],
  )
})

test('without a project and without names it is a usage error', async (t) => {
  const { url: endpoint } = await emulator(t)
  const { stderr } = await ended(grayscale(['remove'], { cwd: directory(t), endpoint }), 2)
  assert.match(stderr, /ProjectNotFound/)
})

test('a journal that someone changed deletes nothing', async (t) => {
  const scene = await deployed(t)
  const file = join(scene.cwd, '.grayscale/dev.journal')
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('fun02-dev', 'fun09-dev'))
  const { stderr } = await ended(scene.here(['remove']), 3)
  assert.match(stderr, /JournalBroken/)
  assert.equal(scene.deleted(), 0)
  await ended(scene.here(['remove', 'fun01', '--force']), 0)
  assert.deepEqual(await names(scene), ['fun02-dev'])
})

/** Answers the question on a terminal, and waits for the end. */
async function answered(typed, { cwd, endpoint }) {
  const running = startOnTerminal(['remove'], { cwd, endpoint })
  await running.said('◆', 'stdout')
  running.child.stdin.write(typed)
  const { status, stdout } = await running.ended
  return { status, screen: stripVTControlCharacters(stdout).replaceAll('\r', '') }
}

test('on a terminal the word remove is asked for, and goes on', async (t) => {
  const scene = await deployed(t)
  const { status, screen } = await answered('remove\r', scene)
  assert.equal(status, 0, screen)
  assert.deepEqual(await names(scene), [])
})

for (const [name, typed, exit, said] of [
  ['another word', 'yes\r', 3, /✖ NotConfirmed/],
  ['Enter alone', '\r', 3, /✖ NotConfirmed/],
  ['Ctrl-C', '\u0003', 130, /✖ Interrupted/],
]) {
  test(`on a terminal ${name} deletes nothing`, async (t) => {
    const scene = await deployed(t)
    const { status, screen } = await answered(typed, scene)
    assert.equal(status, exit, screen)
    assert.match(screen, said)
    assert.equal(scene.deleted(), 0)
  })
}

test('on a terminal --yes asks nothing', async (t) => {
  const { cwd, endpoint } = await deployed(t)
  const { status, stdout } = await startOnTerminal(['remove', '--yes'], { cwd, endpoint }).ended
  assert.equal(status, 0, stdout)
  assert.doesNotMatch(stdout, /◆/)
})
