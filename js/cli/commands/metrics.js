// @ts-check
/** @import { Call } from '../commands.js' */
import { openAsked } from '../asked.js'
import { watched } from '../progress.js'
import { renderMetrics } from '../render.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { gray, asked, project } = await openAsked({ parsed, env, cwd }, parsed.operands)
  try {
    const report = await watched(output, (onEvent) => gray.metrics(asked, { project, signal, onEvent }))
    output.show((look) => renderMetrics(report, look))
    output.document(report)
    return 0
  } finally {
    await gray.close()
  }
}
