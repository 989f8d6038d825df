// @ts-check
/** @import { Call } from '../commands.js' */
import { plannedFirst } from '../carry-out.js'
import { openRun } from '../session.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { gray, inputs, head } = await openRun({ parsed, env, cwd }, { whole: true, createBucket: true })
  const force = parsed.flags.force === true
  try {
    await plannedFirst(output, {
      head,
      signal,
      asks: !parsed.flags.yes,
      plan: (onEvent) => gray.planResume(inputs, { force, signal, onEvent }),
      apply: (plan, onEvent) => gray.apply(plan, { force, signal, onEvent }),
      atOnce: (onEvent) => gray.resume(inputs, { force, signal, onEvent }),
    })
    return 0
  } finally {
    await gray.close()
  }
}
