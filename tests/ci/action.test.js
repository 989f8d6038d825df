// action.yml, run as GitHub's runner does.

import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { wordsIn } from '../../js/action/arguments.js'
import { commands } from '../../js/cli/commands.js'
import { keys } from '../js/cli/harness.js'
import { readOutputs, runAction } from '../support/github.js'
import { pipeline, root } from '../support/pipeline.js'

const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'))

test('no input is a part of a script', () => {
  for (const { run } of action.runs.steps) assert.doesNotMatch(run, /\$\{\{/)
})

test('plan: outputs, a summary, a plan file, and nothing written', async (t) => {
  const { clone, env, requests } = await pipeline(t)
  const cwd = await clone()
  const before = requests.length
  const { status, outputs, summary, stdout, stderr } = await runAction(
    { arguments: '--traffic 0.1', stage: 'prod', 'plan-file': 'release.plan' },
    { cwd, env },
  )
  assert.equal(status, 0, stderr)
  assert.equal(outputs.changes, 'true')
  assert.match(outputs.fingerprint, /^[0-9a-f]{64}$/)
  assert.equal(outputs['plan-file'], join(cwd, 'release.plan'))
  assert.ok(existsSync(outputs['plan-file']))
  assert.equal(readFileSync(outputs['markdown-file'], 'utf8').trim(), summary.trim())
  assert.match(summary, /^### Plan: 1 to update, 1 to shift\.$/m)
  assert.match(
    stdout,
    new RegExp(`Plan: 1 to update, 1 to shift\\.\nFingerprint of this plan: ${outputs.fingerprint}\n`),
  )
  for (const text of [summary, stdout, stderr]) assert.ok(!text.includes(keys.TENCENT_SECRET_KEY))
  assert.deepEqual(
    requests.slice(before).filter(({ action: name }) => !/^(Get|List|Head)/.test(name)),
    [],
  )
})

test('deploy, plan without changes, rollback: the result is the summary', async (t) => {
  const { clone, env, traffic } = await pipeline(t)
  const cwd = await clone()
  const run = (inputs) => runAction({ stage: 'prod', ...inputs }, { cwd, env })
  const deployed = await run({ command: 'deploy', arguments: '--traffic 10%' })
  assert.equal(deployed.status, 0, deployed.stderr)
  assert.match(deployed.summary, /^```\n[^]*✔ shop[^]*\n```\n/)
  assert.ok(deployed.stdout.includes('✔ shop'))
  assert.deepEqual(await traffic(), { latest: 0.1, version: '1' })
  const same = await run({ arguments: '--traffic 10%' })
  assert.deepEqual([same.status, same.outputs.changes], [0, 'false'])
  const back = await run({ command: 'rollback', lang: 'zh' })
  assert.match(back.summary, /函数/)
  assert.deepEqual(await traffic(), { latest: 0, version: '1' })
})

test('a failure keeps its exit code, and gives no outputs', async (t) => {
  const { clone, env } = await pipeline(t)
  const cwd = await clone()
  for (const [inputs, status, said] of [
    [{ arguments: '--traffic 2' }, 2, /InvalidTraffic/],
    [{ command: 'apply', arguments: 'deadbeef --traffic 0.1' }, 3, /StalePlan/],
    [{ command: 'remove' }, 2, /UnknownCommand.*remove/],
    [{ command: 'plan; id' }, 2, /UnknownCommand/],
    [{ arguments: `--only "shop` }, 2, /UnexpectedValue.*quote/],
    [{ command: 'remove', lang: 'zh' }, 2, /没有命令/],
  ]) {
    const ended = await runAction({ stage: 'prod', ...inputs }, { cwd, env })
    assert.equal(ended.status, status, ended.stderr)
    assert.match(ended.stderr, said)
    assert.deepEqual(new Set(Object.values(ended.outputs)), new Set(['']))
  }
})

test('what inputs hold is never run, expanded, or another output', async (t) => {
  const { clone, env } = await pipeline(t)
  const cwd = await clone()
  const hostile = '$(touch pwned) `touch pwned`; touch pwned && touch pwned\nchanges=true'
  for (const name of ['command', 'arguments', 'stage', 'lang', 'plan-file']) {
    await runAction({ [name]: hostile }, { cwd, env })
    await runAction({ [name]: hostile, ...(name !== 'command' && { command: 'rollback' }) }, { cwd, env })
  }
  assert.deepEqual(
    readdirSync(cwd).filter((name) => name === 'pwned'),
    [],
  )
  const file = 'a\nchanges=forged\nb'
  const { outputs } = await runAction({ stage: 'prod', arguments: '--traffic 0.1', 'plan-file': file }, { cwd, env })
  assert.deepEqual([outputs.changes, outputs['plan-file']], ['true', join(cwd, file)])
})

test('a project in a directory of its own', async (t) => {
  const { clone, env } = await pipeline(t)
  const cwd = await clone()
  mkdirSync(join(cwd, 'inner'))
  for (const name of ['serverless.yml', 'src']) cpSync(join(cwd, name), join(cwd, 'inner', name), { recursive: true })
  const inputs = {
    'working-directory': 'inner',
    stage: 'prod',
    arguments: '--traffic 0.1',
    'plan-file': 'release.plan',
  }
  const { status, outputs, stderr } = await runAction(inputs, { cwd, env })
  assert.equal(status, 0, stderr)
  assert.deepEqual([outputs.changes, outputs['plan-file']], ['true', join(cwd, 'inner', 'release.plan')])
})

test('arguments are cut as a shell cuts them, and nothing is expanded', () => {
  for (const [line, words] of [
    ['', []],
    ['  --traffic\t0.1\n--publish ', ['--traffic', '0.1', '--publish']],
    [`--only "fun01,fun02" 'a b' c\\ d`, ['--only', 'fun01,fun02', 'a b', 'c d']],
    [`--x="a b"'c'd`, ['--x=a bcd']],
    [`"a \\" b" 'c \\ d' ""`, ['a " b', 'c \\ d', '']],
    ['$HOME *.js ~ $(id) `id` a;b|c', ['$HOME', '*.js', '~', '$(id)', '`id`', 'a;b|c']],
    ['"open', undefined],
    ["it's", undefined],
    ['end\\', undefined],
  ]) {
    assert.deepEqual(wordsIn(line), words, line)
  }
})

test('outputs are read as GitHub documents them', () => {
  assert.deepEqual(readOutputs('a=1\nb<<END\nx\ny\nEND\nc=d=e\n'), { a: '1', b: 'x\ny', c: 'd=e' })
})

test('the action has no flag that the command line lacks', () => {
  for (const name of ['stage', 'lang']) assert.ok(Object.hasOwn(commands.plan.flags, name))
})
