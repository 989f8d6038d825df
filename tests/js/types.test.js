// What goes in and what comes out is as the types of js/types/ say. Literals are checked, so a field too many is found as
// well as one that is missing.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Grayscale, GrayscaleError, memoryStore } from '../../js/index.js'
import { emulator, KEY, NEVER_MS, telling, zip } from '../support/emulator.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (file) => readFileSync(join(root, file), 'utf8')

/** What the compiler has against a program that knows the package's types; nothing where it compiles. */
async function complaints(t, program) {
  const directory = mkdtempSync(join(tmpdir(), 'grayscale-types-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      checkJs: false,
      allowImportingTsExtensions: true,
      typeRoots: [join(root, 'node_modules/@types')],
    },
    include: [],
    files: ['program.mts'],
  }
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config))
  writeFileSync(
    join(directory, 'program.mts'),
    `import * as scf from ${JSON.stringify(join(root, 'js/types/index.ts'))}\n${program}\n`,
  )
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  return promisify(execFile)(process.execPath, [tsc, '-p', directory]).then(
    () => '',
    ({ stdout, message }) => stdout || message,
  )
}

/** Data as a constant of a type. */
const constants = (all) =>
  all.map(([type, value], n) => `export const c${n}: scf.${type} = ${JSON.stringify(value)}`).join('\n')

/** Inputs that the reader takes; a word in another letter case is taken too, which the types do not offer. */
const taken = JSON.parse(read('tests/vectors/inputs.json'))
  .filter((one) => one.taken && !/"(False|TRUE)"/.test(JSON.stringify(one)))
  .map(({ inputs }) => inputs)

test('inputs that are taken compile', async (t) => {
  assert.ok(taken.length > 60)
  assert.equal(await complaints(t, constants(taken.map((inputs) => ['Inputs', inputs]))), '')
})

test('the inputs that compile have every key of the schema and of docs/inputs.md', () => {
  const keys = new Set(
    taken.flatMap((inputs) => {
      const functions = Object.values(inputs.functions ?? {}).filter((one) => one !== null && typeof one === 'object')
      const code = [inputs, ...functions].flatMap(({ src, image }) => [src, image])
      const sources = code.filter((one) => typeof one === 'object' && one)
      return [inputs, ...functions, ...sources].flatMap(Object.keys)
    }),
  )
  // bytes, and what is typed: no JSON file has them
  const others = new Set(['zip', 'stable'])
  const { inputs, function: one } = JSON.parse(read('schema.json')).definitions
  const known = Object.entries({ ...inputs.properties, ...one.properties })
  const supported = known.filter(([, { description }]) => !description.startsWith('Not supported')).map(([key]) => key)
  const documented = read('docs/inputs.md')
    .split('\n## Triggers')[0]
    .split('\n')
    .flatMap((line) => /^\| ((?:`\w+`(?:, )?)+) \|/.exec(line)?.[1].match(/\w+/g) ?? [])
  assert.ok(documented.length > 40, documented.join())
  assert.deepEqual(
    [...supported, ...documented].filter((key) => !keys.has(key) && !others.has(key)),
    [],
  )
})

test('inputs that programs alone have compile', async (t) => {
  const program = `
    const zip = new Uint8Array(1)
    export const bytes: scf.Inputs = { name: 'fun01', zip, traffic: 0.1, stable: '7' }
    export const each: scf.Inputs = { functions: { fun01: { zip: zip.buffer } }, stable: 7 }`
  assert.equal(await complaints(t, program), '')
})

test('what a release shows, comes to and writes down is as its types say', async (t) => {
  const store = memoryStore()
  const { emu, client } = await emulator(t)
  const gray = new Grayscale({ credentials: KEY, endpoint: emu.url, store })
  t.after(() => gray.close())
  const all = []
  const onEvent = (event) => all.push(['Progress', event])
  const is = (type, value) => {
    all.push([type, value])
    return value
  }
  const code = (text) => Buffer.from(zip(telling(text)), 'base64')
  const events = [{ timer: { name: 'nightly', parameters: { cronExpression: '0 0 2 * * * *', enable: true } } }]
  const project = (text, more) => ({
    functions: {
      cart: { zip: code(text), runtime: 'Nodejs18.15', events, ...more },
      mail: { zip: code(text), runtime: 'Nodejs18.15' },
    },
  })
  const cart = { function: 'cart-dev' }

  const planned = async (plan) => {
    is('PlanData & { fingerprint: string }', (await plan).toJSON())
    for (const line of (await plan).lines) is('Line', line)
  }
  await planned(gray.plan(project('one'), { onEvent }))
  is('RunResult', await gray.deploy(project('one'), { onEvent }))
  await planned(gray.planPublish(cart))
  is('RunResult', await gray.publish(cart, { onEvent }))
  is('RunResult', await gray.deploy({ functions: ['mail-dev'], publish: true, traffic: 0 }, { onEvent }))
  const second = { ...project('two', { memorySize: 256, environment: { variables: { A: 'b' } } }), traffic: 0.25 }
  await planned(gray.plan(second))
  is('RunResult', await gray.deploy(second, { onEvent }))
  await client.call('CreateTrigger', {
    FunctionName: 'cart-dev',
    TriggerName: 'direct',
    Type: 'timer',
    TriggerDesc: '0 0 3 * * * *',
    Qualifier: '$LATEST',
    Enable: 'OPEN',
  })
  await planned(gray.plan({ functions: { cart: { zip: code('three') } }, moveTriggers: true, protect: true }))
  is('StatusRow[]', await gray.status(second, { onEvent }))
  is('FunctionRow[]', await gray.functions({ triggers: true }, { onEvent }))
  is('Observed', await gray.observe(second))

  const alias = { ...cart, name: 'blue', version: '1' }
  await planned(gray.aliases.planCreate(alias))
  is('RunResult', await gray.aliases.create(alias))
  is('RunResult', await gray.aliases.update({ ...cart, name: 'blue', weights: { $LATEST: 0.5 } }))
  is('AliasList[]', await gray.aliases.list(cart))
  await planned(gray.aliases.planDelete({ ...cart, name: 'blue' }))
  is('RunResult', await gray.aliases.delete({ ...cart, name: 'blue' }))

  emu.setClock(Date.now() - 240_000)
  is('Invoked', await gray.invoke({ ...cart, event: { n: 1 } }))
  emu.setClock(undefined)
  is('LogReport', await gray.logs(cart))
  is('MetricReport', await gray.metrics({ ...cart, maxErrorRate: 0.1 }))
  is('MetricReport', await gray.metrics({ ...cart, since: 'upload' }))

  await planned(gray.planRollback({ functions: ['cart-dev', 'mail-dev'] }))
  is('RunResult', await gray.rollback({ functions: ['cart-dev', 'mail-dev'] }))
  is('StatusRow[]', await gray.status({ functions: ['cart-dev'] }))
  await planned(gray.planUndo())
  is('RunResult', await gray.undo())
  for (let made = 0; made < 2; made++) await client.call('PublishVersion', { FunctionName: 'cart-dev' })
  await planned(gray.planPrune({ ...cart, keep: 1 }))
  is('RunResult', await gray.prune({ ...cart, keep: 1 }))
  is('History', await gray.history({ verify: true, limit: 100 }))
  const created = is('Place[]', await gray.created())
  await planned(gray.planRemove(second, { created }))
  is('RunResult', await gray.remove(second, { created }))

  const types = new Set(all.filter(([type]) => type === 'Progress').map(([, { type }]) => type))
  assert.deepEqual([...types].sort(), ['functions', 'looked', 'planned', 'step'])
  const plans = all.filter(([type]) => type.startsWith('PlanData')).flatMap(([, { functions }]) => functions)
  const kinds = new Set(plans.flatMap(({ steps }) => steps.map(({ kind }) => kind)))
  assert.deepEqual([...kinds].sort(), [
    'configure',
    'create',
    'delete',
    'deleteAlias',
    'deleteVersion',
    'protect',
    'publish',
    'shift',
    'trigger',
    'upload',
  ])
  assert.equal(await complaints(t, constants(all)), '')
})

test('what a release that fails comes to is as its types say', async (t) => {
  const store = memoryStore()
  const { emu } = await emulator(t, { delays: { createMs: 0, updateMs: NEVER_MS, publishMs: 0, deleteMs: 0 } })
  const gray = new Grayscale({ credentials: KEY, endpoint: emu.url, store })
  t.after(() => gray.close())
  const code = (text) => Buffer.from(zip(telling(text)), 'base64')
  const project = (text) => ({ functions: { cart: { zip: code(text) }, mail: { zip: code(text) } }, waitTimeout: 1 })
  const all = []
  const failed = async (promise) => {
    const error = await promise.then(
      () => assert.fail('it was done'),
      (error) => error,
    )
    assert.ok(error instanceof GrayscaleError)
    const { result, ...data } = error.toJSON()
    all.push(['ErrorData', data])
    if (result) all.push(['ErrorResult', result])
  }
  await failed(gray.deploy({ functions: { cart: { timeout: 0, memorySize: 1 } } }))
  await gray.deploy(project('one'))
  await failed(gray.deploy(project('two'), { onEvent: (event) => all.push(['Progress', event]) }))
  all.push(['Pending', await gray.pending()], ['History', await gray.history()])
  assert.equal(await complaints(t, constants(all)), '')
})
