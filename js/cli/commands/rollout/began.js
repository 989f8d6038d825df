// @ts-check
/** @import { RolloutState } from '../../../rollouts.js' */
/** @import { Call } from '../../commands.js' */
/** @import { Session } from '../../session.js' */
import { usageError } from '../../../errors.js'
import { renderRollout } from '../../../render/index.js'
import { words } from '../../../words/index.js'
import { someoneIsThere } from '../../ask.js'
import { exitCodes } from './exit-codes.js'
import { watch } from './watch.js'

/**
 * What follows a rollout's first share: on a terminal the command stays with it; elsewhere it says how to look after it.
 *
 * @param {Session['gray']} gray
 * @param {RolloutState} state
 * @param {{ detach: boolean, output: Call['output'], signal: AbortSignal }} options
 * @returns {Promise<number>} the exit code
 */
export async function began(gray, state, { detach, output, signal }) {
  const { id, ended, decision } = state
  if (!ended && !detach && !output.json && someoneIsThere()) return watch(gray, { state, output, signal })
  const after = ended ? '' : `\n${words().render.rollout.lookAfter({ id })}\n`
  output.show((look) => `\n${renderRollout(state, look)}${after}`)
  return decision.do === 'rollBack' ? exitCodes.ended : exitCodes.good
}

/**
 * Flags that only mean something where a rollout begins.
 *
 * @param {Call['parsed']['flags']} flags
 * @param {boolean} begins
 */
export function refuseWithoutRollout(flags, begins) {
  const flag = begins ? undefined : ['detach', 'replace'].find((name) => flags[name] !== undefined)
  if (flag !== undefined) throw usageError('MisplacedInput.withoutRollout', { written: `--${flag}` })
}
