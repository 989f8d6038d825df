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
import { parse } from 'yaml'
import { Grayscale, GrayscaleError, memoryStore, rolloutPolicy } from '../../js/index.js'
import { presets } from '../../js/inputs/presets.js'
import { emulator, KEY, NEVER_MS, telling, zip } from '../support/emulator.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (file) => readFileSync(join(root, file), 'utf8')

/** What the compiler has against a program that knows the package's types; nothing where it compiles. */
async function complaints(t, program, { imports = 'scf', ...options } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'grayscale-types-'))
  t.after(() => rmSync(directory, { recursive: true, force: true }))
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      checkJs: false,
      allowImportingTsExtensions: true,
      typeRoots: [join(root, 'node_modules/@types')],
      ...options,
    },
    include: [],
    files: ['program.mts'],
  }
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config))
  const known = imports && `import * as ${imports} from ${JSON.stringify(join(root, 'js/types/index.ts'))}`
  writeFileSync(join(directory, 'program.mts'), `${known}\n${program}\n`)
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  return promisify(execFile)(process.execPath, [tsc, '-p', directory]).then(
    () => '',
    ({ stdout, message }) => stdout || message,
  )
}

/** Data as a constant of a type. */
const constants = (all) =>
  all.map(([type, value], n) => `export const c${n}: scf.${type} = ${JSON.stringify(value)}`).join('\n')

/** The keys of a policy. */
const policyKeys = Object.keys(
  JSON.parse(read('schema.json')).definitions.inputs.properties.rollout.anyOf[2].properties,
)

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

test('policies that are documented compile, and so do they with every default', async (t) => {
  const files = ['rollouts.md', 'rollouts.hooks.md', 'rollouts.sources.md'].map((name) => read(`docs/${name}`))
  const written = files.flatMap((text) => [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml]) => parse(yaml)))
  // some show one key, such as the hooks of a policy
  const policies = written.filter((one) => Object.keys(one).every((key) => policyKeys.includes(key)))
  assert.ok(policies.length > 3, `${policies.length} of ${written.length}`)
  const whole = [...presets, ...policies.filter(({ preset, steps }) => preset || steps)].map((one) =>
    rolloutPolicy(one),
  )
  assert.ok(whole.length > presets.length)
  const all = [...policies.map((one) => ['RolloutPolicy', one]), ...whole.map((one) => ['WholePolicy', one])]
  assert.equal(await complaints(t, constants(all)), '')
})

test('what is mistyped does not compile', async (t) => {
  // each line compiles without its mistake: the one above it
  const program = `
    declare const gray: scf.Grayscale
    await gray.deploy({ functions: ['a'], rollout: { steps: [{ traffic: '5%', for: '5m' }], guard: { minBad: 3 } } })
    // @ts-expect-error keys of a policy
    await gray.deploy({ functions: ['a'], rollout: { stpes: [], garud: 1 } })
    // @ts-expect-error keys within it
    await gray.deploy({ functions: ['a'], rollout: { steps: [{ trafic: '5%', for: '5m' }] } })
    // @ts-expect-error
    await gray.deploy({ functions: ['a'], rollout: { preset: 'canary', insufficient: { then: 'advanec' } } })
    await gray.rollouts.start({ functions: ['a'] }, { policy: { preset: 'canary', finish: 'latest' } })
    // @ts-expect-error
    await gray.rollouts.start({ functions: ['a'] }, { policy: { stpes: [] } })
    // @ts-expect-error
    await gray.rollouts.tick({ policy: { stpes: [] } })
    // @ts-expect-error
    await gray.rollouts.replay({ functions: ['a'] }, { policy: { stpes: [] } })
    // @ts-expect-error
    await gray.rollouts.power({ functions: ['a'] }, { policy: { stpes: [] } })
    scf.rolloutPolicy({ preset: 'canary' })
    // @ts-expect-error
    scf.rolloutPolicy({ perset: 'canary' })
    scf.rolloutPolicy('canary').guard.alpha
    // @ts-expect-error
    scf.rolloutPolicy('canary').guard.alhpa

    const state: scf.RolloutState = await gray.rollouts.status()
    const decision: scf.Decision = state.decision
    const lacks: scf.Lack[] = await gray.rollouts.lacks()
    const status: scf.StoreStatus = await gray.storeStatus()
    const imported: scf.StoreImport = await gray.importJournal()
    const deployed: scf.WithRollout = await gray.deploy({ functions: ['a'] })
    declare const rolledOut: scf.RolledOut
    export const named = [decision, lacks, status, imported, deployed, rolledOut]

    export const done = state.state === 'done' || decision.state === 'done'
    // @ts-expect-error no state of a rollout
    export const nonsense = state.state === 'nonsense'
    // @ts-expect-error
    export const before = state.decisions[0].state === 'nonsense'
    // @ts-expect-error
    export const decided = decision.state === 'nonsense'
    // @ts-expect-error what is counted
    export const metric = decision.functions[0].metrics[0].metric === 'nonsense'

    await gray.planResume({ functions: {} })
    // @ts-expect-error
    await gray.planResume({ functons: {} })
    gray.policy('deploy', { functions: {} })
    // @ts-expect-error
    gray.policy('deploy', { functons: {} })
    const plan = await gray.plan({ functions: ['a'] })
    export const sources: scf.Inputs | undefined = plan.sources
    // @ts-expect-error a number is no input
    export const number: number | undefined = plan.sources

    const { runs } = await gray.history()
    for (const step of runs[0].functions[0].steps) {
      told(step.code === 'Stored', step.code === 'Provisioned' && step.params.had < step.params.gets)
      // @ts-expect-error no step
      told(step.code === 'Shited')
      // @ts-expect-error of no such step
      told(step.code === 'Deleted' && step.params)
    }
    function told(...facts: unknown[]): void { facts.length }`
  assert.equal(await complaints(t, program), '')
})

test('the emulator is what its types say, and they take none of Node.js', async (t) => {
  const [made, said] = ['index.js', 'public.js'].map((file) => JSON.stringify(join(root, 'emulator', file)))
  const held = `
    import * as made from ${made}
    type Said = typeof import(${said})
    export const kept: Said = made
    export const told: Record<keyof typeof made, unknown> = {} as Said`
  assert.equal(await complaints(t, held), '')
  const program = `
    import { type Emulator, type EmulatorOptions, startEmulator } from ${said}
    const options: EmulatorOptions = { port: 0, faults: [{ action: 'Invoke', fault: 'timeout' }], delays: { createMs: 0 } }
    const emulator: Emulator = await startEmulator(options)
    emulator.failNext({ transition: 'publish' })
    export const calls: number = emulator.requests.length
    // @ts-expect-error
    await startEmulator({ prot: 0 })`
  const bare = { imports: '', types: [], typeRoots: [], lib: ['es2023'], skipLibCheck: false, allowJs: false }
  assert.equal(await complaints(t, program, bare), '')
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
