// @ts-check
/** @import { LogReport } from '../../types/generated.js' */
/** @import { Call } from '../commands.js' */
import { GrayscaleError } from '../../errors.js'
import { renderLogs, renderRows } from '../../render/index.js'
import { watched } from '../../render/progress.js'
import { sleep } from '../../runtime/sleep.js'
import { openArgs } from '../args.js'

/** Between two looks, each of which is one search: the log service finds a line some seconds after it was written. */
const PAUSE_MS = 2000

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { gray, args, project } = await openArgs({ parsed, env, cwd }, parsed.operands)
  const follow = parsed.flags.follow === true
  /** @param {Record<string, any>} more */
  const look = (more) => watched(output, (onEvent) => gray.logs({ ...args, ...more }, { project, signal, onEvent }))
  try {
    const first = await look(follow ? { follow } : {})
    output.show((look) => renderLogs(first, look))
    if (!follow) output.document(first)
    else await followed(first, { look, output, signal })
    return 0
  } catch (error) {
    // Ctrl-C is how following ends.
    if (follow && GrayscaleError.from(error).code === 'Interrupted') return 0
    throw error
  } finally {
    await gray.close()
  }
}

/**
 * Looks again and again from where the last answer ended. With `--json` each row is a document on a line of its own.
 *
 * @param {LogReport} first
 * @param {{ look: (more: Record<string, any>) => Promise<LogReport>, output: Call['output'], signal: AbortSignal }} way
 */
async function followed(first, { look, output, signal }) {
  for (const row of first.rows) output.document(row)
  let { cursor } = first
  while (!signal.aborted && cursor !== null) {
    await sleep(PAUSE_MS, signal)
    if (signal.aborted) return
    const next = await look({ cursor })
    for (const note of next.notes) output.say(note.text)
    output.show((look) => renderRows(next.rows, look))
    for (const row of next.rows) output.document(row)
    cursor = next.cursor
  }
}
