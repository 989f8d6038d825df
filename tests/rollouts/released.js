// A release that is about to be rolled out, who looks after it, and who hears of it.
import assert from 'node:assert/strict'
import { receiver } from './receiver.js'
import { world } from './world.js'

/**
 * Functions with a published version that was called for a while, and new code beside it.
 *
 * @param {import('node:test').TestContext} t
 * @param {{ failing?: number, changed?: boolean, base?: number, minutes?: number, names?: string[] } & NonNullable<Parameters<typeof world>[0]>} [options]
 *   `failing`: the part of calls that fails on the new code, and `base` on the published one; `changed`: whether there is new code;
 *   `minutes` of calls
 */
export async function released(
  t,
  { failing = 0, changed = true, base = 0, minutes = 10, names = ['shop'], ...options } = {},
) {
  const there = await world({ names, ...options })
  t.after(() => there.close())
  for (const name of names) there.code(name, 'one', base)
  await there.gray.deploy({ ...there.inputs, publish: true, traffic: 0 })
  for (let minute = 0; minute < minutes; minute += 1) await there.minute(60)
  if (changed) for (const name of names) there.code(name, 'two', failing)
  return there
}

/**
 * Minutes, each with a tick, until the rollout ends or waits for a person.
 *
 * @param {any} there
 * @param {number} most minutes
 * @param {(minute: number) => unknown} passes lets a minute pass, with its calls
 * @param {any} [gray] who ticks
 * @returns {Promise<any[]>} the ticks, each with its `minute` and what `passes` gave as `saw`
 */
export async function watched(there, most, passes, gray = there.gray) {
  const ticks = []
  for (let minute = 1; minute <= most; minute += 1) {
    const saw = await passes(minute)
    ticks.push({ minute, saw, ...(await gray.rollouts.tick()) })
    if (ticks.at(-1).ended || ticks.at(-1).waits) break
  }
  return ticks
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
