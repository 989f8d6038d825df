// What the module keeps of a secret is looked up in its memory, byte by byte.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Signer } from '../../js/signer.js'
import { initSync } from '../../pkg/scf_grayscale.js'

/** The module is there already, so this only gives what it exports. */
const { memory } = initSync()

const holds = (text) => Buffer.from(memory.buffer).includes(text)

test('dispose overwrites the secrets in the memory of the module', () => {
  // put together at run time, so that the test's own text can't be what is found
  const make = (part) => ['EXAMPLE', part, process.pid, process.hrtime.bigint()].join('')
  const [secretId, secretKey, token] = ['id', 'key', 'token'].map(make)
  assert.ok(![secretId, secretKey, token].some(holds))

  const signer = new Signer({ secretId, secretKey, token })
  assert.ok([secretId, secretKey, token].every(holds), 'the test looks in the right place')
  signer.sign({ service: 'scf', signedHeaders: { host: 'scf.tencentcloudapi.com' }, body: '{}', timestamp: 1551113065 })

  signer.dispose()
  assert.ok(!holds(secretKey), 'the secret key is still there')
  assert.ok(!holds(token), 'the token is still there')
})

test('credentials that were refused are overwritten too', () => {
  const secretKey = ['EXAMPLE', 'refused', process.hrtime.bigint(), ' '].join('-')
  assert.throws(() => new Signer({ secretId: 'AKIDEXAMPLE', secretKey }))
  assert.ok(!holds(secretKey))
})
