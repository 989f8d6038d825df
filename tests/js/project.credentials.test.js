import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { credentialsFrom } from '../../js/project/index.js'

const file = (name, values, found = true) => ({ name, path: `/p/${name}`, found, values })
const pair = (tag, prefix = 'TENCENT') => ({
  [`${prefix}_SECRET_ID`]: `AKIDEXAMPLE${tag}`,
  [`${prefix}_SECRET_KEY`]: `key${tag}`,
})

test('first found wins: options, exported, .env.<stage>, .env', () => {
  const options = { secretId: 'AKIDEXAMPLE0', secretKey: 'key0', token: 'token0', appId: '100' }
  const env = { ...pair(1), TENCENT_TOKEN: 'token1', TENCENT_APP_ID: '101' }
  const files = [file('.env.prod', pair(2)), file('.env', pair(3, 'TENCENTCLOUD'))]
  assert.deepEqual(credentialsFrom({ options, env, files }), { ...options, from: 'options' })
  assert.deepEqual(credentialsFrom({ env, files }), {
    secretId: 'AKIDEXAMPLE1',
    secretKey: 'key1',
    token: 'token1',
    appId: '101',
    from: 'environment',
  })
  assert.deepEqual(credentialsFrom({ env: { TENCENT_TOKEN: 'stray' }, files }), {
    secretId: 'AKIDEXAMPLE2',
    secretKey: 'key2',
    token: undefined,
    appId: undefined,
    from: '.env.prod',
  })
  assert.equal(credentialsFrom({ files: files.slice(1) }).from, '.env')
  assert.equal(credentialsFrom({ env: pair(4, 'TENCENTCLOUD') }).secretKey, 'key4')
})

test('empty is not there', () => {
  const env = { TENCENT_SECRET_ID: '', TENCENT_SECRET_KEY: '  ' }
  assert.equal(credentialsFrom({ env, files: [file('.env', pair(3))] }).from, '.env')
})

test('white space and quotes that copying added are taken off, nothing else', () => {
  const env = { TENCENT_SECRET_ID: ' "AKIDEXAMPLE1"\n', TENCENT_SECRET_KEY: "'a\"b=='" }
  assert.deepEqual([credentialsFrom({ env }).secretId, credentialsFrom({ env }).secretKey], ['AKIDEXAMPLE1', 'a"b=='])
})

test('none anywhere: the places are listed in order', () => {
  const files = [file('.env.prod', {}, false), file('.env', {})]
  assert.throws(() => credentialsFrom({ files }), {
    code: 'MissingCredentials',
    class: 'usage',
    message:
      'No credentials were found. Looked, in this order, at the options, exported variables, .env.prod (not there), .env.',
  })
})

test('half a pair is never completed from elsewhere', () => {
  const files = [file('.env', pair(3))]
  for (const [env, missing] of [
    [{ TENCENT_SECRET_ID: 'AKIDEXAMPLE1' }, 'TENCENT_SECRET_KEY'],
    [{ TENCENT_SECRET_KEY: 'hunter2' }, 'TENCENT_SECRET_ID'],
    [{ TENCENTCLOUD_SECRET_ID: 'AKIDEXAMPLE1' }, 'TENCENTCLOUD_SECRET_KEY'],
    [{ TENCENT_SECRET_ID: 'AKIDEXAMPLE1', TENCENTCLOUD_SECRET_KEY: 'hunter2' }, 'TENCENT_SECRET_KEY'],
  ]) {
    assert.throws(
      () => credentialsFrom({ env, files }),
      (error) => {
        assert.equal(error.code, 'MissingCredentials')
        assert.ok(error.message.endsWith(`was found in exported variables, but ${missing} was not.`), error.message)
        return true
      },
    )
  }
  assert.throws(
    () => credentialsFrom({ options: { secretId: 'AKIDEXAMPLE' }, files }),
    /secretId was found in the options, but secretKey was not/,
  )
})

test('a secret never stands in an error', () => {
  const secret = fc.string({ unit: 'grapheme', minLength: 6 }).filter((text) => text.trim().length >= 6)
  fc.assert(
    fc.property(
      secret,
      fc.constantFrom('TENCENT_SECRET_ID', 'TENCENT_SECRET_KEY', 'TENCENT_TOKEN'),
      fc.boolean(),
      (value, name, whole) => {
        const env = { ...(whole ? pair(1) : {}), [name]: `${value} ${value}` }
        assert.throws(
          () => credentialsFrom({ env }),
          (error) => {
            assert.ok(!JSON.stringify(error).includes(JSON.stringify(value).slice(1, -1)))
            assert.ok(['InvalidCredentials', 'MissingCredentials'].includes(error.code))
            return true
          },
        )
      },
    ),
  )
})
