// @ts-check
/** @import { Call } from '../commands.js' */
import { FaultError, OptionError, readEmulatorOptions, startEmulator } from '../../emulator/index.js'
import { GrayscaleError, usageError } from '../../errors.js'
import { exportLines } from '../../render/exports.js'

const NOT_ISOLATED =
  'functions run as you, and can read the environment of your processes: docs/emulator.md, "What is protected from whom"'

/** @param {Call} call */
export async function run({ parsed, output, signal }) {
  if (parsed.operands.length > 0) {
    throw usageError(
      'UnexpectedValue',
      `${JSON.stringify(parsed.operands[0])} belongs to no flag`,
      'grayscale emulate --help shows the flags',
    )
  }
  const emulator = await started(parsed.flags, (line) => output.say(`emulator: ${line}`))
  const { url, port, credential } = emulator
  const { secretId, secretKey, token } = credential
  output.show(() => `listening on ${url}\n${exportLines(emulator)}`)
  if (!emulator.isolated) output.say(NOT_ISOLATED)
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
    if (error instanceof OptionError)
      throw usageError('InvalidFlag', error.message, `correct --${error.flag}`, { cause: error })
    if (error instanceof FaultError) {
      const hint = 'docs/emulator.md has every fault with an example'
      throw usageError('InvalidFaults', `--faults: ${error.message}`, hint, { cause: error })
    }
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error)
    const hint =
      code === 'EADDRINUSE'
        ? 'another program listens there: --port 0 picks a free one'
        : 'correct the flag that it is about, and start again'
    throw new GrayscaleError(
      { code: 'EmulatorFailed', message: `the emulator can't start: ${message}`, hint },
      { cause: error },
    )
  }
}
