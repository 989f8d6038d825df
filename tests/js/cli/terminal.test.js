import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { code, emulator, grayscale, project, startOnTerminal } from './harness.js'

const everything = ['deploy', 'fun01', '--traffic', '1']

/** A function whose users are all on version 1, and new code for it that no version holds. */
async function unproven(t) {
  const { url: endpoint, requests } = await emulator(t)
  const cwd = project(t)
  const { status, stderr } = await grayscale(['deploy', 'fun01', '--publish', '--traffic', '0'], { cwd, endpoint })
  assert.equal(status, 0, stderr)
  writeFileSync(join(cwd, 'code/index.js'), code('two'))
  const before = requests.length
  return { endpoint, cwd, writes: () => requests.slice(before).filter(({ action }) => action.startsWith('Update')) }
}

/** Answers the question with a key, and waits for the end. */
async function answered(key, { cwd, endpoint }) {
  const running = startOnTerminal(everything, { cwd, endpoint })
  await running.said('◆', 'stdout')
  running.child.stdin.write(key)
  const { status, stdout } = await running.ended
  return { status, screen: stripVTControlCharacters(stdout).replaceAll('\r', '') }
}

test('yes: it is done, and progress is shown', async (t) => {
  const scene = await unproven(t)
  const { status, screen } = await answered('y', scene)
  assert.equal(status, 0, screen)
  assert.match(screen, /◌ fun01 1\/2 {2}upload code/)
  assert.match(screen, /✔ fun01 +100% +1 +1 100% → \$latest 100%/)
  assert.deepEqual(
    scene.writes().map(({ action }) => action),
    ['UpdateFunctionCode', 'UpdateAlias'],
  )
})

for (const [name, key, exit, said] of [
  ['no', 'n', 3, /✖ NotConfirmed/],
  ['Enter alone, which is no', '\r', 3, /✖ NotConfirmed/],
  ['Ctrl-C', '\u0003', 130, /✖ Interrupted/],
]) {
  test(`${name}: nothing is changed`, async (t) => {
    const scene = await unproven(t)
    const { status, screen } = await answered(key, scene)
    assert.equal(status, exit, screen)
    assert.match(screen, said)
    assert.match(screen, /nothing was changed/)
    assert.deepEqual(scene.writes(), [])
  })
}

test('--yes answers, and a plan without a question asks none', async (t) => {
  const { endpoint, cwd } = await unproven(t)
  for (const args of [
    ['deploy', 'fun01', '--traffic', '0.1'],
    [...everything, '--yes'],
    ['rollback', 'fun01'],
  ]) {
    const { status, stdout } = await startOnTerminal(args, { cwd, endpoint }).ended
    assert.equal(status, 0, stdout)
    assert.doesNotMatch(stdout, /◆/)
  }
})
