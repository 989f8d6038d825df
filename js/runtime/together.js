// @ts-check
/**
 * Does the same with each item, some at once, and gives the results in the order of the items.
 *
 * @template T, R
 * @param {readonly T[]} items
 * @param {number} most so many at once
 * @param {(item: T) => Promise<R>} perform
 * @returns {Promise<R[]>}
 */
export async function together(items, most, perform) {
  /** @type {R[]} */
  const results = new Array(items.length)
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const at = next++
      results[at] = await perform(items[at])
    }
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker))
  return results
}
