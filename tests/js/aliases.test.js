import assert from 'node:assert/strict'
import test from 'node:test'
import { Grayscale } from '../../js/index.js'
import { create, emulator, KEY, telling, zip } from '../support/emulator.js'

const FN = { FunctionName: 'fun01-dev' }
const project = { functions: { fun01: { src: './nowhere', memorySize: 256 } }, traffic: 0.1 }
const words = { function: 'fun01-dev', name: 'blue' }

/** A function with `two` on `$LATEST` and versions 1 (`one`) and 2 (`two`). */
async function cloud(t) {
  const { emu, client } = await emulator(t)
  await create(client, 'fun01-dev', telling('one'))
  await client.call('PublishVersion', FN)
  await client.call('UpdateFunctionCode', { ...FN, Handler: 'index.main_handler', ZipFile: zip(telling('two')) })
  await client.call('PublishVersion', FN)
  const gray = new Grayscale({ credentials: KEY, endpoint: emu.url })
  t.after(() => gray.close())
  const actions = () => emu.requests.map(({ action }) => action)
  return { emu, client, gray, actions }
}

const rejection = (promise) =>
  promise.then(
    () => assert.fail('it was done'),
    (error) => error,
  )

/** Who answers how often. */
async function answers(gray, qualifier, times) {
  const counts = {}
  for (let call = 0; call < times; call++) {
    const { returned } = await gray.invoke({ function: 'fun01-dev', qualifier })
    const { text } = JSON.parse(returned)
    counts[text] = (counts[text] ?? 0) + 1
  }
  return counts
}

test('publish: a version, and nothing else', async (t) => {
  const { gray, client } = await cloud(t)
  const plan = await gray.planPublish({ function: 'fun01' }, { project })
  assert.deepEqual([plan.kind, plan.functions[0].steps.map(({ kind }) => kind)], ['publish', ['publish']])
  const result = await gray.apply(plan)
  assert.deepEqual([result.kind, result.lastVersion, result.functions[0].published], ['publish', '3', ['3']])
  assert.equal((await gray.publish({}, { project })).lastVersion, '4')
  assert.equal((await gray.publish({ function: 'fun01-dev' })).lastVersion, '5')
  const { FunctionVersion, RoutingConfig } = await client.call('GetAlias', { ...FN, Name: '$DEFAULT' })
  assert.deepEqual([FunctionVersion, RoutingConfig.AdditionalVersionWeights], ['$LATEST', []])
})

test('an alias from its making to its end, weights proven by invocations', async (t) => {
  const { gray, actions } = await cloud(t)
  const plan = await gray.aliases.planCreate({ ...words, version: '1', config: { weights: { 2: 0.5 } } })
  assert.equal(plan.functions[0].steps[0].text, 'create alias blue: 1 50% · 2 50%')
  const made = await gray.apply(plan)
  assert.deepEqual(made.functions[0].changed, ['create alias blue: 1 50% · 2 50%'])
  const half = await answers(gray, 'blue', 400)
  assert.ok(Math.abs(half.two - 200) <= 3 * Math.sqrt(400 * 0.25), JSON.stringify(half))

  await gray.aliases.update({ ...words, version: '1', config: '{"weights":{"2":0.9}}' })
  const most = await answers(gray, 'blue', 400)
  assert.ok(Math.abs(most.two - 360) <= 3 * Math.sqrt(400 * 0.09), JSON.stringify(most))
  assert.ok((await gray.aliases.update({ ...words, version: 2, weights: '1=10%' })).unchanged)

  await gray.aliases.update({ ...words, weights: { 2: '33.333%' }, description: 'for the web team' })
  const [{ aliases }] = await gray.aliases.list({}, { project })
  assert.deepEqual(
    aliases.map(({ name, version, split }) => [name, version, ...split.map((bar) => `${bar.version} ${bar.share}`)]),
    [
      ['$default', '$LATEST', '$latest 1'],
      ['blue', '1', '1 0.66667', '2 0.33333'],
    ],
  )
  assert.equal(aliases[1].description, 'for the web team')

  const gone = await gray.aliases.delete(words)
  assert.deepEqual(gone.functions[0].changed, ['delete alias blue: 1 66.667% · 2 33.333%'])
  assert.ok((await gray.aliases.delete(words)).unchanged)
  assert.equal(actions().filter((action) => action === 'DeleteAlias').length, 1)
})

test('what can not be is refused before any write', async (t) => {
  const { gray, actions } = await cloud(t)
  const refused = async (act, more) => {
    const { code, class: kind, hint, message } = await rejection(gray.aliases[act]({ ...words, ...more }))
    return [code, kind, hint ?? message]
  }
  const before = actions().length
  assert.deepEqual(await refused('create', { version: '9' }), ['VersionNotFound', 'refused', 'usable versions: 2, 1'])
  assert.deepEqual((await refused('update', { version: '1' })).slice(0, 2), ['AliasNotFound', 'failed'])
  assert.deepEqual((await refused('delete', { name: '$default' })).slice(0, 2), ['DefaultAlias', 'refused'])
  assert.deepEqual(await refused('create', { verison: '1' }), [
    'UnknownInput',
    'usage',
    'unknown input verison of create-alias (did you mean version?)',
  ])
  assert.deepEqual((await refused('create', { version: '1', weights: { 2: Number.NaN } })).slice(0, 2), [
    'InvalidWeights',
    'usage',
  ])
  const unnamed = await rejection(gray.publish())
  assert.deepEqual([unnamed.code, unnamed.exitCode], ['MissingFunction', 2])
  assert.deepEqual(
    actions()
      .slice(before)
      .filter((action) => !/^(Get|List)/.test(action)),
    [],
  )
  const missing = await rejection(gray.aliases.list({ function: 'nobody' }))
  assert.equal(missing.code, 'FunctionNotFound')
})
