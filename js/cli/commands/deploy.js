// @ts-check
/** @import { Call } from '../commands.js' */
import { someoneIsThere } from '../ask.js'
import { plannedFirst } from '../carry-out.js'
import { openSession } from '../session.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { gray, inputs, head } = await openSession({ parsed, env, cwd }, { createBucket: someoneIsThere() })
  const force = parsed.flags.force === true
  try {
    await plannedFirst(output, {
      head,
      signal,
      asks: !parsed.flags.yes,
      plan: (onEvent) => gray.plan(inputs, { force, signal, onEvent }),
      apply: (plan, onEvent) => gray.apply(plan, { force, signal, onEvent }),
      atOnce: (onEvent) => gray.deploy(inputs, { force, signal, onEvent }),
    })
    return 0
  } finally {
    await gray.close()
  }
}
