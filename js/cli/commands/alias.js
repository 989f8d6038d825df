// @ts-check
/** @import { ArgsSession } from '../args.js' */
/** @import { Call } from '../commands.js' */
import { usageError } from '../../errors.js'
import { aliasActions } from '../../inputs/flags.js'
import { nearest } from '../../inputs/nearest.js'
import { renderAliases } from '../../render/index.js'
import { watched } from '../../render/progress.js'
import { openArgs } from '../args.js'
import { carriedOut } from '../carry-out.js'
import { previewed } from '../preview.js'

const changes = /** @type {const} */ ({
  create: ['create', 'planCreate'],
  update: ['update', 'planUpdate'],
  delete: ['delete', 'planDelete'],
})

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const [action, ...rest] = parsed.operands
  if (!aliasActions.includes(action)) throw unknownAction(action)
  if (action !== 'list') nameAlias(parsed, rest)
  const session = await openArgs({ parsed, env, cwd }, action === 'list' ? rest : [])
  try {
    if (action === 'list') await list(session, output, signal)
    else await change(session, /** @type {keyof typeof changes} */ (action), { parsed, output, signal })
    return 0
  } finally {
    await session.gray.close()
  }
}

/**
 * @param {ArgsSession} session
 * @param {Call['output']} output
 * @param {AbortSignal} signal
 */
async function list({ gray, args, project }, output, signal) {
  const functions = await watched(output, (onEvent) => gray.aliases.list(args, { project, signal, onEvent }))
  output.show((look) => renderAliases(functions, look))
  output.document({ functions })
}

/**
 * @param {ArgsSession} session
 * @param {keyof typeof changes} action
 * @param {Pick<Call, 'parsed' | 'output' | 'signal'>} call
 */
async function change({ gray, args, project, head }, action, { parsed, output, signal }) {
  const [act, plan] = changes[action]
  const force = parsed.flags.force === true
  const words = /** @type {import('../../aliases.js').AliasArgs} */ (args)
  if (parsed.flags.plan) {
    await previewed(output, head, (onEvent) => gray.aliases[plan](words, { project, force, signal, onEvent }))
  } else {
    await carriedOut(output, { head }, (onEvent) => gray.aliases[act](words, { project, force, signal, onEvent }))
  }
}

/**
 * @param {Call['parsed']} parsed
 * @param {string[]} operands behind the action
 */
function nameAlias({ inputs }, [name, ...more]) {
  if (more.length > 0) {
    throw usageError('UnexpectedValue.secondAlias', { word: more[0] })
  }
  if (name === undefined) return
  if (inputs.name !== undefined) {
    throw usageError('RepeatedFlag.alias', {})
  }
  inputs.name = name
}

/** @param {string | undefined} action */
function unknownAction(action) {
  if (action === undefined) return usageError('UnknownCommand.aliasNone', { known: aliasActions })
  return usageError('UnknownCommand.alias', { word: action, ...nearest(action, aliasActions) })
}
