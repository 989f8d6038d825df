import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conformance } from '../../js/store/conformance.js'
import { componentStore } from '../../js/store/index.js'

const saved = async () => {}

/** Appends at the end. */
const add = async (store, ...lines) => store.append((await store.read()).position, lines)
const textOf = async (store) => (await store.read()).text

const component = { state: {}, save: saved }
for (const { name, run } of conformance({ name: 'component', open: (log) => componentStore(component, log) })) {
  test(name, run)
}

test("lines lie in the component's state, by stage, and beside what else is there", async () => {
  /** @type {any[]} */
  const states = []
  const component = {
    state: /** @type {any} */ ({ created: [1] }),
    async save() {
      states.push(structuredClone(this.state))
    },
  }
  await add(componentStore(component, 'dev'), '{"a":1}')
  await add(componentStore(component, 'prod'), '{"b":1}')
  await add(componentStore(component, 'dev'), '{"a":2}', '{"a":3}')
  assert.equal(await textOf(componentStore(component, 'dev')), '{"a":1}\n{"a":2}\n{"a":3}\n')
  assert.equal(await textOf(componentStore({ state: {}, save: saved }, 'dev')), '')
  assert.equal(states.length, 3)
  assert.deepEqual(states[2], { created: [1], journal: { dev: '{"a":1}\n{"a":2}\n{"a":3}\n', prod: '{"b":1}\n' } })
})

test('the newest whole lines are kept, and positions stay what they are', async () => {
  const store = componentStore({ state: {}, save: saved }, 'dev')
  let { position } = await store.read()
  const positions = []
  for (let number = 0; number < 2000; number++) {
    ;({ position } = await store.append(position, [JSON.stringify({ number, pad: 'x'.repeat(80) })]))
    positions.push(position)
  }
  const text = await textOf(store)
  assert.ok(text.length <= 64 * 1024)
  const numbers = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).number)
  assert.equal(numbers.at(-1), 1999)
  assert.equal(numbers[0], 2000 - numbers.length, 'none is missing between')
  assert.equal(JSON.parse((await store.read(positions[1998])).text).number, 1999)
  assert.equal((await store.read(positions[0])).text, text, 'what is kept of what lies behind')
  assert.deepEqual(await store.append(positions[1998], ['late']), { conflict: true })
})

test('what could not be saved is an error that the run stops at, and no line', async () => {
  let full = true
  const component = {
    state: /** @type {any} */ ({ created: [] }),
    async save() {
      if (full) throw new Error('too large')
    },
  }
  const store = componentStore(component, 'dev')
  await assert.rejects(add(store, '{}'), { name: 'StoreError', reason: /too large/ })
  assert.equal(await textOf(store), '')
  full = false
  await add(store, '{"a":1}')
  assert.deepEqual(component.state, { created: [], journal: { dev: '{"a":1}\n' } })
})

test('saves never overlap, of two stages neither: of two, the older state could arrive last', async () => {
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
  await Promise.all(['1', '2', '3'].map((stage) => add(componentStore(component, stage), stage)))
  assert.equal(most, 1)
  assert.deepEqual(kept.journal, { 1: '1\n', 2: '2\n', 3: '3\n' })
})
