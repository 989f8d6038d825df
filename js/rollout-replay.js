// @ts-check
/** A policy rehearsed on what functions really served. */
/** @import { Inputs } from './types/generated.js' */
import { rolloutReplay } from './rollout.js'

/**
 * How rehearsals with one kind of canary went.
 *
 * @typedef {object} Rehearsed
 * @property {1 | 4 | 'broken'} times how many times as often as stable the canary fails; 1 is the same code
 * @property {number} runs
 * @property {number} done so many ended with the canary released
 * @property {number} rolledBack so many with all traffic back
 * @property {number} paused so many waited for a person, or had no end
 * @property {number} [minutes] the median of minutes until it went back, where any did
 * @property {number} [failed] the median of calls that failed until then and would not have failed on stable
 */

/** @typedef {{ key: string, minutes: number, calls: number, bad: number, rehearsals: Rehearsed[] }} Replayed */

const kinds = /** @type {const} */ ([1, 4, 'broken'])

/**
 * @param {Inputs['rollout']} policy
 * @param {{ key: string, minutes: [calls: number, bad: number][] }} recorded
 * @param {{ runs: number, seed: number }} options
 * @returns {Replayed}
 */
export function replayed(policy, recorded, { runs, seed }) {
  const { minutes } = recorded
  const known = summed(recorded)
  if (known.calls === 0) return { ...known, rehearsals: [] }
  const rehearsals = kinds.map((times) => {
    const ends = rolloutReplay(policy, minutes, { runs, seed, ...(times !== 1 && { times }) })
    const back = ends.filter(({ state }) => state === 'rolledBack')
    const done = ends.filter(({ state }) => state === 'done').length
    const told = back.length === 0 ? {} : { minutes: median(back, 'minutes'), failed: median(back, 'failed') }
    return { times, runs, done, rolledBack: back.length, paused: runs - done - back.length, ...told }
  })
  return { ...known, rehearsals }
}

/**
 * How much was recorded.
 *
 * @param {{ key: string, minutes: [calls: number, bad: number][] }} recorded
 */
export function summed({ key, minutes }) {
  const sum = (/** @type {0 | 1} */ at) => minutes.reduce((all, minute) => all + minute[at], 0)
  return { key, minutes: minutes.length, calls: sum(0), bad: sum(1) }
}

/** @param {{ minutes: number, failed: number }[]} all @param {'minutes' | 'failed'} of */
function median(all, of) {
  const sorted = all.map((one) => one[of]).sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)]
}
