// @ts-check
/** @import { Call } from '../commands.js' */
import { confirmed, someoneIsThere } from '../ask.js'
import { carriedOut } from '../carry-out.js'
import { watched } from '../progress.js'
import { renderPlan } from '../render.js'
import { openSession } from '../session.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { gray, inputs, head } = await openSession({ parsed, env, cwd })
  const force = parsed.flags.force === true
  try {
    if (someoneIsThere() && !parsed.flags.yes) {
      // The plan may hold a question, so it is made first; carrying it out makes sure that it still holds.
      const plan = await watched(output, (onEvent) => gray.plan(inputs, { force, signal, onEvent }))
      output.announce((look) => renderPlan(plan.lines, { ...look, head }))
      if (plan.confirm) await confirmed(plan.confirm, { input: process.stdin, output: output.stderr, signal })
      await carriedOut(output, { head, plan: plan.lines }, (onEvent) => gray.apply(plan, { force, signal, onEvent }))
    } else {
      await carriedOut(output, { head }, (onEvent) => gray.deploy(inputs, { force, signal, onEvent }))
    }
    return 0
  } finally {
    await gray.close()
  }
}
