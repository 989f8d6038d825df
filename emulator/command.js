// @ts-check
// The command: starts an emulator, prints its address and key, and runs until it is stopped. `scf-emulator` is this
// function behind a command line of its own (main.js), `grayscale emulate` is the same function behind grayscale's.
// The emulator is loaded when it starts, so that help and wrong flags are answered at once.

import { exportLines } from './export-lines.js'

export { exportLines } from './export-lines.js'
export { emulatorOptions } from './options.js'

const NOT_ISOLATED =
  'functions run as you, and can read the environment of your processes: docs/emulator.md, "What is protected from whom"'

/** Why the emulator does not start, and what to do about it. */
export class StartError extends Error {
  /**
   * @param {object} about
   * @param {string} about.code
   * @param {'usage' | 'failed'} about.class `usage` where what was typed is wrong
   * @param {string} about.message
   * @param {string} about.hint
   * @param {unknown} [about.cause]
   */
  constructor({ code, class: kind, message, hint, cause }) {
    super(message, { cause })
    this.name = 'StartError'
    this.code = code
    this.class = kind
    this.hint = hint
  }
}

/**
 * @param {Record<string, unknown>} flags those of `emulatorOptions`, as they were typed
 * @param {object} host
 * @param {(text: string) => void} host.show writes what people read to stdout
 * @param {(document: object) => void} host.document writes what programs read to stdout: one document
 * @param {(line: string) => void} host.say writes a line to stderr
 * @param {AbortSignal} host.signal ends the emulator
 * @throws {StartError}
 */
export async function serve(flags, { show, document, say, signal }) {
  const emulator = await started(flags, (line) => say(`emulator: ${line}`))
  const { url, port, credential } = emulator
  const { secretId, secretKey, token } = credential
  show(`listening on ${url}\n${exportLines(emulator)}`)
  if (!emulator.isolated) say(NOT_ISOLATED)
  document({ url, port, secretId, secretKey, token })
  await new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', resolve, { once: true })
  })
  await emulator.close()
}

/**
 * @param {Record<string, unknown>} flags
 * @param {(line: string) => void} log
 */
async function started(flags, log) {
  const { FaultError, OptionError, readEmulatorOptions, startEmulator } = await import('./index.js')
  try {
    return await startEmulator({ ...readEmulatorOptions(flags), log })
  } catch (cause) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (cause)
    if (cause instanceof OptionError)
      throw new StartError({ code: 'InvalidFlag', class: 'usage', message, hint: `correct --${cause.flag}`, cause })
    if (cause instanceof FaultError) {
      const hint = 'docs/emulator.md has every fault with an example'
      throw new StartError({ code: 'InvalidFaults', class: 'usage', message: `--faults: ${message}`, hint, cause })
    }
    const hint =
      code === 'EADDRINUSE'
        ? 'another program listens there: --port 0 picks a free one'
        : 'correct the flag that it is about, and start again'
    const why = `the emulator can't start: ${message}`
    throw new StartError({ code: 'EmulatorFailed', class: 'failed', message: why, hint, cause })
  }
}
