import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readCommandLine } from '../../js/sls/command-line.js'
import { merged } from '../../js/sls/merge.js'

/** @type {[words: string[], expected: object][]} */
const understood = [
  [[], { inputs: {} }],
  [['deploy', '--inputs.publish', '--inputs.traffic=0'], { verb: 'deploy', inputs: { publish: true, traffic: '0' } }],
  [
    ['deploy', '--inputs', 'publish=fun01,fun02', 'traffic=0'],
    { verb: 'deploy', inputs: { publish: 'fun01,fun02', traffic: '0' } },
  ],
  [['--inputs', 'publish=true', 'deploy'], { verb: 'deploy', inputs: { publish: 'true' } }],
  [['deploy', '--inputs.traffic', '012'], { verb: 'deploy', inputs: { traffic: '012' } }],
  [['deploy', '--inputs.traffic', '-0.1'], { verb: 'deploy', inputs: { traffic: '-0.1' } }],
  [['deploy', '--inputs.publish=a', '--inputs.publish=b'], { verb: 'deploy', inputs: { publish: ['a', 'b'] } }],
  [['deploy', '--inputs.publish=["a","b"]'], { verb: 'deploy', inputs: { publish: ['a', 'b'] } }],
  [['deploy', '--inputs.src={not json'], { verb: 'deploy', inputs: { src: '{not json' } }],
  [
    ['deploy', '--inputs.functions.fun-1.timeout=5'],
    { verb: 'deploy', inputs: { functions: { 'fun-1': { timeout: '5' } } } },
  ],
  [['deploy', '--inputs.description=a=b'], { verb: 'deploy', inputs: { description: 'a=b' } }],
  [
    ['deploy', '--debug', '--component=a', '--component', 'b', '--stage', 'prod'],
    { verb: 'deploy', inputs: {}, components: ['a', 'b'], stage: 'prod' },
  ],
]

test('what was typed, whatever sls makes of it', () => {
  for (const [words, expected] of understood) {
    assert.deepEqual(readCommandLine(words), { components: [], ...expected }, words.join(' '))
  }
})

/** @type {[words: string[], code: string][]} */
const refused = [
  [['--debug', 'remove'], 'InvalidCommandLine'],
  [['--inputs.publish', 'remove'], 'InvalidCommandLine'],
  [['deploy', '--inputs'], 'InvalidCommandLine'],
  [['deploy', '--inputs=publish'], 'InvalidCommandLine'],
  [['deploy', '--inputs.'], 'InvalidCommandLine'],
  [['deploy', '--inputs.__proto__.polluted=1'], 'InvalidCommandLine'],
  [['deploy', '--inputs.publish=1', '--inputs.publish.deeper=1'], 'InvalidCommandLine'],
  [['deploy', '-inputs.publish'], 'InvalidCommandLine'],
  [['deploy', '--component='], 'InvalidCommandLine'],
  [['deploy', 'fun01'], 'InvalidCommandLine'],
  [['init'], 'UnknownCommand'],
  [['default'], 'UnknownCommand'],
  [['constructor'], 'UnknownCommand'],
]

test('what sls would misunderstand is refused', () => {
  for (const [words, code] of refused) {
    assert.throws(() => readCommandLine(words), { code, class: 'usage' }, words.join(' '))
  }
})

test('an unknown flag names the nearest input', () => {
  for (const words of [['--trafic=0.1'], ['--inputs', 'publish=true', '--trafic', '0.1']]) {
    assert.throws(() => readCommandLine(['deploy', ...words]), {
      code: 'InvalidCommandLine',
      hint: 'Did you mean --inputs.traffic=0.1?',
    })
  }
})

test('all that sls would misunderstand is named at once', () => {
  assert.throws(
    () => readCommandLine(['depoly', '--trafic=0.1', '--component=']),
    ({ code, errors }) => {
      assert.equal(code, 'UnknownCommand')
      assert.deepEqual(
        errors.map(({ hint }) => hint),
        ['Did you mean sls deploy?', 'Did you mean --inputs.traffic=0.1?', 'Write --component=NAME.'],
      )
      return true
    },
  )
})

test('typed inputs lie over those of the project, map by map', () => {
  const project = { traffic: 1, functions: { a: { timeout: 3, memorySize: 128 }, b: {} } }
  const typed = { traffic: '0.1', functions: { a: { timeout: '5' } } }
  assert.deepEqual(merged(project, typed), {
    traffic: '0.1',
    functions: { a: { timeout: '5', memorySize: 128 }, b: {} },
  })
  assert.throws(() => merged({ functions: [{ name: 'a' }] }, typed), { code: 'InvalidCommandLine' })
})
