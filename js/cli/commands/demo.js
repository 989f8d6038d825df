// @ts-check
/** @import { Call } from '../commands.js' */
import { rmSync } from 'node:fs'
import { startEmulator } from '../../../emulator/index.js'
import { usageError } from '../../errors.js'
import { makeProject } from '../demo/project.js'
import { play } from '../demo/story.js'

/** The draws of this one are inside their bands, like those of most others. */
const defaultSeed = '1'
const defaultRequests = 2000

/** @param {Call} call */
export async function run({ parsed, commands, output, signal }) {
  const { seed = defaultSeed, requests } = /** @type {Record<string, string | undefined>} */ (parsed.flags)
  const count = requestsOf(requests, parsed.operands)
  const emulator = await startEmulator({ seed, log: (line) => output.say(`emulator: ${line}`) })
  const project = makeProject(emulator.credential)
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
 * @param {string[]} operands
 */
function requestsOf(typed, operands) {
  if (operands.length > 0)
    throw usageError(
      'UnexpectedValue',
      `${JSON.stringify(operands[0])} belongs to no flag`,
      'grayscale demo --help shows the flags',
    )
  const count = typed === undefined ? defaultRequests : Number(typed)
  if (Number.isInteger(count) && count >= 100 && count <= 100_000) return count
  throw usageError(
    'InvalidFlag',
    `--requests ${typed} is no whole number from 100 to 100000`,
    'such as --requests 2000',
  )
}
