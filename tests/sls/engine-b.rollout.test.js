// A deploy that begins a rollout, and `sls rollout`, on engine B.

import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { BucketClient } from '../support/emulator.js'
import { eachPlatformCli, temporary, ymlOf } from './support/platform-suite.js'
import { answering } from './support/suite.js'

/** @param {{ code: number | null, text: string }} run @param {number} [code] */
const ended = ({ code, text }, expected = 0) => {
  assert.equal(code, expected, text)
  return text
}

eachPlatformCli('rollouts', (suite) => {
  const store = 'cos://journal-1250000000/team?region=ap-guangzhou'

  before(async () => {
    const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token } = temporary
    const bucket = new BucketClient(suite.emulator.url, { bucket: 'journal-1250000000', key: { secretId, secretKey } })
    await bucket.put('', '', { 'x-cos-security-token': Token })
  })

  test('begin with a deploy, and are asked by a verb', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('roll', { store }), 'src/index.js': answering('one') })
    ended(await project.sls(`deploy ${suite.inputs({ publish: 'true', traffic: '0' })}`))
    project.write({ 'src/index.js': answering('two') })
    const begun = ended(await project.sls(`deploy ${suite.inputs({ rollout: 'canary' })}`))
    assert.match(begun, /state: +holding/)
    assert.match(begun, /do=tick/)
    assert.deepEqual(await suite.alias('roll-dev-shop'), {
      main: '$LATEST',
      additional: [{ Version: '1', Weight: 0.95 }],
    })
    assert.match(ended(await project.sls('rollout')), /◉ 5%/)
    ended(await project.sls(`rollout ${suite.inputs({ do: 'tick' })}`))
    const aborted = ended(await project.sls(`rollout ${suite.inputs({ do: 'abort' })}`))
    assert.match(aborted, /state: +aborted/)
    assert.deepEqual(await suite.alias('roll-dev-shop'), { main: '1', additional: [] })
  })

  test('are refused where the state is all that there is, before anything is deployed', async () => {
    const project = suite.project({ 'serverless.yml': ymlOf('bare'), 'src/index.js': answering('one') })
    ended(await project.sls(`deploy ${suite.inputs({ publish: 'true', traffic: '0' })}`))
    project.write({ 'src/index.js': answering('two') })
    const refused = await project.sls(`deploy ${suite.inputs({ rollout: 'canary' })}`)
    assert.notEqual(refused.code, 0, refused.text)
    assert.match(refused.text, /StoreNeeded[^]*nothing was changed/)
    assert.deepEqual(await suite.alias('bare-dev-shop'), { main: '$LATEST', additional: [{ Version: '1', Weight: 1 }] })
  })
})
