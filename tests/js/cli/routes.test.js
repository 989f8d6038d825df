// Rule routing by the real command line: staff first, then buckets, measured by real invocations.

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Grayscale } from '../../../js/index.js'
import { code, credentials, emulator, grayscale, project } from './harness.js'

const NAME = 'fun01-dev'
const BUCKETS = Array.from({ length: 100 }, (_, bucket) => bucket)

/** A project whose one function is at version 1, which says "one", and a command line over it. */
async function released(t) {
  const emu = await emulator(t)
  const gray = new Grayscale({ endpoint: emu.url, credentials })
  t.after(() => gray.close())
  const yml = 'functions:\n  fun01: { src: ./code, runtime: Nodejs18.15, handler: index.main_handler }\n'
  const cwd = project(t, { 'grayscale.yml': yml })
  const run = (...args) => grayscale(args, { cwd, endpoint: emu.url })
  const done = async (...args) => {
    const result = await run(...args)
    assert.equal(result.status, 0, result.stdout + result.stderr)
    return result.stdout
  }
  const says = (text) => writeFileSync(join(cwd, 'code/index.js'), code(text))
  const answer = async (routingKey) => {
    const { returned } = await gray.invoke({ function: NAME, ...(routingKey && { routingKey }) })
    return JSON.parse(returned)
  }
  /** The buckets whose users get this answer. */
  const bucketsOn = async (text) => {
    const answers = await Promise.all(BUCKETS.map((bucket) => answer({ 'x-bucket': String(bucket) })))
    return BUCKETS.filter((bucket) => answers[bucket] === text)
  }
  const alias = () => gray.request('GetAlias', { FunctionName: NAME, Name: '$DEFAULT' })
  await done('deploy', 'fun01', '--publish', '--traffic', '0')
  says('two')
  return { run, done, says, answer, bucketsOn, alias, gray }
}

const rule = (header, Method, Expression, Version = '$LATEST') => ({
  Version,
  Key: `invoke.headers.${header}`,
  Method,
  Expression,
})

test('staff first, then buckets that keep their users, then back and forth again', async (t) => {
  const { done, says, answer, bucketsOn, alias } = await released(t)

  const first = await done('deploy', 'fun01', '--route', 'x-canary=yes:latest')
  assert.match(first, /\[x-canary is yes → \$latest · everyone else → 1\]/)
  const { FunctionVersion, RoutingConfig } = await alias()
  assert.equal(FunctionVersion, '1')
  assert.deepEqual(RoutingConfig, {
    AdditionalVersionWeights: [],
    AddtionVersionMatchs: [rule('x-canary', 'exact', 'yes')],
  })
  assert.deepEqual(await Promise.all([answer({ 'x-canary': 'yes' }), answer({ 'x-canary': 'no' }), answer()]), [
    'two',
    'one',
    'one',
  ])
  const invoked = await done('invoke', 'fun01', '--routing-key', 'x-canary=yes', '--json')
  assert.equal(JSON.parse(JSON.parse(invoked).returned), 'two')

  const staff = ['--route', 'x-canary=yes:latest']
  await done('deploy', 'fun01', ...staff, '--route', 'x-bucket=[0,10):latest')
  assert.deepEqual(await bucketsOn('two'), BUCKETS.slice(0, 10))
  assert.equal((await bucketsOn('one')).length, 90)

  // new code and more users at once: who had $latest keeps it
  says('three')
  const grown = await done('deploy', 'fun01', ...staff, '--route', 'x-bucket=[0,30):latest')
  assert.match(grown, /before x-bucket from 0 to 9 → \$latest/)
  assert.doesNotMatch(grown, /some of its users leave/)
  assert.deepEqual(await bucketsOn('three'), BUCKETS.slice(0, 30))
  assert.match(await done('deploy', 'fun01', ...staff, '--route', 'x-bucket=[0,29]'), /unchanged/i)

  const back = await done('rollback')
  assert.match(back, /x-bucket from 0 to 29 → \$latest/)
  assert.deepEqual((await alias()).RoutingConfig.AddtionVersionMatchs, [])
  assert.deepEqual(await bucketsOn('one'), BUCKETS)
  await done('undo')
  assert.deepEqual(await bucketsOn('three'), BUCKETS.slice(0, 30))
  assert.equal(await answer({ 'x-canary': 'yes' }), 'three')

  const history = await done('history')
  assert.match(history, /routes x-canary is yes → \$latest · x-bucket from 0 to 29 → \$latest/)

  await done('deploy', 'fun01', '--publish', '--traffic', '0', '--replace-rules')
  assert.deepEqual(await bucketsOn('three'), BUCKETS)
})

test('status and alias list say in words who gets what, and as data', async (t) => {
  const { done, gray } = await released(t)
  await done('deploy', 'fun01', '--route', 'x-bucket=[0,50)')
  const status = await done('status', 'fun01')
  assert.match(status, /x-bucket from 0 to 49 → \$latest\n/)
  assert.match(status, /everyone else → 1\n/)
  assert.match(await done('alias', 'list', 'fun01', '--lang', 'zh'), /x-bucket 在 0 到 49 之间 → \$latest/)
  const [{ aliases }] = await gray.aliases.list({ function: NAME })
  const [{ rules }] = aliases
  assert.deepEqual(rules, [
    { header: 'x-bucket', from: 0, upTo: 49, to: '$latest', text: 'x-bucket from 0 to 49 → $latest' },
  ])
})

test('weights and rules exclude each other, and so do publish and rules', async (t) => {
  const { run, done } = await released(t)
  for (const more of [['--traffic', '0.1'], ['--publish']]) {
    const { status, stderr } = await run('deploy', 'fun01', '--route', 'x-canary=yes', ...more)
    assert.equal(status, 2, stderr)
    assert.match(stderr, /routes can't be combined/)
  }
  await done('deploy', 'fun01', '--route', 'x-canary=yes')
  const { status, stderr } = await run('deploy', 'fun01', '--traffic', '0.1')
  assert.equal(status, 3, stderr)
  assert.match(stderr, /weights and rules exclude each other[^]*x-canary is yes → \$latest/)
  await done('deploy', 'fun01', '--traffic', '0.1', '--replace-rules')
})

test('what is wrong with rules is told at once, before anything is sent', async (t) => {
  const { run } = await released(t)
  const words = ['x canary=yes', 'x-bucket=[5,5)', 'x-canary=yes:newest', 'x-b=[0,50):1', 'x-b=[40,60):2', 'novalue']
  const { status, stderr } = await run('plan', 'fun01', ...words.flatMap((word) => ['--route', word]))
  assert.equal(status, 2, stderr)
  for (const said of [
    /routes\[0\] needs the name of a header/,
    /routes\[1\] has a range without any number/,
    /routes\[2\] must lead to latest or to the number of a published version/,
    /routes\[5\] must be KEY=VALUE:VERSION/,
    /two routes take the same requests: x-b from 0 to 49 → 1 and x-b from 40 to 59 → 2/,
  ]) {
    assert.match(stderr, said)
  }
})

test('an alias of its own takes rules too', async (t) => {
  const { run, done, gray } = await released(t)
  await done('deploy', 'fun01', '--publish')
  const alias = () => gray.request('GetAlias', { FunctionName: NAME, Name: 'blue' })
  await done('alias', 'create', 'blue', '--function', 'fun01', '--version', '1', '--route', 'x-user=ann:2')
  assert.deepEqual((await alias()).RoutingConfig.AddtionVersionMatchs, [rule('x-user', 'exact', 'ann', '2')])
  await done('alias', 'update', 'blue', '--function', 'fun01', '--config', '{"routes":["x-user=bob:2"]}')
  assert.deepEqual((await alias()).RoutingConfig.AddtionVersionMatchs, [rule('x-user', 'exact', 'bob', '2')])
  const both = ['--weights', '2=0.5', '--route', 'x-user=bob:2']
  const { status, stderr } = await run('alias', 'update', 'blue', '--function', 'fun01', ...both)
  assert.equal(status, 2, stderr)
  await done('alias', 'update', 'blue', '--function', 'fun01', '--route', 'none')
  assert.deepEqual((await alias()).RoutingConfig.AddtionVersionMatchs, [])
})

test('a plan file holds rules, and is stale once the alias has others', async (t) => {
  const { run, done, alias } = await released(t)
  await done('plan', 'fun01', '--route', 'x-canary=yes', '--out', 'one.plan')
  await done('plan', 'fun01', '--route', 'x-bucket=[0,5)', '--out', 'two.plan')
  await done('apply', 'one.plan')
  assert.deepEqual((await alias()).RoutingConfig.AddtionVersionMatchs, [rule('x-canary', 'exact', 'yes')])
  const { status, stderr } = await run('apply', 'two.plan')
  assert.equal(status, 3, stderr)
  assert.match(stderr, /x-canary=yes:latest/)
})
