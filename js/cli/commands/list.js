// @ts-check
/** @import { Call } from '../commands.js' */
import { renderFunctions, renderPending } from '../../render/index.js'
import { watched } from '../../render/progress.js'
import { openSession } from '../session.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { gray, head } = await openSession({ parsed, env, cwd }, { bare: true })
  const { region, namespace, alias } = /** @type {Record<string, string | undefined>} */ (parsed.inputs)
  try {
    const triggers = parsed.flags.triggers === true
    const asked = { region, namespace, alias, ...(triggers && { triggers }) }
    const functions = await watched(output, (onEvent) => gray.functions(asked, { signal, onEvent }))
    const pending = await gray.pending()
    output.show((look) => `${renderPending(pending, look)}${renderFunctions(functions, { ...look, head })}`)
    output.document({ pending, functions })
    return 0
  } finally {
    await gray.close()
  }
}
