// @ts-check
/** @import { Call } from '../commands.js' */
import { isGrayscaleError } from '../../errors.js'
import { renderPower } from '../../render/power.js'
import { clean } from '../../render/text.js'
import { beginsRollout } from '../../rollout.js'
import { someoneIsThere } from '../ask.js'
import { plannedFirst } from '../carry-out.js'
import { nameSource } from '../hosts.js'
import { openSession } from '../session.js'
import { began, refuseWithoutRollout } from './rollout/began.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const session = await openSession({ parsed, env, cwd }, { createBucket: someoneIsThere() })
  const { gray, inputs, head, named, source } = session
  const force = parsed.flags.force === true
  try {
    refuseWithoutRollout(parsed.flags, beginsRollout(inputs))
    await nameSource(named, inputs.rollout, { source, asks: !parsed.flags.yes })
    // before anything is planned: it changes what the plan rests on
    if (parsed.flags.replace === true) await gray.rollouts.replace({ signal })
    const { rollout } = await plannedFirst(output, {
      head,
      signal,
      asks: !parsed.flags.yes,
      plan: (onEvent) => gray.plan(inputs, { force, signal, onEvent }),
      apply: (plan, onEvent) => gray.apply(plan, { force, signal, onEvent }),
      atOnce: (onEvent) => gray.deploy(inputs, { force, signal, onEvent }),
      besides: beginsRollout(inputs) ? (onEvent) => canSee(gray, inputs, { signal, onEvent }) : undefined,
    })
    if (rollout === undefined) return 0
    return await began(gray, rollout, { detach: parsed.flags.detach === true, output, signal })
  } finally {
    await gray.close()
  }
}

/**
 * What the rollout can see with the traffic of the last day. Without figures there is nothing to say, and the deploy may go on.
 *
 * @param {import('../../index.js').Grayscale} gray
 * @param {any} inputs
 * @param {{ signal: AbortSignal, onEvent: (event: any) => void }} options
 * @returns {Promise<(look: import('../../render/text.js').Look) => string>}
 */
async function canSee(gray, inputs, { signal, onEvent }) {
  try {
    const power = await gray.rollouts.power(inputs, { signal, onEvent })
    return (look) => renderPower(power, look)
  } catch (error) {
    if (!isGrayscaleError(error) || error.class === 'interrupted') throw error
    return () => `${clean(error.message)}\n`
  }
}
