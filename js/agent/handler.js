// @ts-check
// What the timer function runs, bundled into one file (scripts/agent.mjs): a look after the newest rollout of a log, each minute.
import { Grayscale, GrayscaleError, speak } from '../index.js'
import { sourceFrom } from '../runtime/sources.js'
import { cosPlace } from '../store/address.js'
import { cosStore } from '../store/cos.js'

const { env } = process

/** A role's keys are short-lived: they are read at each call. */
const credentials = () => ({
  secretId: env.TENCENTCLOUD_SECRETID ?? '',
  secretKey: env.TENCENTCLOUD_SECRETKEY ?? '',
  token: env.TENCENTCLOUD_SESSIONTOKEN,
})

/** Made once for each instance of the function: it remembers how far it has read. @type {Grayscale | undefined} */
let gray
/** The newest rollout, where it is known to be over, with nothing left to ask or to send. @type {string | undefined} */
let over

function made() {
  speak({ language: /** @type {'en' | 'zh'} */ (env.GRAYSCALE_LANG) })
  const account = { credentials, endpoint: env.GRAYSCALE_ENDPOINT, insecure: env.GRAYSCALE_INSECURE === 'true' }
  const { bucket, region, prefix } = cosPlace(env.GRAYSCALE_STORE ?? '')
  return new Grayscale({
    ...account,
    region: env.GRAYSCALE_REGION,
    store: cosStore({ ...account, bucket, region, prefix, log: env.GRAYSCALE_LOG ?? '' }),
    who: 'agent',
    source: sourceFrom(env),
    // nobody's machine, so nobody's programs
    commands: false,
  })
}

/**
 * Looks after the newest rollout. What a look comes to is the function's answer and stands in its log.
 *
 * @returns {Promise<{ rollout?: string, state?: string, do?: string, why?: string }>} empty where none is under way
 */
export async function main_handler() {
  gray ??= made()
  try {
    if (over !== undefined && !(await gray.rollouts.newest({ except: over }))) return {}
    const { id, state, decision, ended, undelivered } = await gray.rollouts.tick()
    if (ended && decision.do === 'wait' && undelivered.every(({ givenUp }) => givenUp)) {
      over = id
      return {}
    }
    const told = { rollout: id, state, do: decision.do, why: decision.why.text }
    console.log(JSON.stringify(told))
    return told
  } catch (error) {
    if (error instanceof GrayscaleError && error.code === 'RolloutNotFound') return {}
    const { code, message, hint } = /** @type {import('../errors.js').GrayscaleError} */ (error)
    // one line that a person can read: a stack of bundled code tells nothing
    throw new Error([code, message, hint && `→ ${hint}`].filter(Boolean).join('  '))
  }
}
