import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commands } from '../../../js/cli/commands.js'
import { parse } from '../../../js/cli/parse.js'

const { flags } = commands.deploy
const read = (line) => parse(line === '' ? [] : line.split(' '), flags)

const meant = [
  ['', {}, {}, []],
  ['--traffic 0.1', {}, { traffic: '0.1' }, []],
  ['--traffic=10%', {}, { traffic: '10%' }, []],
  ['--traffic -0.1', {}, { traffic: '-0.1' }, []],
  ['--publish', {}, { publish: true }, []],
  ['--publish --traffic 0', {}, { publish: true, traffic: '0' }, []],
  ['--publish fun01,fun02', {}, { publish: 'fun01,fun02' }, []],
  ['--publish=true fun01', {}, { publish: 'true' }, ['fun01']],
  ['--protect fun01', {}, { protect: true }, ['fun01']],
  ['--protect false fun01', {}, { protect: 'false' }, ['fun01']],
  ['--move-triggers', {}, { moveTriggers: true }, []],
  ['--move-triggers nightly,url-trigger', {}, { moveTriggers: 'nightly,url-trigger' }, []],
  ['--replace-rules --wait-timeout 5', {}, { replaceRules: true, waitTimeout: '5' }, []],
  ['--inputs publish=true traffic=0 fun01', {}, { publish: 'true', traffic: '0' }, ['fun01']],
  ['--inputs=traffic=0', {}, { traffic: '0' }, []],
  ['--inputs.publish --inputs.traffic=0', {}, { publish: true, traffic: '0' }, []],
  ['--inputs.traffic 0.5', {}, { traffic: '0.5' }, []],
  ['--inputs.traffic -0.5', {}, { traffic: '-0.5' }, []],
  ['--inputs=publish=fun01 traffic=0 -y', { yes: true }, { publish: 'fun01', traffic: '0' }, []],
  ['--inputs.anything=a=b', {}, { anything: 'a=b' }, []],
  ['fun01 fun02 -y --stage prod', { yes: true }, { stage: 'prod' }, ['fun01', 'fun02']],
  ['--region a --endpoint b', { endpoint: 'b' }, { region: 'a' }, []],
  ['--publish -- fun01', {}, { publish: true }, ['fun01']],
  ['-- --traffic a=b', {}, {}, ['--traffic', 'a=b']],
]

for (const [line, about, inputs, operands] of meant) {
  test(`reads: ${line}`, () => assert.deepEqual(read(line), { flags: about, inputs, operands }))
}

const refused = [
  ['--trafic 0.1', 'UnknownFlag', 'did you mean --traffic?'],
  ['--replaceRules', 'UnknownFlag', 'did you mean --replace-rules?'],
  ['-z', 'UnknownFlag', /^known: --traffic/],
  ['-traffic', 'UnknownFlag', 'did you mean --traffic?'],
  ['-yh', 'UnknownFlag', /^known/],
  ['-y=1', 'UnexpectedValue', 'write -y'],
  ['—traffic 1', 'UnknownFlag', 'did you mean --traffic?'],
  ['--inputs.', 'UnknownFlag', /^known/],
  ['---inputs.traffic=1', 'UnknownFlag', 'write --inputs.traffic'],
  ['--constructor', 'UnknownFlag', /^known/],
  ['--traffic', 'MissingValue', 'write --traffic SHARE'],
  ['--traffic=', 'MissingValue', 'write --traffic SHARE'],
  ['--traffic --publish', 'MissingValue', 'write --traffic SHARE'],
  ['--traffic -- fun01', 'MissingValue', 'write --traffic SHARE'],
  ['traffic=0', 'UnexpectedValue', 'did you mean --traffic=0?'],
  ['--stage', 'MissingValue', 'write --stage NAME'],
  ['--inputs', 'MissingValue', /./],
  ['--inputs=traffic', 'UnexpectedValue', /./],
  ['--yes=no', 'UnexpectedValue', 'write --yes'],
  ['--traffic 0 --traffic 1', 'RepeatedFlag', 'give it once'],
  ['--traffic 0 --inputs.traffic=1', 'RepeatedFlag', 'give it once'],
  ['--traffic 0 --inputs traffic=1', 'RepeatedFlag', 'give it once'],
  ['--stage a --inputs.stage=b', 'RepeatedFlag', 'give it once'],
  ['--json --json', 'RepeatedFlag', 'give it once'],
]

for (const [line, code, hint] of refused) {
  test(`refuses: ${line}`, () => assert.throws(() => read(line), { code, hint, exitCode: 2 }))
}

test('all wrong words are named at once, each with its way out', () => {
  assert.throws(
    () => read('--trafic 0.1 --stage --publish=a --publish=b'),
    ({ code, errors }) => {
      assert.equal(code, 'UnknownFlag')
      assert.deepEqual(
        errors.map(({ code, hint }) => [code, hint]),
        [
          ['UnknownFlag', 'did you mean --traffic?'],
          ['MissingValue', 'write --stage NAME'],
          ['RepeatedFlag', 'give it once'],
        ],
      )
      return true
    },
  )
})
