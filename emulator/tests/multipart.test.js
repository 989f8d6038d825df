import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { authorization, send, signedPost } from './support/client.js'
import { emulator, zip } from './support/harness.js'

const BOUNDARY = 'f00-BOUNDARY'

const part = (name, value, headers = '') =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${headers}\r\n\r\n${value}\r\n`
const message = (...parts) => `${parts.join('')}--${BOUNDARY}--\r\n`

async function answered(emu, action, body, contentType = `multipart/form-data; boundary=${BOUNDARY}`) {
  const { text } = await send(emu.url, signedPost(emu.url, action, null, { body, contentType }))
  return JSON.parse(text).Response
}

test('a part per parameter; structures are JSON; text is any text', async (t) => {
  const { emu, client } = await emulator(t)
  const json = '\r\nContent-Type: application/json'
  const body = message(
    part('FunctionName', 'fun01'),
    part('Code', JSON.stringify({ ZipFile: zip('exports.main_handler = async () => 1') }), json),
    part('Handler', 'index.main_handler'),
    part('Runtime', 'Nodejs18.15'),
    part('MemorySize', '256'),
    part('Description', '灰度\r\n--f00', '; filename="Description"'),
  )
  assert.equal((await answered(emu, 'CreateFunction', body)).Error, undefined)
  const shown = await client.call('GetFunction', { FunctionName: 'fun01' })
  assert.equal(shown.Description, '灰度\r\n--f00')
  assert.equal(shown.MemorySize, 256)
  const quoted = await answered(
    emu,
    'ListFunctions',
    message(part('Limit', '1')),
    `multipart/form-data; boundary="${BOUNDARY}"`,
  )
  assert.equal(quoted.TotalCount, 1)
  assert.equal((await answered(emu, 'ListFunctions', '')).TotalCount, 1)
  assert.equal((await answered(emu, 'ListFunctions', message(part('Nonsense', '1')))).Error.Code, 'UnknownParameter')
})

test('a body that is not such a message is InvalidRequest', async (t) => {
  const { emu } = await emulator(t)
  const good = part('Limit', '1')
  for (const [body, type] of [
    ['nonsense'],
    [good],
    [`--${BOUNDARY}x\r\n`],
    [message(good, good)],
    [message(`--${BOUNDARY}\r\nContent-Type: text/plain\r\n\r\nx\r\n`)],
    [message(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="Limit"\r\n`)],
    [message(...Array.from({ length: 1001 }, (_, index) => part(`P${index}`, '')))],
    [message(good), 'multipart/form-data'],
  ]) {
    assert.equal((await answered(emu, 'ListFunctions', body, type)).Error?.Code, 'InvalidRequest', body.slice(0, 80))
  }
})

test('the signature covers the body', async (t) => {
  const { emu } = await emulator(t)
  const request = signedPost(emu.url, 'ListFunctions', null, {
    body: message(part('Limit', '1')),
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
  })
  const { text } = await send(emu.url, { ...request, body: message(part('Limit', '2')) })
  assert.equal(JSON.parse(text).Response.Error.Code, 'AuthFailure.SignatureFailure')
})

test('the boundary may be signed in lower case', async (t) => {
  const { emu } = await emulator(t)
  const body = message(part('Limit', '1'))
  const contentType = `multipart/form-data; boundary=${BOUNDARY}`
  const timestamp = Math.floor(Date.now() / 1000)
  const request = signedPost(emu.url, 'ListFunctions', null, { body, contentType, timestamp })
  request.headers.Authorization = authorization({
    headers: [
      ['content-type', contentType.toLowerCase()],
      ['host', request.headers.Host],
    ],
    payloadHash: createHash('sha256').update(body).digest('hex'),
    timestamp,
  })
  assert.equal(JSON.parse((await send(emu.url, request)).text).Response.TotalCount, 0)
})
