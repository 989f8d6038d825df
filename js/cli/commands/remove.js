// @ts-check
/** @import { Call } from '../commands.js' */
import { removal } from '../../project/removal.js'
import { renderPlan } from '../../render/index.js'
import { watched } from '../../render/progress.js'
import { words } from '../../words/index.js'
import { someoneIsThere, typedOut } from '../ask.js'
import { carriedOut } from '../carry-out.js'
import { openSession } from '../session.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { gray, project, inputs, head } = await openSession({ parsed, env, cwd }, { names: true })
  const force = parsed.flags.force === true
  try {
    const narrowed = parsed.operands.length > 0 || inputs.only !== undefined
    const { order, created } = await removal(gray, inputs, { alone: project.alone, narrowed, force, signal })
    const plan = await watched(output, (onEvent) => gray.planRemove(order, { created, force, signal, onEvent }))
    if (parsed.flags.plan) {
      output.show((look) => renderPlan(plan.lines, { ...look, head }))
      output.document(plan.toJSON())
      return 0
    }
    output.announce((look) => renderPlan(plan.lines, { ...look, head }))
    if (!plan.unchanged && someoneIsThere() && !parsed.flags.yes) {
      const question = words().cli.confirmRemove('remove')
      await typedOut('remove', question, { input: process.stdin, output: output.stderr, signal })
    }
    await carriedOut(output, { head, plan: plan.lines }, (onEvent) => gray.apply(plan, { force, signal, onEvent }))
    return 0
  } finally {
    await gray.close()
  }
}
