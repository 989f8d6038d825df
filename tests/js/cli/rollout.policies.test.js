// `grayscale rollout lint` and `import`: policies alone, without a call.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parse } from 'yaml'
import { checkout, functions } from './rollout-project.js'

/** As AWS documents `DeploymentPreference`, with the tags that templates have. */
const template = readFileSync(new URL('../../vectors/sam/template.yaml', import.meta.url), 'utf8')

/** A project, and its `grayscale rollout`. */
async function rollouts(t, files) {
  const { emu, by } = await checkout(t, files)
  return { emu, by: (/** @type {number} */ status, /** @type {string[]} */ ...args) => by(status, 'rollout', ...args) }
}

/**
 * The names of CodeDeploy and SAM, and the first step and the hold that their page gives:
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html
 */
const names = [
  ['Canary10Percent5Minutes', [0.1], 300],
  ['Canary10Percent10Minutes', [0.1], 600],
  ['Canary10Percent15Minutes', [0.1], 900],
  ['Canary10Percent30Minutes', [0.1], 1800],
  ['Linear10PercentEvery1Minute', [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], 60],
  ['Linear10PercentEvery2Minutes', [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], 120],
  ['Linear10PercentEvery3Minutes', [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], 180],
  ['Linear10PercentEvery10Minutes', [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], 600],
  ['AllAtOnce', [], 0],
  ['CodeDeployDefault.LambdaCanary10Percent5Minutes', [0.1], 300],
  ['Linear20PercentEvery6Minutes', [0.2, 0.4, 0.6, 0.8], 360],
]

for (const [name, shares, hold] of names) {
  test(`lint ${name}`, async (t) => {
    const { by, emu } = await rollouts(t)
    const { steps } = JSON.parse((await by(0, 'lint', String(name), '--json')).stdout)
    assert.deepEqual(
      steps.map((step) => [step.traffic, step.for]),
      shares.map((share) => [share, `${hold}s`]),
    )
    assert.deepEqual(emu.requests, [])
  })
}

test('a name that is not known is refused with the nearest one', async (t) => {
  const { by } = await rollouts(t)
  assert.match((await by(2, 'lint', 'Canary10Percent5Minuts')).stderr, /did you mean Canary10Percent5Minutes\?/)
})

test("the project's own policy is told step by step, and all mistakes of a file at once", async (t) => {
  const yml = `rollout: { steps: [{ traffic: 5%, for: 5m, gate: qa }], finish: latest }\n${functions}`
  const { by } = await rollouts(t, { 'grayscale.yml': yml, 'wrong.yml': 'steps: [{ trafic: 1 }]\nunhealthy: wait\n' })
  const { stdout } = await by(0, 'lint')
  assert.match(stdout, /^step 1 +\$latest gets 5% for 5 min at least, then waits at the gate qa$/m)
  assert.match(stdout, /^end +\$latest gets everything$/m)
  assert.match(stdout, /^if worse +roll back$/m)
  const { stderr } = await by(2, 'lint', 'wrong.yml')
  for (const said of [/trafic.*did you mean traffic\?/, /traffic/, /unhealthy must be rollback or pause/]) {
    assert.match(stderr, said)
  }
  const { by: bare } = await rollouts(t)
  assert.match((await bare(2, 'lint')).stderr, /MissingValue.*the project has no rollout/)
})

test('staff, buckets and a version are told step by step, and what is wrong with them at once', async (t) => {
  const rings = `canary: version
route: { header: x-user-bucket, buckets: 1000 }
steps:
  - { route: { header: x-canary, exact: 'yes' }, for: 10m, gate: qa }
  - { traffic: 5%, for: 10m }
`
  const wrong = `route: { header: x-user-bucket, bukets: 10 }
steps: [{ traffic: 5%, for: 5m }, { route: { header: x-canary, exact: 'yes' }, for: 5m }]
canary: versoin
`
  const { by } = await rollouts(t, { 'rings.yml': rings, 'wrong.yml': wrong, 'near.yml': rings.replace('5%', '5.55%') })
  const { stdout } = await by(0, 'lint', 'rings.yml')
  assert.match(stdout, /^canary +a version that is published before the first step$/m)
  assert.match(stdout, /^users +keep the side that they have: x-user-bucket is one of 1000 buckets, from 0$/m)
  assert.match(stdout, /^step 1 +the version gets x-canary=yes for 10 min at least, then waits at the gate qa$/m)
  assert.match(stdout, /^step 2 +the version gets 5% \(x-user-bucket=\[0,50\)\) for 10 min at least$/m)
  assert.match(stdout, /^end +the version gets everything$/m)
  const { stderr } = await by(2, 'lint', 'wrong.yml')
  for (const said of [
    /bukets \(did you mean buckets\?\)/,
    /steps\[1\]\.route must come before all steps with traffic/,
    /canary must be latest or version \(got "versoin"\)/,
  ]) {
    assert.match(stderr, said)
  }
  assert.match(
    (await by(2, 'lint', 'near.yml')).stderr,
    /5\.55% is not a whole number of 1000 buckets[\s\S]*5\.5%, 5\.6%/,
  )
})

test('a SAM template comes to policies; alarms that can not come along are listed', async (t) => {
  const { by, emu } = await rollouts(t, {
    'template.yaml': template,
    'wrong.yaml': template.replace('Linear10', 'Liner10'),
  })
  const { stdout, stderr } = await by(0, 'import', 'template.yaml')
  const documents = stdout
    .split(/^# .*$/m)
    .slice(1)
    .map((text) => parse(text))
  assert.deepEqual(documents, [
    {
      rollout: {
        preset: 'Canary10Percent10Minutes',
        hooks: {
          before: [{ function: 'PreTrafficLambdaFunction' }],
          after: [{ function: 'PostTrafficLambdaFunction' }],
        },
      },
    },
    { rollout: 'Linear10PercentEvery1Minute' },
  ])
  assert.match(stderr, /MyLambdaFunction: the alarm AliasErrorMetricGreaterThanZeroAlarm can't come along/)
  assert.match(stderr, /LatestVersionErrorMetricGreaterThanZeroAlarm/)
  const { policies, alarms } = JSON.parse((await by(0, 'import', 'template.yaml', '--json')).stdout)
  assert.deepEqual(
    policies.map(({ functions: of }) => of),
    [['MyLambdaFunction'], ['Linear']],
  )
  assert.equal(alarms[0].alarm, 'AliasErrorMetricGreaterThanZeroAlarm')
  assert.match((await by(2, 'import', 'wrong.yaml')).stderr, /did you mean Linear10PercentEvery1Minute\?/)
  assert.match(
    (await by(2, 'import', 'grayscale.yml')).stderr,
    /no function of grayscale\.yml has a DeploymentPreference/,
  )
  assert.match((await by(2, 'import', 'missing.yaml')).stderr, /UnreadableFile/)
  assert.match((await by(2, 'import')).stderr, /MissingValue/)
  assert.deepEqual(emu.requests, [])
})
