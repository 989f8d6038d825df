// One instance of the module lives as long as a page or a server does: bad input must neither break it nor grow it.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { core } from '../../js/runtime/wasm/node.js'
import { initSync } from '../../pkg/scf_grayscale.js'

const { memory } = initSync()
const corpus = new URL('../fuzz/corpus/', import.meta.url)

/** @param {string} target */
const utf8 = (text) => new TextEncoder().encode(text)

const members = (target) =>
  readdirSync(new URL(`${target}/`, corpus)).map((name) => readFileSync(new URL(`${target}/${name}`, corpus), 'latin1'))

/** A small generator: the same inputs every time. */
function dice(seed) {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state % below
  }
}

const odd = [
  'null',
  '[]',
  '1e999',
  '"\\ud800"',
  '{"a":',
  '"',
  '9'.repeat(60),
  '[['.repeat(90),
  '$LATEST',
  '\u0000',
  'é',
]

function mutated(texts, roll) {
  let text = texts[roll(texts.length)]
  for (let change = 0; change <= roll(4); change++) {
    const at = roll(text.length + 1)
    const end = Math.min(text.length, at + roll(30))
    text = text.slice(0, at) + (roll(3) === 0 ? '' : odd[roll(odd.length)]) + text.slice(roll(2) === 0 ? at : end)
  }
  return text
}

/** What the module is asked with bad input; each throws plain data with a code, or gives something. */
const asked = {
  orders: (text) => core.check(text),
  inputs: (text) => core.planFrom(`{"do":"plan","inputs":${text}}`, utf8('{"functions":[]}')),
  observed: (text) => core.planFrom('{"do":"plan","inputs":{"functions":["fun01-dev"],"traffic":0.1}}', utf8(text)),
  outcomes: (text) => core.refusal(text, 'an action'),
  journals: (text) => core.history(text, '{"verify":true}'),
  plans: (text) => core.readPlan(text, '{}'),
  answers: (text) => {
    const order = '{"do":"run","inputs":{"functions":["fun01-dev"],"traffic":0.1}}'
    const machine = new core.Release(order, 1_700_000_000_000, 1_700_000_000_000, 0.5)
    try {
      for (const effect of machine.take()) {
        const outcome = { kind: 'answered', status: 200, text }
        if (effect.kind === 'call')
          machine.feed(effect.id, JSON.stringify(outcome), 1_700_000_000_100, 1_700_000_000_100)
      }
      machine.take()
      machine.outcome()
    } finally {
      machine.free()
    }
  },
}

test('100,000 bad inputs: an error with a code each time, and memory stays where it was', () => {
  const roll = dice(7)
  const targets = Object.entries(asked).map(([target, ask]) => ({ ask, texts: members(target) }))
  let refused = 0
  const feed = (times) => {
    for (let index = 0; index < times; index++) {
      const { ask, texts } = targets[index % targets.length]
      const text = mutated(texts, roll)
      try {
        ask(text)?.free?.()
      } catch (error) {
        refused++
        assert.equal(typeof error?.code, 'string', `${error} for ${text}`)
        assert.ok(!(error instanceof WebAssembly.RuntimeError), `${error} for ${text}`)
      }
    }
  }
  feed(20_000)
  const grown = memory.buffer.byteLength
  feed(80_000)
  assert.equal(memory.buffer.byteLength, grown, 'the module grew')
  assert.ok(refused > 50_000, `${refused} of them were bad`)
})
