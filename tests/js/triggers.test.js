// Triggers of the inputs, made true against the emulator, whose timers really fire.

import assert from 'node:assert/strict'
import test from 'node:test'
import { Grayscale } from '../../js/index.js'
import { emulator, KEY, logged, telling, until, zip } from '../support/emulator.js'

const FUN01 = { FunctionName: 'fun01-dev' }
const BUCKET = 'bucket-1250000000.cos.ap-guangzhou.myqcloud.com'
const timer = (parameters) => ({
  timer: { name: 'tick', parameters: { cronExpression: '* * * * * * *', enable: true, ...parameters } },
})

const packed = Object.fromEntries(
  ['one', 'two'].map((text) => [text, new Uint8Array(Buffer.from(zip(telling(text)), 'base64'))]),
)

async function cloud(t) {
  const { emu, client } = await emulator(t)
  const gray = new Grayscale({ credentials: KEY, endpoint: emu.url })
  t.after(() => gray.close())
  const deploy = (events, { code = 'one', ...more } = {}) =>
    gray.deploy({ functions: { fun01: { runtime: 'Nodejs18.15', zip: packed[code], events } }, ...more })
  const triggers = async () => {
    const { Triggers } = await client.call('ListTriggers', { ...FUN01, OrderBy: 'add_time', Order: 'ASC' })
    return Triggers.map(({ Type, TriggerName, Qualifier, Enable }) => [Type, TriggerName, Qualifier, Enable].join(' '))
  }
  return { emu, client, deploy, triggers }
}

const statusOf = ({ functions: [{ status }] }) => status

test('every kind is created once, changed where it differs, and left alone where it does not', async (t) => {
  const { client, deploy, triggers } = await cloud(t)
  const events = [
    timer({ cronExpression: '0  0 2 * * * *', argument: 'night' }),
    { cos: { parameters: { bucket: BUCKET, events: 'cos:ObjectCreated:*', filter: { prefix: 'a/' }, enable: true } } },
    { ckafka: { parameters: { instanceId: 'ckafka-example', topic: 'orders', retry: 3, enable: true } } },
    { cls: { parameters: { topicId: 'topic-example', enable: true } } },
    { http: { name: 'url', parameters: { authType: 'CAM', netConfig: { enableExtranet: true } } } },
  ]
  assert.equal(statusOf(await deploy(events)), 'done')
  const made = [
    'timer tick $DEFAULT 1',
    `cos ${BUCKET} $DEFAULT 1`,
    'ckafka ckafka-example-orders $DEFAULT 1',
    'cls topic-example $DEFAULT 1',
    'http url $DEFAULT 1',
  ]
  assert.deepEqual(await triggers(), made)
  assert.equal(statusOf(await deploy(events)), 'unchanged')

  const closed = events.map((event) => {
    const [[kind, { parameters, ...more }]] = Object.entries(event)
    return { [kind]: { ...more, parameters: { ...parameters, enable: false } } }
  })
  assert.equal(statusOf(await deploy(closed)), 'done')
  assert.deepEqual((await triggers()).sort(), made.map((line) => line.replace(/1$/, '0')).sort())
  assert.equal(statusOf(await deploy(closed)), 'unchanged')

  await deploy([timer({ cronExpression: '0 0 3 * * * *', argument: 'later', enable: false })])
  const { Triggers } = await client.call('ListTriggers', FUN01)
  const { TriggerDesc, CustomArgument } = Triggers.find(({ Type }) => Type === 'timer')
  assert.deepEqual([TriggerDesc, CustomArgument], ['{"cron":"0 0 3 * * * *"}', 'later'])
  assert.equal(Triggers.length, made.length, 'what the inputs do not name stays')
})

test('a timer follows the traffic of the release', async (t) => {
  const { client, deploy } = await cloud(t)
  const events = [timer()]
  await deploy(events, { publish: true, traffic: 0 })
  const told = async () => {
    const last = (await logged(client, FUN01.FunctionName)).findLast(({ ended }) => ended)
    return last && JSON.parse(last.returned).text
  }
  await until(told, (text) => text === 'one')
  await deploy(events, { code: 'two', traffic: 1 })
  await until(told, (text) => text === 'two')
})

test('a trigger moves from one version or alias to another', async (t) => {
  const { deploy, triggers } = await cloud(t)
  await deploy([timer({ qualifier: '$latest' })])
  assert.deepEqual(await triggers(), ['timer tick $LATEST 1'])
  await deploy([timer()])
  assert.deepEqual(await triggers(), ['timer tick $DEFAULT 1'])
})

test('what the service refuses is told with its code', async (t) => {
  const { deploy, triggers } = await cloud(t)
  await assert.rejects(deploy([timer({ cronExpression: '0 0 25 * * * *' })]), {
    code: 'InvalidParameterValue.TriggerDesc',
    message: /Invalid value for hour: 25/,
  })
  assert.deepEqual(await triggers(), [])
})
