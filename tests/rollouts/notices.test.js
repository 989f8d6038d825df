// Notices of rollouts: what the documentation of each receiver says that it gets, and what happens when it does not take it.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { speak } from '../../js/index.js'
import { released, server, until } from './released.js'

const guard = { wager: { errors: 1 } }
const steps = [{ traffic: '10%', for: '2m' }]

const seconds = (there) => Math.floor(there.now / 1000)

test('each receiver gets the body and the signature of its documentation', async (t) => {
  const there = await released(t)
  const chat = await server(t)
  const variables = {
    WECOM: `${chat.url}/wecom?key=hidden`,
    DINGTALK: `${chat.url}/dingtalk?access_token=hidden`,
    DINGTALK_SECRET: 'SEC of dingtalk',
    FEISHU: `${chat.url}/feishu/hidden`,
    FEISHU_SECRET: 'secret of feishu',
    SLACK: `${chat.url}/slack/hidden`,
    HOOK: `${chat.url}/webhook`,
    HOOK_SECRET: 'secret of the webhook',
  }
  const on = 'started'
  const policy = {
    steps,
    guard,
    notify: [
      { wecom: '${env:WECOM}', on },
      { dingtalk: '${env:DINGTALK}', secret: '${env:DINGTALK_SECRET}', on },
      { feishu: '${env:FEISHU}', secret: '${env:FEISHU_SECRET}', on },
      { slack: '${env:SLACK}', on },
      { webhook: '${env:HOOK}', secret: '${env:HOOK_SECRET}', on },
      { webhook: '${env:HOOK}', on: 'done' },
    ],
  }
  const gray = there.another({ variables })
  const { id, undelivered } = await gray.rollouts.start(there.inputs, { policy })
  assert.equal(chat.got.length, 5)
  const text = `Rollout ${id} of shop: started`

  // https://developer.work.weixin.qq.com/document/path/91770
  const [wecom] = chat.at('/wecom')
  assert.deepEqual(JSON.parse(wecom.body), { msgtype: 'text', text: { content: text } })
  assert.equal(wecom.query.get('key'), 'hidden')

  // https://open.dingtalk.com/document/robots/customize-robot-security-settings
  const [dingtalk] = chat.at('/dingtalk')
  assert.deepEqual(JSON.parse(dingtalk.body), { msgtype: 'text', text: { content: text } })
  const ms = dingtalk.query.get('timestamp')
  assert.match(ms, /^\d{13}$/)
  assert.ok(Math.abs(Number(ms) / 1000 - seconds(there)) < 60)
  const ofDingtalk = createHmac('sha256', variables.DINGTALK_SECRET)
  assert.equal(dingtalk.query.get('sign'), ofDingtalk.update(`${ms}\n${variables.DINGTALK_SECRET}`).digest('base64'))

  // https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
  const [{ body }] = chat.at('/feishu/hidden')
  const { timestamp, sign, ...feishu } = JSON.parse(body)
  assert.deepEqual(feishu, { msg_type: 'text', content: { text } })
  assert.match(timestamp, /^\d{10}$/)
  assert.equal(sign, createHmac('sha256', `${timestamp}\n${variables.FEISHU_SECRET}`).update('').digest('base64'))

  // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
  assert.deepEqual(JSON.parse(chat.at('/slack/hidden')[0].body), { text })

  const [{ headers, body: facts }] = chat.at('/webhook')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${facts}`
  const ofWebhook = createHmac('sha256', variables.HOOK_SECRET).update(signed).digest('base64')
  assert.equal(headers['webhook-signature'], `v1,${ofWebhook}`)
  const { at, ...rest } = JSON.parse(facts)
  assert.ok(Math.abs(Date.parse(at) - there.now) < 60_000, at)
  assert.deepEqual(rest, { id: `${id}.0`, rollout: id, event: 'started', functions: ['shop'], step: 0, steps: 1, text })

  assert.deepEqual(undelivered, [])
  const { text: journal } = await there.store.rollout(id).read()
  assert.doesNotMatch(journal, /hidden|127\.0\.0\.1|SEC of|secret of/)
  // none is sent twice
  await there.minute(10)
  await gray.rollouts.tick()
  assert.equal(chat.got.length, 5)
})

test('the notice of a rollback says why, as the status did, in the language that the policy names', async (t) => {
  const there = await released(t, { failing: 1 })
  const chat = await server(t)
  // addresses in plain text: only this object, which started it, knows them
  const policy = {
    steps,
    guard,
    notify: [
      { slack: `${chat.url}/en`, on: 'rolledBack' },
      { slack: `${chat.url}/zh`, on: ['rolledBack', 'done'], lang: 'zh' },
    ],
  }
  const { id } = await there.gray.rollouts.start(there.inputs, { policy })
  const { decision, state } = await until(there, there.gray, ({ ended }) => ended)
  assert.equal(state, 'rolledBack')
  assert.equal(decision.why.code, 'Regression')
  const [en, ...others] = chat.at('/en')
  assert.equal(others.length, 0)
  assert.equal(
    JSON.parse(en.body).text,
    `Rollout ${id} of shop: rolled back (step 1 of 1)\n${decision.why.text}`.replaceAll('&', '&amp;'),
  )
  speak({ language: 'zh' })
  t.after(() => speak({ language: 'en' }))
  const { text } = JSON.parse(chat.at('/zh')[0].body)
  assert.match(text, /^渐进发布 .*（shop）：已回退（第 1 步，共 1 步）\nshop 的金丝雀比稳定版本差/)
})

test('a receiver that is down is tried again with the same id, and changes no decision', async (t) => {
  const there = await released(t)
  let down = true
  const chat = await server(t, () => (down ? { status: 503 } : {}))
  const policy = { steps, guard, notify: [{ webhook: `${chat.url}/hook`, on: 'started' }] }
  const { step, undelivered } = await there.gray.rollouts.start(there.inputs, { policy })
  assert.equal(step, 1)
  assert.deepEqual(undelivered, [{ to: 'webhook', event: 'started', tries: 1, givenUp: false, status: 503 }])
  await there.minute(60)
  const second = await there.gray.rollouts.tick()
  assert.equal(second.undelivered[0].tries, 2)
  // the pause doubles
  await there.minute(60)
  await there.gray.rollouts.tick()
  assert.equal(chat.got.length, 2)
  down = false
  await there.minute(60)
  assert.deepEqual((await there.gray.rollouts.tick()).undelivered, [])
  const ids = new Set(chat.got.map(({ headers }) => headers['webhook-id']))
  assert.deepEqual([chat.got.length, ids.size], [3, 1])
})

test('a receiver that stays down is given up after ten times, and the status says so', async (t) => {
  const there = await released(t)
  const chat = await server(t, () => ({ body: '{"errcode":93000,"errmsg":"invalid webhook url"}' }))
  const policy = {
    steps: [{ traffic: '10%', gate: 'qa' }],
    guard,
    notify: [{ wecom: `${chat.url}/hook`, on: 'started' }],
  }
  await there.gray.rollouts.start(there.inputs, { policy })
  for (let hour = 0; hour < 14; hour += 1) {
    there.pass(61)
    await there.gray.rollouts.tick()
  }
  assert.equal(chat.got.length, 10)
  const { undelivered } = await there.gray.rollouts.status()
  assert.deepEqual(undelivered, [
    { to: 'wecom', event: 'started', tries: 10, givenUp: true, status: 200, code: '93000' },
  ])
})

test('a receiver that never answers holds up neither the weight nor the other receivers', async (t) => {
  const there = await released(t)
  const chat = await server(t, ({ path }) => (path === '/hangs' ? 'never' : {}))
  const on = 'started'
  const notify = [
    { slack: `${chat.url}/hangs`, on },
    { slack: `${chat.url}/good`, on },
  ]
  const { step, undelivered } = await there.gray.rollouts.start(there.inputs, { policy: { steps, guard, notify } })
  assert.equal(step, 1)
  assert.deepEqual(undelivered, [{ to: 'slack', event: 'started', tries: 1, givenUp: false }])
  assert.equal(chat.at('/good').length, 1)
})

test('a death after a message was sent and before that was recorded sends it again', async (t) => {
  const there = await released(t)
  const chat = await server(t)
  const policy = { steps, guard, notify: [{ webhook: '${env:HOOK}', on: 'started' }] }
  const variables = { HOOK: `${chat.url}/hook` }
  const dying = there.another({ variables, store: there.dying((line) => line.includes('"e":"sent"')) })
  await assert.rejects(dying.rollouts.start(there.inputs, { policy }), /died/)
  await there.minute(60)
  const { step, undelivered } = await there.another({ variables }).rollouts.tick()
  assert.deepEqual([step, undelivered], [1, []])
  const ids = chat.got.map(({ headers }) => headers['webhook-id'])
  assert.deepEqual([ids.length, ids[0]], [2, ids[1]])
})

test('who does not know an address says so, and somebody who knows it sends what was missed', async (t) => {
  const there = await released(t)
  const chat = await server(t)
  const policy = { steps, guard, notify: [{ slack: '${env:CHAT}', on: ['started', 'paused'] }] }
  const stranger = there.another({ variables: {} })
  const { undelivered } = await stranger.rollouts.start(there.inputs, { policy })
  const missing = { to: 'slack', event: 'started', tries: 0, givenUp: false, missing: '${env:CHAT}' }
  assert.deepEqual(undelivered, [missing])
  await stranger.rollouts.pause()
  assert.equal(chat.got.length, 0)
  await there.minute(10)
  const known = await there.another({ variables: { CHAT: `${chat.url}/chat` } }).rollouts.tick()
  assert.deepEqual(known.undelivered, [])
  assert.deepEqual(
    chat.got.map(({ body }) => /: (\w+)/.exec(JSON.parse(body).text)[1]),
    ['started', 'paused'],
  )
})

test('of two who tick at once one sends; an address in plain text is known to whoever has the policy', async (t) => {
  const there = await released(t)
  const chat = await server(t)
  const policy = { steps, guard, notify: [{ slack: `${chat.url}/chat`, on: ['started', 'paused'] }] }
  await there.gray.rollouts.start(there.inputs, { policy })
  await there.gray.rollouts.pause()
  assert.equal(chat.got.length, 2)
  await there.gray.rollouts.resume()
  await there.another().rollouts.pause()
  assert.equal(chat.got.length, 2)
  await there.minute(10)
  const [one, other] = [there.another(), there.another()]
  const both = await Promise.all([one.rollouts.tick({ policy }), other.rollouts.tick({ policy })])
  assert.deepEqual(both.map(({ another = false }) => another).sort(), [false, true])
  assert.equal(chat.got.length, 3)
})
