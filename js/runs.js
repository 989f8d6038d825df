// @ts-check
/** @import { Runner, RunnerOptions } from './runtime/runner.js' */
/** @import { RolloutState } from './rollouts.js' */
/** @import { RunResult } from './types/generated.js' */
import { GrayscaleError } from './errors.js'
import { beginsRollout } from './rollout.js'

/** @typedef {RunResult & { rollout?: RolloutState }} WithRollout `rollout`: the one that began or ended with the run */

/** Runs that give functions back what they were before. */
const goesBack = ['rollback', 'abort', 'undo']

/**
 * Runs that a rollout begins or ends with.
 *
 * @param {Runner} runner
 * @param {ReturnType<typeof import('./rollouts.js').rolloutsOf>} rollouts
 */
export function runsOf(runner, rollouts) {
  return {
    /**
     * A run; where it is a deploy whose inputs begin a rollout, that too.
     *
     * @param {Record<string, any>} request
     * @param {RunnerOptions & { replace?: boolean }} [options]
     * @returns {Promise<WithRollout>}
     */
    async carriedOut(request, { replace, ...options } = {}) {
      const deploys = request.kind === undefined || request.kind === 'deploy'
      if (deploys && beginsRollout(request.inputs)) return rollouts.begin(request, { replace, ...options })
      return goesBack.includes(request.kind) ? this.back(request, options) : (await runner.run(request, options)).run
    },
    /**
     * A run that goes back: it waits for no rollout, and one whose functions it moved ends with it.
     *
     * @param {Record<string, any>} request
     * @param {RunnerOptions} [options]
     * @returns {Promise<WithRollout>}
     */
    async back(request, { signal, onEvent, ...options } = {}) {
      const { run, rollout: id } = await runner.run(request, { signal, onEvent, ...options })
      if (id === undefined) return run
      try {
        const rollout = await rollouts.met(id, run.functions, { signal, onEvent })
        return rollout === undefined ? run : { ...run, rollout }
      } catch (error) {
        // what was done is done, whatever became of the rollout
        throw Object.assign(GrayscaleError.from(error), { result: run })
      }
    },
  }
}
