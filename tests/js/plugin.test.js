// The plugin without a framework: what was typed, and what a service file comes to.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commands as commandLine } from '../../js/cli/commands.js'
import { zh } from '../../js/cli/words/zh.js'
import { GrayscaleError } from '../../js/errors.js'
import { typedInputs } from '../../js/osls/command-line.js'
import { inputsOf, refuseOptions } from '../../js/osls/inputs.js'
import { aboutPackage } from '../../js/osls/packaging.js'
import ScfGrayscalePlugin from '../../js/osls/plugin.cjs'
import usage from '../../js/osls/usage.cjs'
import { commands as known } from '../../js/osls/verbs.js'

/** What the framework makes of these words: options without a value are true. */
const commands = ['deploy']

/** @type {[words: string[], options: Record<string, any>, inputs: object][]} */
const understood = [
  [[], {}, {}],
  [['--inputs', 'traffic=0.1'], {}, { traffic: '0.1' }],
  [['--inputs=traffic=0.1', '--verbose'], { verbose: true }, { traffic: '0.1' }],
  [['--inputs', 'publish=a,b', 'traffic=0', '-s', 'prod'], {}, { publish: 'a,b', traffic: '0' }],
  [['--stage', 'prod', '--inputs', 'a.b=1', '--inputs', 'a.c={"d":2}'], {}, { a: { b: '1', c: { d: 2 } } }],
  [['--inputs', 'only=a', '--inputs', 'only=b'], {}, { only: ['a', 'b'] }],
  [['--inputs', 'description=a=b'], {}, { description: 'a=b' }],
  // a value that looks like an option
  [['--param', '--inputs.x', '--inputs', 'traffic=1'], {}, { traffic: '1' }],
]

test('what was typed counts, also what the framework drops', () => {
  for (const [words, options, inputs] of understood) {
    assert.deepEqual(typedInputs([...commands, ...words], { commands, options }), inputs, words.join(' '))
  }
})

/** @type {[words: string[], says: RegExp][]} */
const refused = [
  [['--verbose', '--inputs.traffic=0.1'], /Did you mean --inputs traffic=0\.1\?/],
  [['--verbose', '---inputs.publish'], /Did you mean --inputs publish=true\?/],
  [['--verbose', '\u2014inputs.traffic=1'], /Did you mean --inputs traffic=1\?/],
  [['--inputs', 'publish'], /Write --inputs publish=true\./],
  [['--inputs='], /NAME=VALUE/],
  [['--inputs', '-x=1'], /NAME=VALUE/],
  [['--verbose', 'traffic=0.1'], /--inputs publish=true --inputs traffic=0\./],
  [['--inputs', 'traffic=0.1', 'fun01'], /fun01 is not known to the framework/],
  [['--inputs', '__proto__.polluted=1'], /NAME=VALUE|is not the name of an input/],
  [['--', 'traffic=1'], /not known to the framework/],
]

test('what the framework would drop, and is no pair, is refused', () => {
  for (const [words, says] of refused) {
    const options = words[0] === '--verbose' ? { verbose: true } : {}
    assert.throws(
      () => typedInputs([...commands, ...words], { commands, options }),
      (/** @type {any} */ error) =>
        error.code === 'InvalidCommandLine' && error.exitCode === 2 && says.test(`${error.message} ${error.hint}`),
      words.join(' '),
    )
  }
})

test('what the framework would drop is named at once, with the nearest input', () => {
  const words = [...commands, '--verbose', '--inputs', 'publish=true', '---trafic=0.1', 'fun01']
  assert.throws(
    () => typedInputs(words, { commands, options: { verbose: true } }),
    (/** @type {any} */ { errors }) => {
      assert.deepEqual(
        errors.map((/** @type {any} */ { hint }) => hint),
        ['Did you mean --inputs traffic=0.1?', 'Inputs are written --inputs publish=true --inputs traffic=0.'],
      )
      return true
    },
  )
})

test('a flag of the framework that is turned off takes no word', () => {
  const words = [...commands, '--no-color', '--inputs', 'traffic=0.1']
  assert.deepEqual(typedInputs(words, { commands, options: { color: false } }), { traffic: '0.1' })
})

test('a program that runs the framework has a command line of its own', () => {
  assert.deepEqual(typedInputs(['build', '--all'], { commands, options: { inputs: ['traffic=0.1'] } }), {
    traffic: '0.1',
  })
  assert.deepEqual(typedInputs(['build'], { commands, options: {} }), {})
})

/** @param {{ provider?: object, functions?: Record<string, any>, package?: object }} written */
const host = ({ provider, functions = {}, package: service = {} }) =>
  /** @type {any} */ ({
    written: { provider: { name: 'tencent', ...provider }, functions, package: service },
    serverless: { configurationFilename: 'serverless.yml' },
  })

test('what stands under provider stands beside functions, without name and stage; package is for the framework', () => {
  const events = [{ timer: {} }]
  const written = {
    provider: { stage: 'prod', region: 'ap-beijing', protect: true },
    functions: { fun01: { handler: 'a.b', package: { patterns: [] }, events }, fun02: 'no function' },
  }
  assert.deepEqual(inputsOf(host(written)), {
    region: 'ap-beijing',
    protect: true,
    functions: { fun01: { handler: 'a.b', events }, fun02: 'no function' },
  })
})

test('what would be passed over is refused by name', () => {
  const src = './src'
  /** @type {[written: Parameters<typeof host>[0], says: RegExp][]} */
  const cases = [
    [{ provider: { name: 'aws' } }, /its provider is aws/],
    [{ provider: { credentials: '~/c' } }, /provider\.credentials is not supported/],
    [{ provider: { functions: {} } }, /provider\.functions is not supported/],
    [{ functions: { a: { src, package: {} } } }, /functions\.a\.package is not supported/],
    [{ provider: { src }, functions: { a: { package: {} } } }, /functions\.a\.package is not supported/],
    [{ functions: { a: { src } }, package: { individually: true } }, /package\.individually is not supported/],
    [{ functions: { a: { package: { artifact: 's3://b/k.zip' } } } }, /functions\.a\.package\.artifact s3:/],
    [{ functions: { a: {} }, package: { artifact: 'https://b/k.zip' } }, /package\.artifact https:/],
    [{ functions: { a: {} }, package: { path: 'dist' } }, /package\.path is not supported/],
  ]
  for (const [written, says] of cases) assert.throws(() => inputsOf(host(written)), { class: 'usage', message: says })
  inputsOf(host({ functions: { a: { src }, b: {} }, package: { individually: true } }))
  for (const option of ['force', 'package', 'conceal']) {
    assert.throws(() => refuseOptions({ [option]: true }), { code: 'UnsupportedOption' })
  }
  refuseOptions({ stage: 'prod', verbose: true, force: false })
})

const packed = { fun01: { src: '/service/.serverless/shop.zip' } }

test('the hint about a package that the framework made names its own keys', () => {
  const large = new GrayscaleError({ code: 'PackageTooLarge', message: 'large', function: 'fun01-dev', hint: 'src' })
  assert.match(aboutPackage(large, packed).hint ?? '', /package\.patterns/)
  const empty = new GrayscaleError({
    code: 'InvalidPackage',
    params: { file: packed.fun01.src },
    message: 'no zip',
    hint: 'src',
  })
  assert.match(aboutPackage(empty, packed).hint ?? '', /package\.patterns.*package\.artifact/)
})

test('the hint about a package of a function with src stays as it is', () => {
  const error = new GrayscaleError({ code: 'PackageTooLarge', message: 'large', function: 'fun02-dev', hint: 'src' })
  assert.equal(aboutPackage(error, packed).hint, 'src')
})

test('the help of a command is that of the command line, in both languages', () => {
  for (const name of Object.keys(usage.en.commands).filter((name) => Object.hasOwn(commandLine, name))) {
    const key = /** @type {keyof typeof usage.en.commands} */ (name)
    assert.equal(usage.en.commands[key], commandLine[name].about)
    assert.equal(usage.zh.commands[key], zh.commands[name])
  }
})

/** @param {string} language of the environment */
function loaded(language) {
  const before = process.env.GRAYSCALE_LANG
  process.env.GRAYSCALE_LANG = language
  try {
    const service = { provider: { name: 'aws' }, setFunctionNames() {} }
    return new ScfGrayscalePlugin(/** @type {any} */ ({ service, setProvider() {} }), {}, /** @type {any} */ ({}))
  } finally {
    if (before === undefined) delete process.env.GRAYSCALE_LANG
    else process.env.GRAYSCALE_LANG = before
  }
}

test('the help is in the language of the environment', () => {
  for (const language of /** @type {const} */ (['en', 'zh'])) {
    const { grayscale } = loaded(language).commands
    assert.equal(grayscale.commands.resume.usage, usage[language].commands.resume)
    assert.equal(grayscale.commands.rollout.commands.tick.usage, usage[language].actions.tick)
  }
})

test('every command that the plugin offers has a verb and a hook', () => {
  const { commands, hooks } = loaded('en')
  const { rollout, ...others } = commands.grayscale.commands
  const offered = [
    ...Object.keys(others).map((name) => `grayscale ${name}`),
    ...Object.keys(rollout.commands).map((name) => `grayscale rollout ${name}`),
  ]
  assert.deepEqual(
    offered.toSorted(),
    Object.keys(known)
      .filter((name) => name.startsWith('grayscale'))
      .toSorted(),
  )
  for (const name of offered) assert.ok(hooks[`${name.replaceAll(' ', ':')}:${name.split(' ').at(-1)}`], name)
})
