// @ts-check
/** @import { Call } from '../commands.js' */
import { carriedOut } from '../carry-out.js'
import { openSession } from '../session.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { gray, inputs, head } = await openSession({ parsed, env, cwd }, { bare: true })
  try {
    await carriedOut(output, { head }, (onEvent) =>
      gray.resume(inputs, { force: parsed.flags.force === true, signal, onEvent }),
    )
    return 0
  } finally {
    await gray.close()
  }
}
