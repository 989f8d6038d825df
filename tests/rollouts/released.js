// A release that is about to be rolled out, and who hears of it.
import assert from 'node:assert/strict'
import { receiver } from './receiver.js'
import { world } from './world.js'

/** A function with a published version that was called for a while, and new code beside it. */
export async function released(t, { failing = 0 } = {}) {
  const there = await world()
  t.after(() => there.close())
  there.code('shop', 'one')
  await there.gray.deploy({ ...there.inputs, publish: true, traffic: 0 })
  for (let minute = 0; minute < 10; minute += 1) await there.minute(60)
  there.code('shop', 'two', failing)
  return there
}

/** A local receiver, as long as the test. */
export async function server(t, answer) {
  const there = await receiver(answer)
  t.after(() => there.close())
  return there
}

/** Ticks each minute until this holds. */
export async function until(there, gray, holds, most = 30) {
  for (let minute = 0; minute < most; minute += 1) {
    await there.minute(300)
    const tick = await gray.rollouts.tick()
    if (holds(tick)) return tick
  }
  assert.fail('it did not happen')
}
