// @ts-check
/** What a policy would have done, and what it can see: on the minutes that the monitor has. Nothing is written. */
/** @import { RunOptions } from './options.js' */
/** @import { Inputs } from './types/generated.js' */
import { core } from '#load'
import { fromCore } from './errors.js'
import { withoutShares } from './inputs/rollout.js'
import { rolloutPolicy, rolloutPower } from './rollout.js'
import { replayed, summed } from './rollout-replay.js'

/** In seconds. */
const DAY = 86_400

/**
 * @typedef {object} Forecast
 * @property {string} key of the function
 * @property {number} minutes that were recorded
 * @property {number} calls
 * @property {number} bad
 * @property {ReturnType<typeof rolloutPower>} [power] absent where there were no calls
 */

/**
 * @param {(request: any, how: RunOptions) => Promise<any>} look
 */
export function rehearsalOf(look) {
  /**
   * The minutes that the monitor has of functions, calls and bad calls by the alias.
   *
   * @param {Inputs} inputs
   * @param {number} seconds so far back
   * @param {RunOptions} how
   * @returns {Promise<{ key: string, minutes: [calls: number, bad: number][] }[]>}
   */
  const minutesOf = async (inputs, seconds, how) => {
    const { rollout: _, ...rest } = withoutShares(inputs)
    const seen = await look({ do: 'look', inputs: rest, asked: { delay: 0, metrics: [], functions: [] } }, how)
    const request = fromCore(() => core.beforeReplay(JSON.stringify(seen), inputs.alias, seen.now - seconds))
    const minutes = JSON.stringify(await look(JSON.parse(request), how))
    return fromCore(() => core.recordedMinutes(minutes))
  }
  return {
    /**
     * Rehearses a policy on the minutes that the monitor has of the alias: with the same code on both sides, with a canary that
     * fails four times as often, and with one that always fails. Writes nothing.
     *
     * @param {Inputs} inputs which functions
     * @param {{ policy?: Inputs['rollout'], seconds?: number, runs?: number, seed?: number } & RunOptions} [options] `policy` as of `start`;
     *   `seconds`: so far back, a day by default; `runs`: rehearsals of each kind, 200 by default
     * @returns {Promise<{ seed: number, functions: import('./rollout-replay.js').Replayed[] }>}
     */
    async replay(inputs, { policy = inputs.rollout || true, seconds = DAY, runs = 200, seed = 1, ...how } = {}) {
      rolloutPolicy(policy)
      const recorded = await minutesOf(inputs, seconds, how)
      return { seed, functions: recorded.map((one) => replayed(policy, one, { runs, seed })) }
    },
    /**
     * What a policy can see with the traffic that each function had: how many calls show that the canary is healthy, after how many
     * minutes one is seen that fails, and what the policy can't do. Writes nothing.
     *
     * @param {Inputs} inputs which functions
     * @param {{ policy?: Inputs['rollout'], seconds?: number, seed?: number } & RunOptions} [options] as of `replay`
     * @returns {Promise<{ seed: number, functions: Forecast[] }>}
     */
    async power(inputs, { policy = inputs.rollout || true, seconds = DAY, seed = 1, ...how } = {}) {
      rolloutPolicy(policy)
      const recorded = await minutesOf(inputs, seconds, how)
      const functions = recorded.map((one) => {
        const known = summed(one)
        return known.calls === 0 ? known : { ...known, power: rolloutPower(policy, { minutes: one.minutes, seed }) }
      })
      return { seed, functions }
    },
  }
}
