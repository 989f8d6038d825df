// @ts-check
/** @import { Effect, Event, Machine, Performers } from './types.js' */
import { GrayscaleError, StoreError, TransportError } from './errors.js'

/**
 * Runs a machine to its end: takes its effects, performs them side by side, and feeds back what came of each.
 * It has no opinion about releases.
 *
 * @template Outcome
 * @param {Machine<Outcome>} machine
 * @param {Performers} performers
 * @param {{ signal?: AbortSignal, now?: () => number }} [options]
 * @returns {Promise<Outcome>} what the machine says it came to
 * @throws {GrayscaleError} `InternalError` where the machine or a performer broke. What was in flight has been awaited
 *   and fed by then, and `result` is the machine's outcome if it still reached one.
 */
export async function drive(machine, performers, { signal, now = Date.now } = {}) {
  /** @type {Set<Promise<void>>} */
  const inFlight = new Set()
  /** @type {[id: number, event: Event][]} */
  const arrived = []
  /** @type {unknown[]} */
  const faults = []
  const ending = new AbortController()
  /** @type {Outcome | undefined} */
  let outcome
  let stopped = false
  let wake = () => {}

  const end = () => {
    ending.abort()
    wake()
  }
  /** @param {Effect} effect */
  const begin = (effect) => {
    // The promise comes first: a performer that throws at once is no different from one that rejects.
    const task = Promise.resolve()
      .then(() => perform(effect, performers, ending.signal))
      .catch((fault) => {
        faults.push(fault)
        ending.abort()
        return worst(effect, fault)
      })
      .then((event) => {
        if (event && 'id' in effect) arrived.push([effect.id, event])
        inFlight.delete(task)
        wake()
      })
    inFlight.add(task)
  }

  if (signal?.aborted) end()
  else signal?.addEventListener('abort', end, { once: true })
  try {
    for (;;) {
      // Made before the machine is asked, so that nothing which happens from here on is missed.
      const news = new Promise((resolve) => (wake = () => resolve(undefined)))
      for (const [id, event] of arrived.splice(0)) if (!machine.finished) machine.feed(id, event, now())
      if (ending.signal.aborted && !stopped && !machine.finished) {
        stopped = true
        machine.stop(now())
      }
      for (const effect of machine.take(now())) begin(effect)
      if (machine.finished) ending.abort()
      if (inFlight.size === 0) break
      await news
    }
    if (!machine.finished && faults.length === 0) throw new Error('the release waits, and nothing is under way')
    if (machine.finished) outcome = machine.outcome()
  } catch (fault) {
    faults.push(fault)
    ending.abort()
    await Promise.all(inFlight)
  } finally {
    signal?.removeEventListener('abort', end)
  }
  if (faults.length > 0) throw broken(faults, outcome)
  return /** @type {Outcome} */ (outcome)
}

/**
 * @param {Effect} effect
 * @param {Performers} performers
 * @param {AbortSignal} signal
 * @returns {Promise<Event | undefined>}
 */
async function perform(effect, performers, signal) {
  switch (effect.kind) {
    case 'call':
      try {
        return { kind: 'answered', ...(await performers.call(effect, effect.writes ? undefined : signal)) }
      } catch (error) {
        if (error instanceof TransportError) return { kind: 'lost', reason: error.reason, sent: error.sent }
        throw error
      }
    case 'sleep':
      await performers.sleep(effect.ms, signal)
      return { kind: 'woke' }
    case 'store':
      try {
        await performers.store(effect.line)
        return { kind: 'stored' }
      } catch (error) {
        if (error instanceof StoreError) return { kind: 'unstored', reason: error.reason }
        throw error
      }
    case 'show':
      await performers.show(effect.event)
      return undefined
    default:
      throw new Error(`the machine asks for an effect of an unknown kind: ${/** @type {any} */ (effect).kind}`)
  }
}

/**
 * What the machine is told when a performer broke: the worst that may have happened, so that it still comes to an end
 * and can say what had been changed.
 *
 * @param {Effect} effect
 * @param {unknown} fault
 * @returns {Event | undefined}
 */
function worst(effect, fault) {
  const reason = GrayscaleError.from(fault).message
  if (effect.kind === 'call') return { kind: 'lost', reason, sent: true }
  if (effect.kind === 'store') return { kind: 'unstored', reason }
  return effect.kind === 'sleep' ? { kind: 'woke' } : undefined
}

/**
 * The first fault, with the others beside it: a broken performer tends to break the same way again, which is said once.
 *
 * @param {unknown[]} faults
 * @param {unknown} outcome
 */
function broken(faults, outcome) {
  const errors = new Map(faults.map((fault) => GrayscaleError.from(fault)).map((error) => [error.message, error]))
  const [error, ...others] = errors.values()
  if (others.length > 0) error.errors = [...(error.errors ?? []), ...others]
  error.result ??= outcome
  return error
}

/**
 * Waits, and ends early (without an error) when the signal is aborted.
 *
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function sleep(ms, signal) {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    // A longer time-out than 2³¹ − 1 ms fires at once in every engine.
    const timer = setTimeout(done, Math.min(ms, 0x7fffffff))
    signal?.addEventListener('abort', done, { once: true })
  })
}
