// Hooks of rollouts on real calls: functions of the emulator, a local server, commands of this machine.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { released, server, until } from './released.js'

/** Short steps, no latency: the load of this machine decides which of two functions is faster. */
const steps = {
  steps: [
    { traffic: '10%', for: '2m' },
    { traffic: '50%', for: '2m' },
  ],
  guard: { wager: { errors: 1 } },
}

/** A function that answers as its code says. */
async function smoke(there, body) {
  const src = './smoke'
  mkdirSync(join(there.dir, src))
  writeFileSync(join(there.dir, src, 'index.js'), `exports.main_handler = async (event) => { ${body} }\n`)
  const functions = { smoke: { name: 'smoke', src, handler: 'index.main_handler', runtime: 'Nodejs18.15' } }
  await there.gray.deploy({ functions, publish: true, traffic: 0 })
}

const lines = async (there, id) =>
  (await there.store.rollout(id).read()).text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

test('a function that says no before the first step ends the rollout, and nothing has moved', async (t) => {
  const there = await released(t)
  await smoke(there, 'return { ok: event.key === "other", reason: "no stock" }')
  const policy = { ...steps, hooks: { before: [{ function: 'smoke', event: { key: 'value' } }] } }
  const { id, state, decision } = await there.gray.rollouts.start(there.inputs, { policy })
  assert.equal(state, 'aborted', JSON.stringify(decision))
  assert.equal(decision.why.code, 'HookSaidNo')
  assert.match(decision.why.text, /the hook smoke said no: "no stock"/)
  assert.deepEqual(there.shares('shop', '$LATEST').slice(-1), [0])
  const answers = (await lines(there, id)).filter(({ e }) => e === 'answer')
  assert.deepEqual(
    answers.map(({ hook }) => hook),
    [{ at: 'before', step: 0, hook: 0, ok: false, reason: 'no stock' }],
  )
})

test('a function that throws before a later step takes all traffic back, and onRollback is asked', async (t) => {
  const there = await released(t)
  await smoke(there, 'if (event.hook !== "onRollback") throw new Error("out of stock"); return { ok: true }')
  const policy = { ...steps, hooks: { beforeStep: [{ function: 'smoke' }], onRollback: [{ function: 'smoke' }] } }
  const { id } = await there.gray.rollouts.start(there.inputs, { policy })
  const { state } = await until(there, there.gray, ({ ended }) => ended)
  assert.equal(state, 'rolledBack')
  const { decision } = await there.gray.rollouts.status()
  assert.match(decision.why.text, /^the rollout is over: rolled back; the hook smoke said no: ".*out of stock"$/)
  assert.equal(there.shares('shop', '1').at(-1), 1)
  const answers = (await lines(there, id)).filter(({ e }) => e === 'answer').map(({ hook }) => hook)
  const [{ reason, ...no }, afterwards] = answers
  assert.deepEqual(no, { at: 'beforeStep', step: 1, hook: 0, ok: false })
  assert.match(reason, /out of stock$/)
  assert.deepEqual(afterwards, { at: 'onRollback', step: 1, hook: 0, ok: true })
})

test('a function that does not answer in time is no yes and no no: the rollout pauses', async (t) => {
  const there = await released(t)
  await smoke(there, 'await new Promise((resolve) => setTimeout(resolve, 2500))')
  const policy = { ...steps, hooks: { before: [{ function: 'smoke', timeout: '1s' }] } }
  const { state, decision } = await there.gray.rollouts.start(there.inputs, { policy })
  assert.equal(state, 'paused')
  assert.equal(decision.why.code, 'HookSilent')
  const later = await there.gray.rollouts.status()
  assert.equal(later.decision.why.text, 'paused: the hook smoke did not answer in time')
})

test('a hook after the end is asked once, moves nothing, and what it said is shown', async (t) => {
  const there = await released(t)
  await smoke(there, 'return { ok: false, reason: `share ${event.share}` }')
  const policy = { ...steps, finish: 'latest', hooks: { after: [{ function: 'smoke' }] } }
  await there.gray.rollouts.start(there.inputs, { policy })
  const ended = await until(there, there.gray, ({ ended }) => ended)
  assert.equal(ended.state, 'done')
  assert.match(ended.decision.why.text, /^the rollout is over: done.*; the hook smoke said no: "share 1"$/)
  assert.equal(there.shares('shop', '$LATEST').at(-1), 1)
})

test('a hook over HTTP is signed as Standard Webhooks has it, asked again after 202, and asked once', async (t) => {
  const there = await released(t)
  const asked = await server(t, ({ count }) => (count < 3 ? { status: 202 } : { body: 'fine' }))
  const secret = 'a secret of the hook'
  const variables = { HOOK: `${asked.url}/ask?token=hidden`, HOOK_SECRET: secret }
  const gray = there.another({ variables })
  const policy = {
    ...steps,
    hooks: { before: [{ http: '${env:HOOK}', secret: '${env:HOOK_SECRET}', timeout: '10m' }] },
  }
  const { id, decision } = await gray.rollouts.start(there.inputs, { policy })
  assert.equal(decision.do, 'ask')
  await until(there, gray, ({ step }) => step === 1)
  await there.minute(60)
  await gray.rollouts.tick()
  const came = asked.at('/ask')
  assert.equal(came.length, 3)
  for (const { headers, body } of came) {
    // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const signature = createHmac('sha256', secret).update(signed).digest('base64')
    assert.equal(headers['webhook-signature'], `v1,${signature}`)
    assert.equal(headers['webhook-id'], came[0].headers['webhook-id'])
    const { functions, ...question } = JSON.parse(body)
    assert.deepEqual(question, { id: `${id}.before.0.0`, rollout: id, hook: 'before', step: 1, steps: 2, share: 0.1 })
    assert.deepEqual(functions[0].stable, '1')
  }
  const { text } = await there.store.rollout(id).read()
  assert.doesNotMatch(text, /hidden|127\.0\.0\.1|a secret/)
})

test('a hook that does not answer in time pauses the rollout; a person who resumes has it asked again', async (t) => {
  const there = await released(t)
  const asked = await server(t, ({ count }) => (count === 1 ? 'never' : {}))
  const policy = { ...steps, hooks: { beforeStep: [{ http: `${asked.url}/ask`, timeout: '1s' }] } }
  await there.gray.rollouts.start(there.inputs, { policy })
  const paused = await until(there, there.gray, ({ state }) => state === 'paused')
  assert.equal(paused.decision.why.code, 'HookSilent')
  assert.doesNotMatch(JSON.stringify(paused), /127\.0\.0\.1/)
  await there.gray.rollouts.resume()
  await until(there, there.gray, ({ step }) => step === 2)
  assert.equal(asked.at('/ask').length, 2)
})

test('a redirect is no answer, and is not followed', async (t) => {
  const there = await released(t)
  const asked = await server(t, ({ path }) => (path === '/ask' ? { status: 302, headers: { location: '/other' } } : {}))
  const policy = { ...steps, hooks: { before: [{ http: `${asked.url}/ask`, timeout: '1m' }] } }
  await there.gray.rollouts.start(there.inputs, { policy })
  const { decision } = await until(there, there.gray, ({ state }) => state === 'paused')
  assert.equal(decision.why.code, 'HookSilent')
  assert.equal(asked.at('/other').length, 0)
})

test('an answer that is too long is none', async (t) => {
  const there = await released(t)
  const asked = await server(t, () => ({ body: 'x'.repeat(1024 * 1024) }))
  const policy = { ...steps, hooks: { before: [{ http: `${asked.url}/ask`, timeout: '1s' }] } }
  await there.gray.rollouts.start(there.inputs, { policy })
  const { decision } = await until(there, there.gray, ({ state }) => state === 'paused')
  assert.equal(decision.why.code, 'HookSilent')
})

test('of two who tick at once one asks the hook', async (t) => {
  const there = await released(t)
  const asked = await server(t, () => 'never')
  const policy = { ...steps, hooks: { before: [{ http: '${env:HOOK}', timeout: '5s' }] } }
  const variables = { HOOK: `${asked.url}/ask` }
  const [one, other] = [there.another({ variables }), there.another({ variables })]
  const starts = one.rollouts.start(there.inputs, { policy })
  // the other one looks while the first waits for the answer
  while (asked.got.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  const { decision } = await other.rollouts.tick()
  assert.equal(decision.do, 'wait')
  assert.equal(decision.why.code, 'AsksHook')
  await starts
  assert.equal(asked.got.length, 1)
})

test('a death before the answer was recorded asks again with the same id, and a recorded answer is not asked for again', async (t) => {
  const there = await released(t)
  const asked = await server(t)
  const policy = { ...steps, hooks: { before: [{ http: '${env:HOOK}', timeout: '30s' }] } }
  const variables = { HOOK: `${asked.url}/ask` }
  // dies when the answer would be recorded
  const dying = there.another({ variables, store: there.dying((line) => line.includes('"e":"answer"')) })
  await assert.rejects(dying.rollouts.start(there.inputs, { policy }), /died/)
  assert.equal(asked.got.length, 1)
  const gray = there.another({ variables })
  await there.minute(10)
  assert.equal((await gray.rollouts.tick()).decision.why.code, 'AsksHook')
  await there.minute(10)
  // the one who asked is gone, and its time is over
  const { step } = await gray.rollouts.tick()
  assert.equal(step, 1)
  assert.equal(asked.got.length, 2)
  assert.equal(asked.got[0].headers['webhook-id'], asked.got[1].headers['webhook-id'])
  // dies after the answer was recorded
  const later = there.another({ variables })
  await there.minute(10)
  await later.rollouts.tick()
  assert.equal(asked.got.length, 2)
})

test('a command runs without a shell, reads the question, and says no by its exit code', async (t) => {
  const there = await released(t)
  const script = join(there.dir, 'check.mjs')
  writeFileSync(
    script,
    `let text = ''
for await (const chunk of process.stdin) text += chunk
const { hook, share } = JSON.parse(text)
console.log('looked')
console.log(\`\${hook} \${share} \${process.argv.slice(2).join('|')}\`)
process.exitCode = hook === 'before' ? 3 : 0\n`,
  )
  const variables = { GRAYSCALE_CHECK: `${process.execPath} ${script} $HOME ; echo` }
  const policy = { ...steps, hooks: { before: [{ command: '${env:GRAYSCALE_CHECK}' }] } }
  const agent = there.another({ variables, commands: false })
  const { decision, id } = await agent.rollouts.start(there.inputs, { policy })
  assert.equal(decision.do, 'wait')
  assert.equal(decision.why.code, 'HookElsewhere')
  const unknown = await there.another({ variables: {} }).rollouts.tick({ id })
  assert.deepEqual(unknown.decision.why.params, { hook: 'command', variable: 'GRAYSCALE_CHECK' })
  const { state, decision: no } = await there.another({ variables }).rollouts.tick({ id })
  assert.equal(state, 'aborted')
  assert.equal(no.why.params.reason, 'before 0.1 $HOME|;|echo')
})

test('weights rise in their window alone, and a zone that nobody knows is refused before anything is written', async (t) => {
  const there = await released(t)
  const window = (zone) => ({ ...steps, windows: [{ from: '11:00', to: '18:00', zone }] })
  const before = there.emulator.history.length
  await assert.rejects(there.gray.rollouts.start(there.inputs, { policy: window('Asia/Shanghei') }), {
    code: 'InvalidInput',
    message: 'rollout.windows[0].zone must be a time zone such as Asia/Shanghai (got "Asia/Shanghei")',
  })
  assert.equal(there.emulator.history.length, before)
  // it is about 10:10 in Shanghai
  const { state, decision } = await there.gray.rollouts.start(there.inputs, { policy: window('Asia/Shanghai') })
  assert.equal(state, 'scheduled')
  assert.equal(decision.why.code, 'OutsideWindow')
  there.pass(60)
  assert.equal((await there.gray.rollouts.tick()).step, 1)
})

test('a gate that nobody opens in its time takes all traffic back, where the policy says so', async (t) => {
  const there = await released(t)
  const policy = {
    steps: [{ traffic: '10%', gate: 'qa' }],
    guard: steps.guard,
    gates: JSON.parse('{ "qa": { "timeout": "20m", "then": "rollback" } }'),
  }
  await there.gray.rollouts.start(there.inputs, { policy })
  const waits = await until(there, there.gray, ({ state }) => state === 'gate')
  assert.equal(waits.decision.why.code, 'AtGate')
  const { state } = await until(there, there.gray, ({ ended }) => ended)
  assert.equal(state, 'rolledBack')
  assert.ok(there.now - Date.parse(waits.last) >= 20 * 60_000)
  assert.equal(there.shares('shop', '1').at(-1), 1)
})
