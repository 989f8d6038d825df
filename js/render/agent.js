// @ts-check
/** @import { RolloutAgent } from '../types/generated.js' */
/** @import { Look } from './text.js' */
import { version } from '../version.js'
import { words } from '../words/index.js'
import { clean, pairs, plain } from './text.js'

/**
 * The agent of a log, and what it comes to.
 *
 * @param {RolloutAgent} agent
 * @param {Look} [look]
 * @returns {string}
 */
export function renderAgent({ name, region, log, exists, role, madeWith, timer, perMonth }, look = {}) {
  const { paint = plain, width = 80 } = look
  const said = words().render.agent
  /** @type {[string, string][]} */
  const rows = [
    [said.agent(), exists ? `${name} (${region})` : said.none(name)],
    [said.log(), log],
  ]
  if (exists) {
    const was = madeWith ?? '?'
    rows.push([said.role(), role ?? '–'], [said.timer(), timer ? said.on() : said.off()])
    rows.push([said.madeWith(), was === version ? was : said.older(was, version)])
  }
  rows.push([said.cost(), said.perMonth(perMonth)])
  const shown = rows.map(([name, value]) => /** @type {[string, string]} */ ([name, clean(value)]))
  return `${pairs(shown, { paint, indent: '', width }).join('\n')}\n`
}

/**
 * What a role for the agent is made of, as CAM's console takes it.
 *
 * @param {{ trust: object, policy: object }} policies
 * @param {Look} [look]
 * @returns {string}
 */
export function renderAgentPolicies({ trust, policy }, { paint = plain } = {}) {
  const said = words().render.agent
  const json = (/** @type {object} */ value) => JSON.stringify(value, null, 2)
  return `${paint.bold(said.trust())}\n${json(trust)}\n\n${paint.bold(said.policy())}\n${json(policy)}\n`
}
