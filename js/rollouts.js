// @ts-check
/** @import { Options, RunOptions } from './options.js' */
/** @import { Outgoing } from './runtime/outgoing.js' */
/** @import { Logs } from './runtime/logs.js' */
/** @import { Runner } from './runtime/runner.js' */
/** @import { Store, StoreText } from './types.js' */
/** @import { Decision } from './rollout.js' */
/** @import { Inputs, Place, RolloutAbout, RolloutReport, RunResult } from './types/generated.js' */
import { describeCaller } from '#identity'
import { core } from '#load'
import { fromCore, problem } from './errors.js'
import { withoutShares } from './inputs/rollout.js'
import { rolloutPolicy } from './rollout.js'
import { rehearsalOf } from './rollout-rehearsal.js'
import { clock as hostClock } from './runtime/clock.js'
import { offset, prepared, unread } from './runtime/request.js'
import { Sources } from './runtime/sources.js'
import { together } from './runtime/together.js'
import { offsetsOf } from './zones.js'

/** So many logs of rollouts are read at once: each may take a connection. */
const READ_AT_ONCE = 8

/**
 * A rollout, as it stands now, and what its last look came to.
 *
 * @typedef {RolloutAbout & {
 *   decision: Decision,
 *   run?: RunResult,
 *   another?: boolean,
 *   lacks?: Lack[],
 * }} RolloutState `run`: of the request that carried the decision out; `another`: somebody else looked after it at the same
 *   moment, and nothing was done here; `lacks`: an order was recorded here and is carried out by whoever looks next, since this is
 *   not known here
 */

/** @typedef {{ code: string, params?: Record<string, any>, text: string }} Lack what a look takes and is not known here, such as the address of a hook */

/** @typedef {RunResult & { rollout: RolloutState }} RolledOut a deploy, and the rollout that began with it */

/** @typedef {{ id?: string } & RunOptions} OfRollout `id`: of the rollout that is meant; the newest one by default */

/** Looks that are made for an order while others look at the same moment. */
const MOST_LOOKS = 5

/**
 * Rollouts: releases in steps with automatic checks between them. What happens next is decided in Rust, from the rollout's
 * journal and from what is seen; this looks, appends and runs what was decided.
 *
 * @param {{ runner: Runner, store: Store, logs: Logs, outgoing: Outgoing, options: Options }} parts
 */
export function rolloutsOf({ runner, store, logs, outgoing, options }) {
  const who = () => options.who ?? describeCaller()
  const servers = new Sources(options, outgoing)
  const { wall } = options.clock ?? hostClock
  /** The API's time from now on, where this is its time now. @param {number} now @returns {() => number} in milliseconds */
  const timeFrom = (now) => {
    const ahead = now - wall()
    return () => wall() + ahead
  }
  /** @param {any} request @param {RunOptions} how */
  const look = async (request, how) => (await runner.run(request, how)).look
  /** @param {string} text @param {string[]} [missing] @returns {RolloutAbout} */
  const about = (text, missing = []) =>
    fromCore(() => core.rolloutAbout(text, JSON.stringify(missing), offset(options)))

  /** The journal of the newest rollout, with the stage's in which it was found, or of the one that is named. @param {string} [id] */
  const open = async (id) => {
    // the state of a component is no journal
    if (store.trims) fromCore(() => core.requireStore('rollout'))
    const stage = id === undefined ? await logs.stage({ newest: core.newestBytes() }).catch(unread) : undefined
    const known = id ?? core.newestRollout(stage?.text ?? '')
    if (known === undefined) return { log: /** @type {any} */ (undefined), text: '', position: '', stage }
    const { text, position } = await logs.readRollout(known).catch(unread)
    return { log: logs.rollout(known), text, position, stage }
  }

  /**
   * A look with what a server has, where a policy names one.
   *
   * @param {any} looked
   * @param {(named: string[]) => import('./runtime/sources.js').Ask[]} asks
   * @param {RunOptions & { time: () => number }} how `time`: the API's
   */
  const withFigures = async (looked, asks, { time, signal }) => {
    const named = servers.named()
    const outcomes = await servers.ask(
      fromCore(() => asks(named)),
      { time, signal },
    )
    return { ...looked, source: { named, outcomes } }
  }

  /** What is seen of a rollout that is over: there is nothing to look at. */
  const over = () => ({ now: Math.floor(wall() / 1000), functions: [], minutes: [] })

  /** Looks at a rollout, and decides. @param {string} text its journal @param {RunOptions & { journal?: StoreText }} how `journal`: the stage's, just read */
  const judged = async (text, how) => {
    const { request, zones, secrets, ended } = fromCore(() => core.rolloutLook(text, wall()))
    const looked = ended ? over() : await look(request, how)
    const now = looked.now * 1000
    const time = timeFrom(now)
    const asks = (/** @type {string[]} */ named) => core.rolloutSource(text, named, now)
    const seen = ended ? looked : await withFigures(looked, asks, { ...how, time })
    const missing = outgoing.missing(secrets)
    const besides = JSON.stringify({ zones: offsetsOf(zones, now), missing, commands: outgoing.commands, who: who() })
    const turn = fromCore(() => core.rolloutTick(text, JSON.stringify(seen), besides, now))
    return { ...turn, seen, now, time, missing }
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
   * @param {{ log: Store, text: string, position: string, stage?: StoreText }} opened
   * @param {RunOptions} how
   * @returns {Promise<{ text: string, position: string, now: () => number, missing: string[], state: object, another?: boolean, error?: unknown }>}
   */
  const turn = async ({ log, text, position, stage }, how) => {
    /** @type {any} */
    let state = {}
    for (;;) {
      const judgement = await judged(text, { ...how, journal: stage })
      const { decision, line, request, hook, confirm, more, time, missing } = judgement
      const result = { now: time, missing }
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
      /** @type {unknown} */
      let came
      try {
        const { run } = await runner.run(request, how)
        came = run
        state = { ...state, run }
      } catch (error) {
        return { text, position, ...result, state, error }
      }
      if (!confirm) return { text, position, ...result, state }
      const carriedOut = JSON.stringify(came)
      const done = fromCore(() => core.rolloutDone(decision.do, carriedOut, result.now()))
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
   * @param {{ policy?: Inputs['rollout'] } & OfRollout} [options] `policy`: as it was given to `start`, where it has addresses in plain text
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

  /** What is not known here of what a look takes, or an order. @param {string} text @param {string[]} missing @param {string} [order] @returns {Lack[]} */
  const lacksOf = (text, missing, order) => {
    const besides = JSON.stringify({ missing, commands: outgoing.commands })
    return fromCore(() => core.rolloutLacks(text, order, servers.named(), besides))
  }

  /**
   * Records what a person asks, and looks after the rollout once. Where a look takes what is not known here, the next one by
   * whoever knows it carries the order out: a look that sees less would judge what it can't see.
   *
   * @param {{ do: string, [name: string]: unknown }} order
   * @param {OfRollout} [options]
   * @returns {Promise<RolloutState>}
   */
  const ask = async (order, { id, ...how } = {}) => {
    const { log, text, position, stage } = await open(id)
    const { decision, missing, seen, now } = await judged(text, { ...how, journal: stage })
    const asked = JSON.stringify({ ...order, who: who() })
    const line = fromCore(() => core.rolloutOrder(text, asked, JSON.stringify(seen), now))
    const noted = await log.append(position, [line]).catch(unread)
    // somebody was quicker: what is asked may mean something else by now
    if ('conflict' in noted) return ask(order, { id, ...how })
    const lacks = lacksOf(text, missing, order.do)
    if (lacks.length > 0) return { ...about(`${text.trimEnd()}\n${line}`, missing), decision, lacks }
    const of = { id: about(text).id, ...how }
    let state = await tick(of)
    // whoever looked at the same moment may have decided without this order: it does not wait for their next look
    for (let looks = 1; state.another && !state.ended && looks < MOST_LOOKS; looks += 1) state = await tick(of)
    return state
  }

  /** Ends the rollout that is under way, if there is one, with all traffic back on stable. @param {RunOptions} [how] @returns {Promise<RolloutState | undefined>} */
  const replace = async (how = {}) => {
    const { text } = await open()
    if (text === '') return undefined
    const { id, ended } = about(text)
    return ended ? undefined : ask({ do: 'abort' }, { id, ...how })
  }

  /**
   * Carries out a deploy that begins a rollout, and gives the canary its first share.
   *
   * @param {Record<string, any>} request of a run, whose inputs have `rollout`
   * @param {RunOptions & { sources?: any, replace?: boolean }} [options] `replace`: another one that is under way is ended first
   * @returns {Promise<RolledOut>}
   */
  const begin = async (request, { replace: replaces = false, sources = request.inputs, ...how } = {}) => {
    const { inputs } = request
    // all that is wrong with the inputs and the policy, at once
    fromCore(() => core.check(JSON.stringify(prepared(request, options))))
    outgoing.remember(inputs.rollout)
    const policy = JSON.stringify(rolloutPolicy(inputs.rollout))
    servers.accept(JSON.stringify(inputs.rollout ?? null), JSON.parse(policy).guard.source.secret)
    await runner.refuseKey({ policy: JSON.parse(policy) })
    if (replaces) await replace(how)
    const before = await open()
    fromCore(() => core.requireEnded(before.text, offset(options)))
    const { alias, replaceRules } = inputs
    const first = { do: 'look', inputs, asked: { delay: 0, metrics: [], functions: [] } }
    const seen = await look(first, how)
    // refuses what can't be compared before anything is written
    const rules = JSON.stringify(replaceRules)
    fromCore(() => core.beforeRollout(policy, JSON.stringify(seen), alias, rules, seen.now * 1000))
    const id = newId(seen.now)
    const { run } = await runner.run({ ...request, rollout: id }, { ...how, sources })
    const there = await look(first, how)
    const ofDay = fromCore(() => core.beforeRollout(policy, JSON.stringify(there), alias, undefined, there.now * 1000))
    const { minutes, now } = await look(JSON.parse(ofDay), how)
    const ofServer = (/** @type {string[]} */ named) =>
      core.sourceBefore(policy, JSON.stringify(there), alias, named, now * 1000)
    const time = timeFrom(now * 1000)
    const both = JSON.stringify(await withFigures({ ...there, minutes }, ofServer, { ...how, time }))
    const words = JSON.stringify({ id, who: who(), warm: inputs.warm })
    const line = fromCore(() => core.rolloutStart(policy, both, alias, words, now * 1000))
    const { position } = await logs.readRollout(id).catch(unread)
    const log = logs.rollout(id)
    await log.append(position, [line]).catch(unread)
    return { ...run, rollout: await tick({ id, ...how }) }
  }

  /**
   * What becomes of a rollout when a run has taken functions back: where those were all of its functions it has ended, where
   * they were some of them it is interrupted.
   *
   * @param {string} id
   * @param {readonly Place[]} moved
   * @param {RunOptions} [how]
   * @returns {Promise<RolloutState | undefined>} nothing where it has none of them, or had ended
   */
  const met = async (id, moved, how = {}) => {
    const { text } = await open(id)
    if (text === '') return undefined
    const { ended, functions } = about(text)
    const of = (/** @type {Place} */ { region, namespace, name }) => JSON.stringify([region, namespace, name])
    const places = new Set(moved.map(of))
    const theirs = functions.filter((one) => places.has(of(one)))
    if (ended || theirs.length === 0) return undefined
    const state = await tick({ id, ...how })
    if (state.ended || theirs.length < functions.length) return state
    // such as an undo, which leaves the canary a share
    return ask({ do: 'abort', keep: true }, { id, ...how })
  }

  return {
    begin,
    replace,
    met,
    ...rehearsalOf(look),
    /**
     * Deploys with no traffic for the new code, begins a rollout and gives the canary its first share.
     *
     * @param {Inputs} inputs as for `deploy`; what they say of shares and publishing is left to the rollout
     * @param {{ policy?: Inputs['rollout'], replace?: boolean } & RunOptions} [options] `policy`: the name of a preset, or the whole policy;
     *   that of the inputs by default, else `canary`. `replace`: another one that is under way is ended first, with all traffic
     *   back on stable
     * @returns {Promise<RolloutState>}
     * @throws {import('./errors.js').GrayscaleError} `InvalidRollout`, `RolloutInProgress`, `NotComparable`, `RulesInTheWay`; what
     *   `deploy` throws
     */
    async start(inputs, { policy = inputs.rollout || true, ...how } = {}) {
      const request = { do: 'run', inputs: { ...withoutShares(inputs), rollout: policy } }
      return (await begin(request, { ...how, sources: inputs })).rollout
    },
    /**
     * Looks at a rollout and says what would be decided. Writes nothing.
     *
     * @param {OfRollout} [options]
     * @returns {Promise<RolloutState>}
     * @throws {import('./errors.js').GrayscaleError} `RolloutNotFound`
     */
    async status({ id, ...how } = {}) {
      const { text, stage } = await open(id)
      const { decision, missing } = await judged(text, { ...how, journal: stage })
      return { ...about(text, missing), decision }
    },
    /**
     * The newest rollout as its journal has it, without a look at its functions: the cheap question whether there is anything to
     * look after.
     *
     * @param {{ except?: string }} [options] `except`: a rollout that is known, and not read again
     * @returns {Promise<RolloutAbout | undefined>} undefined where there is none, or only that one
     */
    async newest({ except } = {}) {
      const { text } = await logs.stage({ newest: core.newestBytes() }).catch(unread)
      const id = core.newestRollout(text)
      if (id === undefined || id === except) return undefined
      return about((await open(id)).text)
    },
    /**
     * A rollout by its journal alone: nothing is looked at, and no call is made.
     *
     * @param {{ id?: string }} [options]
     * @returns {Promise<RolloutAbout>}
     * @throws {import('./errors.js').GrayscaleError} `RolloutNotFound`
     */
    async read({ id } = {}) {
      return about((await open(id)).text)
    },
    /**
     * What a look at a rollout takes and is not known here: the address of the server that has its figures, an address or a secret
     * of a hook, a command. An order from here is recorded then and carried out by whoever looks next; `abort` is carried out here.
     *
     * @param {{ id?: string }} [options]
     * @returns {Promise<Lack[]>} empty where everything is known, or it is over
     * @throws {import('./errors.js').GrayscaleError} `RolloutNotFound`
     */
    async lacks({ id } = {}) {
      const { text } = await open(id)
      const { secrets } = fromCore(() => core.rolloutLook(text, wall()))
      return lacksOf(text, outgoing.missing(secrets))
    },
    /**
     * The newest rollouts by their journals alone, the newest first.
     *
     * @param {{ limit?: number }} [options] `limit`: how many at most, 20 by default
     * @returns {Promise<RolloutAbout[]>}
     */
    async list({ limit = 20 } = {}) {
      const { text } = await logs.stage({ newest: core.newestBytes() }).catch(unread)
      const all = await together(core.newestRollouts(text, limit), READ_AT_ONCE, (id) =>
        logs.readRollout(id).catch(unread),
      )
      // the log of a run that was refused, or died, before its rollout began is empty
      return all.flatMap(({ text }) => (text === '' ? [] : [about(text)]))
    },
    /**
     * A rollout with all that its journal knows: figures by the minute, what they prove, every decision, who looked last. Nothing is
     * looked at, and no call is made.
     *
     * @param {{ id?: string }} [options]
     * @returns {Promise<RolloutReport>}
     * @throws {import('./errors.js').GrayscaleError} `RolloutNotFound`
     */
    async report({ id } = {}) {
      const { text } = await open(id)
      return fromCore(() => core.rolloutReport(text, offset(options)))
    },
    /**
     * Gives the functions of a rollout that is over back to the version that was stable before it, as `rollback` does.
     *
     * @param {{ to?: number | string } & OfRollout} [options] `to`: another version
     * @returns {Promise<RunResult>} of all its functions, which go back together or not at all
     * @throws {import('./errors.js').GrayscaleError} `RolloutInProgress` where it is not over; what `rollback` throws
     */
    async undo({ id, to, ...how } = {}) {
      const { text } = await open(id)
      const version = to === undefined ? undefined : String(to)
      const request = fromCore(() => core.rolloutUndo(text, version, offset(options)))
      return (await runner.run(request, how)).run
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
     * Leaves the step that is held without waiting, also where it is paused; with `full` all of them. `overGuard`: although the
     * canary is unhealthy.
     *
     * @param {{ step?: number, full?: boolean, overGuard?: boolean, reason?: string } & OfRollout} [options] `step`: the one that
     *   is left, counted from 1: refused where another one is held by now. `reason`: why, for the journal and the decision
     */
    promote: ({ step, full, overGuard, reason, ...options } = {}) =>
      ask({ do: 'promote', step, full, overGuard, reason }, options),
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
