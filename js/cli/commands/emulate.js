// @ts-check
/** @import { Call } from '../commands.js' */
import { StartError, serve } from '../../../emulator/command.js'
import { GrayscaleError } from '../../errors.js'

/** The emulator's own command, with the flags and errors of this command line. @param {Call} call */
export async function run({ parsed, output, signal }) {
  const host = {
    show: (/** @type {string} */ text) => output.show(() => text),
    document: (/** @type {object} */ value) => output.document(value),
    say: (/** @type {string} */ line) => output.say(line),
    signal,
  }
  try {
    await serve(parsed.flags, host)
    return 0
  } catch (cause) {
    if (!(cause instanceof StartError)) throw cause
    const { code, message, hint } = cause
    throw new GrayscaleError({ code, class: cause.class, message, hint }, { cause })
  }
}
