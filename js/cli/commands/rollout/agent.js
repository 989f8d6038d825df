// @ts-check
/** @import { Call } from '../../commands.js' */
import { Agent } from '../../../agent/agent.js'
import { usageError } from '../../../errors.js'
import { nearest } from '../../../inputs/nearest.js'
import { rolloutAgentActions } from '../../../inputs/rollout-flags.js'
import { policyOf } from '../../../policy.js'
import { storeChoice } from '../../../project/store.js'
import { renderAgent, renderAgentPolicies } from '../../../render/agent.js'
import { renderResult } from '../../../render/index.js'
import { watched } from '../../../render/progress.js'
import { cosPlace } from '../../../store/address.js'
import { currentReader } from '../../../words/reader.js'
import { openSession } from '../../session.js'

/** Who may take the role: https://cloud.tencent.com/document/product/598/10603. */
const trust = {
  version: '2.0',
  statement: [{ action: 'name/sts:AssumeRole', effect: 'allow', principal: { service: ['scf.qcloud.com'] } }],
}

/**
 * The agent of a log: a timer function that looks after its rollouts where no machine of ours runs.
 *
 * @param {Call} call
 * @param {string[]} words behind `agent`
 */
export async function agentCommand(call, [action, more]) {
  const { parsed, output, signal } = call
  if (!rolloutAgentActions.includes(action)) throw unknownAction(action)
  if (more !== undefined) throw usageError('UnexpectedValue.noFlag', { word: more, command: `rollout agent ${action}` })
  const variables = exportedOf(parsed.flags.env, call.env)
  const { project, named, gray } = await openSession(call, { bare: true })
  await gray.close()
  const { address, log } = storeChoice(named) ?? {}
  const bucket = address?.startsWith('cos:') ? cosPlace(address) : undefined
  const { role, region: typed } = /** @type {Record<string, string | undefined>} */ (parsed.inputs)
  const region = typed ?? project.inputs.region ?? bucket?.region
  const agent = new Agent(named, { log: log ?? '', store: address, region, role, language: currentReader().language })
  try {
    if (action === 'status') {
      const standing = await agent.status()
      output.show((look) => renderAgent(standing, look))
      output.document(standing)
      return 0
    }
    if (action === 'deploy' && role === undefined && (await agent.status()).role === undefined) {
      const { policy } = policyOf({ commands: 'rollout tick', store: bucket })
      output.show((look) => renderAgentPolicies({ trust, policy }, look))
      throw usageError('MissingValue.agentRole', { trust, policy })
    }
    const work = action === 'deploy' ? 'deploy' : 'remove'
    const { agent: there, run } = await watched(output, (onEvent) => agent[work]({ variables, signal, onEvent }))
    if (run) output.show((look) => renderResult(run, look))
    output.show((look) => renderAgent(there, look))
    output.document({ agent: there, run })
    return 0
  } finally {
    await agent.close()
  }
}

/**
 * The exported variables that the function gets.
 *
 * @param {string | true | undefined} typed their names
 * @param {Record<string, string | undefined>} env
 * @returns {Record<string, string>}
 */
function exportedOf(typed, env) {
  if (typeof typed !== 'string') return {}
  const names = typed.split(',').map((name) => name.trim())
  const missing = names.filter((name) => env[name] === undefined)
  if (missing.length > 0) throw usageError('MissingValue.exported', { names: missing })
  return Object.fromEntries(names.map((name) => [name, String(env[name])]))
}

/** @param {string | undefined} action */
function unknownAction(action) {
  if (action === undefined) return usageError('UnknownCommand.rolloutAgentNone', { known: rolloutAgentActions })
  return usageError('UnknownCommand.rolloutAgent', { word: action, ...nearest(action, rolloutAgentActions) })
}
