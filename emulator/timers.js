// @ts-check
// Timer triggers fire: at each second that is due, the function is invoked as by an asynchronous call.

import { randomUUID } from 'node:crypto'
import { loadCron, nextDue } from './cron.js'
import { functionKey } from './world.js'

/** @typedef {import('./world.js').CloudFunction} CloudFunction */
/** @typedef {import('./world.js').Trigger} Trigger */

/** The clock may be set, and timeouts have a longest length: it is looked at again after this. */
const LONGEST_WAIT_MS = 60_000
/** What could not fire for longer than this, because the machine slept, is left out. */
const LATEST_MS = 60_000

export class Timers {
  /**
   * @param {object} given
   * @param {import('./world.js').World} given.world
   * @param {import('./clock.js').Clock} given.clock
   * @param {import('./async.js').AsyncInvocations} given.async
   * @param {(line: string) => void} given.report
   */
  constructor({ world, clock, async, report }) {
    this.world = world
    this.clock = clock
    this.async = async
    this.report = report
    /** @type {WeakMap<Trigger, { desc: string, atMs: number | undefined }>} when each one is due next */
    this.due = new WeakMap()
    /** @type {NodeJS.Timeout | undefined} */
    this.alarm = undefined
    this.closed = false
  }

  /** For what was read from a state. */
  async load() {
    for (const fn of this.world.allFunctions()) {
      if (fn.triggers.some(({ type }) => type === 'timer')) return loadCron()
    }
  }

  /** Sets the alarm to what is due next. To be called whenever functions or triggers have changed. */
  plan() {
    clearTimeout(this.alarm)
    this.alarm = undefined
    // Where time stands still nothing comes due.
    if (this.closed || this.clock.frozenMs !== undefined) return
    const nowMs = this.clock.nowMs()
    let firstMs = Number.POSITIVE_INFINITY
    for (const [, trigger] of this.#enabled()) {
      let due = this.due.get(trigger)
      if (due?.desc !== trigger.desc) {
        due = { desc: trigger.desc, atMs: nextDue(cronOf(trigger), nowMs) }
        this.due.set(trigger, due)
      }
      firstMs = Math.min(firstMs, due.atMs ?? firstMs)
    }
    if (firstMs === Number.POSITIVE_INFINITY) return
    this.alarm = setTimeout(() => this.#ring(), Math.min(Math.max(firstMs - nowMs, 0), LONGEST_WAIT_MS))
  }

  #ring() {
    const nowMs = this.clock.nowMs()
    for (const [fn, trigger] of [...this.#enabled()]) {
      const due = this.due.get(trigger)
      while (due?.atMs !== undefined && due.atMs <= nowMs) {
        if (nowMs - due.atMs <= LATEST_MS) this.#fire(fn, trigger, due.atMs)
        due.atMs = nextDue(cronOf(trigger), Math.max(due.atMs, nowMs - LATEST_MS))
      }
    }
    this.plan()
  }

  /** @param {CloudFunction} fn @param {Trigger} trigger @param {number} atMs */
  #fire(fn, trigger, atMs) {
    const event = JSON.stringify({
      Type: 'Timer',
      TriggerName: trigger.name,
      Time: new Date(atMs).toISOString().replace('.000Z', 'Z'),
      Message: trigger.customArgument,
    })
    try {
      // Nobody waits for it: GetRequestStatus and its topic tell how it ended.
      this.async.submit({ requestId: randomUUID(), event, fn, qualifier: trigger.qualifier })
    } catch (error) {
      const why = /** @type {Error} */ (error).message
      this.report(`The timer "${trigger.name}" of ${functionKey(fn)} could not invoke it: ${why}`)
    }
  }

  /**
   * Timers that are open, with their functions. One that is closed and opened again starts anew.
   * @returns {Generator<[CloudFunction, Trigger]>}
   */
  *#enabled() {
    for (const fn of this.world.allFunctions()) {
      for (const trigger of fn.triggers) {
        if (trigger.type !== 'timer') continue
        if (trigger.enabled) yield [fn, trigger]
        else this.due.delete(trigger)
      }
    }
  }

  close() {
    this.closed = true
    clearTimeout(this.alarm)
  }
}

/** @param {Trigger} trigger @returns {string} */
const cronOf = (trigger) => JSON.parse(trigger.desc).cron
