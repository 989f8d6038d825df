// @ts-check
/** @import { Call } from '../commands.js' */
import { usageError } from '../../errors.js'
import { carriedOut } from '../carry-out.js'
import { openSession } from '../session.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { fingerprint, operands } = fingerprintOf(parsed)
  const { gray, inputs, head } = await openSession({ parsed, env, cwd }, { operands })
  try {
    await carriedOut(output, { head }, (onEvent) => gray.deploy(inputs, { fingerprint, signal, onEvent }))
    return 0
  } finally {
    await gray.close()
  }
}

/** @param {Call['parsed']} parsed */
function fingerprintOf({ flags, operands }) {
  const [given, ...rest] = flags.fingerprint === undefined ? operands : [String(flags.fingerprint), ...operands]
  if (given !== undefined && /^[0-9a-f]{8,64}$/i.test(given)) return { fingerprint: given, operands: rest }
  const what = given === undefined ? 'no fingerprint was given' : `${JSON.stringify(given)} is no fingerprint`
  throw usageError(
    'InvalidFingerprint',
    `${what}: apply carries out a plan that was looked at before`,
    'grayscale plan prints it: its first 8 to 64 hexadecimal digits; grayscale deploy plans and carries out in one go',
  )
}
