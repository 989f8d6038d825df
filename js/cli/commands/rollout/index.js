// @ts-check
/** @import { RolloutState } from '../../../rollouts.js' */
/** @import { Progress } from '../../../types/generated.js' */
/** @import { Call } from '../../commands.js' */
/** @import { Session } from '../../session.js' */
import { problem, usageError } from '../../../errors.js'
import { nearest } from '../../../inputs/nearest.js'
import { rolloutActions, rollouts } from '../../../inputs/rollout-flags.js'
import { renderRollout } from '../../../render/index.js'
import { watched } from '../../../render/progress.js'
import { sleep } from '../../../runtime/sleep.js'
import { isRolloutId } from '../../../store/lines.js'
import { words } from '../../../words/index.js'
import { someoneIsThere } from '../../ask.js'
import { carriedOut } from '../../carry-out.js'
import { nameSource } from '../../hosts.js'
import { readPolicy } from '../../policy-file.js'
import { openSession } from '../../session.js'
import { agentCommand } from './agent.js'
import { began } from './began.js'
import { exitCodes } from './exit-codes.js'
import { importTemplate } from './import.js'
import { lint } from './lint.js'
import { replay } from './replay.js'
import { watch } from './watch.js'

/** Between two looks of `status --timeout`, each of which reads the journal and some minutes of figures. */
const PAUSE_MS = 15_000

/** @typedef {{ id?: string, signal: AbortSignal, onEvent: (event: Progress) => void }} How */

/** @typedef {{ gray: Session['gray'], flags: Call['parsed']['flags'], gate: string }} Asked */

/** What each action but `start` and `status` calls. @type {Record<string, (asked: Asked, how: How) => Promise<RolloutState>>} */
const orders = {
  tick: ({ gray }, how) => gray.rollouts.tick(how),
  pause: ({ gray }, how) => gray.rollouts.pause(how),
  resume: ({ gray, flags }, how) => gray.rollouts.resume({ adopt: isSet(flags.adopt), ...how }),
  promote: ({ gray, flags }, how) =>
    gray.rollouts.promote({
      step: stepOf(flags.step),
      full: isSet(flags.full),
      overGuard: isSet(flags['over-guard']),
      reason: typeof flags.reason === 'string' ? flags.reason : undefined,
      ...how,
    }),
  approve: ({ gray, flags, gate }, how) => gray.rollouts.approve(gate, { step: stepOf(flags.step), ...how }),
  abort: ({ gray, flags }, how) => gray.rollouts.abort({ keep: isSet(flags.keep), ...how }),
}

/** The flags that mean something to one action or two, and to no other. @type {Record<string, readonly string[]>} */
const belongs = {
  id: rolloutActions.filter((action) => !['start', 'lint', 'import', 'replay'].includes(action)),
  to: ['undo'],
  rollout: ['start', 'replay'],
  from: ['replay'],
  seed: ['replay'],
  force: ['start'],
  detach: ['start'],
  replace: ['start'],
  timeout: ['status'],
  adopt: ['resume'],
  step: ['promote', 'approve'],
  full: ['promote'],
  reason: ['promote'],
  'over-guard': ['promote'],
  keep: ['abort'],
}

/** Inputs that say where the project is; the others are about what `start` deploys. */
const places = ['stage', 'region', 'namespace']

/** @param {Call} call */
export async function run(call) {
  const { parsed, output, signal } = call
  const [action, ...rest] = parsed.operands
  if (!rolloutActions.includes(action)) throw unknownAction(action)
  if (action === 'agent') return agentCommand(call, rest)
  refuseForeign(action, call.parsed)
  if (action === 'start') return start(call, rest)
  if (action === 'replay') return replay(call, rest)
  if (action === 'lint' || action === 'import') {
    if (rest[1] !== undefined) throw usageError('UnexpectedValue.noFlag', { word: rest[1], command: 'rollout' })
    return action === 'lint' ? lint(call, rest[0]) : importTemplate(call, rest[0])
  }
  const [gate, more] = action === 'approve' ? rest : [undefined, rest[0]]
  if (action === 'approve' && gate === undefined) throw usageError('MissingValue.gate', {})
  if (more !== undefined) throw usageError('UnexpectedValue.noFlag', { word: more, command: 'rollout' })
  stepOf(parsed.flags.step)
  const most = timeoutOf(parsed.flags.timeout)
  const id = idOf(parsed.flags.id)
  const { gray } = await openSession(call, { bare: true })
  try {
    if (action === 'undo') return await undo(gray, { id, to: parsed.flags.to, output, signal })
    if (action === 'watch') return await watch(gray, { id, output, signal })
    if (action === 'status') return await status(gray, { id, most, output, signal })
    const asked = { gray, flags: parsed.flags, gate: gate ?? '' }
    const state = await watched(output, (onEvent) => orders[action](asked, { id, signal, onEvent })).catch((error) => {
      // a schedule ticks also where nobody has started one
      if (action === 'tick' && id === undefined && error.code === 'RolloutNotFound') return undefined
      throw error
    })
    if (state === undefined) {
      output.say(words().render.rollout.noneYet())
      output.document({})
      return exitCodes.good
    }
    shown(state, output)
    // who aborts wants all traffic back
    return wentBack(state) && action !== 'abort' ? exitCodes.ended : exitCodes.good
  } finally {
    await gray.close()
  }
}

/**
 * @param {Call} call
 * @param {string[]} functions
 */
async function start({ parsed, output, signal, env, cwd }, functions) {
  const { rollout: typed } = /** @type {{ rollout?: string }} */ (parsed.flags)
  const policy = typed === undefined ? undefined : await readPolicy(cwd, typed)
  const session = await openSession({ parsed, env, cwd }, { operands: functions, createBucket: someoneIsThere() })
  const { gray, inputs, named, source } = session
  const force = parsed.flags.force === true
  const replace = parsed.flags.replace === true
  try {
    await nameSource(named, policy ?? inputs.rollout, { source, asks: !parsed.flags.yes })
    const state = await watched(output, (onEvent) =>
      gray.rollouts.start(inputs, { policy, replace, force, signal, onEvent }),
    )
    output.document(state)
    return await began(gray, state, { detach: parsed.flags.detach === true, output, signal })
  } finally {
    await gray.close()
  }
}

/**
 * @param {Session['gray']} gray
 * @param {{ id?: string, to?: string | true, output: Call['output'], signal: AbortSignal }} options
 */
async function undo(gray, { id, to, output, signal }) {
  const version = typeof to === 'string' ? to : undefined
  await carriedOut(output, { head: [] }, (onEvent) => gray.rollouts.undo({ id, to: version, signal, onEvent }))
  return exitCodes.good
}

/**
 * Looks once, or until there is nothing to wait for. Writes nothing.
 *
 * @param {Session['gray']} gray
 * @param {{ id?: string, most?: number, output: Call['output'], signal: AbortSignal }} options `most`: milliseconds
 */
async function status(gray, { id, most, output, signal }) {
  const look = () => watched(output, (onEvent) => gray.rollouts.status({ id, signal, onEvent }))
  let state = await look()
  if (most !== undefined) {
    const end = performance.now() + most
    // the one that was found first: another one may be started meanwhile
    id = state.id
    let told = ''
    while (!state.ended && !state.waits && performance.now() < end) {
      const { text } = state.decision.why
      if (text !== told) output.say(text)
      told = text
      await sleep(Math.min(PAUSE_MS, end - performance.now()), signal)
      if (signal.aborted) throw problem('Interrupted.rollout', {}, { class: 'interrupted' })
      state = await look()
    }
  }
  shown(state, output)
  if (state.ended) return state.state === 'done' ? exitCodes.good : exitCodes.ended
  if (state.waits) return exitCodes.waits
  return most === undefined ? exitCodes.good : exitCodes.timeUp
}

/** @param {RolloutState} state @param {Call['output']} output */
function shown(state, output) {
  output.show((look) => renderRollout(state, look))
  output.document(state)
}

/** Whether this call took the traffic back. @param {RolloutState} state */
function wentBack({ decision, another }) {
  return decision.do === 'rollBack' && another !== true
}

/** @param {string | true | undefined} flag */
function isSet(flag) {
  return flag === true ? true : undefined
}

/** @param {string | true | undefined} typed */
function stepOf(typed) {
  if (typed === undefined) return undefined
  if (typeof typed !== 'string' || !/^[1-9]\d{0,3}$/.test(typed)) {
    throw usageError('InvalidFlag.step', { value: String(typed) })
  }
  return Number(typed)
}

/** @param {string | true | undefined} typed */
function idOf(typed) {
  if (typed === undefined) return undefined
  if (!isRolloutId(typed)) throw usageError('InvalidFlag.id', { value: String(typed) })
  return typed
}

/** A time as policies write it, in milliseconds. @param {string | true | undefined} typed */
function timeoutOf(typed) {
  if (typed === undefined) return undefined
  const parts = /^(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,6})s)?$/.exec(String(typed))
  const [hours, minutes, seconds] = (parts ?? []).slice(1).map((part) => Number(part ?? 0))
  if (parts === null || typed === '') throw usageError('InvalidFlag.timeout', { value: String(typed) })
  return ((hours * 60 + minutes) * 60 + seconds) * 1000
}

/**
 * What was typed and means nothing to the action is refused: whoever types `abort --full` may mean something else.
 *
 * @param {string} action
 * @param {Call['parsed']} parsed
 */
function refuseForeign(action, { flags, inputs }) {
  const foreign = Object.keys(flags).find((flag) => belongs[flag] !== undefined && !belongs[flag].includes(action))
  if (foreign !== undefined) {
    throw usageError('MisplacedInput.ofRollout', { written: `--${foreign}`, action, actions: belongs[foreign] })
  }
  if (action === 'start' || action === 'replay') return
  const input = Object.keys(inputs).find((name) => !places.includes(name))
  if (input === undefined) return
  const flag = Object.keys(rollouts).find((name) => rollouts[name].input === input)
  const written = flag === undefined ? `--inputs.${input}` : `--${flag}`
  throw usageError('MisplacedInput.ofRollout', { written, action, actions: ['start'] })
}

/** @param {string | undefined} action */
function unknownAction(action) {
  if (action === undefined) return usageError('UnknownCommand.rolloutNone', { known: rolloutActions })
  return usageError('UnknownCommand.rollout', { word: action, ...nearest(action, rolloutActions) })
}
