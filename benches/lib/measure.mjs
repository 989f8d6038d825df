// @ts-check
/** How times are taken, and how they are told. */

/**
 * @typedef {object} Finding
 * @property {string} what
 * @property {string} value
 * @property {number} ratio measured against the goal's own measure; at most 1 where the goal is met
 * @property {string} goal
 * @property {boolean} met
 */

/**
 * Medians of several ways to do the same, in microseconds. Rounds take turns, so that what else the machine does hits
 * all of them alike; only ratios within one run mean something.
 *
 * @template {string} Name
 * @param {Record<Name, () => unknown>} ways
 * @param {{ rounds?: number, calls: number }} options
 * @returns {Record<Name, number>}
 */
export function compare(ways, { rounds = 41, calls }) {
  const names = /** @type {Name[]} */ (Object.keys(ways))
  const times = Object.fromEntries(names.map((name) => [name, /** @type {number[]} */ ([])]))
  for (let round = -5; round < rounds; round += 1) {
    for (const name of names) {
      const way = ways[name]
      const start = process.hrtime.bigint()
      for (let call = 0; call < calls; call += 1) way()
      const each = Number(process.hrtime.bigint() - start) / 1000 / calls
      if (round >= 0) times[name].push(each) // the first rounds are for the compiler
    }
  }
  return /** @type {Record<Name, number>} */ (Object.fromEntries(names.map((name) => [name, median(times[name])])))
}

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

/**
 * @param {string} what
 * @param {string} value
 * @param {string} goal
 * @param {number} ratio of what was measured to the most that the goal allows
 * @returns {Finding}
 */
export const finding = (what, value, goal, ratio) => ({
  what,
  value,
  ratio: Number(ratio.toFixed(3)),
  goal,
  met: ratio <= 1,
})
