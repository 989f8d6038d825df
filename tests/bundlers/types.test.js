// The types as programs see them: those that a bundler builds, and those of Node in both of its module systems. What
// compiles also runs, and what is mistyped does not compile. The types of the package are checked too (no skipLibCheck).

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { cell } from '../support/compatibility.js'
import { named, project } from './support/project.js'

const config = {
  compilerOptions: {
    module: 'esnext',
    moduleResolution: 'bundler',
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable'],
    types: [],
    strict: true,
    noEmit: true,
  },
  files: ['main.ts'],
}

const program = `import { Grayscale, GrayscaleError, init, planFrom } from 'scf-grayscale'
import { browserStore } from 'scf-grayscale/browser-store'
import wasm from 'scf-grayscale/wasm'
import { Grayscale as InOneFile, browserStore as inOneFile } from 'scf-grayscale/web'

await init()
await init(new URL(wasm, import.meta.url))
await init(wasm as WebAssembly.Module)
await init(wasm as Uint8Array<ArrayBuffer>)
const gray: InOneFile = new Grayscale({ fetch: (url, call) => fetch(url, call), store: browserStore() })
const plan = await gray.plan({ functions: ['fun01'], traffic: 0.1 }, { onEvent: (event) => console.log(event.type) })
const text: string = plan.summary + planFrom({}, {}).fingerprint + inOneFile('journal').describe()
const error = new GrayscaleError({ code: 'A', message: text })
// @ts-expect-error a plan is no text
const wrong: number = plan.text
// @ts-expect-error null is no place of the module
await init(null)
// @ts-expect-error there is no such option
new Grayscale({ secret: 'x' })
export { error, wrong }
`

cell('browsers', `${named('typescript')}, \`moduleResolution: bundler\``, 'types', async (t) => {
  const { npx } = await project(t, { 'main.ts': program, 'tsconfig.json': JSON.stringify(config) })
  await npx(['tsc', '-p', '.'])
})

const { dependencies } = JSON.parse(
  readFileSync(new URL('../installs/typescript/package.json', import.meta.url), 'utf8'),
)

/** The compilers that projects have, by the names of their packages: the older one takes longer, and is asked for less. */
const compilers = {
  typescript: `typescript ${dependencies.typescript}`,
  'typescript-7': `typescript ${dependencies['typescript-7'].split('@')[1]}`,
}

/** What a tsconfig.json says of modules, and who is asked about it. */
const settings = {
  node10: [['typescript'], { module: 'commonjs', moduleResolution: 'node10' }],
  node16: [['typescript', 'typescript-7'], { module: 'node16', moduleResolution: 'node16' }],
  nodenext: [['typescript-7'], { module: 'nodenext', moduleResolution: 'nodenext' }],
  bundler: [['typescript-7'], { module: 'esnext', moduleResolution: 'bundler' }],
}

/**
 * A test with a project of Node's that has one program.
 *
 * @param {string} claim
 * @param {{ program: string, type?: 'module' | 'commonjs', under: (keyof settings)[] }} project
 * @param {(compile: () => Promise<string>, run: () => Promise<string>) => Promise<void>} [body] compiles alone by default
 */
function typed(claim, { program, type = 'module', under }, body = (compile) => compile()) {
  for (const name of under) {
    const [asked, modules] = settings[name]
    for (const compiler of asked) {
      test(`${compilers[compiler]}, moduleResolution ${name}: ${claim}`, async (t) => {
        const options = {
          target: 'es2023',
          types: ['node'],
          strict: true,
          skipDefaultLibCheck: true,
          outDir: 'out',
          rootDir: '.',
        }
        const { node } = await project(
          t,
          {
            'package.json': JSON.stringify({ private: true, type }),
            'tsconfig.json': JSON.stringify({ compilerOptions: { ...options, ...modules }, files: ['main.ts'] }),
            'main.ts': program,
          },
          'typescript',
        )
        await body(
          () => node([`node_modules/${compiler}/bin/tsc`, '-p', '.']),
          () => node(['out/main.js']),
        )
      })
    }
  }
}

const imports = `import { Grayscale, planFrom, version } from 'scf-grayscale'
import { browserStore } from 'scf-grayscale/browser-store'
import { type EmulatorOptions, startEmulator } from 'scf-grayscale/emulator'
import { fileStore } from 'scf-grayscale/file-store'
import Plugin from 'scf-grayscale/plugin'
import component from 'scf-grayscale/serverless.js'
import { planFrom as inOneFile } from 'scf-grayscale/web'

const options: EmulatorOptions = { seed: 'types' }
const emulator = await startEmulator(options)
const gray = new Grayscale({ endpoint: emulator.url, store: fileStore('journal.jsonl') })
const provider: string = Plugin.getProviderName()
const one: new () => object = component.component({ functions: { fun01: { src: './fun01' } } })
console.log(typeof gray.deploy, typeof planFrom, typeof browserStore, typeof inOneFile, provider, typeof one, version)
await emulator.close()
`

typed(
  'each entry has the types of what import gives',
  { program: imports, under: ['node16', 'nodenext', 'bundler'] },
  async (compile, run) => {
    await compile()
    assert.match(await run(), /^function function function function tencent function \d+\.\d+\.\d+\n$/)
  },
)

const required = `import gray = require('scf-grayscale')
import Plugin = require('scf-grayscale/plugin')
import same = require('scf-grayscale/serverless.js')

const definition: gray.Definition = { functions: { fun01: { src: './fun01' } }, traffic: '10%' }
const made = gray.component(definition)
async function released() {
  const { Grayscale } = await import('scf-grayscale')
  const { fileStore } = await import('scf-grayscale/file-store')
  return new Grayscale({ store: fileStore('journal.jsonl') }).deploy
}
released().then((deploy) =>
  console.log(made.definition === definition, same === gray, Plugin.getProviderName(), typeof deploy, typeof made.prototype.deploy),
)
`

typed(
  'CommonJS has the types of what require gives',
  { program: required, type: 'commonjs', under: ['node16', 'nodenext'] },
  async (compile, run) => {
    await compile()
    assert.equal(await run(), 'true true tencent function function\n')
  },
)

const onlyImported = `// @ts-expect-error it is had by import
import { Grayscale } from 'scf-grayscale'
// @ts-expect-error nor any other name
import { planFrom } from 'scf-grayscale'
import gray = require('scf-grayscale')
// @ts-expect-error an input is mistyped
gray.component({ functons: {} })
// @ts-expect-error a version is typed with a command, and stands in no file
gray.component({ functions: ['fun01'], stable: '7' })
console.log(typeof gray.component({ functions: { fun01: {} } }).prototype.deploy)
new Grayscale(planFrom)
`

typed(
  'what only import gives does not compile as require, and where it runs it says how to import',
  { program: onlyImported, type: 'commonjs', under: ['node10', 'nodenext'] },
  async (compile, run) => {
    await compile()
    await assert.rejects(run(), /import \{ Grayscale \} from 'scf-grayscale'/)
  },
)

const mistyped = `import { Grayscale, memoryStore, planFrom, type Inputs, type Observed, type Store } from 'scf-grayscale'

const gray = new Grayscale({ store: memoryStore() })
const good: Inputs = { functions: { fun01: { src: './fun01', memorySize: 256 } }, traffic: '10%', publish: ['fun01'] }
export async function wrong(file: string) {
  // @ts-expect-error functons
  await gray.deploy({ functons: { fun01: { src: './fun01' } } })
  // @ts-expect-error trafic
  await gray.deploy({ functions: ['fun01'], trafic: 0.1 })
  // @ts-expect-error it is no share
  await gray.deploy({ functions: ['fun01'], traffic: 'a lot' })
  // @ts-expect-error scr, in a function
  await gray.deploy({ functions: { fun01: { scr: './fun01' } } })
  // @ts-expect-error scr, in a list
  await gray.deploy({ functions: [{ name: 'fun01', scr: './fun01' }] })
  // @ts-expect-error it is about the whole run
  await gray.deploy({ functions: { fun01: { traffic: 0.1 } } })
  // @ts-expect-error a key of the established component that is refused
  await gray.deploy({ functions: ['fun01'], qualifier: '5' })
  // @ts-expect-error only false is taken
  await gray.deploy({ functions: ['fun01'], installDependency: true })
  // @ts-expect-error nothing is called so
  await gray.deploy({ functions: ['fun01'], group: 'together' })
  // @ts-expect-error a trigger without its time
  await gray.deploy({ name: 'fun01', events: [{ timer: { parameters: { enable: true } } }] })
  // @ts-expect-error there is no such trigger
  await gray.deploy({ name: 'fun01', events: [{ tiemr: { parameters: { cronExpression: '0 0 2 * * * *' } } }] })
  // @ts-expect-error a fingerprint is text
  await gray.deploy(good, { fingerprint: 7 })
  // @ts-expect-error there is no such option
  await gray.deploy(good, { onEvents: () => {} })
  // @ts-expect-error there is no such event
  await gray.deploy(good, { onEvent: (event) => event.type === 'stepped' })
  // @ts-expect-error trafic
  await gray.plan({ functions: ['fun01'], trafic: 0.1 })
  // @ts-expect-error trafic
  await gray.observe({ functions: ['fun01'], trafic: 0.1 })
  // @ts-expect-error trafic
  await gray.resume({ functions: ['fun01'], trafic: 0.1 })
  // @ts-expect-error trafic
  await gray.applyFile(file, { functions: ['fun01'], trafic: 0.1 })
  // @ts-expect-error functons
  await gray.rollback({ functons: ['fun01'], to: 'previous' })
  // @ts-expect-error too
  await gray.planRollback({ functions: ['fun01'], too: 'previous' })
  // @ts-expect-error functons
  await gray.status({ functons: ['fun01'] })
  // @ts-expect-error a place has a region
  await gray.remove({ functions: ['fun01'] }, { created: [{ name: 'fun01' }] })
  // @ts-expect-error it is kep
  await gray.prune({ functions: ['fun01'], kep: 3 })
  // @ts-expect-error functions: it is function
  await gray.publish({ functions: 'fun01' })
  // @ts-expect-error in the project
  await gray.publish({ function: 'fun01' }, { project: { functons: {} } })
  // @ts-expect-error wieghts
  await gray.aliases.update({ function: 'fun01', name: 'blue', wieghts: { 2: 0.9 } })
  // @ts-expect-error trafic
  planFrom({ functions: ['fun01'], trafic: 0.1 }, {})
  // @ts-expect-error functons
  planFrom(good, { functons: [] })
  const plan = await gray.plan(good)
  // @ts-expect-error no function of a plan has it
  plan.functions[0].step
  // @ts-expect-error there is no such step
  plan.functions[0].steps.some(({ kind }) => kind === 'uplaod')
  // @ts-expect-error there is no such role
  plan.lines.some(({ role }) => role === 'heading')
  // @ts-expect-error only a split has it
  plan.lines[0].before
  const { gate } = await gray.metrics({ function: 'fun01' })
  // @ts-expect-error null is not known, which is no pass
  const passed: boolean = gate.ok
  // @ts-expect-error a store tells where it is
  const store: Store = { read: async () => '', append: async () => {}, close: async () => {} }
  return [passed, store]
}

export async function right() {
  const observed: Observed = await gray.observe(good)
  const plan = planFrom(good, observed)
  const [step] = plan.functions[0].steps
  if (step.kind === 'shift') console.log(step.to.additional[0].weight + 1, step.record.stable)
  for (const line of plan.lines) if (line.role === 'split') console.log(line.after.map(({ share }) => share * 2))
  const result = await gray.deploy(good, {
    onEvent(event) {
      if (event.type === 'step' && event.state === 'done') console.log(event.function, event.split?.[0].share)
      if (event.type === 'planned') console.log(event.lines.length)
      if (event.type === 'noted') console.log(event.code, event.level)
    },
  })
  const [one] = result.functions
  return one.error?.errors?.[0].code ?? one.after[0].share + (one.traffic ?? 0)
}
`

/** Of what goes in, comes out and is told. */
const names =
  `Inputs FunctionInputs TriggerInputs RollbackInputs PruneInputs Options RunOptions FunctionArgs FunctionOptions AliasArgs
  Credentials Observed ObservedFunction Plan PlanData FunctionPlan PlanStep VersionShare Bar Line Note Progress RunResult FunctionResult
  RunKind StatusRow VersionRow AliasRow AliasList FunctionRow Caller Invoked Fault LogReport LogRow MetricReport MetricGate
  GateCode VersionMetrics MetricSeries History HistoryRun HistoryFunction PastStep Verified Pending Permission PolicyDocument Spoken Place ErrorData ErrorClass
  GrayscaleError Store StoreText StoreAppended StoreConflict Transport TransportRequest Answer`.split(/\s+/)

typed('what is mistyped does not compile, and what is right does', { program: mistyped, under: ['node16'] })
for (const entry of ['scf-grayscale', 'scf-grayscale/web']) {
  const program = `import type { ${names.join(', ')} } from '${entry}'\nexport type All = [${names.join(', ')}]\n`
  typed(`${entry} exports its types by name`, { program, under: ['nodenext'] })
}
