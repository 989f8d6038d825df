// @ts-check
/**
 * The verbs about functions that are there already. What was typed stands apart from the project's inputs: `name` is then
 * an alias's, `version` its main version.
 *
 * @module
 */
/** @import { Grayscale } from '../grayscale.js' */
/** @import { Run } from './carry-out.js' */
/** @import { RunRequest } from './run-config.js' */
/** @import { Verb } from './verbs.js' */

import { isGrayscaleError, problem } from '../errors.js'
import { renderAliases, renderInvoked, renderLogs, renderMetrics } from '../render/index.js'
import { carryOut } from './carry-out.js'
import { look } from './engine.js'
import { refuseOtherInputs, runOf } from './of-a-run.js'
import { askRollout } from './rollout.js'

/** @typedef {(gray: Grayscale, config: RunRequest, run: Run) => Promise<Record<string, any>>} Work */

/** @type {Record<string, Work>} */
const works = {
  'publish-ver': (gray, { typed, project, force }, run) =>
    carryOut(run, (options) => gray.publish(typed, { project, force, ...options })),
  undo: async (gray, { typed, project }, run) => {
    refuseOtherInputs('undo', typed)
    return carryOut(run, (options) => gray.undo(runOf(typed), { ...options, project }))
  },
  prune: (gray, { typed, project, force }, run) =>
    carryOut(run, (options) => gray.prune(typed, { project, force, ...options })),
  'create-alias': (gray, { typed, project, force }, run) =>
    carryOut(run, (options) => gray.aliases.create(alias(typed), { project, force, ...options })),
  'update-alias': (gray, { typed, project, force }, run) =>
    carryOut(run, (options) => gray.aliases.update(alias(typed), { project, force, ...options })),
  'delete-alias': (gray, { typed, project, force }, run) =>
    carryOut(run, (options) => gray.aliases.delete(alias(typed), { project, force, ...options })),
  'list-alias': async (gray, { typed, project }, { engine, signal }) => {
    engine.say(renderAliases(await gray.aliases.list(typed, { project, signal }), look))
    return {}
  },
  log: async (gray, { typed, project }, { engine, signal }) => {
    engine.say(renderLogs(await gray.logs(typed, { project, signal }), look))
    return {}
  },
  metric: async (gray, { typed, project }, { engine, signal }) => {
    const report = await gray.metrics(typed, { project, signal })
    engine.say(renderMetrics(report, look))
    const { ok, maxErrorRate, reason } = report.gate
    if (maxErrorRate !== null && ok !== true) {
      throw problem(ok === null ? 'GateNotKnown' : 'GateNotPassed', { reason })
    }
    return {}
  },
  rollout: (gray, { typed }, run) => askRollout(gray, typed, run),
  invoke: async (gray, { typed, project }, { engine, signal }) => {
    try {
      const invoked = await gray.invoke(typed, { project, signal })
      engine.say(`${renderInvoked(invoked, look)}${invoked.returned}`)
      return {}
    } catch (error) {
      if (isGrayscaleError(error) && error.result) engine.say(renderInvoked(/** @type {any} */ (error.result), look))
      throw error
    }
  },
}

/**
 * @param {Verb} verb
 * @returns {Work | undefined}
 */
export function functionVerb(verb) {
  return works[verb.replaceAll('_', '-')]
}

/** What else it may be is said by the planner. @param {Record<string, any>} typed */
function alias(typed) {
  return /** @type {import('../aliases.js').AliasArgs} */ (typed)
}
