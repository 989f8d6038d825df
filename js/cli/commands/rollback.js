// @ts-check
/** @import { Call } from '../commands.js' */
import { carriedOut } from '../carry-out.js'
import { openSession } from '../session.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { gray, inputs, head } = await openSession({ parsed, env, cwd }, { names: true })
  try {
    const wanted = { ...inputs, to: parsed.flags.to }
    await carriedOut(output, { head }, (onEvent) => gray.rollback(wanted, { signal, onEvent }))
    return 0
  } finally {
    await gray.close()
  }
}
