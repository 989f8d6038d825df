// @ts-check
/** @import { Call } from '../../commands.js' */
import { usageError } from '../../../errors.js'
import { renderPolicy } from '../../../render/policy.js'
import { rolloutPolicy } from '../../../rollout.js'
import { readPolicy } from '../../policy-file.js'
import { openProject } from '../../session.js'
import { exitCodes } from './exit-codes.js'

/**
 * Says what a policy means, step by step, or all that is wrong with it. Calls nobody.
 *
 * @param {Call} call
 * @param {string | undefined} named a preset or a file; the project's policy by default
 */
export async function lint({ parsed, output, env, cwd }, named) {
  const written = named === undefined ? (await openProject({ parsed, env, cwd })).inputs.rollout : undefined
  if (named === undefined && written === undefined) throw usageError('MissingValue.rollout', {})
  const policy = rolloutPolicy(named === undefined ? written : await readPolicy(cwd, named))
  output.show((look) => renderPolicy(policy, look))
  output.document(policy)
  return exitCodes.good
}
