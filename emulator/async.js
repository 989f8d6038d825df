// @ts-check
// Asynchronous invocations: nobody waits for their answer, so the service invokes again what failed, as long as the
// function's settings say. https://cloud.tencent.com/document/product/583/53639

/** @typedef {import('./world.js').CloudFunction} CloudFunction */
/** @typedef {import('./runtime/outcome.js').Outcome} Outcome */

/** @typedef {{ retries: number, ttlSeconds: number }} AsyncSettings ttlSeconds: how long an event is kept */

/** @type {Readonly<AsyncSettings>} */
export const DEFAULT_ASYNC = Object.freeze({ retries: 2, ttlSeconds: 21_600 })

const OVER_LIMIT = 432
const SYSTEM_ERROR = 500
/** The longest pause after a system error, in pauses after an error of the function. */
const LONGEST_PAUSE = 5

export class AsyncInvocations {
  /**
   * @param {object} given
   * @param {import('./invoker.js').Invoker} given.invoker
   * @param {{ retryMs: number }} given.delays retryMs: the pause before a function that failed is invoked again
   * @param {(line: string) => void} given.report
   */
  constructor({ invoker, delays, report }) {
    this.invoker = invoker
    this.delays = delays
    this.report = report
    /** @type {Set<NodeJS.Timeout>} */
    this.timers = new Set()
    this.closed = false
  }

  /**
   * Invokes the version that is chosen now; each retry chooses anew, so that it does not go to a version that was rolled
   * back meanwhile.
   * @param {{ requestId: string, event: string, fn: CloudFunction, qualifier: string, key?: Map<string, string> }} order
   * @param {ReturnType<import('./invoker.js').Invoker['route']>} [route] of the first attempt, where it is chosen already
   * @throws {import('./errors.js').ApiError} as Invoker.route
   */
  submit(order, route = this.invoker.route(order.fn, order.qualifier, order.key)) {
    void this.#attempt(order, route, { retryNum: 0, systemErrors: 0, since: performance.now() })
  }

  /**
   * @param {Parameters<AsyncInvocations['submit']>[0]} order
   * @param {ReturnType<import('./invoker.js').Invoker['route']>} route
   * @param {{ retryNum: number, systemErrors: number, since: number }} course
   */
  async #attempt(order, route, course) {
    const { requestId, event, fn } = order
    const { outcome } = await this.invoker.invoke({ requestId, event, ...route, retryNum: course.retryNum })
    if (outcome.failure === null || this.closed) return
    const { retries, ttlSeconds } = fn.async ?? DEFAULT_ASYNC
    const systemErrors = course.systemErrors + (outcome.statusCode === SYSTEM_ERROR ? 1 : 0)
    const pauses = pausesAfter(outcome, { retryNum: course.retryNum, systemErrors, retries })
    if (pauses === undefined) return
    const pauseMs = pauses * this.delays.retryMs
    if (performance.now() + pauseMs - course.since > ttlSeconds * 1000) return
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      this.#again(order, { ...course, retryNum: course.retryNum + 1, systemErrors })
    }, pauseMs)
    this.timers.add(timer)
  }

  /** @param {Parameters<AsyncInvocations['submit']>[0]} order @param {{ retryNum: number, systemErrors: number, since: number }} course */
  #again(order, course) {
    try {
      void this.#attempt(order, this.invoker.route(order.fn, order.qualifier, order.key), course)
    } catch (error) {
      this.report(`The event ${order.requestId} could not be retried: ${/** @type {Error} */ (error).message}`)
    }
  }

  close() {
    this.closed = true
    for (const timer of this.timers) clearTimeout(timer)
  }
}

/**
 * How long to wait before the next attempt; undefined: there is none.
 * @param {Outcome} outcome
 * @param {{ retryNum: number, systemErrors: number, retries: number }} course
 */
function pausesAfter({ statusCode }, { retryNum, systemErrors, retries }) {
  if (statusCode === OVER_LIMIT) return 1
  if (statusCode === SYSTEM_ERROR) return Math.min(2 ** (systemErrors - 1), LONGEST_PAUSE)
  return retryNum - systemErrors < retries ? 1 : undefined
}
