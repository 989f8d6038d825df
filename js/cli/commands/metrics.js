// @ts-check
/** @import { Call } from '../commands.js' */

import { renderMetrics } from '../../render/index.js'
import { watched } from '../../render/progress.js'
import { openArgs } from '../args.js'

/** Exit codes of a gate, by its answer. It passes where it is true alone. */
const exitCodes = { true: 0, false: 1, null: 5 }

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { gray, args, project } = await openArgs({ parsed, env, cwd }, parsed.operands)
  try {
    const report = await watched(output, (onEvent) => gray.metrics(args, { project, signal, onEvent }))
    output.show((look) => renderMetrics(report, look))
    output.document(report)
    const { ok, maxErrorRate } = report.gate
    return maxErrorRate === null ? 0 : exitCodes[`${ok}`]
  } finally {
    await gray.close()
  }
}
