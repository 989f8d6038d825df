// @ts-check
/** @import { Call } from '../commands.js' */
import { GrayscaleError, usageError } from '../../errors.js'
import { carriedOut } from '../carry-out.js'
import { watched } from '../progress.js'
import { renderPlan } from '../render.js'
import { openSession } from '../session.js'

/** @param {Call} call */
export async function run({ parsed, output, signal, env, cwd }) {
  const { fingerprint, operands } = fingerprintOf(parsed)
  const { gray, inputs, head } = await openSession({ parsed, env, cwd }, { operands })
  try {
    const plan = await watched(output, (onEvent) => gray.plan(inputs, { signal, onEvent }))
    if (!plan.fingerprint.startsWith(fingerprint)) throw stale(fingerprint, plan.fingerprint)
    output.announce((look) => renderPlan(plan.lines, { ...look, head }))
    await carriedOut(output, { head, plan: plan.lines }, (onEvent) => gray.apply(plan, { signal, onEvent }))
    return 0
  } finally {
    await gray.close()
  }
}

/** @param {Call['parsed']} parsed */
function fingerprintOf({ flags, operands }) {
  const [given, ...rest] = flags.fingerprint === undefined ? operands : [String(flags.fingerprint), ...operands]
  if (given !== undefined && /^[0-9a-f]{8,64}$/i.test(given))
    return { fingerprint: given.toLowerCase(), operands: rest }
  const what = given === undefined ? 'no fingerprint was given' : `${JSON.stringify(given)} is no fingerprint`
  throw usageError(
    'InvalidFingerprint',
    `${what}: apply carries out a plan that was looked at before`,
    'grayscale plan prints it: its first 8 to 64 hexadecimal digits; grayscale deploy plans and carries out in one go',
  )
}

/**
 * @param {string} given
 * @param {string} now
 */
function stale(given, now) {
  return new GrayscaleError({
    code: 'StalePlan',
    class: 'refused',
    message: `planning now gives ${now.slice(0, given.length)}, not ${given}: the code, the inputs or the cloud are not as they were`,
    hint: 'grayscale plan, with the same flags, shows what would be done now',
  })
}
