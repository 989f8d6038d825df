// @ts-check
/** @import { Call } from '../commands.js' */
import { usageError } from '../../errors.js'
import { confirmed, someoneIsThere } from '../ask.js'
import { carriedOut } from '../carry-out.js'
import { watched } from '../progress.js'
import { renderPlan } from '../render.js'
import { openSession } from '../session.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const [run, more] = parsed.operands
  if (more !== undefined) {
    throw usageError('UnexpectedValue', `undo takes one run, and ${more} is a second one`, 'undo them one by one')
  }
  const { gray, head } = await openSession({ parsed, env, cwd }, { bare: true })
  try {
    if (someoneIsThere() && !parsed.flags.yes) {
      const plan = await watched(output, (onEvent) => gray.planUndo(run, { signal, onEvent }))
      output.announce((look) => renderPlan(plan.lines, { ...look, head }))
      if (plan.confirm) await confirmed(plan.confirm, { input: process.stdin, output: output.stderr, signal })
      await carriedOut(output, { head, plan: plan.lines }, (onEvent) => gray.apply(plan, { signal, onEvent }))
    } else {
      await carriedOut(output, { head }, (onEvent) => gray.undo(run, { signal, onEvent }))
    }
    return 0
  } finally {
    await gray.close()
  }
}
