// A package that is too large for a request of the API: the bucket that it goes through is created without a question.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { handler } from '../support/documented.js'
import { eachPluginCli, service } from './support/suite.js'

eachPluginCli('a large package', (suite) => {
  test('goes through a bucket that is created, once', async () => {
    const project = suite.project({
      'serverless.yml': service('  big: { src: ./src, handler: index.main_handler }\n'),
      'src/index.js': handler,
      'src/data.bin': randomBytes(9_000_000),
    })
    const sent = await suite.actions(async () => {
      const run = await project.sls('deploy')
      assert.equal(run.code, 0, run.text)
      const text = run.text.replaceAll(/\s+/g, ' ')
      assert.match(text, /to COS bucket sls-cloudfunction-ap-guangzhou-code-1250000000, which is created first/)
    })
    assert.equal(sent.filter((action) => action === 'PutBucket').length, 1)
    const again = await suite.actions(async () => assert.equal((await project.sls('deploy')).code, 0))
    assert.ok(!again.some((action) => ['UploadPart', 'UpdateFunctionCode', 'PutBucket'].includes(action)), again.join())
  })
})
