// @ts-check
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
