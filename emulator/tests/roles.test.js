// The temporary key of an execution role: in the function's environment, and known to the check of signatures.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Client } from './support/client.js'
import { BucketClient, codeOf } from './support/cos.js'
import { create, emulator, refusedWith } from './support/harness.js'
import { createFrom } from './support/runtimes.js'

const telling = 'exports.main_handler = async (event, context) => ({ env: process.env, context })'

/** What the function knows of its role's key. */
async function keyOf(client, name) {
  const { env } = await client.ask(name)
  return {
    secretId: env.TENCENTCLOUD_SECRETID,
    secretKey: env.TENCENTCLOUD_SECRETKEY,
    token: env.TENCENTCLOUD_SESSIONTOKEN,
  }
}

test('a function with a role signs calls with its key and token', async (t) => {
  const { emu, client } = await emulator(t)
  await create(client, 'fun01', telling, { Role: 'SCF_QcsRole' })
  const { token, ...key } = await keyOf(client, 'fun01')
  const { Functions } = await new Client(emu.url, { key, token }).call('ListFunctions')
  assert.deepEqual(
    Functions.map(({ FunctionName }) => FunctionName),
    ['fun01'],
  )
})

test('the key of a role is refused without its token, and with another', async (t) => {
  const { emu, client } = await emulator(t)
  await create(client, 'fun01', telling, { Role: 'SCF_QcsRole' })
  const { token: _, ...key } = await keyOf(client, 'fun01')
  await refusedWith(new Client(emu.url, { key }).call('ListFunctions'), 'AuthFailure.TokenFailure')
  await refusedWith(new Client(emu.url, { key, token: 'other' }).call('ListFunctions'), 'AuthFailure.TokenFailure')
})

test('the key of a role does not work in another emulator', async (t) => {
  const { client } = await emulator(t)
  const { emu: other } = await emulator(t)
  await create(client, 'fun01', telling, { Role: 'SCF_QcsRole' })
  const { token, ...key } = await keyOf(client, 'fun01')
  await refusedWith(new Client(other.url, { key, token }).call('ListFunctions'), 'AuthFailure.SecretIdNotFound')
})

test('a function with a role stores an object with its key and token', async (t) => {
  const { emu, client } = await emulator(t)
  const bucket = new BucketClient(emu.url)
  await bucket.put('', '')
  await create(client, 'fun01', telling, { Role: 'SCF_QcsRole' })
  const { token, ...key } = await keyOf(client, 'fun01')
  const ofRole = new BucketClient(emu.url, { key })
  assert.equal((await ofRole.put('a', 'content', { 'x-cos-security-token': token })).status, 200)
  assert.equal((await bucket.get('a')).text, 'content')
})

test('object storage refuses the key of a role without its token, and with another', async (t) => {
  const { emu, client } = await emulator(t)
  const bucket = new BucketClient(emu.url)
  await bucket.put('', '')
  await create(client, 'fun01', telling, { Role: 'SCF_QcsRole' })
  const { token: _, ...key } = await keyOf(client, 'fun01')
  const ofRole = new BucketClient(emu.url, { key })
  assert.equal(codeOf(await ofRole.put('a', 'content')), 'AccessDenied')
  assert.equal(codeOf(await ofRole.put('a', 'content', { 'x-cos-security-token': 'other' })), 'AccessDenied')
  assert.equal((await bucket.head('a')).status, 404)
})

test('two roles have two keys', async (t) => {
  const { client } = await emulator(t)
  await create(client, 'fun01', telling, { Role: 'one' })
  await create(client, 'fun02', telling, { Role: 'two' })
  assert.notEqual((await keyOf(client, 'fun01')).secretId, (await keyOf(client, 'fun02')).secretId)
})

test('a function without a role has no key', async (t) => {
  const { client } = await emulator(t)
  await create(client, 'fun01', telling)
  assert.deepEqual(await keyOf(client, 'fun01'), { secretId: undefined, secretKey: undefined, token: undefined })
})

test('the key of a role is not in the context', async (t) => {
  const { client } = await emulator(t)
  await create(client, 'fun01', telling, { Role: 'SCF_QcsRole' })
  const { env, context } = await client.ask('fun01')
  assert.equal(JSON.stringify(context).includes(env.TENCENTCLOUD_SECRETKEY), false)
})

test('a Python function has its role’s key too', async (t) => {
  const { emu, client } = await emulator(t)
  const source = 'import os\ndef main_handler(event, context): return {"env": dict(os.environ)}'
  await createFrom(client, 'fun01', { 'index.py': source }, { Runtime: 'Python3.9', Role: 'SCF_QcsRole' })
  const { token, ...key } = await keyOf(client, 'fun01')
  assert.equal((await new Client(emu.url, { key, token }).call('ListFunctions')).TotalCount, 1)
})
