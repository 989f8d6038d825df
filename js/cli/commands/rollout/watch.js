// @ts-check
/** @import { RolloutState } from '../../../rollouts.js' */
/** @import { Call } from '../../commands.js' */
/** @import { Session } from '../../session.js' */
import { GrayscaleError, problem } from '../../../errors.js'
import { renderRollout } from '../../../render/index.js'
import { sleep } from '../../../runtime/sleep.js'
import { exitCodes } from './exit-codes.js'

/** Between two looks into the journal, which cost no call of the API. */
const PAUSE_MS = 5000

/**
 * Stays with a rollout until it ends: shows how it stands, and looks after it where nobody else does. Whoever stops looking
 * leaves it as it is.
 *
 * @param {Session['gray']} gray
 * @param {{ id?: string, state?: RolloutState, output: Call['output'], signal: AbortSignal }} options `state` where it was
 *   looked at just now
 * @returns {Promise<number>} the exit code
 */
export async function watch(gray, { id, state: first, output, signal }) {
  const screen = screenOf(output)
  let state = first ?? (await gray.rollouts.status({ id, signal }))
  const how = { id: state.id, signal }
  try {
    let seen = first === undefined ? Date.now() - ageOf(state) : Date.now()
    for (;;) {
      screen.draw(state)
      if (state.ended) break
      if (Date.now() - seen >= state.every * 1000) {
        state = await orTold(() => gray.rollouts.tick(how), state, output)
        seen = Date.now()
        continue
      }
      await sleep(PAUSE_MS, signal)
      if (signal.aborted) throw left(state)
      const now = await gray.rollouts.read(how)
      // times are whole seconds: somebody may have been there in the same one
      if (now.last === state.last && now.state === state.state) continue
      // somebody else looked after it
      state = await orTold(() => gray.rollouts.status(how), state, output)
      seen = Date.now()
    }
  } catch (error) {
    throw GrayscaleError.from(error).class === 'interrupted' ? left(state) : error
  }
  output.document(state)
  return state.state === 'done' ? exitCodes.good : exitCodes.ended
}

/** How long ago it was looked at, in milliseconds. @param {RolloutState} state */
function ageOf({ last }) {
  return last === undefined ? Number.POSITIVE_INFINITY : Date.now() - Date.parse(last)
}

/**
 * What passes by itself does not end the watching.
 *
 * @param {() => Promise<RolloutState>} look
 * @param {RolloutState} before
 * @param {Call['output']} output
 */
async function orTold(look, before, output) {
  try {
    return await look()
  } catch (thrown) {
    const error = GrayscaleError.from(thrown)
    if (!error.retryable) throw error
    output.say(`! ${error.message}`)
    return before
  }
}

/** @param {RolloutState} state */
function left({ id }) {
  return problem('Interrupted.watch', { id }, { class: 'interrupted' })
}

/**
 * On a terminal one screen that is drawn anew; elsewhere a line for each change, and all of it at the end.
 *
 * @param {Call['output']} output
 */
function screenOf(output) {
  const redraws = output.stdout.isTTY === true && output.live && !output.json
  let rows = 0
  let told = ''
  return {
    /** @param {RolloutState} state */
    draw(state) {
      if (redraws) {
        const text = renderRollout(state, output.results)
        output.stdout.write(`${rows > 0 ? `\u001b[${rows}A\r\u001b[J` : '\n'}${text}`)
        rows = text.split('\n').length - 1
        return
      }
      const { text } = state.decision.why
      if (text !== told) output.say(text)
      told = text
      if (state.ended) output.show((look) => renderRollout(state, look))
    },
  }
}
