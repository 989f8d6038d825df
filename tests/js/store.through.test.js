// Stores that are reached through another one: those of classes too, whose methods are not on the object itself.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryStore } from '../../js/store/memory.js'
import { through } from '../../js/store/through.js'

/** A store as a bucket's is: an instance, with fields that only its own methods reach. */
class OfAClass {
  #inner = memoryStore()
  closed = 0

  read(from, options) {
    return this.#inner.read(from, options)
  }

  append(position, lines) {
    return this.#inner.append(position, lines)
  }

  describe() {
    return 'of a class'
  }

  async close() {
    this.closed += 1
  }
}

test('every method of a store of a class is reached', async () => {
  const inner = new OfAClass()
  const store = through(inner, {})
  const { position } = await store.append('0', ['a'])
  assert.equal((await store.read()).text, 'a\n')
  assert.equal((await store.read(position)).text, '')
  assert.equal(store.describe(), 'of a class')
  assert.equal(await store.alive?.('7/here/x/y'), undefined, 'nobody can tell')
  await store.close()
  assert.equal(inner.closed, 1)
})

test('what is given takes the place of the store’s own', async () => {
  const store = through(new OfAClass(), { describe: () => 'another' })
  assert.equal(store.describe(), 'another')
})
