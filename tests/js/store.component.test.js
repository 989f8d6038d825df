import assert from 'node:assert/strict'
import { test } from 'node:test'
import { componentStore } from '../../js/store/index.js'

test("lines lie in the component's state, by stage, and beside what else is there", async () => {
  /** @type {any[]} */
  const saved = []
  const component = {
    state: /** @type {any} */ ({ created: [1] }),
    async save() {
      saved.push(structuredClone(this.state))
    },
  }
  await componentStore(component, 'dev').append('{"a":1}')
  await componentStore(component, 'prod').append('{"b":1}')
  await componentStore(component, 'dev').append('{"a":2}')
  assert.equal(await componentStore(component, 'dev').read(), '{"a":1}\n{"a":2}\n')
  assert.equal(await componentStore({ state: {}, save: async () => {} }, 'dev').read(), '')
  assert.equal(saved.length, 3)
  assert.deepEqual(saved[2], { created: [1], journal: { dev: '{"a":1}\n{"a":2}\n', prod: '{"b":1}\n' } })
})

test('the newest whole lines are kept', async () => {
  const component = { state: {}, save: async () => {} }
  const store = componentStore(component, 'dev')
  for (let number = 0; number < 2000; number++) await store.append(JSON.stringify({ number, pad: 'x'.repeat(80) }))
  const lines = (await store.read()).trimEnd().split('\n')
  assert.ok((await store.read()).length <= 64 * 1024)
  assert.equal(JSON.parse(lines[lines.length - 1]).number, 1999)
  assert.equal(JSON.parse(lines[0]).number, 2000 - lines.length, 'none is missing between')
})

test('what could not be saved is an error that the run stops at', async () => {
  const component = {
    state: {},
    async save() {
      throw new Error('too large')
    },
  }
  await assert.rejects(componentStore(component, 'dev').append('{}'), { name: 'StoreError', reason: /too large/ })
})

test('saves never overlap: of two, the older state could arrive last', async () => {
  let [saving, most] = [0, 0]
  /** @type {any} */
  let kept
  const component = {
    state: /** @type {any} */ ({}),
    async save() {
      most = Math.max(most, ++saving)
      const state = structuredClone(this.state)
      await new Promise((resolve) => setImmediate(resolve))
      kept = state
      saving--
    },
  }
  const store = componentStore(component, 'dev')
  await Promise.all(['1', '2', '3'].map((line) => store.append(line)))
  assert.equal(most, 1)
  assert.equal(kept.journal.dev, '1\n2\n3\n')
})
