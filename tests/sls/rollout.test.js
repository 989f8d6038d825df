// A deploy that begins a rollout, and `sls rollout`, on engine A.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answering, eachCli } from './support/suite.js'

const definition = `
const src = './src'
module.exports = require('scf-grayscale').component({ runtime: 'Nodejs18.15', functions: { roll: { src } } })
`

/** @param {{ code: number | null, text: string }} ended @param {number} [code] */
const ended = ({ code, text }, expected = 0) => {
  assert.equal(code, expected, text)
  return text
}

/** An output, as the engine prints it. @param {string} text @param {string} name */
const output = (text, name) => new RegExp(`^ +${name}: +"?([^"\\n]*?)"? *$`, 'm').exec(text)?.[1]

eachCli('rollouts', (suite) => {
  test('begins with a deploy, and is asked by a verb', async () => {
    const project = suite.project({ 'serverless.js': definition, 'src/index.js': answering('one') })
    assert.match(ended(await project.sls('deploy --inputs.rollout=canary'), 3), /NotComparable/)
    ended(await project.sls('deploy --inputs publish=true traffic=0'))
    project.write({ 'src/index.js': answering('two') })
    assert.match(ended(await project.sls('deploy --inputs.rollout=cannary'), 2), /did you mean canary\?/)

    const begun = ended(await project.sls('deploy --inputs.rollout=canary'))
    assert.match(begun, /`sls rollout --inputs do=tick\s+id=\S+`\s+once\s+a\s+minute/)
    assert.deepEqual([output(begun, 'state'), output(begun, 'step')], ['holding', '1/3'])
    assert.deepEqual(await suite.alias('roll-dev'), { main: '$LATEST', additional: [{ Version: '1', Weight: 0.95 }] })
    assert.match(ended(await project.sls('deploy --inputs.traffic=0.5'), 3), /RolloutInProgress/)

    assert.match(ended(await project.sls('rollout')), /◉ 5%/)
    ended(await project.sls('rollout --inputs do=tick'))
    assert.match(ended(await project.sls('rollout --inputs do=tock'), 2), /no action "tock"/)
    assert.match(ended(await project.sls('rollout --inputs do=tick keep=true'), 2), /MisplacedInput/)
    const promoted = ended(await project.sls('rollout --inputs do=promote step=1 reason=tested'))
    assert.match(promoted, /: tested/)
    assert.equal(output(promoted, 'step'), '2/3')
    const paused = ended(await project.sls('rollout --inputs do=pause'))
    assert.equal(output(paused, 'state'), 'paused')
    const aborted = ended(await project.sls('rollout --inputs do=abort'))
    assert.equal(output(aborted, 'state'), 'aborted')
    assert.deepEqual(await suite.alias('roll-dev'), { main: '1', additional: [] })
  })
})
