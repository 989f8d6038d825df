// @ts-check

/** @type {Set<Promise<unknown>>} */
const running = new Set()

/**
 * Runs `work`, and where it fails, waits for the others before saying so: the components of one yml run side by side,
 * and the engine ends the process at the first error, in the middle of what the others do.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function waitForOthers(work) {
  const mine = work()
  running.add(mine)
  try {
    return await mine
  } catch (error) {
    await Promise.allSettled(running)
    throw error
  } finally {
    running.delete(mine)
  }
}
