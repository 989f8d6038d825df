import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { planFrom } from '../../js/index.js'
import { speakTo } from '../../js/words/reader.js'

// hints as the engine has them
speakTo({ host: 'cli' })

const root = fileURLToPath(new URL('../..', import.meta.url))
const CASES = 1000

/** Native answers, one per case, or undefined where there is no cargo. */
function native(cases) {
  const lines = cases.map(({ inputs, observed }) => JSON.stringify({ order: { do: 'plan', inputs }, observed }))
  const { status, stdout, stderr, error } = spawnSync(
    'cargo',
    ['run', '--quiet', '--locked', '--example', 'plan_lines'],
    {
      cwd: root,
      input: lines.map((line) => `${line}\n`).join(''),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  )
  if (error?.code === 'ENOENT') return undefined
  assert.equal(status, 0, stderr)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

function throughWasm({ inputs, observed }) {
  try {
    return { text: planFrom(inputs, observed).text }
  } catch (error) {
    return { error: error.toJSON() }
  }
}

const version = fc.constantFrom('$LATEST', '1', '7', '9', '10', '$latest', '007', '18446744073709551616', 'odd')
const published = fc.constantFrom('1', '7', '9', '10', '2000')
const sha = fc.constantFrom('a'.repeat(64), 'B'.repeat(64), 'c'.repeat(64))
const status = fc.constantFrom('Active', 'Active', 'Active', 'Updating', 'PublishFailed', ' Active')
const share = fc.oneof(
  fc.constantFrom(0, -0, 1, 0.1, 0.9, 0.33333, 1e-7, 0.5),
  fc.integer({ min: 0, max: 10_000 }).map((points) => points / 10_000),
  // up to 15 digits, as far as every reader of JSON agrees
  fc.integer({ min: 0, max: 999_999_999_999_999 }).map((digits) => Number((digits / 1e15).toFixed(15))),
)
const words = fc.oneof(
  fc.constantFrom('', 'for the web team', '灰度发布', '"quoted" \\ \u0001\n', 'a b 🚀'),
  fc.string(),
)
const maybe = (arbitrary) => fc.option(arbitrary, { nil: undefined })
const record = (fields) => fc.record(fields, { requiredKeys: [] })

const routing = fc.oneof(
  fc.constant(undefined),
  fc.constant(null),
  fc.record({
    AdditionalVersionWeights: fc.array(fc.record({ Version: version, Weight: share }), { maxLength: 2 }),
    AddtionVersionMatchs: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      fc.array(
        fc.record({ Version: version, Key: words, Method: fc.constantFrom('exact', 'range'), Expression: words }),
        { maxLength: 2 },
      ),
    ),
  }),
)
const alias = (name) =>
  fc.record({ Name: fc.constant(name), FunctionVersion: version, RoutingConfig: routing, Description: words })
const variables = fc.array(fc.record({ Key: fc.constantFrom('A', 'B', ''), Value: words }), { maxLength: 3 })
const config = record({
  Status: status,
  Handler: fc.constantFrom('index.main_handler', 'app.main'),
  Runtime: fc.constant('Nodejs18.15'),
  MemorySize: fc.constantFrom(64, 128, 256, '128', 128.0),
  Timeout: fc.constantFrom(3, 900, 1e9),
  Environment: fc.record({ Variables: variables }),
  Description: words,
  VpcConfig: record({ VpcId: words, SubnetId: words }),
  Layers: fc.array(fc.record({ LayerName: words, LayerVersion: fc.integer({ min: 0, max: 9 }) }), { maxLength: 2 }),
})
const seen = (name) =>
  fc
    .tuple(
      fc.oneof({ weight: 8, arbitrary: config }, fc.constant(null)),
      alias('$DEFAULT'),
      maybe(alias('live')),
      fc.constantFrom(true, true, true, false),
    )
    .chain(([fun, first, second, all]) =>
      fc.record({
        name: fc.constant(name),
        region: fc.constantFrom('', 'ap-guangzhou'),
        namespace: fc.constantFrom('', 'default'),
        function: fc.constant(fun),
        aliases: fc.constant(second ? [first, second] : [first]),
        allAliases: fc.constant(all),
        versions: fc
          .array(record({ Version: published, Status: status, Description: words }), { maxLength: 5 })
          .map((list) => list.map((item) => ({ Version: '3', ...item }))),
        code: fc.array(
          fc.record({ version: fc.oneof(fc.constant('$LATEST'), published), sha256: fc.oneof(sha, fc.constant(null)) }),
          { maxLength: 4 },
        ),
      }),
    )
const name = fc.constantFrom('a.zip', '灰度/发布.zip', 'a "b".zip')
const code = fc
  .record({ cosBucketName: fc.constant('bucket'), cosObjectName: name })
  .chain((cos) => sha.map((codeSha256) => ({ ...cos, codeSha256 })))
const goodSettings = fc
  .tuple(
    maybe(code),
    record({
      handler: fc.constantFrom('index.main_handler', 'app.main'),
      memorySize: fc.constantFrom(64, 128, '256'),
      timeout: fc.constantFrom(3, '900'),
      environment: record({ B: words, A: fc.oneof(words, fc.integer(), fc.double({ noNaN: true }), fc.boolean()) }),
      description: words,
      layers: fc.array(fc.record({ name, version: fc.integer({ min: 1, max: 9 }) }), { maxLength: 2 }),
    }),
  )
  .map(([code, others]) => ({ ...others, ...code }))
const badSettings = fc.constantFrom(
  { timeout: 1.5 },
  { memorySize: 100 },
  { environment: { '1C': 'x' } },
  { cosBucketName: 'alone' },
  { hander: 'index.main' },
)
const settings = fc.oneof({ weight: 15, arbitrary: goodSettings }, badSettings)
const inputs = fc
  .record({
    functions: fc.record({ fun02: settings, fun01: settings }, { requiredKeys: ['fun01'] }),
    traffic: maybe(
      fc.oneof(
        { weight: 9, arbitrary: share.filter((number) => Number.isInteger(number * 1e4)) },
        share,
        fc.constantFrom('10%', '0.25', 'much', null),
      ),
    ),
    publish: maybe(
      fc.oneof({ weight: 6, arbitrary: fc.constantFrom(true, false, 'fun01', ['fun01']) }, fc.constant('fun03')),
    ),
    protect: maybe(fc.boolean()),
    // else publishing with a part of the traffic is refused
    allowSameCode: fc.constantFrom(true, true, false),
    replaceRules: fc.constantFrom(true, true, true, false),
    alias: maybe(fc.constantFrom('$default', '$default', 'live', 'new')),
    stage: maybe(fc.constantFrom('dev', 'dev', 'dev', 'prod')),
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))
const aCase = fc.record({
  inputs,
  observed: fc.record({ functions: fc.tuple(seen('fun01-dev'), seen('fun02-dev')) }),
})

test('a plan is the same bytes natively and through wasm', (t) => {
  // what can't stand in JSON (undefined, -0) is for neither side
  const cases = fc.sample(aCase, { numRuns: CASES, seed: 20260 }).map((one) => JSON.parse(JSON.stringify(one)))
  const answers = native(cases)
  if (!answers) return t.skip('cargo is not here, so there is nothing native to compare with')
  assert.equal(answers.length, CASES)
  let plans = 0
  for (const [n, one] of cases.entries()) {
    const here = throughWasm(one)
    assert.deepEqual(here, answers[n], `case ${n}: ${JSON.stringify(one)}`)
    if (here.text !== undefined) plans += 1
  }
  // most cases can be planned; refusals are compared too
  assert.ok(plans > CASES / 3, `only ${plans} plans`)
})
