// A rollout under everything that may happen to it: whoever ticks dies at any call and any append, two tick at once, answers are
// lost, the API fails, someone changes the routing, nobody ticks for hours. What users got is judged by the emulator's history.

import { dice } from './dice.js'

/** What happens to one who ticks. */
export const FAULTS = /** @type {const} */ (['none', 'dies', 'lost', 'unsent', 'error'])
/** What else happens in a rollout. */
export const EVENTS = /** @type {const} */ (['nothing', 'two tick', 'by hand', 'hours'])
/** How the traffic is divided, and between what. */
export const WAYS = /** @type {const} */ (['weights', 'buckets', 'version', 'buckets of a version'])
/** Of the new code. */
export const CODES = /** @type {const} */ (['good', 'broken'])

/** What rollout `seed` meets: each of its combinations comes in turn. @param {number} seed */
export function planOf(seed) {
  const roll = dice(seed)
  return {
    fault: FAULTS[seed % FAULTS.length],
    event: EVENTS[Math.floor(seed / FAULTS.length) % EVENTS.length],
    way: WAYS[Math.floor(seed / 3) % WAYS.length],
    code: CODES[Math.floor(seed / (FAULTS.length * EVENTS.length)) % CODES.length],
    roll,
  }
}

/** A process that is gone answers nobody any more. */
const never = () => new Promise(() => {})

/**
 * Stands between one who ticks and the world: calls of the API and appends of the log, in the order in which they are made.
 * At the `nth` of them `fault` happens.
 */
export class Hazard {
  #count = 0
  #gone = false
  /** @type {() => void} */
  #die = () => {}
  /** Fulfilled when it has died. */
  died = new Promise((resolve) => {
    this.#die = () => resolve('died')
  })

  /** @param {{ fault: string, nth: number, after: boolean }} what `after`: when it was done, and before the answer came */
  constructor({ fault, nth, after }) {
    this.what = { fault, nth, after }
  }

  /**
   * @template T
   * @param {() => Promise<T>} perform
   * @param {{ lost: () => Error, unsent: () => Error, error?: () => T }} errors
   * @returns {Promise<T>}
   */
  async passes(perform, { lost, unsent, error }) {
    if (this.#gone) return never()
    this.#count += 1
    const { fault, nth, after } = this.what
    if (this.#count !== nth) {
      const done = await perform()
      return this.#gone ? never() : done
    }
    if (fault === 'dies') {
      if (after) await perform().catch(() => {})
      this.#gone = true
      this.#die()
      return never()
    }
    if (fault === 'unsent') throw unsent()
    if (fault === 'error' && error) return error()
    if (fault === 'lost') {
      await perform().catch(() => {})
      throw lost()
    }
    return perform()
  }

  /** @param {typeof globalThis.fetch} [fetch] @returns {typeof globalThis.fetch} */
  fetch(fetch = globalThis.fetch) {
    const refused = () => new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED' } })
    const reset = () => new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })
    const broken = () => new Response('<html>502</html>', { status: 502, headers: { 'content-type': 'text/html' } })
    return (input, init) => this.passes(() => fetch(input, init), { lost: reset, unsent: refused, error: broken })
  }
}

/**
 * What became of a rollout, by the alias's history and its versions.
 *
 * @param {object} seen
 * @param {{ state: string, ended: boolean, waits: boolean, step: number }} seen.rollout at its end
 * @param {number[]} seen.shares those that the canary had since the start, each change once
 * @param {number[]} seen.steps of the policy
 * @param {string[]} seen.versions that are published now
 * @param {boolean} seen.byHand whether somebody changed the routing
 * @param {string} seen.code
 * @param {boolean} seen.tried whether the version was published before the first step
 * @returns {string[]} what is wrong
 */
export function judge({ rollout, shares, steps, versions, byHand, code, tried }) {
  const problems = []
  const { state, ended, waits } = rollout
  if (!ended && !waits) problems.push(`it ended nowhere: ${state}`)
  if (versions.length > 2) problems.push(`published ${versions.length - 1} times: ${versions}`)
  if (state === 'done' && versions.length !== 2) problems.push('done, and not published')
  // a canary that is a version is published before its first step, and stays when it was taken back
  const had = shares.some((share) => share !== 0)
  if (state !== 'done' && versions.length === 2 && !tried) problems.push(`published, and ${state}`)
  if (had && tried && versions.length !== 2) problems.push(`had a share, and was not published: ${versions}`)
  if (state === 'done' && code === 'broken' && !byHand) problems.push('broken code was published')
  if (byHand) return problems
  // up by the steps of the policy, in their order, none twice; then to what its end says, and never up again
  const known = [...shares]
  while (known[0] === 0) known.shift()
  let at = 0
  for (const step of steps) if (known[at] === step) at += 1
  const rest = known.slice(at)
  // done: a canary that is a version has everything, one that is $LATEST nothing, since the version made of it has everything
  const last = state === 'done' && tried ? 1 : 0
  const right = !ended || !had ? rest.length === 0 : rest.length === 1 && rest[0] === last
  if (!right) problems.push(`shares out of order: ${shares}`)
  if (state === 'done' && at !== steps.length) problems.push(`done without all steps: ${shares}`)
  return problems
}
