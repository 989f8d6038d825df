// Code from object storage: whether it is there already is told by a digest that only the inputs know.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planFrom } from '../../js/index.js'

const sha256 = 'a'.repeat(64)

/** All users on version 1, and the object on `$LATEST`. */
const seen = {
  name: 'big',
  function: { Status: 'Active', Runtime: 'Nodejs18.15', Handler: 'index.main_handler' },
  aliases: [{ Name: '$DEFAULT', FunctionVersion: '1' }],
  allAliases: true,
  versions: ['$LATEST', '1'].map((Version) => ({ Version, Status: 'Active' })),
  code: [
    { version: '$LATEST', sha256 },
    { version: '1', sha256: 'b'.repeat(64) },
  ],
}

const upload = (more) =>
  planFrom(
    { functions: { big: { name: 'big', cosBucketName: 'code-1250000000', cosObjectName: 'a.zip', ...more } } },
    { functions: [seen] },
  ).functions[0].steps.find(({ kind }) => kind === 'upload')

test('an object without a digest is uploaded each time, and the plan names codeSha256', () => {
  const { reason } = upload({})
  assert.equal(reason.params.why, 'noDigest')
  assert.match(reason.text, /codeSha256/)
})

test('an object whose digest is on $latest already is not uploaded', () => {
  assert.equal(upload({ codeSha256: sha256 }), undefined)
})

test('an object with another digest is uploaded, since it differs', () => {
  assert.equal(upload({ codeSha256: 'c'.repeat(64) }).reason.params.why, 'differs')
})
