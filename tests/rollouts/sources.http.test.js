// Rollouts whose figures come from a server of one's own, by the contract of docs/rollouts.sources.md.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, test } from 'node:test'
import { Grayscale } from '../../js/index.js'
import { figures, rows } from './figures.js'
import { receiver } from './receiver.js'
import { watched as watchedFor } from './released.js'
import { world } from './world.js'

/** @type {(() => Promise<void>)[]} */
const open = []
after(() => Promise.all(open.map((close) => close())))

/** A server; `answer` gets what was asked, and gives `{ status?, body, headers? }`. */
async function served(answer) {
  const there = await receiver(({ body, headers }) => {
    const { status, body: said, headers: own = {} } = answer(JSON.parse(body), headers)
    const text = typeof said === 'string' ? said : JSON.stringify(said)
    return { status, body: text, headers: { 'content-type': 'application/json', ...own } }
  })
  open.push(() => there.close())
  return { url: `${there.url}/figures`, asked: there.got }
}

/** What a server answers that counts. */
const counting = (canaryBad) => (asked) => ({ body: figures(asked, canaryBad) })

async function begun(url, { secret, ...options } = {}) {
  const there = await world()
  open.push(() => there.close())
  const gray = new Grayscale({
    region: 'ap-guangzhou',
    endpoint: there.emulator.url,
    credentials: there.emulator.credential,
    store: there.store,
    cwd: there.dir,
    ...options,
  })
  open.push(() => gray.close())
  there.code('shop', 'one')
  await there.gray.deploy({ ...there.inputs, publish: true, traffic: 0 })
  there.code('shop', 'two')
  const policy = { steps: [{ traffic: '50%', for: '5m' }], guard: { source: { http: url, secret } } }
  // the API's time, which is not that of this machine
  const time = () => there.now
  return { ...there, gray, time, start: () => gray.rollouts.start(there.inputs, { policy }) }
}

/** Minutes without a call, each with a tick, until the rollout ends or waits for a person; the last tick. */
const watched = async (there, most) => (await watchedFor(there, most, () => there.minute(0))).at(-1)

test('a server that counts good calls: the canary is published', async () => {
  const { url, asked } = await served(counting(1))
  const there = await begun(url)
  await there.start()
  assert.equal((await watched(there, 20)).state, 'done')
  const [{ method, headers, body }] = asked
  assert.equal(method, 'POST')
  assert.equal(headers['content-type'], 'application/json')
  assert.equal(headers.authorization, undefined)
  const { from, to, ...about } = JSON.parse(body)
  assert.deepEqual(about, {
    contract: 1,
    function: 'shop',
    namespace: 'default',
    region: 'ap-guangzhou',
    alias: '$DEFAULT',
    canary: '$LATEST',
    stable: '1',
  })
  // the day before, up to the minute whose figures are complete
  assert.deepEqual([from % 60, to % 60, to - from], [0, 0, 86_400 - 120])
})

test('a server that counts bad calls of the canary: it is rolled back', async () => {
  const { url } = await served(counting(60))
  const there = await begun(url)
  await there.start()
  const last = await watched(there, 20)
  assert.equal(last.state, 'rolledBack', JSON.stringify(last.decision, undefined, 1))
  assert.equal(last.decision.why.code, 'Regression')
})

for (const [what, answer, why] of [
  ['is not JSON', () => ({ body: 'all is well' }), 'unreadable'],
  ['lacks a version', (asked) => ({ body: { versions: { [asked.stable]: rows(asked, 300, 1) } } }), 'unreadable'],
  [
    'has more bad calls than calls',
    (asked) => ({ body: { versions: { [asked.stable]: [], [asked.canary]: rows(asked, 3, 4) } } }),
    'unreadable',
  ],
  [
    'has half a call',
    (asked) => ({ body: { versions: { [asked.stable]: [], [asked.canary]: rows(asked, 1.5, 0) } } }),
    'unreadable',
  ],
  ['is an error of the server', () => ({ status: 500, body: {} }), 'unavailable'],
  ['is that there is no such page', () => ({ status: 404, body: {} }), 'refused'],
  ['leads elsewhere', () => ({ status: 302, body: {}, headers: { location: 'http://127.0.0.1:1/' } }), 'unavailable'],
  [
    'is larger than it may be',
    () => ({ body: JSON.stringify({ versions: {}, more: 'x'.repeat(3 << 20) }) }),
    'unavailable',
  ],
]) {
  test(`an answer that ${what}: it can't be told, and the rollout pauses`, async () => {
    const { url } = await served(answer)
    const there = await begun(url)
    await there.start()
    const last = await watched(there, 60)
    assert.equal(last.state, 'paused', JSON.stringify(last.decision, undefined, 1))
    assert.deepEqual(last.decision.why.params, { function: 'shop', why })
  })
}

test('a server that is there again counts again', async () => {
  let down = true
  const { url } = await served((asked) => (down ? { status: 503, body: {} } : counting(1)(asked)))
  down = false
  const there = await begun(url)
  await there.start()
  down = true
  const waiting = await watched(there, 10)
  assert.equal(waiting.ended, false)
  down = false
  if (waiting.state === 'paused') await there.gray.rollouts.resume()
  assert.equal((await watched(there, 20)).state, 'done')
})

test('a token goes with each request, and stands in no journal', async () => {
  const { url, asked } = await served((body, { authorization }) =>
    authorization === 'Bearer sesame' ? counting(1)(body) : { status: 401, body: {} },
  )
  const there = await begun(url, { source: { url, token: 'sesame' } })
  const { id } = await there.start()
  assert.equal((await watched(there, 20)).state, 'done')
  assert.ok(asked.every(({ headers }) => headers.authorization === 'Bearer sesame'))
  const { text } = await there.store.rollout(id).read()
  for (const secret of ['sesame', url]) assert.ok(!text.includes(secret), secret)
})

test('a token goes to the address that it was given for, and to no other', async () => {
  const { url, asked } = await served(counting(1))
  const fromEnvironment = [{ name: 'FIGURES', text: url }]
  const there = await begun(url, { fromEnvironment, source: { url: 'https://figures.example.com/', token: 'sesame' } })
  await there.start()
  await watched(there, 4)
  assert.ok(asked.length > 0)
  assert.ok(asked.every(({ headers }) => headers.authorization === undefined))
})

test('a token does not go over plain HTTP to another machine, nor an address with a password anywhere', async () => {
  const url = 'http://figures.example.com/'
  const there = await begun(url, { source: { url, token: 'sesame' } })
  await assert.rejects(there.start(), { code: 'InsecureEndpoint', class: 'usage' })
  const other = 'https://mei:sesame@figures.example.com/'
  const second = await begun(other)
  await assert.rejects(second.start(), (error) => {
    assert.equal(error.code, 'InvalidEndpoint')
    assert.ok(!JSON.stringify({ ...error, message: error.message }).includes('sesame'))
    return true
  })
})

/** A server that counts; `times` has the API's time at each request, once `begins` knows the world. */
async function timed() {
  const times = []
  let time = () => 0
  const { url, asked } = await served((body) => {
    times.push(time())
    return counting(1)(body)
  })
  const begins = async (options) => {
    const there = await begun(url, options)
    time = there.time
    return there
  }
  return { url, asked, times, begins }
}

/** Whether a request is signed as docs/rollouts.sources.md says, with the API's time. */
function isSigned({ headers, body }, secret, time) {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  const now = Math.floor(time / 1000)
  assert.ok(Math.abs(now - Number(headers['webhook-timestamp'])) <= 300, headers['webhook-timestamp'])
  return headers['webhook-signature'] === `v1,${createHmac('sha256', secret).update(signed).digest('base64')}`
}

for (const [what, secret, options] of [
  ['a variable has', '${env:FIGURES_SECRET}', { variables: { FIGURES_SECRET: 'open sesame' } }],
  ['the policy has', 'open sesame', {}],
]) {
  test(`requests are signed with the secret that ${what}, which stands in no journal`, async () => {
    const { asked, times, begins } = await timed()
    const there = await begins({ ...options, secret })
    const { id } = await there.start()
    assert.equal((await watched(there, 20)).state, 'done')
    assert.ok(asked.length > 1)
    assert.ok(asked.every((request, at) => isSigned(request, 'open sesame', times[at])))
    assert.ok(!isSigned(asked[0], 'another', times[0]))
    assert.equal(new Set(asked.map(({ headers }) => headers['webhook-id'])).size, asked.length)
    const { text } = await there.store.rollout(id).read()
    assert.ok(!text.includes('open sesame'))
    assert.equal(text.includes('${env:FIGURES_SECRET}'), secret.startsWith('$'))
  })
}

test('a secret of base64 signs with its bytes', async () => {
  const key = Buffer.from('a key of bytes')
  const { asked, times, begins } = await timed()
  const there = await begins({ secret: `whsec_${key.toString('base64')}` })
  await there.start()
  assert.ok(isSigned(asked[0], key, times[0]))
})

test('nothing is sent where the secret is not known: a start is refused, a tick can not tell', async () => {
  const { url, asked } = await served(counting(1))
  const secret = '${env:FIGURES_SECRET}'
  const without = await begun(url, { secret, variables: {} })
  await assert.rejects(without.start(), (error) => {
    assert.deepEqual([error.code, error.class], ['UnknownVariable', 'usage'])
    assert.match(error.message, /rollout\.guard\.source\.secret: \$\{env:FIGURES_SECRET\} is not set/)
    return true
  })
  assert.equal(asked.length, 0)

  const there = await begun(url, { secret, variables: { FIGURES_SECRET: 'open sesame' } })
  await there.start()
  const before = asked.length
  const other = there.another({ variables: {}, source: { url } })
  // until whole minutes lie behind the delay
  there.pass(5)
  const { decision } = await other.rollouts.tick()
  assert.equal(decision.functions[0].blind, 'unnamed')
  assert.equal(asked.length, before)
})
