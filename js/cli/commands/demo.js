// @ts-check
/** @import { Call } from '../commands.js' */
import { rmSync } from 'node:fs'
import { runsHere, startEmulator } from '../../../emulator/index.js'
import { usageError } from '../../errors.js'
import { words } from '../../words/index.js'
import { makeProject } from '../demo/project.js'
import { play } from '../demo/story.js'

/** The draws of this one are inside their bands, like those of most others. */
const defaultSeed = '1'
const defaultRequests = 1000

/** @param {Call} call */
export async function run({ parsed, commands, output, signal }) {
  const { seed = defaultSeed, requests } = /** @type {Record<string, string | undefined>} */ (parsed.flags)
  const count = requestsOf(requests)
  const emulator = await startEmulator({ seed, log: (line) => output.say(words().cli.emulator.line(line)) })
  const project = makeProject(emulator.credential, { python: await runsHere('Python3.9') })
  // Also where a second Ctrl-C ends the process at once.
  const clear = () => rmSync(project.dir, { recursive: true, force: true })
  process.once('exit', clear)
  try {
    output.document(await play({ commands, emulator, project, seed, requests: count, output, signal }))
    return 0
  } finally {
    await emulator.close()
    clear()
    process.off('exit', clear)
  }
}

/**
 * @param {string | undefined} typed
 */
function requestsOf(typed) {
  const count = typed === undefined ? defaultRequests : Number(typed)
  if (Number.isInteger(count) && count >= 100 && count <= 100_000) return count
  throw usageError('InvalidFlag.requests', { value: String(typed) })
}
