// `grayscale deploy` that begins a rollout: the real command, against the emulator.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { keys, start, startOnTerminal } from './harness.js'
import { checkout, functions, released, writes } from './rollout-project.js'

const share = ({ history }) => {
  const { main, additional } = history.filter(({ alias }) => alias === '$DEFAULT').at(-1)
  const other = additional[0]?.Weight ?? 0
  const latest = main === '$LATEST' ? 1 - other : additional[0]?.Version === '$LATEST' ? other : 0
  return Math.round(latest * 1e6) / 1e6
}

test('deploy --rollout deploys without traffic, then gives the canary its first share', async (t) => {
  const { emu, by, json } = await released(t)
  const { stdout } = await by(0, 'deploy', '--rollout', 'careful')
  assert.match(stdout, /then a rollout begins: \$latest gets 1%, 5%, 25%, 50%; at the end a version is published/)
  assert.match(stdout, /^steps +◉ 1% {2}○ 5% {2}○ 25% \(gate \w+\) {2}○ 50% {2}○ publish$/m)
  assert.match(stdout, /`grayscale rollout tick --id \S+` once a minute/)
  assert.equal(share(emu), 0.01)
  const { runs } = await json(0, 'history')
  const { id } = await json(0, 'rollout', 'status')
  assert.deepEqual(
    runs.slice(0, 2).map(({ rollout }) => rollout),
    [id, id],
  )
})

test('a project that has rollout begins one by a plain deploy, and what was typed takes its place', async (t) => {
  const yml = `rollout: { steps: [{ traffic: 10%, for: 5m }] }\n${functions}`
  const { emu, cwd, by, json, rewrite } = await checkout(t, { 'grayscale.yml': yml })
  const first = await by(3, 'deploy')
  assert.match(first.stderr, /NotComparable.*does not exist yet/)
  assert.match(first.stderr, /`grayscale deploy --publish true --traffic 0`|`grayscale deploy --publish --traffic 0`/)
  await by(0, 'deploy', '--publish', '--traffic', '0')
  rewrite('two')
  const plan = await json(0, 'plan')
  assert.deepEqual(
    plan.notes.map(({ code: name, params }) => [name, params.shares]),
    [['RolloutFollows', [0.1]]],
  )
  const begun = await json(0, 'deploy')
  assert.equal(begun.functions[0].key, 'fun01')
  assert.deepEqual([begun.rollout.step, begun.rollout.state, share(emu)], [1, 'holding', 0.1])
  assert.match((await by(3, 'deploy')).stderr, /RolloutInProgress/)
  assert.match((await by(3, 'plan')).stderr, /RolloutInProgress/)
  rewrite('three')
  const replaced = await json(0, 'deploy', '--replace')
  assert.notEqual(replaced.rollout.id, begun.rollout.id)
  assert.equal((await json(1, 'rollout', 'status', '--id', begun.rollout.id)).state, 'aborted')
  await by(0, 'rollout', 'abort')
  writeFileSync(join(cwd, 'grayscale.yml'), `traffic: 0.5\n${functions}`)
  rewrite('four')
  await by(0, 'deploy', '--rollout', 'canary10')
  assert.equal(share(emu), 0.1)
})

test('all mistakes of inputs and policy are said at once, before anything is sent', async (t) => {
  const yml = `rollout: { stepz: [], preset: cannary }\ntraffic: 0.1\ntrafic: 1\n${functions}`
  const { emu, by } = await checkout(t, { 'grayscale.yml': yml, 'gated.yml': 'steps: [{ traffic: 10% }]' })
  const { stderr } = await by(2, 'deploy')
  for (const said of [
    /rollout\.stepz.*did you mean steps\?/,
    /"cannary".*did you mean canary\?/,
    /trafic/,
    /rollout can't stand beside traffic/,
  ]) {
    assert.match(stderr, said)
  }
  assert.match((await by(2, 'plan', '--rollout', 'gated.yml')).stderr, /rollout\.steps\[0\] needs for or gate/)
  assert.deepEqual(emu.requests, [])
})

test('flags of a rollout are refused where none begins', async (t) => {
  const { emu, by } = await checkout(t)
  assert.match((await by(2, 'deploy', '--detach')).stderr, /MisplacedInput.*--detach means nothing without a rollout/)
  assert.match((await by(2, 'deploy', '--replace', '--traffic', '0.1')).stderr, /MisplacedInput.*--replace/)
  assert.deepEqual(emu.requests, [])
})

test('a plan in a file begins its rollout when it is applied, and holds no address', async (t) => {
  const yml = `rollout:
  steps: [{ traffic: 10%, for: 5m }]
  notify: [{ webhook: '\${env:HUSH_HOOK}' }]
${functions}`
  const { emu, cwd, json } = await released(t, { 'grayscale.yml': yml })
  const env = { ...keys, HUSH_HOOK: 'https://hooks.example/hush-hush' }
  const planned = await start(['plan', '--out', 'plan.json'], { cwd, endpoint: emu.url, env }).ended
  assert.equal(planned.status, 0, planned.stderr)
  assert.ok(!readFileSync(join(cwd, 'plan.json'), 'utf8').includes('hush-hush'))
  const applied = await json(0, 'apply', 'plan.json')
  assert.deepEqual([applied.rollout.step, share(emu)], [1, 0.1])
})

test('watch looks after a rollout, and Ctrl-C leaves it as it is', async (t) => {
  const { emu, cwd, by, json } = await released(t)
  await by(0, 'deploy', '--rollout')
  const before = writes(emu)
  const watching = start(['rollout', 'watch'], { cwd, endpoint: emu.url })
  await Promise.race([once(watching.child.stderr, 'data'), watching.ended])
  watching.child.kill('SIGINT')
  const { status, stderr } = await watching.ended
  assert.equal(status, 130, stderr)
  assert.match(stderr, /Interrupted.*nobody looks after it from here/)
  assert.match(stderr, /`grayscale rollout watch --id \S+`/)
  assert.equal(writes(emu), before)
  const aborted = start(['rollout', 'watch', '--json'], { cwd, endpoint: emu.url })
  await Promise.race([once(aborted.child.stderr, 'data'), aborted.ended])
  await by(0, 'rollout', 'abort')
  const ended = await aborted.ended
  assert.equal(ended.status, 1, ended.stderr)
  assert.equal(JSON.parse(ended.stdout).state, 'aborted')
  const decisions = (await json(1, 'rollout', 'status')).decisions.map(({ why }) => why.code)
  assert.equal(decisions[0], 'Begins')
  assert.equal(decisions.at(-1), 'AbortedBy')
})

test('on a terminal the deploy stays with its rollout, until Ctrl-C leaves it as it is', async (t) => {
  const { emu, cwd, json } = await released(t)
  const staying = startOnTerminal(['deploy', '--rollout', 'canary'], { cwd, endpoint: emu.url })
  await staying.said('last decisions', 'stdout')
  const before = writes(emu)
  staying.child.stdin.write('\u0003')
  const { status, stdout } = await staying.ended
  const screen = stripVTControlCharacters(stdout).replaceAll('\r', '')
  assert.equal(status, 130, screen)
  assert.match(screen, /◉ 5% {2}○ 25% {2}○ 50% {2}○ publish/)
  assert.match(screen, /nobody looks after\s+it from here/)
  assert.match(screen, /grayscale rollout watch/)
  assert.equal(writes(emu), before)
  assert.equal(share(emu), 0.05)
  assert.equal((await json(0, 'rollout', 'status')).step, 1)
})

test('on a terminal a rollout that somebody else ends is shown to its end', async (t) => {
  const { emu, cwd, by } = await released(t)
  const staying = startOnTerminal(['deploy', '--rollout', 'canary'], { cwd, endpoint: emu.url })
  await staying.said('last decisions', 'stdout')
  await by(0, 'rollout', 'abort')
  const { status, stdout } = await staying.ended
  assert.equal(status, 1)
  // the second screen stands in the place of the first
  assert.match(stdout, /\u001b\[\d+A\r\u001b\[J/)
  assert.match(stripVTControlCharacters(stdout), /state +aborted/)
})

test('on a terminal a deploy says what the rollout can see before it begins', async (t) => {
  const { emu, cwd } = await released(t)
  const { status, stdout } = await startOnTerminal(['deploy', '--rollout', 'canary', '--detach'], {
    cwd,
    endpoint: emu.url,
  }).ended
  assert.equal(status, 0, stdout)
  const said = stripVTControlCharacters(stdout)
  assert.match(
    said,
    /Then a rollout begins[\s\S]*What the rollout can see with this traffic[\s\S]*the monitor has no calls/i,
  )
})

test('in Chinese', async (t) => {
  const { by } = await released(t)
  const { stdout } = await by(0, 'deploy', '--rollout', 'canary', '--lang', 'zh')
  assert.match(stdout, /之后开始渐进发布：\$latest 依次获得 5%、25%、50%；最后发布版本并接收全部流量/)
  assert.match(stdout, /请每分钟运行一次 `grayscale rollout tick/)
})

test('a plan says what the rollout can see', async (t) => {
  const { by, json } = await released(t)
  const { stdout } = await by(0, 'plan', '--rollout', 'canary')
  assert.match(stdout, /What the rollout can see with this traffic/)
  assert.match(stdout, /the monitor has no calls of the last\s+day/)
  const { power } = await json(0, 'plan', '--rollout', 'canary')
  assert.deepEqual([power.seed, power.functions.length, power.functions[0].calls], [1, 1, 0])
  assert.equal((await json(0, 'plan', '--traffic', '0.1')).power, undefined)
})
