// @ts-check
/** @import { Options, RunOptions } from './options.js' */
/** @import { Runner } from './runtime/runner.js' */
/** @import { Store } from './types.js' */
/** @import { Inputs } from './types/generated.js' */
import { describeCaller } from '#identity'
import { core } from '#load'
import { fromCore } from './errors.js'
import { rolloutPolicy } from './rollout.js'
import { offset, unread } from './runtime/request.js'

/** The alias that carries default traffic, as the API names it. */
const DEFAULT_ALIAS = '$DEFAULT'

/**
 * A rollout as it stands after a tick.
 *
 * @typedef {object} RolloutTick
 * @property {string} id
 * @property {string} state where it stands: `holding`, `gate`, `done`, …
 * @property {any} decision what was decided and why: `{ do, state, step?, until?, why: { code, params, text }, held, functions }`
 * @property {any} [run] the result of the run that carried it out
 * @property {boolean} [another] somebody else looked after it at the same moment: nothing was done here
 */

/**
 * Rollouts: a release in steps that judges itself between them. What happens next is decided in Rust, from the rollout's
 * journal and from what is seen; this looks, appends and runs what was decided.
 *
 * @param {{ runner: Runner, store: Store, options: Options }} parts
 */
export function rolloutsOf({ runner, store, options }) {
  /** @param {any} request @param {RunOptions} [how] */
  const look = async (request, how) => (await runner.run(request, how)).look

  /** The journal of the newest rollout, or of the one that is named. @param {string} [id] */
  const open = async (id) => {
    const known = id ?? core.newestRollout((await store.read(undefined, { newest: core.newestBytes() }).catch(unread)).text)
    const log = known === undefined ? undefined : store.rollout(known)
    const read = await log?.read().catch(unread)
    return { id: known, log, text: read?.text ?? '', position: read?.position ?? '' }
  }

  /**
   * Looks, decides, records, carries out, and records that it was carried out.
   *
   * @param {string | undefined} id
   * @param {RunOptions} [how]
   * @returns {Promise<RolloutTick>}
   */
  const tick = async (id, how) => {
    const rollout = await open(id)
    const { request, zones, ended } = fromCore(() => core.rolloutLook(rollout.text, Date.now()))
    const seen = await look(request, how)
    const now = seen.now * 1000
    const besides = JSON.stringify({ zones: offsetsOf(zones, now) })
    const { decision, line, request: order, confirm } = fromCore(() =>
      core.rolloutTick(rollout.text, JSON.stringify(seen), besides, now),
    )
    const done = { id: /** @type {string} */ (rollout.id), state: decision.state, decision }
    if (ended) return done
    const log = /** @type {Store} */ (rollout.log)
    const noted = await log.append(rollout.position, [line]).catch(unread)
    if ('conflict' in noted) return { ...done, another: true }
    if (!order) return done
    const { run } = await runner.run(order, how)
    if (!confirm) return { ...done, run }
    const confirmed = core.rolloutDone(now)
    await log.append(noted.position, [confirmed]).catch(unread)
    return { ...done, state: core.rolloutState([rollout.text, line, confirmed].join('\n')), run }
  }

  /**
   * Records what a person asks, and looks after the rollout once.
   *
   * @param {Record<string, unknown>} order
   * @param {{ id?: string } & RunOptions} [options]
   */
  const ask = async (order, { id, ...how } = {}) => {
    const rollout = await open(id)
    const { request } = fromCore(() => core.rolloutLook(rollout.text, Date.now()))
    const seen = await look(request, how)
    const asked = JSON.stringify({ ...order, who: options.who ?? describeCaller() })
    const line = fromCore(() => core.rolloutOrder(rollout.text, asked, JSON.stringify(seen), seen.now * 1000))
    const log = /** @type {Store} */ (rollout.log)
    const noted = await log.append(rollout.position, [line]).catch(unread)
    // somebody was quicker: what is asked may mean something else by now
    if ('conflict' in noted) return ask(order, { id, ...how })
    return tick(rollout.id, how)
  }

  return {
    /**
     * Deploys with no traffic for the new code, begins a rollout and gives the canary its first share.
     *
     * @param {Inputs} inputs as for `deploy`, without `traffic` and `publish`
     * @param {{ policy: unknown } & RunOptions} options `policy`: the name of a preset, or the whole policy
     * @returns {Promise<RolloutTick>}
     */
    async start(inputs, { policy, ...how }) {
      const canonical = JSON.stringify(rolloutPolicy(policy))
      const before = await open()
      fromCore(() => core.requireEnded(before.text, offset(options)))
      const alias = String(/** @type {any} */ (inputs).alias ?? DEFAULT_ALIAS)
      const nothing = { do: 'look', inputs, asked: { delay: 0, metrics: [], functions: [] } }
      const seen = await look(nothing, how)
      fromCore(() => core.beforeRollout(canonical, JSON.stringify(seen), alias, seen.now * 1000))
      await runner.run({ do: 'run', inputs: { ...inputs, traffic: 0 } }, { ...how, sources: inputs })
      const there = await look(nothing, how)
      const request = fromCore(() => core.beforeRollout(canonical, JSON.stringify(there), alias, there.now * 1000))
      const day = await look(JSON.parse(request), how)
      const id = newId(day.now)
      const about = JSON.stringify({ id, who: options.who ?? describeCaller() })
      const whole = JSON.stringify({ ...there, minutes: day.minutes })
      const line = fromCore(() => core.rolloutStart(canonical, whole, alias, about, day.now * 1000))
      const log = store.rollout(id)
      const { position } = await log.read().catch(unread)
      await log.append(position, [line]).catch(unread)
      return tick(id, how)
    },
    /** @param {{ id?: string } & RunOptions} [options] */
    tick: ({ id, ...how } = {}) => tick(id, how),
    /** @param {{ id?: string } & RunOptions} [options] */
    pause: (options) => ask({ do: 'pause' }, options),
    /** @param {{ adopt?: boolean, id?: string } & RunOptions} [options] */
    resume: ({ adopt, ...options } = {}) => ask({ do: 'resume', adopt }, options),
    /** @param {{ step?: number, full?: boolean, overGuard?: boolean, id?: string } & RunOptions} [options] */
    promote: ({ step, full, overGuard, ...options } = {}) => ask({ do: 'promote', step, full, overGuard }, options),
    /** @param {string} gate @param {{ step?: number, id?: string } & RunOptions} [options] */
    approve: (gate, { step, ...options } = {}) => ask({ do: 'approve', gate, step }, options),
    /** @param {{ keep?: boolean, id?: string } & RunOptions} [options] */
    abort: ({ keep, ...options } = {}) => ask({ do: 'abort', keep }, options),
  }
}

/** When it began, and enough chance that no two are the same. @param {number} seconds */
function newId(seconds) {
  const time = new Date(seconds * 1000).toISOString().replace(/[-:]|\..*/g, '')
  return `${time}-${Math.random().toString(36).slice(2, 8).padEnd(6, '0')}`
}

const DAYS = 8
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
