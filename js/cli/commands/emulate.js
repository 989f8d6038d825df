// @ts-check
/** @import { Call } from '../commands.js' */
import { FaultError, OptionError, readEmulatorOptions, startEmulator } from '../../emulator/index.js'
import { problem, usageError } from '../../errors.js'
import { exportLines } from '../../render/exports.js'
import { words } from '../../words/index.js'

/** @param {Call} call */
export async function run({ parsed, output, signal }) {
  if (parsed.operands.length > 0) {
    throw usageError('UnexpectedValue.noFlag', { word: parsed.operands[0], command: 'emulate' })
  }
  const emulator = await started(parsed.flags, (line) => output.say(words().cli.emulator.line(line)))
  const { url, port, credential } = emulator
  const { secretId, secretKey, token } = credential
  output.show(() => `${words().cli.emulator.listening(url)}\n${exportLines(emulator)}`)
  if (!emulator.isolated) output.say(words().cli.emulator.notIsolated())
  output.document({ url, port, secretId, secretKey, token })
  await new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', resolve, { once: true })
  })
  await emulator.close()
  return 0
}

/**
 * @param {Record<string, unknown>} flags
 * @param {(line: string) => void} log
 */
async function started(flags, log) {
  try {
    return await startEmulator({ ...readEmulatorOptions(flags), log })
  } catch (error) {
    const { code, message: why } = /** @type {NodeJS.ErrnoException} */ (error)
    if (error instanceof OptionError) {
      throw usageError('InvalidFlag.emulator', { flag: error.flag, why }, { cause: error })
    }
    if (error instanceof FaultError) throw usageError('InvalidFaults', { why }, { cause: error })
    throw problem('EmulatorFailed', { why, taken: code === 'EADDRINUSE' }, { cause: error })
  }
}
