// @ts-check
/** @import { Options, RunOptions } from './options.js' */
/** @import { Runner } from './runtime/runner.js' */
/** @import { Store } from './types.js' */
/** @import { Decision } from './rollout.js' */
/** @import { Inputs, Place, RolloutAbout, RunResult } from './types/generated.js' */
import { describeCaller } from '#identity'
import { core } from '#load'
import { fromCore } from './errors.js'
import { withoutShares } from './inputs/rollout.js'
import { rolloutPolicy } from './rollout.js'
import { replayed } from './rollout-replay.js'
import { offset, prepared, unread } from './runtime/request.js'

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

/** @typedef {RunResult & { rollout: RolloutState }} RolledOut a deploy, and the rollout that began with it */

/** @typedef {{ id?: string } & RunOptions} OfRollout `id`: of the rollout that is meant; the newest one unless told */

/**
 * Rollouts: releases in steps that judge themselves between them. What happens next is decided in Rust, from the rollout's
 * journal and from what is seen; this looks, appends and runs what was decided.
 *
 * @param {{ runner: Runner, store: Store, options: Options }} parts
 */
export function rolloutsOf({ runner, store, options }) {
  const who = () => options.who ?? describeCaller()
  /** @param {any} request @param {RunOptions} how */
  const look = async (request, how) => (await runner.run(request, how)).look
  /** @param {string} text @returns {RolloutAbout} */
  const about = (text) => fromCore(() => core.rolloutAbout(text, offset(options)))

  /** The journal of the newest rollout, or of the one that is named. @param {string} [id] */
  const open = async (id) => {
    // the state of a component is no journal
    if (store.trims) fromCore(() => core.requireStore('rollout'))
    const newest = core.newestBytes()
    const known = id ?? core.newestRollout((await store.read(undefined, { newest }).catch(unread)).text)
    const log = known === undefined ? undefined : store.rollout(known)
    const { text, position } = (await log?.read().catch(unread)) ?? { text: '', position: '' }
    return { log: /** @type {Store} */ (log), text, position }
  }

  /** Looks at a rollout, and decides. @param {string} text its journal @param {RunOptions} how */
  const judged = async (text, how) => {
    const { request, zones } = fromCore(() => core.rolloutLook(text, Date.now()))
    const seen = await look(request, how)
    const now = seen.now * 1000
    const besides = JSON.stringify({ zones: offsetsOf(zones, now) })
    const turn = fromCore(() => core.rolloutTick(text, JSON.stringify(seen), besides, now))
    return { ...turn, seen, now }
  }

  /**
   * Looks, decides, records, carries out, and records that it was carried out.
   *
   * @param {OfRollout} [options]
   * @returns {Promise<RolloutState>}
   */
  const tick = async ({ id, ...how } = {}) => {
    const { log, text, position } = await open(id)
    const { decision, line, request, confirm, now } = await judged(text, how)
    if (about(text).ended) return { ...about(text), decision }
    const noted = await log.append(position, [line]).catch(unread)
    if ('conflict' in noted) return { ...about(text), decision, another: true }
    const lines = [text.trimEnd(), line]
    if (!request) return { ...about(lines.join('\n')), decision }
    const { run } = await runner.run(request, how)
    if (confirm) {
      lines.push(core.rolloutDone(now))
      await log.append(noted.position, lines.slice(-1)).catch(unread)
    }
    return { ...about(lines.join('\n')), decision, run }
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

  /**
   * Ends the rollout that is under way, if there is one, with all traffic back on stable.
   *
   * @param {RunOptions} [how]
   * @returns {Promise<RolloutState | undefined>}
   */
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
    const policy = JSON.stringify(rolloutPolicy(inputs.rollout))
    if (replaces) await replace(how)
    const before = await open()
    fromCore(() => core.requireEnded(before.text, offset(options)))
    const alias = inputs.alias ?? DEFAULT_ALIAS
    const first = { do: 'look', inputs, asked: { delay: 0, metrics: [], functions: [] } }
    const seen = await look(first, how)
    // refuses what can't be compared before anything is written
    fromCore(() => core.beforeRollout(policy, JSON.stringify(seen), alias, seen.now * 1000))
    const id = newId(seen.now)
    const { run } = await runner.run({ ...request, rollout: id }, { ...how, sources })
    const there = await look(first, how)
    const ofDay = fromCore(() => core.beforeRollout(policy, JSON.stringify(there), alias, there.now * 1000))
    const { minutes, now } = await look(JSON.parse(ofDay), how)
    const both = JSON.stringify({ ...there, minutes })
    const words = JSON.stringify({ id, who: who() })
    const line = fromCore(() => core.rolloutStart(policy, both, alias, words, now * 1000))
    const log = store.rollout(id)
    const { position } = await log.read().catch(unread)
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
    /**
     * Deploys with no traffic for the new code, begins a rollout and gives the canary its first share.
     *
     * @param {Inputs} inputs as for `deploy`; what they say of shares and publishing is left to the rollout
     * @param {{ policy?: unknown, replace?: boolean } & RunOptions} [options] `policy`: the name of a preset, or the whole policy;
     *   that of the inputs unless told, else `canary`. `replace`: another one that is under way is ended first, with all traffic
     *   back on stable
     * @returns {Promise<RolloutState>}
     * @throws {import('./errors.js').GrayscaleError} `InvalidRollout`, `RolloutInProgress`, `NotComparable`; what `deploy` throws
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
      const { text } = await open(id)
      const { decision } = await judged(text, how)
      return { ...about(text), decision }
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
     * Rehearses a policy on the minutes that the monitor has of the alias: with the same code on both sides, with a canary that
     * fails four times as often, and with one that always fails. Writes nothing.
     *
     * @param {Inputs} inputs which functions
     * @param {{ policy?: unknown, seconds?: number, runs?: number, seed?: number } & RunOptions} [options] `policy` as of `start`;
     *   `seconds`: so far back, a day unless told; `runs`: rehearsals of each kind, 200 unless told
     * @returns {Promise<{ seed: number, functions: import('./rollout-replay.js').Replayed[] }>}
     */
    async replay(inputs, { policy = inputs.rollout || true, seconds = DAY, runs = 200, seed = 1, ...how } = {}) {
      rolloutPolicy(policy)
      const { rollout: _, ...rest } = withoutShares(inputs)
      const seen = await look({ do: 'look', inputs: rest, asked: { delay: 0, metrics: [], functions: [] } }, how)
      const alias = inputs.alias ?? DEFAULT_ALIAS
      const request = fromCore(() => core.beforeReplay(JSON.stringify(seen), alias, seen.now - seconds))
      const minutes = JSON.stringify(await look(JSON.parse(request), how))
      /** @type {any[]} */
      const recorded = fromCore(() => core.recordedMinutes(minutes))
      return { seed, functions: recorded.map((one) => replayed(policy, one, { runs, seed })) }
    },
    /**
     * Gives the functions of a rollout that is over back to the version that was stable before it, as `rollback` does.
     *
     * @param {{ to?: number | string } & OfRollout} [options] `to`: another version
     * @returns {Promise<RunResult>} of all its functions
     * @throws {import('./errors.js').GrayscaleError} `RolloutInProgress` where it is not over; what `rollback` throws
     */
    async undo({ id, to, ...how } = {}) {
      const { text } = await open(id)
      const version = to === undefined ? undefined : String(to)
      /** @type {any[]} */
      const requests = fromCore(() => core.rolloutUndo(text, version, offset(options)))
      const runs = []
      for (const request of requests) runs.push((await runner.run(request, how)).run)
      return { ...runs[0], functions: runs.flatMap(({ functions }) => functions) }
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

const DAYS = 8
const DAY = 86_400
const DAY_MS = 86_400_000

/**
 * How far zones are ahead of UTC in the days to come: `{ zone: { until, offsets: [[from, minutes]] } }`.
 *
 * @param {string[]} zones
 * @param {number} now
 */
function offsetsOf(zones, now) {
  const end = now + DAYS * DAY_MS
  const of = (/** @type {string} */ zone) => {
    /** @type {[number, number][]} */
    const offsets = []
    for (let at = now - (now % 3_600_000); at <= end; at += 3_600_000) {
      const minutes = minutesAhead(zone, at)
      if (offsets.at(-1)?.[1] !== minutes) offsets.push([at / 1000, minutes])
    }
    return { until: Math.floor(end / 1000), offsets }
  }
  return Object.fromEntries(zones.map((zone) => [zone, of(zone)]))
}

/** @param {string} zone @param {number} at */
function minutesAhead(zone, at) {
  const shown = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at)
  const text = shown.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(text) ?? []
  return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes))
}
