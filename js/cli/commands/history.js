// @ts-check
/** @import { Call } from '../commands.js' */
import { isGrayscaleError } from '../../errors.js'
import { renderHistory } from '../../render/index.js'
import { openSession } from '../session.js'

/** @param {Call} call */
export async function run({ parsed, output, env, cwd }) {
  const { gray } = await openSession({ parsed, env, cwd }, { bare: true })
  const { verify, limit } = /** @type {{ verify?: true, limit?: string }} */ (parsed.flags)
  /** @param {import('../../types.js').History} history */
  const show = (history) => output.show((look) => renderHistory(history, look))
  try {
    const history = await gray.history({ verify, limit })
    show(history)
    output.document(history)
    return 0
  } catch (error) {
    // what the runs of a broken journal say is shown all the same, and how far it can be relied on comes behind it
    if (isGrayscaleError(error) && error.result) show(/** @type {any} */ (error.result))
    throw error
  } finally {
    await gray.close()
  }
}
