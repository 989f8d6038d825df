// A repository brings a journal of somebody else's making, with all sums right. It moves nothing that the project does not
// have, on the command line and in a program.

import assert from 'node:assert/strict'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Grayscale } from '../../../js/index.js'
import { memoryStore } from '../../../js/store/index.js'
import { KEY } from '../../support/emulator.js'
import { code, directory, emulator, ended, grayscale, yml } from './harness.js'

const mine = yml.split('\n').slice(0, 2).join('\n')
const theirs = mine.replace('fun01', 'victim')

/** A release of two functions, and a clone that has one of them, or neither, with the journal of it all. */
async function cloned(t, { has = mine } = {}) {
  const { url: endpoint, requests } = await emulator(t)
  const index = { 'code/index.js': code('one') }
  const both = directory(t, { 'grayscale.yml': `${mine}\n${theirs.split('\n')[1]}\n`, ...index })
  await ended(grayscale(['deploy', '--publish', '--traffic', '0'], { cwd: both, endpoint }), 0)
  writeFileSync(join(both, 'code/index.js'), code('two'))
  await ended(grayscale(['deploy', '--traffic', '0.3'], { cwd: both, endpoint }), 0)
  const cwd = directory(t, { ...(has && { 'grayscale.yml': has }), ...index })
  cpSync(join(both, '.grayscale'), join(cwd, '.grayscale'), { recursive: true })
  const journal = join(cwd, '.grayscale/dev.journal')
  const since = requests.length
  return {
    cwd,
    endpoint,
    journal,
    /** As if the last run had been cut off before it was over. */
    cutOff() {
      const lines = readFileSync(journal, 'utf8').trimEnd().split('\n')
      writeFileSync(journal, `${lines.slice(0, -1).join('\n')}\n`)
    },
    async shares() {
      const { stdout } = await ended(grayscale(['status', '--json'], { cwd: both, endpoint }), 0)
      return JSON.parse(stdout).functions.map(({ name, traffic }) => [name, Number(traffic)])
    },
    writes: () => requests.slice(since).filter(({ action }) => /^(Create|Update|Publish|Delete)/.test(action)).length,
  }
}

const untouched = [
  ['fun01-dev', 0.3],
  ['victim-dev', 0.3],
]
const left = [
  ['fun01-dev', 0],
  ['victim-dev', 0.3],
]

test('undo moves the function of the project alone, and names the one that it leaves', async (t) => {
  const { cwd, endpoint, shares } = await cloned(t)
  const { stdout } = await ended(grayscale(['undo'], { cwd, endpoint }), 0)
  assert.match(stdout, /not changed, because this project does not have them: victim-dev in ap-guangzhou\/default/)
  assert.deepEqual(await shares(), left)
})

test('abort moves the function of the project alone, and names the one that it leaves', async (t) => {
  const { cwd, endpoint, shares, cutOff } = await cloned(t)
  cutOff()
  const { stdout } = await ended(grayscale(['abort'], { cwd, endpoint }), 0)
  assert.match(stdout, /not changed, because this project does not have them: victim-dev/)
  assert.deepEqual(await shares(), left)
})

for (const command of ['undo', 'abort', 'resume']) {
  test(`${command} of a run about functions that the project does not have changes nothing`, async (t) => {
    const { cwd, endpoint, shares, cutOff, writes } = await cloned(t, { has: mine.replace('fun01', 'fun09') })
    if (command !== 'undo') cutOff()
    const { stdout } = await grayscale([command, '--json'], { cwd, endpoint })
    const { error } = JSON.parse(stdout)
    if (command === 'resume') assert.equal(error.code, 'UnknownFunction')
    else assert.deepEqual([error.code, error.class], ['NotOfProject', 'refused'])
    assert.match(error.message, /victim/)
    assert.equal(writes(), 0)
    assert.deepEqual(await shares(), untouched)
  })

  test(`${command} where there is no project names no function by itself`, async (t) => {
    const { cwd, endpoint, cutOff, writes } = await cloned(t, { has: '' })
    if (command !== 'undo') cutOff()
    const { stderr } = await ended(grayscale([command], { cwd, endpoint }), 2)
    assert.match(stderr, /✖ ProjectNotFound[^]*--only\s+NAMES/)
    assert.equal(writes(), 0)
  })
}

test('undo where there is no project moves the functions that are named', async (t) => {
  const { cwd, endpoint, shares } = await cloned(t, { has: '' })
  await ended(grayscale(['undo', '--only', 'fun01-dev'], { cwd, endpoint }), 0)
  assert.deepEqual(await shares(), left)
})

test('undo --only narrows what is moved of a project', async (t) => {
  const { cwd, endpoint, shares } = await cloned(t, { has: `${mine}\n${theirs.split('\n')[1]}\n` })
  await ended(grayscale(['undo', '--only', 'fun01'], { cwd, endpoint }), 0)
  assert.deepEqual(await shares(), left)
})

test('a rollback that was cut off goes on for the function of the project alone', async (t) => {
  const world = await cloned(t, { has: `${mine}\n${theirs.split('\n')[1]}\n` })
  const { cwd, endpoint, cutOff, shares } = world
  await ended(grayscale(['rollback'], { cwd, endpoint }), 0)
  cutOff()
  writeFileSync(join(cwd, 'grayscale.yml'), mine)
  const { stdout } = await ended(grayscale(['resume'], { cwd, endpoint }), 0)
  assert.match(stdout, /not changed, because this project does not have them: victim-dev/)
  assert.deepEqual(await shares(), [
    ['fun01-dev', 0],
    ['victim-dev', 0],
  ])
})

test('another region than the journal’s is another function', async (t) => {
  const { cwd, endpoint, writes } = await cloned(t)
  const { stderr } = await ended(grayscale(['undo', '--region', 'ap-shanghai'], { cwd, endpoint }), 3)
  assert.match(stderr, /✖ NotOfProject/)
  assert.equal(writes(), 0)
})

const project = { functions: [{ key: 'fun01', name: 'fun01-dev' }] }

/** A program with this journal. */
async function program(t, world) {
  const store = memoryStore(readFileSync(world.journal, 'utf8'))
  const gray = new Grayscale({ credentials: KEY, endpoint: world.endpoint, store, stage: 'dev' })
  t.after(() => gray.close())
  return gray
}

test('a program that gives its project: what is planned and undone are its functions', async (t) => {
  const world = await cloned(t)
  const gray = await program(t, world)
  const plan = await gray.planUndo(undefined, { project })
  assert.deepEqual(
    [plan.functions.map(({ name }) => name), plan.notes.map(({ code }) => code)],
    [['fun01-dev'], ['NotOfProject']],
  )
  await gray.undo(undefined, { project })
  assert.deepEqual(await world.shares(), left)
})

test('a program that gives its project: what is planned and put back are its functions', async (t) => {
  const world = await cloned(t)
  world.cutOff()
  const gray = await program(t, world)
  const plan = await gray.planAbort({ project })
  assert.deepEqual(
    plan.functions.map(({ name }) => name),
    ['fun01-dev'],
  )
  const result = await gray.apply(plan)
  assert.deepEqual([result.kind, result.functions.length], ['abort', 1])
  assert.deepEqual(await world.shares(), left)
})

test('a program that gives its project: a run about others is refused', async (t) => {
  const world = await cloned(t)
  world.cutOff()
  const gray = await program(t, world)
  const others = { functions: [{ name: 'fun09-dev' }] }
  for (const act of [
    () => gray.undo(undefined, { project: others }),
    () => gray.abort({ project: others }),
    () => gray.planAbort({ project: others }),
  ]) {
    await assert.rejects(act(), { code: 'NotOfProject' })
  }
  assert.equal(world.writes(), 0)
})

test('a program without a project vouches for its own journal', async (t) => {
  const world = await cloned(t)
  const gray = await program(t, world)
  await gray.undo()
  assert.deepEqual(await world.shares(), [
    ['fun01-dev', 0],
    ['victim-dev', 0],
  ])
})
