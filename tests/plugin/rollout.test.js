// A deploy that begins a rollout, and `sls grayscale rollout`, on osls and framework 3.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answering } from '../sls/support/suite.js'
import { eachPluginCli, fun, service } from './support/suite.js'

/** @param {{ code: number | null, text: string }} ended @param {number} [code] */
const ended = ({ code, text }, expected = 0) => {
  assert.equal(code, expected, text)
  return text
}

eachPluginCli('rollouts', (suite) => {
  test('begins with a deploy, and is asked by a verb', async () => {
    const project = suite.project({ 'serverless.yml': service(fun('roll')), 'src/index.js': answering('one') })
    ended(await project.sls('deploy --inputs publish=true --inputs traffic=0'))
    project.write({ 'src/index.js': answering('two') })
    const begun = ended(await project.sls('deploy --inputs rollout=canary'))
    assert.match(begun, /`sls grayscale rollout tick\s+--inputs\s+id=\S+`\s+once\s+a\s+minute/)
    assert.match(begun, /state: holding/)
    assert.deepEqual(await suite.alias('roll-dev'), { main: '$LATEST', additional: [{ Version: '1', Weight: 0.95 }] })
    assert.match(ended(await project.sls('grayscale rollout status')), /◉ 5%/)
    ended(await project.sls('grayscale rollout tick'))
    const promoted = ended(await project.sls('grayscale rollout promote --inputs step=1 --inputs reason=tested'))
    assert.match(promoted, /: tested/)
    assert.match(promoted, /step: 2\/3/)
    assert.match(ended(await project.sls('grayscale rollout abort')), /state: aborted/)
    assert.deepEqual(await suite.alias('roll-dev'), { main: '1', additional: [] })
  })
})
