// Provisioned concurrency on the command line: what is shown, in both languages, and the flags.

import assert from 'node:assert/strict'
import test from 'node:test'
import { code, directory, emulator, grayscale } from './harness.js'

const yml = (more = '') =>
  `functions:\n  fun01: { src: ./code, runtime: Nodejs18.15, handler: index.main_handler${more} }\n`

/** Released twice with three instances each. */
async function released(t) {
  const emu = await emulator(t, { delays: { createMs: 0, updateMs: 0, publishMs: 0, deleteMs: 0, provisionMs: 0 } })
  const cwd = directory(t, { 'grayscale.yml': yml(', provisionedNum: 3'), 'code/index.js': code('one') })
  const run = (...args) => grayscale(args, { cwd, endpoint: emu.url })
  for (let made = 0; made < 2; made++) {
    const deployed = await run('deploy', '--publish', '--traffic', '0', '--yes')
    assert.equal(deployed.status, 0, deployed.stderr)
  }
  return { emu, run }
}

test('status and list show what is provisioned, and prune releases what serves nobody', async (t) => {
  const { run } = await released(t)
  const status = await run('status')
  assert.match(status.stdout, /^ {4}v2: 3 provisioned instances$/m)
  assert.match(status.stdout, /^ {4}v1: 3 provisioned instances, without traffic, billed$/m)
  const chinese = await run('status', '--lang', 'zh')
  assert.match(chinese.stdout, /^ {4}v1：3 个预置实例，没有流量，计费中$/m)
  const list = await run('list')
  assert.match(list.stdout, /^ {4}provisioned concurrency: 768 MB, billed$/m)

  const plan = await run('prune', 'fun01', '--provisioned', '--plan')
  assert.match(plan.stdout, /release provisioned concurrency of v1 \(3\)/)
  const pruned = await run('prune', 'fun01', '--provisioned', '--yes')
  assert.equal(pruned.status, 0, pruned.stderr)
  const now = JSON.parse((await run('status', '--json')).stdout)
  const [row] = now.functions ?? now
  assert.deepEqual(
    row.versions.map(({ version, provisioned }) => [version, provisioned?.asked]),
    [
      ['2', 3],
      ['1', undefined],
    ],
  )
})

test('a version that finds no room is refused before anything is written, and --warm false goes on', async (t) => {
  const { emu, run } = await released(t)
  emu.setFaults([
    { action: 'PutProvisionedConcurrencyConfig', fault: 'refuse', code: 'FailedOperation.ProvisionedExceedAvailable' },
  ])
  const refused = await run('deploy', '--publish', '--traffic', '0', '--yes')
  assert.equal(refused.status, 1)
  assert.match(refused.stderr, /NotWarmed/)
  assert.match(refused.stderr, /v3 can't have 3 provisioned instances/)
  assert.match(refused.stderr, /`grayscale prune --provisioned`/)
  const cold = await run('deploy', '--publish', '--traffic', '0', '--warm', 'false', '--yes')
  assert.equal(cold.status, 0, cold.stderr)
})
