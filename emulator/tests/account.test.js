import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startEmulator } from '../index.js'
import { KEY, send, signedPost } from './support/client.js'

test('GetUserAppId answers with the account that owns the buckets', async () => {
  const emu = await startEmulator({ port: 0, ...KEY })
  try {
    const asked = signedPost(emu.url, 'GetUserAppId', {}, { version: '2019-01-16', service: 'cam' })
    const { Response } = JSON.parse((await send(emu.url, asked)).text)
    assert.deepEqual([Response.AppId, Response.Uin, Response.OwnerUin], [1250000000, '100000000001', '100000000001'])
  } finally {
    await emu.close()
  }
})
