// @ts-check
/** @import { Call } from '../../commands.js' */
import { usageError } from '../../../errors.js'
import { watched } from '../../../render/progress.js'
import { renderReplay } from '../../../render/replay.js'
import { readPolicy } from '../../policy-file.js'
import { openSession } from '../../session.js'
import { exitCodes } from './exit-codes.js'

const units = { m: 60, h: 3600, d: 86_400 }

/**
 * Rehearses a policy on the minutes that the monitor has. Writes nothing.
 *
 * @param {Call} call
 * @param {string[]} functions
 */
export async function replay({ parsed, output, signal, env, cwd }, functions) {
  const { rollout: typed, from, seed } = /** @type {Record<string, string | undefined>} */ (parsed.flags)
  const policy = typed === undefined ? undefined : await readPolicy(cwd, typed)
  const asked = { policy, seconds: secondsOf(from), seed: seedOf(seed) }
  const { gray, inputs } = await openSession({ parsed, env, cwd }, { operands: functions, names: true })
  try {
    const all = await watched(output, (onEvent) => gray.rollouts.replay(inputs, { ...asked, signal, onEvent }))
    output.show((look) => renderReplay(all, look))
    output.document(all)
    return exitCodes.good
  } finally {
    await gray.close()
  }
}

/** @param {string | undefined} typed */
function secondsOf(typed) {
  if (typed === undefined) return undefined
  const [, number, unit] = /^([1-9]\d{0,4})([mhd])$/.exec(typed) ?? []
  if (number === undefined) throw usageError('InvalidFlag.from', { value: typed })
  return Number(number) * units[/** @type {keyof typeof units} */ (unit)]
}

/** @param {string | undefined} typed */
function seedOf(typed) {
  if (typed === undefined) return undefined
  if (!/^\d{1,9}$/.test(typed)) throw usageError('InvalidFlag.seed', { value: typed })
  return Number(typed)
}
