// @ts-check
/** @import { Call } from '../commands.js' */
import { openArgs } from '../args.js'
import { carriedOut } from '../carry-out.js'
import { previewed } from '../preview.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const force = parsed.flags.force === true
  const { gray, args, project, head } = await openArgs({ parsed, env, cwd }, parsed.operands)
  try {
    if (parsed.flags.plan) {
      await previewed(output, head, (onEvent) => gray.planPrune(args, { project, force, signal, onEvent }))
    } else {
      await carriedOut(output, { head }, (onEvent) => gray.prune(args, { project, force, signal, onEvent }))
    }
    return 0
  } finally {
    await gray.close()
  }
}
