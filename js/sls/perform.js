// @ts-check
/** @import { Grayscale } from '../grayscale.js' */
/** @import { Run } from './carry-out.js' */
/** @import { RunRequest } from './run-config.js' */
/** @import { Verb } from './verbs.js' */
import { renderPending, renderPlan, renderStatus } from '../render/index.js'
import { carryOut } from './carry-out.js'
import { look } from './engine.js'
import { functionVerb } from './function-verbs.js'
import { info } from './info.js'
import { outputsOf } from './outputs.js'
import { remove } from './remove.js'

/**
 * What each verb does, whichever engine calls it.
 *
 * @param {Verb} verb
 * @param {Grayscale} gray
 * @param {RunRequest} config
 * @param {Run} run
 * @returns {Promise<Record<string, any>>} the outputs
 */
export async function perform(verb, gray, config, run) {
  const ask = functionVerb(verb)
  if (ask) return ask(gray, config, run)
  const { inputs, project, force } = config
  switch (verb) {
    case 'plan':
      return plan(gray, inputs, { ...run, force })
    case 'info':
      return info(gray, config, run)
    case 'status':
      return status(gray, inputs, run)
    case 'rollback':
      return carryOut(run, (options) => gray.rollback(inputs, options))
    case 'resume':
      return carryOut(run, (options) => gray.resume(project, { ...options, force }))
    case 'abort':
      return carryOut(run, (options) => gray.abort({ ...options, project }))
    case 'remove':
      return remove(gray, config, run)
    default:
      return carryOut(run, (options) => gray.deploy(inputs, { ...options, force }))
  }
}

/**
 * @param {Grayscale} gray
 * @param {Record<string, any>} inputs
 * @param {Run & { force?: boolean }} run
 */
async function plan(gray, inputs, { engine, head, signal, force }) {
  const { lines } = await gray.plan(inputs, { signal, force })
  engine.say(renderPlan(lines, { ...look, head }))
  return {}
}

/**
 * @param {Grayscale} gray
 * @param {Record<string, any>} inputs
 * @param {Run} run
 */
async function status(gray, inputs, { engine, head, signal }) {
  const rows = await gray.status(inputs, { signal })
  engine.say(`${renderPending(await gray.pending(), look)}${renderStatus(rows, { ...look, head })}`)
  return outputsOf(rows)
}
