// A store of one's own that machines share, and that does not tell the time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Grayscale, memoryStore } from '../../js/index.js'
import { conformance } from '../../js/store/conformance.js'
import { AT_ONCE, KEY, startEmulator, telling, zip } from '../support/emulator.js'

/** @param {any} store */
const withoutClock = (store) => ({
  ...store,
  read: async (...args) => ({ ...(await store.read(...args)), now: undefined }),
  append: async (...args) => ({ ...(await store.append(...args)), now: undefined }),
})

test('runs are refused, since nobody knows when a turn is over; a rollback goes on', async (t) => {
  const emu = await startEmulator({ seed: 'clock', rate: 0, delays: AT_ONCE })
  t.after(() => emu.close())
  const own = memoryStore()
  const gray = (store) => new Grayscale({ endpoint: emu.url, credentials: KEY, store })
  const packed = (text) => ({ functions: { shop: { name: 'shop', zip: Buffer.from(zip(telling(text)), 'base64') } } })
  const timed = gray({ ...own, shared: true })
  await timed.deploy({ ...packed('one'), publish: true, traffic: 0 })
  await timed.deploy({ ...packed('two'), traffic: 0.5 })
  const blind = gray({ ...withoutClock(own), shared: true })
  const before = emu.requests.length
  await assert.rejects(blind.deploy({ functions: { shop: { name: 'shop' } }, traffic: 0.1 }), (error) => {
    assert.equal(error.code, 'JournalFailed')
    assert.match(error.message, /does not tell its clock/)
    return true
  })
  const writes = emu.requests.slice(before).filter(({ action }) => /^(Update|Publish|Create)/.test(action))
  assert.deepEqual(writes, [])
  const { status } = await blind.rollback({ functions: { shop: { name: 'shop' } } })
  assert.notEqual(status, 'failed')
})

test('the suite that every store can run says so', async () => {
  const open = async () => ({ ...withoutClock(memoryStore()), shared: true })
  const one = conformance({ open }).find(({ name }) => /own clock/.test(name))
  await assert.rejects(one.run(), /now is missing/)
})
