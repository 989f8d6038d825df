// @ts-check
/** @import { Options, RunOptions } from './options.js' */
/** @import { Outgoing } from './runtime/outgoing.js' */
/** @import { Runner } from './runtime/runner.js' */
/** @import { Store } from './types.js' */
/** @import { Decision } from './rollout.js' */
/** @import { Inputs, RolloutAbout, RunResult } from './types/generated.js' */
import { describeCaller } from '#identity'
import { core } from '#load'
import { fromCore, problem } from './errors.js'
import { rolloutPolicy } from './rollout.js'
import { offset, unread } from './runtime/request.js'
import { offsetsOf } from './zones.js'

/** The alias that carries default traffic, as the API names it. */
const DEFAULT_ALIAS = '$DEFAULT'

/**
 * A rollout, as it stands now, and what its last look came to.
 *
 * @typedef {RolloutAbout & {
 *   decision: Decision,
 *   run?: RunResult,
 *   another?: boolean,
 * }} RolloutState `run`: of the request that carried the decision out; `another`: somebody else looked after it at the same
 *   moment, and nothing was done here
 */

/** @typedef {{ id?: string } & RunOptions} OfRollout `id`: of the rollout that is meant; the newest one unless told */

/**
 * Rollouts: releases in steps that judge themselves between them. What happens next is decided in Rust, from the rollout's
 * journal and from what is seen; this looks, appends and runs what was decided.
 *
 * @param {{ runner: Runner, store: Store, outgoing: Outgoing, options: Options }} parts
 */
export function rolloutsOf({ runner, store, outgoing, options }) {
  const who = () => options.who ?? describeCaller()
  /** @param {any} request @param {RunOptions} how */
  const look = async (request, how) => (await runner.run(request, how)).look
  /** @param {string} text @param {string[]} [missing] @returns {RolloutAbout} */
  const about = (text, missing = []) =>
    fromCore(() => core.rolloutAbout(text, JSON.stringify(missing), offset(options)))

  /** The journal of the newest rollout, or of the one that is named. @param {string} [id] */
  const open = async (id) => {
    const newest = core.newestBytes()
    const known = id ?? core.newestRollout((await store.read(undefined, { newest }).catch(unread)).text)
    const log = known === undefined ? undefined : store.rollout(known)
    const { text, position } = (await log?.read().catch(unread)) ?? { text: '', position: '' }
    return { log: /** @type {Store} */ (log), text, position }
  }

  /** Looks at a rollout, and decides. @param {string} text its journal @param {RunOptions} how */
  const judged = async (text, how) => {
    const { request, zones, secrets } = fromCore(() => core.rolloutLook(text, Date.now()))
    const seen = await look(request, how)
    const now = seen.now * 1000
    const missing = outgoing.missing(secrets)
    const besides = JSON.stringify({ zones: offsetsOf(zones, now), missing, commands: outgoing.commands })
    const turn = fromCore(() => core.rolloutTick(text, JSON.stringify(seen), besides, now))
    return { ...turn, seen, now, missing }
  }

  /**
   * Appends a line that stays true whatever somebody else appends before it.
   *
   * @param {Store} log
   * @param {{ text: string, position: string }} known
   * @param {(text: string) => string | undefined} lineOf
   */
  const noted = async (log, known, lineOf) => {
    for (let { text, position } = known; ; { text, position } = await log.read().catch(unread)) {
      const line = fromCore(() => lineOf(text))
      if (line === undefined) return { text, position }
      const came = await log.append(position, [line]).catch(unread)
      if (!('conflict' in came)) return { text: `${text.trimEnd()}\n${line}`, position: came.position, line }
    }
  }

  /**
   * Looks, decides, records, carries out, and records that it was carried out; asks hooks, and looks again where they answered.
   *
   * @param {{ log: Store, text: string, position: string }} opened
   * @param {RunOptions} how
   * @returns {Promise<{ text: string, position: string, now: () => number, missing: string[], state: object, another?: boolean, error?: unknown }>}
   */
  const turn = async ({ log, text, position }, how) => {
    /** @type {any} */
    let state = {}
    for (;;) {
      const { decision, line, request, hook, confirm, more, now, missing } = await judged(text, how)
      const ahead = now - Date.now()
      const result = { now: () => Date.now() + ahead, missing }
      state = { ...state, decision }
      if (about(text).ended && !hook) return { text, position, ...result, state }
      const recorded = await log.append(position, [line]).catch(unread)
      if ('conflict' in recorded) return { text, position, ...result, state, another: true }
      text = `${text.trimEnd()}\n${line}`
      position = recorded.position
      if (hook) {
        const came = JSON.stringify(await outgoing.ask(hook, { now: result.now(), signal: how.signal }))
        const question = JSON.stringify(decision.ask)
        const lineOf = (/** @type {string} */ text) => core.rolloutAnswer(text, question, came, result.now())
        const answered = await noted(log, { text, position }, lineOf)
        ;({ text, position } = answered)
        if (how.signal?.aborted) {
          const error = problem('Interrupted.rollout', {}, { class: 'interrupted' })
          return { text, position, ...result, state, error }
        }
        if (answered.line === undefined || JSON.parse(answered.line).later) return { text, position, ...result, state }
        continue
      }
      if (!request) return { text, position, ...result, state }
      try {
        const { run } = await runner.run(request, how)
        state = { ...state, run }
      } catch (error) {
        return { text, position, ...result, state, error }
      }
      if (!confirm) return { text, position, ...result, state }
      const done = core.rolloutDone(result.now())
      const confirmed = await log.append(position, [done]).catch(unread)
      // somebody else is at it, and finds what was done
      if ('conflict' in confirmed) return { text, position, ...result, state }
      text = `${text}\n${done}`
      position = confirmed.position
      if (!more) return { text, position, ...result, state }
    }
  }

  /**
   * Looks, decides, records, carries out, and records that it was carried out; then sends what people are to be told.
   *
   * @param {{ policy?: unknown } & OfRollout} [options] `policy`: as it was given to `start`, where it has addresses in plain text
   *   and another process started the rollout
   * @returns {Promise<RolloutState>}
   */
  const tick = async ({ id, policy, ...how } = {}) => {
    outgoing.remember(policy)
    const opened = await open(id)
    const { now, missing, state, another, error, ...known } = await turn(opened, how)
    if (another) return { ...about(known.text, missing), .../** @type {any} */ (state), another }
    const due = fromCore(() => core.rolloutDue(known.text, now()))
    const results = JSON.stringify(await outgoing.deliver(known.text, due, now()))
    const { text } = await noted(opened.log, known, (text) => core.rolloutSent(text, results, now()))
    if (error !== undefined) throw error
    return { ...about(text, missing), .../** @type {any} */ (state) }
  }

  /**
   * Records what a person asks, and looks after the rollout once.
   *
   * @param {Record<string, unknown>} order
   * @param {OfRollout} [options]
   * @returns {Promise<RolloutState>}
   */
  const ask = async (order, { id, ...how } = {}) => {
    const { log, text, position } = await open(id)
    const { seen, now } = await judged(text, how)
    const asked = JSON.stringify({ ...order, who: who() })
    const line = fromCore(() => core.rolloutOrder(text, asked, JSON.stringify(seen), now))
    const noted = await log.append(position, [line]).catch(unread)
    // somebody was quicker: what is asked may mean something else by now
    if ('conflict' in noted) return ask(order, { id, ...how })
    return tick({ id: about(text).id, ...how })
  }

  return {
    /**
     * Deploys with no traffic for the new code, begins a rollout and gives the canary its first share.
     *
     * @param {Inputs} inputs as for `deploy`, without `traffic` and `publish`
     * @param {{ policy: unknown } & RunOptions} options `policy`: the name of a preset, or the whole policy. Its journal has no
     *   address, secret or command in plain text: what is written as `${env:NAME}` is found by whoever ticks, anything else only
     *   by this object, and by `tick({ policy })`
     * @returns {Promise<RolloutState>}
     * @throws {import('./errors.js').GrayscaleError} `InvalidRollout`, `RolloutInProgress`, `NotComparable`; what `deploy` throws
     */
    async start(inputs, { policy, ...how }) {
      const whole = JSON.stringify(rolloutPolicy(policy))
      outgoing.remember(policy)
      await runner.refuseKey({ policy: JSON.parse(whole) })
      const before = await open()
      fromCore(() => core.requireEnded(before.text, offset(options)))
      const alias = inputs.alias ?? DEFAULT_ALIAS
      const request = { do: 'look', inputs, asked: { delay: 0, metrics: [], functions: [] } }
      const seen = await look(request, how)
      // refuses what can't be compared before anything is written
      fromCore(() => core.beforeRollout(whole, JSON.stringify(seen), alias, seen.now * 1000))
      const id = newId(seen.now)
      // the run names the rollout: until its first weight is written, nothing else in the stage's journal does
      const deploy = { do: 'run', rollout: id, inputs: { ...inputs, traffic: 0, publish: false } }
      await runner.run(deploy, { ...how, sources: inputs })
      const there = await look(request, how)
      const ofDay = fromCore(() => core.beforeRollout(whole, JSON.stringify(there), alias, there.now * 1000))
      const { minutes, now } = await look(JSON.parse(ofDay), how)
      const both = JSON.stringify({ ...there, minutes })
      const words = JSON.stringify({ id, who: who() })
      const line = fromCore(() => core.rolloutStart(whole, both, alias, words, now * 1000))
      const log = store.rollout(id)
      const { position } = await log.read().catch(unread)
      await log.append(position, [line]).catch(unread)
      return tick({ id, ...how })
    },
    /**
     * Looks at a rollout and says what would be decided. Writes nothing.
     *
     * @param {OfRollout} [options]
     * @returns {Promise<RolloutState>}
     * @throws {import('./errors.js').GrayscaleError} `RolloutNotFound`
     */
    async status({ id, ...how } = {}) {
      const { text } = await open(id)
      const { decision, missing } = await judged(text, how)
      return { ...about(text, missing), decision }
    },
    /** Looks after a rollout once: to be called every minute or so, from wherever; two at once do no harm. */
    tick,
    /** Nothing moves until `resume`; a canary that is unhealthy goes back all the same. @param {OfRollout} [options] */
    pause: (options) => ask({ do: 'pause' }, options),
    /**
     * Goes on. With `adopt` from the routing that someone else made.
     *
     * @param {{ adopt?: boolean } & OfRollout} [options]
     */
    resume: ({ adopt, ...options } = {}) => ask({ do: 'resume', adopt }, options),
    /**
     * Leaves the step that is held without waiting; with `full` all of them. `overGuard`: although the canary is unhealthy.
     *
     * @param {{ step?: number, full?: boolean, overGuard?: boolean } & OfRollout} [options] `step`: the one that is left,
     *   counted from 1: refused where another one is held by now
     */
    promote: ({ step, full, overGuard, ...options } = {}) => ask({ do: 'promote', step, full, overGuard }, options),
    /**
     * Opens the gate behind a step.
     *
     * @param {string} gate
     * @param {{ step?: number } & OfRollout} [options]
     */
    approve: (gate, { step, ...options } = {}) => ask({ do: 'approve', gate, step }, options),
    /**
     * Ends a rollout: all traffic goes back to stable; with `keep` the routing stays as it is.
     *
     * @param {{ keep?: boolean } & OfRollout} [options]
     */
    abort: ({ keep, ...options } = {}) => ask({ do: 'abort', keep }, options),
  }
}

/** When it began, and enough chance that no two are the same. @param {number} seconds */
function newId(seconds) {
  const time = new Date(seconds * 1000).toISOString().replace(/[-:]|\..*/g, '')
  return `${time}-${Math.random().toString(36).slice(2, 8).padEnd(6, '0')}`
}
