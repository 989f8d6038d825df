// @ts-check

/**
 * Works that are done one at a time, in the order in which they were asked for. One that fails does not hold up the next.
 *
 * @returns {<T>(work: () => Promise<T>) => Promise<T>}
 */
export function turns() {
  /** @type {Promise<unknown>} */
  let queue = Promise.resolve()
  return (work) => {
    const done = queue.then(work)
    queue = done.catch(() => {})
    return done
  }
}
