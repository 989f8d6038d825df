// @ts-check
/** @import { Call } from '../commands.js' */
import { beginsRollout } from '../../rollout.js'
import { someoneIsThere } from '../ask.js'
import { plannedFirst } from '../carry-out.js'
import { openSession } from '../session.js'
import { began, refuseWithoutRollout } from './rollout/began.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { gray, inputs, head } = await openSession({ parsed, env, cwd }, { createBucket: someoneIsThere() })
  const force = parsed.flags.force === true
  try {
    refuseWithoutRollout(parsed.flags, beginsRollout(inputs))
    // before anything is planned: it changes what the plan rests on
    if (parsed.flags.replace === true) await gray.rollouts.replace({ signal })
    const { rollout } = await plannedFirst(output, {
      head,
      signal,
      asks: !parsed.flags.yes,
      plan: (onEvent) => gray.plan(inputs, { force, signal, onEvent }),
      apply: (plan, onEvent) => gray.apply(plan, { force, signal, onEvent }),
      atOnce: (onEvent) => gray.deploy(inputs, { force, signal, onEvent }),
    })
    if (rollout === undefined) return 0
    return await began(gray, rollout, { detach: parsed.flags.detach === true, output, signal })
  } finally {
    await gray.close()
  }
}
