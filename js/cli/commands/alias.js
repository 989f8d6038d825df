// @ts-check
/** @import { ArgsSession } from '../args.js' */
/** @import { Call } from '../commands.js' */
import { usageError } from '../../errors.js'
import { suggestion } from '../../inputs/nearest.js'
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
const actions = ['list', ...Object.keys(changes)]

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const [action, ...rest] = parsed.operands
  if (!actions.includes(action)) throw unknownAction(action)
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
  const words = /** @type {import('../../aliases.js').AliasArgs} */ (args)
  if (parsed.flags.plan) {
    await previewed(output, head, (onEvent) => gray.aliases[plan](words, { project, signal, onEvent }))
  } else {
    await carriedOut(output, { head }, (onEvent) => gray.aliases[act](words, { project, signal, onEvent }))
  }
}

/**
 * @param {Call['parsed']} parsed
 * @param {string[]} operands behind the action
 */
function nameAlias({ inputs }, [name, ...more]) {
  if (more.length > 0) {
    const hint = `one alias at a time; a function is named by --function ${more[0]}`
    throw usageError('UnexpectedValue', `${JSON.stringify(more[0])} belongs to no flag`, hint)
  }
  if (name === undefined) return
  if (inputs.name !== undefined) {
    throw usageError('RepeatedFlag', 'the alias is named twice: by --name and without a flag', 'name it once')
  }
  inputs.name = name
}

/** @param {string | undefined} action */
function unknownAction(action) {
  const message = action === undefined ? 'alias is followed by no action' : `alias knows no ${JSON.stringify(action)}`
  return usageError('UnknownCommand', message, action === undefined ? actions.join(', ') : suggestion(action, actions))
}
