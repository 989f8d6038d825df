// `grayscale rollout`: the real command, against the emulator.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { renderRollout } from '../../../js/render/index.js'
import { speakTo } from '../../../js/words/reader.js'
import { receiver } from '../../rollouts/receiver.js'
import { grayscale, keys, start } from './harness.js'
import { checkout, functions, released, writes } from './rollout-project.js'

/** The shares of `$latest` that the emulator was told for the default alias, each change once. */
const shares = ({ history }) =>
  history
    .filter(({ alias }) => alias === '$DEFAULT')
    .map(({ main, additional }) => {
      const [other] = additional
      const share = main === '$LATEST' ? 1 - (other?.Weight ?? 0) : other?.Version === '$LATEST' ? other.Weight : 0
      return Math.round(share * 1e6) / 1e6
    })
    .filter((share, at, all) => share !== all[at - 1])

test('what has nothing to be compared with is refused before anything is written, with the command that publishes', async (t) => {
  const { emu, by, rewrite } = await checkout(t)
  await by(0, 'deploy')
  const before = writes(emu)
  const { stderr } = await by(3, 'rollout', 'start')
  assert.match(stderr, /NotComparable/)
  const [, command] = /`grayscale (deploy --publish[^`]*)`/.exec(stderr) ?? []
  assert.equal(writes(emu), before)
  // what it says is enough
  await by(0, ...command.split(' '))
  rewrite('two')
  await by(0, 'rollout', 'start')
})

test('a rollout is started, looked at, paused, gone on with and aborted', async (t) => {
  const { emu, by, json } = await released(t)
  assert.match((await by(3, 'rollout', 'status')).stderr, /RolloutNotFound.*\n?.*`grayscale rollout start/s)
  const started = await by(0, 'rollout', 'start', '--rollout', 'canary')
  assert.match(started.stdout, /^steps +◉ 5% {2}○ 25% {2}○ 50% {2}○ publish$/m)
  assert.equal(shares(emu).at(-1), 0.05)

  const status = await json(0, 'rollout', 'status')
  assert.deepEqual(
    [status.preset, status.step, status.ended, status.steps.map(({ share }) => share), status.functions],
    [
      'canary',
      1,
      false,
      [0.05, 0.25, 0.5],
      [
        {
          key: 'fun01',
          region: 'ap-guangzhou',
          namespace: 'default',
          name: 'fun01-dev',
          stable: '1',
          canary: '$LATEST',
        },
      ],
    ],
  )
  assert.match((await by(3, 'rollout', 'start')).stderr, /RolloutInProgress/)

  const ticked = await json(0, 'rollout', 'tick')
  assert.deepEqual([ticked.id, ticked.step, ticked.ended], [status.id, 1, false])

  const paused = await by(0, 'rollout', 'pause')
  assert.match(paused.stdout, /^state +paused$/m)
  assert.ok(paused.stdout.includes(`grayscale rollout resume --id ${status.id}`), paused.stdout)
  assert.equal((await json(5, 'rollout', 'status')).state, 'paused')
  // it waits for a person: there is nothing to look for
  assert.equal((await json(5, 'rollout', 'status', '--timeout', '1h')).state, 'paused')
  assert.match((await by(3, 'rollout', 'promote', '--step', '2')).stderr, /StaleStep/)

  const resumed = await json(0, 'rollout', 'resume', '--id', status.id)
  assert.deepEqual([resumed.waits, resumed.ended], [false, false])
  const waited = await by(6, 'rollout', 'status', '--timeout', '1s')
  assert.match(waited.stdout, /◉ 5%/)

  const promoted = await json(0, 'rollout', 'promote', '--step', '1', '--reason', 'tested by hand, ticket 4711')
  assert.equal(promoted.step, 2)
  assert.equal(promoted.decision.why.params.reason, 'tested by hand, ticket 4711')
  assert.equal(shares(emu).at(-1), 0.25)

  const aborted = await by(0, 'rollout', 'abort')
  assert.match(aborted.stdout, /^steps +✓ 5% {2}✖ 25% {2}○ 50% {2}○ publish$/m)
  assert.equal(shares(emu).at(-1), 0)
  assert.equal((await json(1, 'rollout', 'status')).state, 'aborted')
  assert.equal((await json(1, 'rollout', 'status', '--timeout', '1h')).state, 'aborted')
  assert.match((await by(3, 'rollout', 'pause')).stderr, /RolloutOver/)
  assert.match((await by(3, 'rollout', 'status', '--id', '20200101T000000-abcdef')).stderr, /RolloutNotFound/)
})

test('the steps come from a file, and a gate is opened by the command that is shown', async (t) => {
  const file = 'steps: [{ traffic: 10%, gate: qa }, { traffic: 50%, for: 5m }]\n'
  const { emu, by, json } = await released(t, { 'rollout.yml': file })
  await by(0, 'rollout', 'start', 'fun01', '--rollout', 'rollout.yml')
  const waiting = await json(0, 'rollout', 'tick')
  assert.deepEqual([waiting.steps[0].gate, waiting.preset], ['qa', undefined])
  assert.match((await by(2, 'rollout', 'approve')).stderr, /MissingValue/)
  assert.match((await by(3, 'rollout', 'approve', 'ops')).stderr, /StaleStep/)
  await by(0, 'rollout', 'abort', '--keep')
  assert.equal(shares(emu).at(-1), 0.1)
})

test('a rehearsal of a function that nobody called says so, and writes nothing', async (t) => {
  const { emu, by, json } = await released(t)
  const before = writes(emu)
  const { stdout } = await by(0, 'rollout', 'replay', '--rollout', 'canary10', '--from', '2h')
  assert.match(stdout, /^fun01: 0 calls in 0 minutes, 0 failed$/m)
  assert.match(stdout, /nothing to rehearse on/)
  const { seed, functions } = await json(0, 'rollout', 'replay', '--seed', '7')
  assert.deepEqual([seed, functions], [7, [{ key: 'fun01', minutes: 0, calls: 0, bad: 0, rehearsals: [] }]])
  assert.equal(writes(emu), before)
})

test('a rollout that is over is undone', async (t) => {
  const { emu, by, json } = await released(t)
  await by(0, 'deploy', '--rollout', 'canary10', '--detach')
  assert.match((await by(3, 'rollout', 'undo')).stderr, /RolloutInProgress/)
  assert.equal((await json(0, 'rollout', 'promote', '--full')).state, 'done')
  const undone = await json(0, 'rollout', 'undo', '--to', '1')
  assert.equal(undone.functions[0].key, 'fun01')
  assert.equal(emu.history.filter(({ alias }) => alias === '$DEFAULT').at(-1).main, '1')
})

test('Ctrl-C ends the looking, and says that the rollout is as it was', async (t) => {
  const { emu, cwd, by, json } = await released(t)
  await by(0, 'rollout', 'start')
  const before = writes(emu)
  const looking = start(['rollout', 'status', '--timeout', '1h'], { cwd, endpoint: emu.url })
  // why it goes on, before the first pause
  await Promise.race([once(looking.child.stderr, 'data'), looking.ended])
  looking.child.kill('SIGINT')
  const { status, stderr } = await looking.ended
  assert.equal(status, 130, stderr)
  assert.match(stderr, /Interrupted/)
  assert.equal(writes(emu), before)
  assert.equal((await json(0, 'rollout', 'status')).step, 1)
})

test('what is not understood is refused before anything is sent', async (t) => {
  const { emu, by } = await checkout(t, { 'broken.yml': 'steps: [', 'wrong.json': '{"steps":[]}' })
  for (const [args, pattern] of /** @type {[string[], RegExp][]} */ ([
    [[], /UnknownCommand.*followed by no action/],
    [['strat'], /UnknownCommand.*\n?.*did you mean start\?/s],
    [['start', '--rollout', 'cannary'], /InvalidRollout.*cannary.*did you mean canary\?/s],
    [['start', '--rollout', 'missing.yml'], /UnreadableFile.*missing\.yml/],
    [['start', '--rollout', 'broken.yml'], /InvalidYaml.*broken\.yml:1/],
    [['start', '--rollout', 'wrong.json'], /InvalidRollout/],
    [['tick', '--keep'], /MisplacedInput.*--keep means nothing to rollout tick/],
    [['abort', '--full'], /MisplacedInput.*\n?.*promote/s],
    [['abort', '--reason', 'no'], /MisplacedInput.*\n?.*promote/s],
    [['promote', '--reason'], /MissingValue/],
    [['pause', '--alias', 'blue'], /MisplacedInput.*--alias/],
    [['pause', '--inputs', 'traffic=0.1'], /MisplacedInput.*--inputs\.traffic/],
    [['pause', 'fun01'], /UnexpectedValue/],
    [['promote', '--step', '0'], /InvalidFlag.*--step 0/],
    [['tick', '--id', '../other'], /InvalidFlag.*--id/],
    [['status', '--timeout', 'soon'], /InvalidFlag.*--timeout soon/],
    [['status', '--timeout', '30'], /InvalidFlag/],
    [['replay', '--from', '7'], /InvalidFlag.*--from 7/],
    [['replay', '--seed', 'x'], /InvalidFlag.*--seed x/],
    [['undo', '--rollout', 'canary'], /MisplacedInput/],
  ])) {
    assert.match((await by(2, 'rollout', ...args)).stderr, pattern, args.join(' '))
  }
  assert.deepEqual(emu.requests, [])
})

test('a policy in a file names no server and no command; what it names are variables of whoever ticks', async (t) => {
  const chat = await receiver(() => ({}))
  t.after(() => chat.close())
  const policy = (/** @type {string} */ hook, /** @type {string} */ url) =>
    `preset: canary\nhooks: { before: [{ command: '${hook}' }] }\nnotify: [{ slack: '${url}', on: aborted }]\n`
  const files = {
    'plain.yml': policy('./smoke.sh --token hidden', 'https://hooks.example/hidden'),
    'named.yml': policy('${env:GRAYSCALE_SMOKE}', '${env:CHAT}'),
    '.env': `CHAT=${chat.url}/file\n`,
  }
  const { emu, by, cwd } = await released(t, files)
  const before = emu.requests.length
  const { stderr } = await by(3, 'rollout', 'start', '--rollout', 'plain.yml')
  assert.match(stderr, /UntrustedHost/)
  assert.match(stderr, /rollout\.hooks\.before\[0\]\.command/)
  assert.match(stderr, /rollout\.notify\[0\]\.slack/)
  assert.doesNotMatch(stderr, /hidden/)
  assert.equal(emu.requests.length, before)

  // the same in the project's own file
  writeFileSync(
    join(cwd, 'grayscale.yml'),
    `${functions}rollout: { notify: [{ slack: 'https://hooks.example/hidden' }], preset: canary }\n`,
  )
  const { stderr: ofYml } = await by(3, 'plan')
  assert.match(ofYml, /UntrustedHost.*\n?.*rollout\.notify\[0\]\.slack/)
  assert.doesNotMatch(ofYml, /hidden/)
  writeFileSync(join(cwd, 'grayscale.yml'), functions)

  // a file of the project sets no variable for it
  const waits = await by(0, 'rollout', 'start', '--rollout', 'named.yml')
  assert.match(waits.stdout, /the environment variable GRAYSCALE_SMOKE is not set here/)
  const env = { ...keys, GRAYSCALE_SMOKE: 'false --token hidden', CHAT: `${chat.url}/hidden` }
  const ended = await grayscale(['rollout', 'tick', '--json'], { cwd, endpoint: emu.url, env })
  assert.equal(ended.status, 0, ended.stderr)
  const { state, decision } = JSON.parse(ended.stdout)
  assert.deepEqual([state, decision.why.params.hook], ['aborted', 'command'])
  assert.deepEqual(
    chat.got.map(({ path }) => path),
    ['/hidden'],
  )
  const journals = readdirSync(join(cwd, '.grayscale'), { recursive: true, withFileTypes: true })
  for (const file of journals.filter((one) => one.isFile())) {
    assert.doesNotMatch(readFileSync(join(file.parentPath, file.name), 'utf8'), /hidden/)
  }
  assert.doesNotMatch(ended.stdout + ended.stderr + waits.stdout, /hidden|127\.0\.0\.1/)
})

test('in Chinese', async (t) => {
  const { by } = await released(t)
  const { stdout } = await by(0, 'rollout', 'start', '--lang', 'zh')
  assert.match(stdout, /^步骤 +◉ 5% {2}○ 25% {2}○ 50% {2}○ 发布版本$/m)
  assert.match((await by(2, 'rollout', 'strat', '--lang', 'zh')).stderr, /没有动作 "strat"/)
})

test('a rollout at a gate: steps, figures of both versions, and the command that opens it; text of others moves no cursor', (t) => {
  t.after(() => speakTo({ language: 'en', host: 'program' }))
  speakTo({ language: 'en', host: 'cli' })
  const evil = 'one\u001b[2Jtwo\u0007\rthree'
  const text = renderRollout(
    {
      id: '20261130T020000-abc123',
      state: 'gate',
      began: '2026-11-30T10:00:00+08:00',
      who: evil,
      step: 2,
      steps: [
        { share: 0.05, hold: 300 },
        { share: 0.25, hold: 600, gate: 'qa' },
      ],
      finish: 'latest',
      functions: [{ key: 'shop', stable: '12', canary: '$LATEST' }],
      undelivered: [
        { to: 'wecom', event: 'paused', tries: 3, givenUp: false, status: 200, code: '93000' },
        { to: 'slack', event: 'gate', tries: 10, givenUp: true },
        { to: 'feishu', event: 'gate', tries: 0, givenUp: false, missing: '${env:CHAT}' },
      ],
      ended: false,
      waits: true,
      decision: {
        do: 'wait',
        state: 'gate',
        why: { code: 'AtGate', text: evil },
        held: 600,
        lnE: '-1.23456789012',
        limit: '2.99573227355',
        line: '',
        functions: [
          {
            key: 'shop',
            healthy: true,
            health: '0',
            tolerance: '0.01',
            phi: '1',
            outage: false,
            metrics: [
              { metric: 'errors', calls: 600, bad: 3, stableCalls: 1800, stableBad: 5, lnE: '0.123456789012' },
              { metric: 'means', calls: 0, bad: 0, stableCalls: 60, stableBad: 12, lnE: '0' },
            ],
          },
        ],
      },
    },
    { width: Number.POSITIVE_INFINITY },
  )
  for (const letter of ['\u001b', '\u0007', '\r']) assert.ok(!text.includes(letter))
  const lines = text.split('\n').map((line) => line.replace(/ {2,}/g, '  '))
  for (const line of [
    'steps  ✓ 5%  ◉ 25% (gate qa)  ○ $latest 100%',
    'state  waiting at a gate',
    '⚠ not delivered: the notice "paused" to wecom (tries: 3; HTTP 200, code 93000); it is sent again later',
    '⚠ not delivered: the notice "gate" to slack (tries: 10; no answer); it is not sent again',
    '⚠ not sent: the notice "gate" to feishu; the environment variable CHAT is not set here',
    'shop  failed  $latest  3/600 0.5%  12  5/1800 0.28%  1  0.123',
    'shop  mean duration  $latest  –  12  12 ms/60  1  0',
    'clear ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ goes back',
    'Together against the canary: ln E -1.23; it goes back at 3.',
    'To open the gate: `grayscale rollout approve qa --step 2 --id 20261130T020000-abc123`; to go back: `grayscale rollout abort --id 20261130T020000-abc123`',
  ]) {
    assert.ok(lines.includes(line), `${line}\n${text}`)
  }
})
