// What calls $latest past the alias, against the emulator: named, moved, shown by every command that looks.

import assert from 'node:assert/strict'
import test from 'node:test'
import { Grayscale, memoryStore } from '../../js/index.js'
import { renderFunctions, renderResult, renderStatus } from '../../js/render/index.js'
import { create, emulator, KEY, telling, zip } from '../support/emulator.js'

const FN = { FunctionName: 'fun01-dev' }
const TIMER = { ...FN, TriggerName: 'nightly', Type: 'timer', TriggerDesc: '0 0 2 * * * *', CustomArgument: 's3cret' }
const DESC = {
  AuthType: 'NONE',
  NetConfig: { EnableIntranet: false, EnableExtranet: true },
  CorsConfig: { Enable: true, Origins: ['https://shop.example'] },
}
const URL_TRIGGER = { ...FN, TriggerName: 'url-trigger', Type: 'http', TriggerDesc: JSON.stringify(DESC) }
const PATHS = { Namespace: 'default', ...FN, Qualifier: '$LATEST', PathMatch: '/*' }
const DOMAIN = { Domain: 'api.example.com', Protocol: 'HTTP', EndpointsConfig: [PATHS] }

const packed = new Uint8Array(Buffer.from(zip(telling('two')), 'base64'))
const project = { functions: { fun01: { zip: packed } }, traffic: 0.1 }

/** All traffic on version 1; a timer, a function URL and a domain call `$LATEST`. */
async function cloud(t, options) {
  const { emu, client } = await emulator(t, options)
  await create(client, 'fun01-dev')
  await client.call('PublishVersion', FN)
  await client.call('UpdateAlias', { ...FN, Name: '$DEFAULT', FunctionVersion: '1' })
  for (const trigger of [TIMER, URL_TRIGGER]) await client.call('CreateTrigger', trigger)
  await client.call('CreateCustomDomain', DOMAIN)
  const gray = new Grayscale({ credentials: KEY, endpoint: emu.url, store: memoryStore() })
  t.after(() => gray.close())
  const bound = async () => {
    const { Triggers } = await client.call('ListTriggers', { ...FN, OrderBy: 'add_time', Order: 'ASC' })
    const { Domains } = await client.call('ListCustomDomains')
    const triggers = Triggers.map(({ TriggerName, Qualifier }) => `${TriggerName} ${Qualifier}`)
    return [...triggers, ...Domains.map(({ Domain, EndpointsConfig: [{ Qualifier }] }) => `${Domain} ${Qualifier}`)]
  }
  return { client, gray, bound }
}

const named = (notes) =>
  notes
    .filter(({ code, level }) => code === 'CallsLatest' && level === 'warning')
    .map(({ text }) => text.split(' calls ')[0])

test('a plan names the timer, the URL with its address and the path of the domain', async (t) => {
  const { gray } = await cloud(t)
  const plan = await gray.plan(project)
  const notes = plan.lines.filter(({ role }) => role === 'note')
  const [timer, url, domain] = named(notes)
  assert.equal(timer, 'timer trigger nightly')
  assert.match(url, /^http trigger url-trigger \(https:\/\/.+\.tencentscf\.com\)$/)
  assert.equal(domain, 'custom domain api.example.com with path /*')
})

test('a deploy that moves them leaves the function URL, and moves that too when it is named', async (t) => {
  const { gray, bound } = await cloud(t)
  const [first] = (await gray.deploy({ ...project, moveTriggers: true })).functions
  assert.deepEqual(await bound(), ['url-trigger $LATEST', 'nightly $DEFAULT', 'api.example.com $DEFAULT'])
  assert.deepEqual(named(first.notes).length, 1)
  const [second] = (await gray.deploy({ ...project, moveTriggers: 'url-trigger' })).functions
  assert.deepEqual(await bound(), ['nightly $DEFAULT', 'url-trigger $DEFAULT', 'api.example.com $DEFAULT'])
  assert.deepEqual(named(second.notes), [])
})

test('the address of the function URL is in the result and in the status', async (t) => {
  const { gray, client } = await cloud(t)
  const before = (await gray.deploy({ ...project, functions: { fun01: {} } })).functions[0]
  assert.equal(before.url, undefined, 'it calls $latest, not the alias')
  const result = await gray.deploy({ ...project, moveTriggers: 'url-trigger' })
  const { Triggers } = await client.call('ListTriggers', FN)
  const shown = JSON.parse(Triggers.find(({ Type }) => Type === 'http').TriggerDesc).NetConfig.ExtranetUrl
  assert.match(shown, /^https:\/\/\d+-\w+\.ap-guangzhou\.tencentscf\.com/)
  assert.equal(result.functions[0].url, shown)
  assert.match(renderResult(result), new RegExp(`^ {2}fun01 answers at ${shown}$`, 'm'))
  const rows = await gray.status({ functions: { fun01: {} } })
  assert.equal(rows[0].aliases.find(({ name }) => name === '$default').url, shown)
  assert.ok(renderStatus(rows, { width: 120 }).includes(shown))
  // later results have it too, where triggers were looked at
  const [later] = (await gray.deploy({ ...project, functions: { fun01: { zip: packed } }, traffic: 0.2 })).functions
  assert.equal(later.url, shown)
})

test('what moves keeps its settings', async (t) => {
  const { gray, client } = await cloud(t)
  await gray.deploy({ ...project, moveTriggers: ['nightly', 'url-trigger'] })
  const { Triggers } = await client.call('ListTriggers', FN)
  const of = (name) => Triggers.find(({ TriggerName }) => TriggerName === name)
  assert.equal(of('nightly').CustomArgument, 's3cret')
  assert.deepEqual(JSON.parse(of('url-trigger').TriggerDesc).CorsConfig, DESC.CorsConfig)
})

test('status and list show who calls $latest directly', async (t) => {
  const { gray } = await cloud(t)
  const rows = await gray.status({ functions: { fun01: {} } })
  assert.deepEqual(
    rows[0].direct.map(({ type, name }) => `${type} ${name}`),
    ['timer nightly', 'http url-trigger', 'domain api.example.com'],
  )
  assert.match(renderStatus(rows), /timer trigger nightly calls \$latest directly/)
  assert.equal((await gray.functions({}))[0].direct, undefined)
  assert.match(renderFunctions(await gray.functions({ triggers: true })), /custom domain api\.example\.com with path/)
})

test('status says what a key without the permission could not check', async (t) => {
  const refused = { fault: 'refuse', code: 'UnauthorizedOperation.CAM' }
  const { gray } = await cloud(t, { faults: [{ action: 'ListTriggers', ...refused }] })
  const rows = await gray.status({ functions: { fun01: {} } })
  assert.deepEqual(rows[0].unchecked, ['triggers'])
  assert.match(renderStatus(rows), /not checked: triggers/)
})

test('the result of a rollback names who still calls $latest', async (t) => {
  const { gray } = await cloud(t)
  await gray.deploy(project)
  const [result] = (await gray.rollback({ functions: { fun01: {} } })).functions
  assert.equal(result.status, 'done')
  assert.equal(named(result.notes).length, 3)
})
