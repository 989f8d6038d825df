// `grayscale rollout` with a server for figures: who may name it, and what follows where it is not named.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { receiver } from '../../rollouts/receiver.js'
import { emulator, grayscale, keys, project } from './harness.js'
import { functions } from './rollout-project.js'

/** A project with a policy that names a server, and the server. */
async function checkout(t) {
  const figures = await receiver(() => ({ body: JSON.stringify({ versions: { 1: [], $LATEST: [] } }) }))
  t.after(() => figures.close())
  const url = `${figures.url}/figures`
  const policy = `steps: [{ traffic: 10%, for: 5m }]\nguard: { source: { http: '${url}' } }\n`
  const emu = await emulator(t)
  const cwd = project(t, { 'grayscale.yml': functions, 'policy.yml': policy })
  const by = async (status, env, ...args) => {
    const ended = await grayscale(args, { cwd, endpoint: emu.url, env: { ...keys, ...env } })
    assert.equal(ended.status, status, `${args.join(' ')}\n${ended.stdout}\n${ended.stderr}`)
    return ended
  }
  await by(0, {}, 'deploy', '--publish', '--traffic', '0')
  /** What proved who asked, of each request. */
  const asked = () => figures.got.map(({ headers }) => headers.authorization)
  return { emu, url, asked, by }
}

const start = ['rollout', 'start', '--rollout', 'policy.yml']

test('a server that a file alone names is refused, and neither asked nor told', async (t) => {
  const { emu, url, asked, by } = await checkout(t)
  const before = emu.requests.length
  for (const env of [{}, { GRAYSCALE_SOURCE_URL: `${url}/other`, GRAYSCALE_SOURCE_TOKEN: 'sesame' }]) {
    const { stderr } = await by(3, env, ...start)
    assert.match(stderr, /UntrustedHost/)
    assert.match(stderr, /GRAYSCALE_SOURCE_URL/)
    assert.ok(!stderr.includes(url), stderr)
  }
  assert.deepEqual([emu.requests.length, asked()], [before, []])
})

test('a server that an exported variable names is asked, with the token of another one', async (t) => {
  const { url, asked, by } = await checkout(t)
  const named = { GRAYSCALE_SOURCE_URL: url, GRAYSCALE_SOURCE_TOKEN: 'sesame' }
  const { stdout } = await by(0, named, ...start, '--json')
  assert.deepEqual([...new Set(asked())], ['Bearer sesame'])
  for (const secret of ['sesame', url]) assert.ok(!stdout.includes(secret), secret)
  // whoever does not name it does not know what it has
  const { decision } = JSON.parse((await by(0, {}, 'rollout', 'status', '--json')).stdout)
  assert.equal(decision.functions[0].blind, 'unnamed')
})
