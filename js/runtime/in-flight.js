// @ts-check
/** @import { Effect, Event, Performers } from '../types.js' */
import { GrayscaleError, StoreError, TransportError } from '../errors.js'

/** The effects in flight: begun, performed side by side, their events collected for the machine. */
export class InFlight {
  /** @type {[id: number, event: Event][]} */
  #arrived = []
  /**
   * One for each effect that can be cut short: Node takes a signal with many listeners for a leak, and thousands of
   * controllers that nobody listens to are megabytes.
   *
   * @type {Map<Promise<void>, AbortController | undefined>}
   */
  #effects = new Map()
  #performers
  #wake = () => {}
  /** Whether what may be cut short is to end now. */
  halted = false
  /** What broke; it should not have. @type {unknown[]} */
  defects = []

  /** @param {Performers} performers */
  constructor(performers) {
    this.#performers = performers
  }

  get none() {
    return this.#effects.size === 0
  }

  /** @param {Effect} effect */
  begin(effect) {
    const ending = ['call', 'object', 'sleep'].includes(effect.kind) ? new AbortController() : undefined
    if (this.halted) ending?.abort()
    // The promise comes first: a performer that throws at once is no different from one that rejects.
    const performing = Promise.resolve()
      .then(() => perform(effect, this.#performers, ending?.signal))
      .catch((defect) => {
        this.defects.push(defect)
        this.halt()
        return worst(effect, defect)
      })
      .then((event) => {
        if (event && 'id' in effect) this.#arrived.push([effect.id, event])
        this.#effects.delete(performing)
        this.#wake()
      })
    this.#effects.set(performing, ending)
  }

  /** Resolves when something has happened from now on. */
  nextEvent() {
    return new Promise((resolve) => (this.#wake = () => resolve(undefined)))
  }

  /** The events since the last time. */
  arrived() {
    return this.#arrived.splice(0)
  }

  /** Ends what may be cut short; what writes is awaited. Once is enough, and waking each time would be a busy loop. */
  halt() {
    if (this.halted) return
    this.halted = true
    for (const ending of this.#effects.values()) ending?.abort()
    this.#wake()
  }

  /** @param {unknown} defect of whoever drives */
  async settle(defect) {
    this.defects.push(defect)
    this.halt()
    await Promise.all(this.#effects.keys())
  }

  /**
   * The first defect, with the others beside it: a broken performer tends to break the same way again, which is said once.
   *
   * @param {any} outcome
   */
  error(outcome) {
    const errors = new Map(
      this.defects.map((defect) => GrayscaleError.from(defect)).map((error) => [error.message, error]),
    )
    const [error, ...others] = errors.values()
    if (others.length > 0) error.errors = [...(error.errors ?? []), ...others]
    error.result ??= outcome
    return error
  }
}

/**
 * @param {Effect} effect
 * @param {Performers} performers
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<Event | undefined>}
 */
async function perform(effect, performers, signal) {
  switch (effect.kind) {
    case 'call':
    case 'object':
      try {
        const stops = effect.writes ? undefined : signal
        const answer =
          effect.kind === 'call' ? await performers.call(effect, stops) : await performers.object(effect, stops)
        return { kind: 'answered', ...answer }
      } catch (error) {
        if (error instanceof TransportError) return { kind: 'lost', reason: error.reason, sent: error.sent }
        throw error
      }
    case 'sleep':
      await performers.sleep(effect.ms, effect.firm ? undefined : signal)
      return { kind: 'woke' }
    case 'read':
      try {
        return { kind: 'text', ...(await performers.read(effect)) }
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        return { kind: 'unread', reason: error.reason, unsafe: error.unsafe }
      }
    case 'append':
      try {
        const appended = await performers.append(effect)
        return 'conflict' in appended ? { kind: 'conflict' } : { kind: 'appended', ...appended }
      } catch (error) {
        if (!(error instanceof StoreError)) throw error
        return { kind: error.unknown ? 'unknown' : 'unstored', reason: error.reason }
      }
    case 'probe':
      return { kind: 'probed', alive: await performers.alive(effect.process) }
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
 * @param {unknown} defect
 * @returns {Event | undefined}
 */
function worst(effect, defect) {
  const reason = GrayscaleError.from(defect).message
  if (effect.kind === 'call' || effect.kind === 'object') return { kind: 'lost', reason, sent: true }
  if (effect.kind === 'read') return { kind: 'unread', reason, unsafe: false }
  if (effect.kind === 'append') return { kind: 'unknown', reason }
  if (effect.kind === 'probe') return { kind: 'probed' }
  return effect.kind === 'sleep' ? { kind: 'woke' } : undefined
}
