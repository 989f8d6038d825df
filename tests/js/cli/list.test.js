import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { startDemo } from '../../../js/console/demo/index.js'
import { Client } from '../../support/emulator.js'
import { grayscale, keys } from './harness.js'

test('grayscale list: what there is, what needs a look first, without a project', async (t) => {
  const world = await startDemo()
  t.after(() => world.close())
  const cwd = mkdtempSync(join(tmpdir(), 'grayscale-list-'))
  t.after(() => rmSync(cwd, { recursive: true }))
  const { secretId, secretKey } = world.credentials
  const env = { ...keys, TENCENT_SECRET_ID: secretId, TENCENT_SECRET_KEY: secretKey }
  const run = (...args) => grayscale(['list', ...args], { cwd, endpoint: world.endpoint, env })

  const all = await run()
  assert.equal(all.status, 0, all.stderr)
  const lines = all.stdout.split('\n').filter((line) => /^[✖⚠·✔]/.test(line))
  // a failed upload that no user reaches comes after the canary that users do reach
  assert.match(lines[0], /^⚠ cart {2}ap-guangzhou\/default {2}a release is under way$/)
  assert.match(lines[2], /^✖ invoices {2}ap-guangzhou\/payments {2}its last change failed: The package has no file/)
  assert.equal(lines.length, 7)
  assert.match(all.stdout, /█████░{15} {2}\$latest 25% · 2 75%/)
  assert.match(all.stdout, /^7 functions, 3 of them need a look\.$/m)

  const runtimes = JSON.parse((await run('--json')).stdout).functions.map(({ name, runtime }) => [name, runtime])
  assert.deepEqual(
    runtimes.filter(([, runtime]) => runtime === 'Python3.9'),
    [['recommendations', 'Python3.9']],
  )

  const some = await run('--namespace', 'payments', '--json')
  const names = JSON.parse(some.stdout).functions.map(({ name }) => name)
  assert.deepEqual(names, ['invoices', 'checkout', 'mail'])
  const two = await run('--namespace', 'payments,default', '--json')
  assert.equal(JSON.parse(two.stdout).functions.length, 7)
  assert.match((await run('--region', 'ap-shanghai')).stdout, /There are no functions here\./)

  const rule = { Version: '1', Key: 'invoke.headers.User', Method: 'exact', Expression: 'beta' }
  await new Client(world.endpoint, { key: world.credentials }).call('UpdateAlias', {
    ...{ FunctionName: 'checkout', Namespace: 'payments', Name: '$DEFAULT', FunctionVersion: '2' },
    RoutingConfig: { AddtionVersionMatchs: [rule] },
  })
  const ruled = await run('--namespace', 'payments')
  assert.match(ruled.stdout, /^⚠ checkout .*\n {4}░+ {2}2 100%\n {4}User is beta → 1\n {4}everyone else → 2$/m)

  const wrong = await run('cart')
  assert.deepEqual([wrong.status, /grayscale status cart/.test(wrong.stderr)], [2, true])
  const nowhere = await run('--namespace', 'nowhere')
  assert.deepEqual([nowhere.status, /ResourceNotFound\.Namespace/.test(nowhere.stderr)], [1, true])

  const narrow = await grayscale(['list'], { cwd, endpoint: world.endpoint, env: { ...env, COLUMNS: '50' } })
  for (const line of narrow.stdout.split('\n')) assert.ok([...line].length <= 50, line)
})
