// @ts-check
/** @import { Call } from '../commands.js' */
import { plannedFirst } from '../carry-out.js'
import { openRun } from '../session.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { gray, inputs: project, head } = await openRun({ parsed, env, cwd })
  try {
    await plannedFirst(output, {
      head,
      signal,
      asks: !parsed.flags.yes,
      plan: (onEvent) => gray.planAbort({ project, signal, onEvent }),
      apply: (plan, onEvent) => gray.apply(plan, { signal, onEvent }),
      atOnce: (onEvent) => gray.abort({ project, signal, onEvent }),
    })
    return 0
  } finally {
    await gray.close()
  }
}
