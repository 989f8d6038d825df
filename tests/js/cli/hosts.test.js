// Hosts that a project's files name: whoever is at a terminal is asked once, and nobody else is.

import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { receiver } from '../../rollouts/receiver.js'
import { code, directory, emulator, grayscale, keys, project, startOnTerminal } from './harness.js'
import { functions } from './rollout-project.js'

/** A project, its command line, and what it keeps of this person. */
async function checkout(t, files) {
  const emu = await emulator(t)
  const cwd = project(t, { 'grayscale.yml': functions, ...files })
  const env = { ...keys, XDG_STATE_HOME: directory(t) }
  /** At a terminal, with an answer to the question that says so. */
  const asked = async (status, answer, question, ...args) => {
    const running = startOnTerminal(args, { cwd, endpoint: emu.url, env })
    await Promise.race([running.said(question, 'stdout'), running.ended])
    running.child.stdin.write(answer)
    const ended = await running.ended
    const said = stripVTControlCharacters(ended.stdout)
    assert.equal(ended.status, status, said)
    return said
  }
  const by = async (status, { dir = cwd, more = {} }, ...args) => {
    const ended = await grayscale(args, { cwd: dir, endpoint: emu.url, env: { ...env, ...more } })
    assert.equal(ended.status, status, `${args.join(' ')}\n${ended.stdout}\n${ended.stderr}`)
    return ended
  }
  const kept = join(env.XDG_STATE_HOME, 'scf-grayscale', 'confirmed-hosts')
  return { emu, cwd, asked, by, kept }
}

test('a store that the project file names is used after one yes, in this project and at this address alone', async (t) => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'grayscale-elsewhere-'))
  t.after(() => rmSync(elsewhere, { recursive: true }))
  const store = (name) => `store: 'file:${join(elsewhere, name)}'\n${functions}`
  const { emu, asked, by, kept } = await checkout(t, { 'grayscale.yml': store('journal') })
  const before = emu.requests.length
  assert.match((await by(3, {}, 'history')).stderr, /UntrustedHost.*\n?.*say yes once/s)
  assert.match(await asked(3, 'n', 'from now on', 'history'), /UntrustedHost/)
  // nobody is asked where no question is wanted
  await asked(3, '', 'UntrustedHost', 'deploy', '--yes')
  assert.equal(emu.requests.length, before)
  await asked(0, 'y', 'from now on', 'history')
  await by(0, {}, 'history')
  assert.equal(statSync(kept).mode & 0o777, 0o600)
  assert.ok(!readFileSync(kept, 'utf8').includes(elsewhere), 'an address may hold a password')

  const copy = project(t, { 'grayscale.yml': store('journal') })
  assert.match((await by(3, { dir: copy }, 'history')).stderr, /UntrustedHost/)
  const other = project(t, { 'grayscale.yml': store('other') })
  assert.match((await by(3, { dir: other }, 'history')).stderr, /UntrustedHost/)
})

test('a server for figures is asked after one yes, by the rollout and by each later look', async (t) => {
  const figures = await receiver(() => ({ body: JSON.stringify({ versions: { 1: [], $LATEST: [] } }) }))
  t.after(() => figures.close())
  const policy = `rollout: { steps: [{ traffic: 10%, for: 5m }], guard: { source: { http: '${figures.url}/figures' } } }\n`
  const { cwd, asked, by } = await checkout(t, { 'grayscale.yml': functions })
  await by(0, {}, 'deploy', '--publish', '--traffic', '0')
  writeFileSync(join(cwd, 'grayscale.yml'), policy + functions)
  writeFileSync(join(cwd, 'code/index.js'), code('two'))

  assert.match((await by(3, {}, 'rollout', 'start')).stderr, /UntrustedHost/)
  assert.match(await asked(3, 'n', 'from now on', 'rollout', 'start'), /UntrustedHost/)
  assert.equal(figures.got.length, 0)
  const said = await asked(0, 'y', 'from now on', 'rollout', 'start', '--detach')
  assert.ok(said.replaceAll(/\s+/g, '').includes(`${figures.url}/figures`), said)
  assert.ok(figures.got.length > 0)
  const blind = async (more = {}) => {
    const { decision } = JSON.parse((await by(0, { more }, 'rollout', 'status', '--json')).stdout)
    return decision.functions[0].blind
  }
  assert.notEqual(await blind(), 'unnamed')
  // somebody else has not said yes
  assert.equal(await blind({ XDG_STATE_HOME: directory(t) }), 'unnamed')

  // the same server in a policy of its own: nobody is asked again, and nobody needs to be there
  writeFileSync(join(cwd, 'grayscale.yml'), functions)
  writeFileSync(join(cwd, 'policy.yml'), policy.slice('rollout: '.length))
  await by(0, {}, 'rollout', 'start', '--rollout', 'policy.yml', '--replace', '--detach')
})
