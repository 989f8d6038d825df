// @ts-check
/** @import { Call } from '../commands.js' */
import { openAsked } from '../asked.js'
import { carriedOut } from '../carry-out.js'
import { previewed } from '../preview.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { gray, asked, project, head } = await openAsked({ parsed, env, cwd }, parsed.operands)
  const force = parsed.flags.force === true
  try {
    if (parsed.flags.plan) {
      await previewed(output, head, (onEvent) => gray.planPublish(asked, { project, force, signal, onEvent }))
    } else {
      await carriedOut(output, { head }, (onEvent) => gray.publish(asked, { project, force, signal, onEvent }))
    }
    return 0
  } finally {
    await gray.close()
  }
}
