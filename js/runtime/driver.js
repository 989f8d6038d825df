// @ts-check
/** @import { Clock } from './clock.js' */
/** @import { GrayscaleError } from '../errors.js' */
/** @import { Machine, Performers } from '../types.js' */
import { clock as hostClock } from './clock.js'
import { InFlight } from './in-flight.js'

/**
 * Runs a machine to its end: takes its effects, performs them side by side, and feeds back what came of each.
 * It has no opinion about releases.
 *
 * @template Outcome
 * @param {Machine<Outcome>} machine
 * @param {Performers} performers
 * @param {{ signal?: AbortSignal, clock?: Clock }} [options]
 * @returns {Promise<Outcome>} what the machine says it came to
 * @throws {GrayscaleError} `InternalError` where the machine or a performer broke. What was in flight has been awaited
 *   and fed by then, and `result` is the machine's outcome if it still reached one.
 */
export async function drive(machine, performers, { signal, clock = hostClock } = {}) {
  const inFlight = new InFlight(performers)
  const halt = () => inFlight.halt()
  /** @type {Outcome | undefined} */
  let outcome
  let stopped = false
  if (signal?.aborted) halt()
  signal?.addEventListener('abort', halt, { once: true })
  try {
    for (;;) {
      // Made before the machine is asked, so that nothing which happens from here on is missed.
      const next = inFlight.nextEvent()
      for (const [id, event] of inFlight.arrived()) {
        if (!machine.finished) machine.feed(id, JSON.stringify(event), clock.steady(), clock.wall())
      }
      if (inFlight.halted && !stopped && !machine.finished) {
        stopped = true
        machine.stop(clock.steady(), clock.wall())
      }
      for (const effect of machine.take()) inFlight.begin(effect)
      if (machine.finished) halt()
      if (inFlight.none) break
      await next
    }
    if (!machine.finished && inFlight.defects.length === 0)
      throw new Error('the release waits, and nothing is under way')
    if (machine.finished) outcome = machine.outcome()
  } catch (defect) {
    await inFlight.settle(defect)
  } finally {
    signal?.removeEventListener('abort', halt)
  }
  if (inFlight.defects.length > 0) throw inFlight.error(outcome)
  return /** @type {Outcome} */ (outcome)
}
