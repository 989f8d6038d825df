import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { makeBucket } from '../../support/buckets.js'
import { directory, emulator, grayscale, keys, project, start } from './harness.js'
import { headings, permissions } from './permissions.js'

const noKeys = {}
const policy = (args, cwd) => grayscale(['policy', ...args], { cwd, env: noKeys })
const actions = ({ stdout }) => JSON.parse(stdout).statement.flatMap(({ action }) => action)

test('stdout is the policy alone, stderr says what each action is for, and no key is needed', async (t) => {
  const run = await policy(['rollback'], directory(t))
  assert.equal(run.status, 0, run.stderr)
  assert.deepEqual(JSON.parse(run.stdout), {
    version: '2.0',
    statement: [
      {
        effect: 'allow',
        action: [
          'scf:ListVersionByFunction',
          'scf:GetAlias',
          'scf:UpdateAlias',
          'scf:GetProvisionedConcurrencyConfig',
          'scf:DeleteProvisionedConcurrencyConfig',
        ],
        resource: ['*'],
      },
      {
        effect: 'allow',
        action: ['scf:GetFunction', 'scf:GetFunctionAddress', 'scf:ListTriggers', 'scf:ListCustomDomains'],
        resource: ['*'],
      },
    ],
  })
  assert.match(run.stderr, /^Needed$/m)
  assert.match(run.stderr, /^May be left out$/m)
  assert.match(run.stderr, /scf:UpdateAlias {2,}shifts traffic/)
})

test('--json is one document: the policy, and each permission with what it is for', async (t) => {
  const { policy: printed, permissions: each } = JSON.parse((await policy(['status', '--json'], directory(t))).stdout)
  assert.equal(printed.version, '2.0')
  const [first] = each
  assert.deepEqual(first, {
    action: 'GetFunction',
    granted: ['scf:GetFunction'],
    purpose: { code: 'GetFunction', text: 'reads status and settings' },
    resource: ['*'],
  })
})

test('without a command it lists the commands and what each may call', async (t) => {
  const run = await policy([], directory(t))
  assert.equal(run.status, 0, run.stderr)
  assert.match(run.stdout, /^ {2}invoke {2,}scf:InvokeFunction, scf:Invoke$/m)
})

test('a project without triggers needs no action for them', async (t) => {
  const found = actions(await policy(['deploy'], project(t)))
  assert.ok(found.includes('scf:UpdateFunctionCode') && found.includes('scf:PublishVersion'))
  assert.ok(!found.includes('scf:UpdateTrigger'))
  assert.ok(!found.includes('cam:PassRole'))
})

test('flags of the deploy narrow it to that order', async (t) => {
  const found = actions(await policy(['deploy', '--traffic', '0.1'], project(t)))
  assert.ok(found.includes('scf:UpdateAlias'))
  assert.ok(!found.includes('scf:PublishVersion') && !found.includes('scf:CreateTrigger'))
})

test('alias alone stands for its four actions', async (t) => {
  const cwd = directory(t)
  const all = actions(await policy(['alias'], cwd))
  for (const one of ['scf:ListAliases', 'scf:CreateAlias', 'scf:UpdateAlias', 'scf:DeleteAlias']) {
    assert.ok(all.includes(one), one)
  }
  assert.ok(!actions(await policy(['alias', 'update'], cwd)).includes('scf:DeleteAlias'))
})

test('a plan file has a policy of its own, which needs neither keys nor the values of variables', async (t) => {
  const emu = await emulator(t)
  const cwd = project(t)
  const plan = await grayscale(['plan', '--out', 'release.plan'], { cwd, endpoint: emu.url })
  assert.equal(plan.status, 0, plan.stderr)
  const elsewhere = directory(t, { 'release.plan': readFileSync(join(cwd, 'release.plan'), 'utf8') })
  const run = await policy(['plan', 'release.plan'], elsewhere)
  assert.equal(run.status, 0, run.stderr)
  const found = actions(run)
  assert.ok(found.includes('scf:CreateFunction'))
  assert.ok(!found.includes('scf:UpdateFunctionCode') && !found.includes('scf:PublishVersion'))
  assert.ok(!`${run.stdout}${run.stderr}`.includes('hidden-value'))
})

for (const [words, code] of [
  [['roolback'], 'UnknownCommand'],
  [['history'], 'UnknownCommand'],
  [['plan', 'missing.plan'], 'UnreadableFile'],
  [['plan', 'grayscale.yml'], 'UnreadablePlan'],
]) {
  test(`policy ${words.join(' ')} ends with ${code}`, async (t) => {
    const run = await policy([...words, '--json'], project(t))
    assert.equal(run.status, 2, run.stderr)
    assert.equal(JSON.parse(run.stdout).error.code, code)
  })
}

test('the emulator refuses what its policy does not hold, and the hint names the policy that does', async (t) => {
  const cwd = project(t, { 'policy.json': (await policy(['status'], directory(t))).stdout })
  const { child, said, seen } = start(['emulate', '--json', '--policy', 'policy.json'], { cwd })
  t.after(() => child.kill())
  await said('}', 'stdout')
  const { url, secretId, secretKey } = JSON.parse(seen.stdout)
  const given = { cwd, endpoint: url, env: { TENCENT_SECRET_ID: secretId, TENCENT_SECRET_KEY: secretKey } }
  assert.equal((await grayscale(['status'], given)).status, 0)
  const run = await grayscale(['deploy'], given)
  assert.equal(run.status, 1)
  assert.match(run.stderr, /UnauthorizedOperation\.CAM[^]*scf:CreateFunction/)
  assert.match(run.stderr.replace(/\s+/g, ' '), /`grayscale policy deploy` prints what the command needs/)
})

test('an unreadable policy of the emulator is named', async (t) => {
  const cwd = directory(t, { 'policy.json': '{"version":"1.0"}' })
  const run = await grayscale(['emulate', '--policy', 'policy.json'], { cwd })
  assert.equal(run.status, 1)
  assert.match(run.stderr, /The policy is not of version "2\.0"/)
})

for (const [page, language] of [
  ['docs/permissions.md', 'en'],
  ['docs/zh/permissions.md', 'zh'],
]) {
  test(`${page} has the policies and the table as they are (node tests/js/cli/write-reference.js writes them)`, () => {
    const docs = readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8')
    assert.ok(docs.endsWith(headings[language] + permissions(language)))
  })
}

const BUCKET = 'journal-1250000000'

for (const multiAz of [false, true]) {
  test(`with a journal in a bucket${multiAz ? ' of several zones' : ''}: commands work under their own policy`, async (t) => {
    const emu = await emulator(t)
    await makeBucket(emu.url, BUCKET, { multiAz })
    const cwd = project(t)
    const env = { ...keys, GRAYSCALE_STORE: `cos://${BUCKET}/team?region=ap-guangzhou` }
    const orders = [['deploy', '--publish', '--traffic', '0'], ['status'], ['deploy', '--traffic', '0.5'], ['rollback']]
    for (const [command, ...flags] of orders) {
      const printed = await grayscale(['policy', command], { cwd, env: { GRAYSCALE_STORE: env.GRAYSCALE_STORE } })
      assert.equal(printed.status, 0, printed.stderr)
      emu.setPolicy(JSON.parse(printed.stdout))
      const { status, stderr } = await grayscale([command, ...flags], { cwd, endpoint: emu.url, env })
      assert.equal(status, 0, `${command}: ${stderr}`)
    }
    // a key that may read alone is told what is missing
    emu.setPolicy(JSON.parse((await grayscale(['policy', 'status'], { cwd, env })).stdout))
    const refused = await grayscale(['rollback', '--to', '1'], { cwd, endpoint: emu.url, env })
    assert.equal(refused.status, 1, refused.stderr)
  })
}

test('a journal elsewhere, or one with a key of its own, adds nothing to the policy', async (t) => {
  const cwd = project(t)
  const plain = await policy(['deploy'], cwd)
  const own = { GRAYSCALE_STORE_SECRET_ID: 'AKIDother', GRAYSCALE_STORE_SECRET_KEY: 'other-key' }
  const stores = [
    { GRAYSCALE_STORE: 'postgres://releaser@db.example.com/journal' },
    { GRAYSCALE_STORE: `cos://${BUCKET}/team?region=ap-guangzhou`, ...own },
  ]
  for (const env of stores) {
    const run = await grayscale(['policy', 'deploy'], { cwd, env })
    assert.equal(run.stdout, plain.stdout)
  }
})
