// @ts-check
/** @import { Clock } from './clock.js' */
/** @import { GrayscaleError } from '../errors.js' */
/** @import { Machine, Performers } from '../types.js' */
import { clock as hostClock } from './clock.js'
import { Flights } from './in-flight.js'

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
  const flights = new Flights(performers)
  const halt = () => flights.halt()
  /** @type {Outcome | undefined} */
  let outcome
  let stopped = false
  if (signal?.aborted) halt()
  signal?.addEventListener('abort', halt, { once: true })
  try {
    for (;;) {
      // Made before the machine is asked, so that nothing which happens from here on is missed.
      const news = flights.news()
      for (const [id, event] of flights.arrived()) {
        if (!machine.finished) machine.feed(id, JSON.stringify(event), clock.steady(), clock.wall())
      }
      if (flights.halted && !stopped && !machine.finished) {
        stopped = true
        machine.stop(clock.steady(), clock.wall())
      }
      for (const effect of machine.take()) flights.begin(effect)
      if (machine.finished) halt()
      if (flights.none) break
      await news
    }
    if (!machine.finished && flights.faults.length === 0) throw new Error('the release waits, and nothing is under way')
    if (machine.finished) outcome = machine.outcome()
  } catch (fault) {
    await flights.settle(fault)
  } finally {
    signal?.removeEventListener('abort', halt)
  }
  if (flights.faults.length > 0) throw flights.error(outcome)
  return /** @type {Outcome} */ (outcome)
}
