// A suite that every store passes says nothing: these do one thing wrong each, and are found out.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { conformance } from '../../js/store/conformance.js'
import { memoryStore } from '../../js/store/index.js'

/** What is wrong, as a store around one that does what it must. */
const wrong = {
  'accepts every position': (store) => ({
    ...store,
    append: async (_, lines) => store.append((await store.read()).position, lines),
  }),
  'writes the first line of a conflict': (store) => ({
    ...store,
    async append(position, lines) {
      const answer = await store.append(position, lines)
      if (answer.conflict) await store.append((await store.read()).position, lines.slice(0, 1))
      return answer
    },
  }),
  'loses all but the first line': (store) => ({
    ...store,
    append: (position, lines) => store.append(position, lines.slice(0, 1)),
  }),
  'compares, and writes later': (store) => ({
    ...store,
    async append(position, lines) {
      const { position: now } = await store.read()
      if (now !== position) return { conflict: true }
      await new Promise((resolve) => setTimeout(resolve, 2))
      return store.append((await store.read()).position, lines)
    },
  }),
  'always reads everything': (store) => ({ ...store, read: () => store.read() }),
  'reads nothing new': (store) => {
    let first
    return {
      ...store,
      read: async (from) => {
        first ??= await store.read()
        return from === undefined ? first : store.read(from)
      },
    }
  },
  'breaks lines in the middle': (store) => ({
    ...store,
    async read(from, options) {
      const answer = await store.read(from)
      return options ? { ...answer, text: answer.text.slice(-50) } : answer
    },
  }),
  'leaves the last line open': (store) => ({
    ...store,
    async read(from) {
      const answer = await store.read(from)
      return { ...answer, text: answer.text.slice(0, -1) }
    },
  }),
  'takes line feeds': (store) => ({
    ...store,
    append: (position, lines) => store.append(position, lines.join('\n').split('\n')),
  }),
  'trims lines': (store) => ({
    ...store,
    append: (position, lines) => {
      if (lines.some((line) => line.includes('\n'))) throw new TypeError('line feed')
      return store.append(
        position,
        lines.map((line) => line.trim()),
      )
    },
  }),
  'can hold no letters but those of ASCII': (store) => ({
    ...store,
    async read(from) {
      const answer = await store.read(from)
      return { ...answer, text: answer.text.replace(/[^\n -~]/g, '?') }
    },
  }),
  'has a limit of 4 KB': (store) => ({
    ...store,
    async append(position, lines) {
      if (lines.join().length > 4096) throw new Error('too long')
      return store.append(position, lines)
    },
  }),
  'ends with close': (store) => {
    let closed = false
    return {
      ...store,
      async close() {
        closed = true
      },
      async read(from, options) {
        if (closed) throw new Error('closed')
        return store.read(from, options)
      },
    }
  },
  'tells seconds': (store) => ({
    ...store,
    read: async (from) => ({ ...(await store.read(from)), now: Math.floor(Date.now() / 1000) }),
  }),
  'has a clock that goes backwards': (store) => {
    let now = Date.now()
    return {
      ...store,
      async append(position, lines) {
        now -= 10_000
        const answer = await store.append(position, lines)
        return answer.conflict ? answer : { ...answer, now }
      },
    }
  },
  'takes everyone for dead': (store) => ({ ...store, alive: async () => false }),
  'takes everyone for alive': (store) => ({ ...store, alive: async () => true }),
  'has no name': (store) => ({ ...store, describe: () => '' }),
  'paints its name': (store) => ({ ...store, describe: () => '\u001b[31mred' }),
  'reads positions as numbers': (store) => ({
    ...store,
    append: (position, lines) => store.append(String(Number.parseFloat(position)), lines),
  }),
}

const open = (around) => {
  const logs = new Map()
  return (log) => {
    if (!logs.has(log)) logs.set(log, around(memoryStore()))
    return logs.get(log)
  }
}

/** The cases that fail. */
async function failing(around) {
  const found = []
  for (const { name, run } of conformance({ open: open(around), mark: 'this one' })) {
    await run().catch((error) => found.push([name, error]))
  }
  return found
}

test('a store that does what it must passes', async () => {
  assert.deepEqual(await failing((store) => ({ ...store, alive: async (mark) => mark === 'this one' })), [])
})

for (const [what, around] of Object.entries(wrong)) {
  test(`a store that ${what} does not pass, and is told why`, async () => {
    const found = await failing(around)
    assert.ok(found.length > 0)
    for (const [name, error] of found) {
      assert.ok(error instanceof Error && error.message.length > 0, name)
      assert.ok(error.message.length < 2000, name)
    }
  })
}

test('the store of docs/api.md passes', async () => {
  const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')
  const [, code] = /^(function tableStore[\s\S]*?^\}\n)/m.exec(page) ?? assert.fail('there is no such function')
  /** @type {any[]} */
  const rows = []
  const table = {
    name: 'journals',
    async rows({ log, after }) {
      await new Promise((resolve) => setImmediate(resolve))
      return rows.filter((row) => row.log === log && row.seq > after)
    },
    async insertIfAbsent(row) {
      await new Promise((resolve) => setImmediate(resolve))
      if (rows.some(({ log, seq }) => log === row.log && seq === row.seq)) return false
      rows.push(row)
      return true
    },
    now: async () => Date.now(),
  }
  const tableStore = new Function(`${code}; return tableStore`)()
  for (const { run } of conformance({ open: (log) => tableStore(table, log) })) await run()
})
