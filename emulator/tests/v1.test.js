import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readSignedForm, V1Verifier } from '../v1.js'
import { KEY, MONITOR, send, signedV1 } from './support/client.js'
import { emulator, zip } from './support/harness.js'

const NOW = 1_760_000_000

const answerOf = ({ text }) => JSON.parse(text).Response
const codeOf = (answer) => answerOf(answer).Error?.Code

const signed = (url, action, params, options) => signedV1(url, action, params, { timestamp: NOW, ...options })

describe('signature v1', () => {
  test('the documented example, and none of it with any byte changed', () => {
    // https://www.tencentcloud.com/document/api/583/33844, with a key that nobody takes for a real one; the signature is
    // what OpenSSL makes of it.
    const key = { secretId: 'AKIDEXAMPLE', secretKey: 'EXAMPLEKEY' }
    const pairs = {
      Action: 'DescribeInstances',
      'InstanceIds.0': 'ins-09dx96dg',
      Limit: '20',
      Nonce: '11886',
      Offset: '0',
      Region: 'ap-guangzhou',
      SecretId: key.secretId,
      Timestamp: '1465185768',
      Version: '2017-03-12',
    }
    const verifier = new V1Verifier({ find: (id) => (id === key.secretId ? key : undefined) })
    const verify = (given, host = 'cvm.tencentcloudapi.com') => {
      const request = {
        method: 'GET',
        path: '/',
        query: new URLSearchParams(given).toString(),
        headers: new Map([['host', host]]),
        body: Buffer.alloc(0),
      }
      verifier.verify(request, readSignedForm(request, 0), 'cvm')
    }
    const genuine = { ...pairs, Signature: 'FsxQIZNv4xlQGiOZAq+Ev6Lcozw=' }
    verify(genuine)
    assert.throws(() => verify(genuine, 'scf.tencentcloudapi.com'), { code: 'AuthFailure.SignatureFailure' })
    for (const [name, value] of Object.entries(genuine)) {
      // The last character of the base64 before its padding has two bits that mean nothing.
      const length = name === 'Signature' ? value.length - 2 : value.length
      for (let at = 0; at < length; at++) {
        const other = value.slice(0, at) + String.fromCharCode(value.charCodeAt(at) ^ 1) + value.slice(at + 1)
        assert.throws(
          () => verify({ ...genuine, [name]: other }),
          /^ApiError/,
          `accepted although byte ${at} of ${name} differs`,
        )
      }
    }
  })

  test('POST and GET, SHA-1 and SHA-256, with structures, numbers as text and any text', async (t) => {
    const { emu } = await emulator(t, { clock: NOW })
    const variants = [
      { method: 'POST' },
      { method: 'GET' },
      { method: 'POST', common: { SignatureMethod: 'HmacSHA256' } },
      { method: 'GET', common: { SignatureMethod: 'HmacSHA1' } },
    ]
    for (const [index, options] of variants.entries()) {
      const ask = async (action, params) => {
        const answer = answerOf(await send(emu.url, signed(emu.url, action, params, options)))
        assert.equal(answer.Error, undefined, `${action}: ${answer.Error?.Message}`)
        return answer
      }
      const FunctionName = `fun0${index}`
      await ask('CreateFunction', {
        FunctionName,
        Code: { ZipFile: zip('exports.main_handler = async () => process.env.GRUSS') },
        Handler: 'index.main_handler',
        Runtime: 'Nodejs18.15',
        MemorySize: 256,
        Description: '灰度 a+b & "c"=%20 ~*()!',
        Environment: { Variables: [{ Key: 'GRUSS', Value: '你好 &=+%' }] },
      })
      await ask('PublishVersion', { FunctionName })
      await ask('UpdateAlias', {
        FunctionName,
        Name: '$DEFAULT',
        FunctionVersion: '$LATEST',
        RoutingConfig: { AdditionalVersionWeights: [{ Version: '1', Weight: 0.25 }] },
      })
      const alias = await ask('GetAlias', { FunctionName, Name: '$DEFAULT' })
      assert.deepEqual(alias.RoutingConfig.AdditionalVersionWeights, [{ Version: '1', Weight: 0.25 }])
      const shown = await ask('GetFunction', { FunctionName })
      assert.equal(shown.Description, '灰度 a+b & "c"=%20 ~*()!')
      assert.equal(shown.MemorySize, 256)
      const { Result } = await ask('Invoke', { FunctionName, ClientContext: '{}' })
      assert.equal(JSON.parse(Result.RetMsg), '你好 &=+%')
    }
  })

  test('a form sent as application/json is still a form', async (t) => {
    const { emu } = await emulator(t, { clock: NOW })
    const request = signed(emu.url, 'ListFunctions', { Limit: 3 })
    request.headers['Content-Type'] = 'application/json'
    assert.equal(answerOf(await send(emu.url, request)).TotalCount, 0)
  })

  test('the hosts that real clients sign', async (t) => {
    const { emu } = await emulator(t, { clock: NOW })
    const accepted = async (host, common) =>
      codeOf(await send(emu.url, signed(emu.url, 'ListFunctions', {}, { host, common })))
    assert.equal(await accepted(new URL(emu.url).host), undefined)
    assert.equal(await accepted('127.0.0.1'), undefined)
    assert.equal(await accepted('scf.tencentcloudapi.com'), undefined)
    assert.equal(await accepted('monitor.tencentcloudapi.com'), 'AuthFailure.SignatureFailure')
    const monitor = signed(
      emu.url,
      'Nonsense',
      {},
      { host: 'monitor.tencentcloudapi.com', common: { Version: MONITOR } },
    )
    assert.equal(codeOf(await send(emu.url, monitor)), 'InvalidAction')
  })

  test('what is missing or wrong is named', async (t) => {
    const { emu } = await emulator(t, { clock: NOW, token: 'TOKEN' })
    const code = async (common, key = KEY) =>
      codeOf(await send(emu.url, signed(emu.url, 'ListFunctions', {}, { common: { Token: 'TOKEN', ...common }, key })))
    assert.equal(await code({}), undefined)
    for (const name of ['Version', 'SecretId', 'Timestamp', 'Nonce']) {
      assert.equal(await code({ [name]: undefined }), 'MissingParameter', name)
    }
    assert.equal(await code({ Timestamp: 'soon' }), 'InvalidParameterValue')
    assert.equal(await code({ Nonce: '-1' }), 'InvalidParameterValue')
    assert.equal(await code({ SignatureMethod: 'HmacMD5' }), 'InvalidParameterValue')
    assert.equal(await code({ Timestamp: String(NOW - 301) }), 'AuthFailure.SignatureExpire')
    assert.equal(await code({ Timestamp: String(NOW + 300) }), undefined)
    assert.equal(await code({ Token: undefined }), 'AuthFailure.TokenFailure')
    assert.equal(await code({ Token: 'OTHER' }), 'AuthFailure.TokenFailure')
    assert.equal(await code({}, { ...KEY, secretId: 'AKIDOTHER' }), 'AuthFailure.SecretIdNotFound')
    assert.equal(await code({}, { ...KEY, secretKey: 'OTHER' }), 'AuthFailure.SignatureFailure')
    assert.equal(await code({ Version: '2017-03-12' }), 'NoSuchVersion')
    assert.equal(await code({ Region: 'x y' }), 'UnsupportedRegion')
  })

  test('a parameter that contradicts itself, and a body over the limit of this signature', async (t) => {
    const { emu } = await emulator(t, { clock: NOW })
    const twice = signed(emu.url, 'ListFunctions', {})
    assert.equal(codeOf(await send(emu.url, { ...twice, body: `${twice.body}&Action=Other` })), 'InvalidParameter')
    const large = signed(emu.url, 'ListFunctions', { SearchKey: 'x'.repeat(1024 * 1024) })
    assert.equal(codeOf(await send(emu.url, large)), 'RequestSizeLimitExceeded')
    assert.equal(codeOf(await send(emu.url, { method: 'POST', path: '/', headers: {}, body: '' })), 'MissingParameter')
  })
})
