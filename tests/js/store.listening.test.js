// The component and the plugin listen to what goes into a journal: the store behind keeps all that it can do.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Created } from '../../js/sls/created.js'
import { conformance } from '../../js/store/conformance.js'
import { cosStore } from '../../js/store/cos.js'
import { makeBucket } from '../support/buckets.js'
import { emulator, KEY } from '../support/emulator.js'

const BUCKET = 'journal-1250000000'
const created = new Created({ state: {}, save: async () => {} }, 'dev')

test('a store in a bucket does what a store must, also when it is listened to', async (t) => {
  const { emu } = await emulator(t)
  await makeBucket(emu.url, BUCKET)
  const open = (/** @type {string} */ log) =>
    created.listening(cosStore({ bucket: BUCKET, region: 'ap-guangzhou', log, credentials: KEY, endpoint: emu.url }))
  for (const { name, run } of conformance({ open })) await t.test(name, run)
  const store = open('shop')
  assert.equal(store.shared, true)
  await store.close()
})
