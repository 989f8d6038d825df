// A package that is too large for a request of the API: the bucket that it goes through is created without a question, as the
// established component creates it, and that is said.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { handler } from '../support/documented.js'
import { eachCli } from './support/suite.js'

const yml = `big:
  component: ./node_modules/scf-grayscale
  inputs: {name: big, src: ./src, runtime: Nodejs18.15}
`

eachCli('a large package', (suite) => {
  test('goes through a bucket that is created, once', async () => {
    const project = suite.project({
      'serverless.yml': yml,
      'src/index.js': handler,
      'src/data.bin': randomBytes(9_000_000),
    })
    const sent = await suite.actions(async () => {
      const run = await project.sls('')
      assert.equal(run.code, 0, run.text)
      const text = run.text.replaceAll(/\s+/g, ' ')
      assert.match(text, /to COS bucket sls-cloudfunction-ap-guangzhou-code-1250000000, which is created first/)
    })
    assert.equal(sent.filter((action) => action === 'PutBucket').length, 1)
    assert.ok(sent.includes('UploadPart'), sent.join())
    const again = await suite.actions(async () => assert.equal((await project.sls('')).code, 0))
    assert.ok(!again.some((action) => ['UploadPart', 'UpdateFunctionCode', 'PutBucket'].includes(action)), again.join())
  })
})
