// @ts-check
/** @import { Call, Command } from '../commands.js' */
/** @import { PolicyDocument } from '../../types.js' */
import { usageError } from '../../errors.js'
import { aliasActions } from '../../inputs/flags.js'
import { rolloutActions } from '../../inputs/rollout-flags.js'
import { policyOf, policyOfPlan, policyTable } from '../../policy.js'
import { STORE } from '../../project/store.js'
import { renderPermissions, renderPolicyTable } from '../../render/index.js'
import { cosPlace, schemeOf } from '../../store/address.js'
import { storeCredentials } from '../../store/open.js'
import { nameOf } from '../names.js'
import { readPlanFile } from '../plan-file.js'
import { inputsOf, openProject } from '../session.js'

/** What names a place or a function, and asks for no call by itself. */
const places = ['stage', 'region', 'namespace', 'only']

/** @param {Call} call */
export async function run(call) {
  const { parsed, output } = call
  if (parsed.operands.length === 0) {
    const table = policyTable()
    output.show((look) => renderPolicyTable(table, look))
    output.document({ commands: table })
    return 0
  }
  const document = await documentOf(call)
  output.show(() => `${JSON.stringify(document.policy, null, 2)}\n`)
  if (!output.json) output.tell((look) => renderPermissions(document, look))
  output.document(document)
  return 0
}

/** @param {Call} call @returns {Promise<PolicyDocument>} */
async function documentOf({ parsed, env, cwd, commands: table }) {
  const [first, second, ...more] = parsed.operands
  const commands = commandsOf(table, parsed.operands)
  if (['plan', 'apply'].includes(first) && second !== undefined && !Object.hasOwn(table, nameOf(table, second))) {
    if (more.length > 0) {
      throw usageError('UnexpectedValue.behindPlanFile', { word: more[0] })
    }
    return policyOfPlan(await readPlanFile(cwd, second))
  }
  const project = await openProject({ parsed, env, cwd })
  const { region, namespace } = /** @type {Record<string, string | undefined>} */ (parsed.inputs)
  const store = bucketOf(parsed.flags.store ?? env[STORE] ?? project.inputs.store, env)
  if (project.form === 'none') return policyOf({ commands, store })
  const inputs = inputsOf(project, { typed: parsed.inputs, operands: [] })
  const exact = Object.keys(parsed.inputs).some((name) => !places.includes(name))
  const { stage, instance } = project
  return policyOf({ commands, inputs, exact, stage, region, namespace, instance, store })
}

/**
 * The bucket where the journal lies, unless the store has a key of its own.
 *
 * @param {any} named an address, or `{ url }` of the project file
 * @param {Record<string, string | undefined>} env
 */
function bucketOf(named, env) {
  const address = named?.url ?? named
  const inBucket = typeof address === 'string' && schemeOf(address) === 'cos:' && storeCredentials(env) === undefined
  return inBucket ? cosPlace(address) : undefined
}

/**
 * `alias` takes a second word: `alias update`. Alone it is all four. So does `rollout`, and means a tick.
 *
 * @param {Record<string, Command>} table
 * @param {string[]} words
 */
function commandsOf(table, words) {
  /** @type {string[]} */
  const commands = []
  for (let index = 0; index < words.length; index += 1) {
    if (words[index] === 'rollout') {
      // a tick does all that the others do
      if (rolloutActions.includes(words[index + 1])) index += 1
      commands.push('rollout tick')
    } else if (words[index] !== 'alias') commands.push(nameOf(table, words[index]))
    else if (aliasActions.includes(words[index + 1])) commands.push(`alias ${words[++index]}`)
    else commands.push(...aliasActions.map((action) => `alias ${action}`))
  }
  return commands
}
