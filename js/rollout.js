// @ts-check
/** The parts of a rollout that only decide: they look at nothing and change nothing. */
/** @import { Inputs, RolloutFigures, RolloutPolicy, RolloutStateName } from './types/generated.js' */
import { core } from '#load'
import { fromCore } from './errors.js'
import { isZone } from './zones.js'

/**
 * One of the statistics that a rollout is judged by, from plain data, so that it can be checked by itself. Numbers may be
 * texts. A window is `[calls of the canary, bad ones, calls of stable, bad ones]` of the same minute.
 *
 * - `compare` `{ windows, margin, eta?, starts? }`: ln E that the canary fails more often than stable
 * - `healthy` `{ windows, tolerance, base }`: ln E that the canary fails less often than `tolerance`
 * - `dispersion` `{ series: [calls, bad][] }`: φ before each window and after the last
 * - `meanRatio`, `sign` `{ values }`: ln E that the canary is slower, of ratios of means, of "above" (1, 0, null)
 * - `outage` `{ series, base, phi }`: whether each window is set aside
 * - `combine` `{ lnEs, weights }`: ln of the weighted mean of E
 * - `split` `{ counts, null, dirichlet }`: ln E that the calls don't arrive as the weight says
 *
 * @param {{ kind: 'compare' | 'healthy' | 'dispersion' | 'meanRatio' | 'sign' | 'outage' | 'combine' | 'split', [input: string]: unknown }} statistic
 * @returns {string[]} a figure after each window, with 12 digits; of `outage`, `true` or `false`
 * @throws {import('./errors.js').GrayscaleError} `InvalidInput`
 */
export function guard(statistic) {
  return fromCore(() => core.guardFigures(JSON.stringify(statistic)))
}

/**
 * What a rollout does next, and why. It looks at nothing and changes nothing: the same arguments give the same answer.
 *
 * - `journal`: the rollout's journal, line by line. The first is its start: `{ e: 'start', id, at, policy, functions: [{ key, code,
 *   day: [calls, bad], alias: [calls, bad], past: { errors: [calls, bad][] } }] }`, where `day` are the calls of stable in the 24
 *   hours before, and `past` its last 120 minutes. Each decision has its own `line` to append; when it was carried out and seen to be
 *   true, `{ e: 'done', at }` follows. Orders of people are `{ e: 'order', do, who, … }`.
 * - `seen`: `{ functions: [{ key, share, rules?, routing?, code?, warm?, blind?, calls: { canary, stable, alias? }, bad: { errors: { canary, stable },
 *   … }, means? }], zones?, answers? }`. `share` is null where rules or other versions decide; `rules` (`{ header, exact }` or
 *   `{ header, range }`) are those that lead to the canary. Figures are lists of `[minute, figure]`, minutes since 1970.
 * - times in the journal are seconds since 1970.
 *
 * @param {Inputs['rollout']} policy the name of a preset or a policy, to see what it would decide; `undefined` for the journal's own
 * @param {readonly (string | object)[]} journal
 * @param {object} seen
 * @param {Date | number} now a time, or milliseconds since 1970; as the API's answers have it
 * @returns {Decision}
 * @throws {import('./errors.js').GrayscaleError} `InvalidInput` where the journal has no start; what is wrong with the policy
 */
export function decide(policy, journal, seen, now) {
  const lines = journal.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
  const another = policy === undefined ? undefined : JSON.stringify(policy)
  // strings cross letter by letter
  const bytes = linesAsBytes(lines)
  return fromCore(() => core.decide(another, bytes, JSON.stringify(seen), Math.floor(Number(now) / 1000)))
}

/** @typedef {'steps' | 'finish' | 'canary' | 'guard' | 'limits' | 'unhealthy' | 'insufficient' | 'outage' | 'timeout' | 'every'} AlwaysThere keys of a policy that have a default, or must be there */
/** @typedef {RolloutPolicy & { [Key in AlwaysThere]: NonNullable<RolloutPolicy[Key]> }} WholePolicy a policy with every default filled in */

/**
 * A policy with every default filled in, as a rollout's journal has it. Addresses, secrets and commands of hooks and
 * notices are names of environment variables (`${env:NAME}`) there, or digests.
 *
 * @param {Inputs['rollout']} policy the name of a preset (`canary`, `Linear10PercentEvery1Minute`), or a map
 * @returns {WholePolicy}
 * @throws {import('./errors.js').GrayscaleError} `InvalidRollout`, `UnknownInput`, `InvalidInput`: all mistakes, in `errors`
 */
export function rolloutPolicy(policy) {
  const text = JSON.stringify(policy ?? null)
  const whole = fromCore(() => core.rolloutPolicy(text, '[]'))
  const zones = (whole.windows ?? []).map((/** @type {{ zone: string }} */ { zone }) => zone)
  const unknown = zones.filter((/** @type {string} */ zone) => !isZone(zone))
  return unknown.length === 0 ? whole : fromCore(() => core.rolloutPolicy(text, JSON.stringify(unknown)))
}

/**
 * Whether a deploy of these inputs begins a rollout.
 *
 * @param {Inputs | undefined} inputs
 * @returns {boolean}
 */
export function beginsRollout(inputs) {
  return fromCore(() => core.beginsRollout(JSON.stringify({ rollout: inputs?.rollout })))
}

/**
 * What a policy can see with the traffic of a function, before a rollout begins: per step how many calls show that the canary is
 * healthy, and after how many minutes one is seen that fails. Found by trying it often, with a seed.
 *
 * @param {Inputs['rollout']} policy the name of a preset, or a map
 * @param {({ rate: number, base: number, phi?: number } | { minutes: [calls: number, bad: number][] }) & { seed?: number }} traffic
 *   calls a minute, the share of them that is bad, and how much bad calls scatter (default 1: chance alone); or minutes that
 *   were recorded, one after the other
 * @returns {{ steps: { share: number, rate: number, calls: [median: number, p90: number] | null, broken: number | null, ten: number | null, four: number | null }[], advice: { code: string, params?: Record<string, any>, text: string }[] }}
 *   `rate` is the canary's calls a minute; `broken`, `ten` and `four` are the median of minutes until a canary is seen whose calls
 *   all fail, or fail ten or four times as often as stable's; null where that takes more than two hours
 * @throws {import('./errors.js').GrayscaleError} `InvalidRollout`, `UnknownInput`, `InvalidInput`
 */
export function rolloutPower(policy, traffic) {
  return fromCore(() => core.rolloutPower(JSON.stringify(policy ?? null), JSON.stringify(traffic)))
}

/**
 * A policy rehearsed by the same decisions as a real rollout. Recorded minutes of stable are split at random by the policy's
 * weights, as if both versions were the same code: a rehearsal that ends `rolledBack` or `paused` would have stopped a good release.
 *
 * @param {Inputs['rollout']} policy the name of a preset, or a map
 * @param {[calls: number, bad: number][] | { rate: number, base: number, outage?: [share: number, from: number, to: number], clusters?: number, most?: number }} minutes
 *   recorded, one after the other; or made up: calls a minute, the share that is bad, minutes in which a share of all calls fails,
 *   how many bad calls each failure is, and after how many minutes a rehearsal ends
 * @param {{ runs?: number, seed?: number, times?: number | 'broken' }} [options] how often (200), the seed (1), and how many times as
 *   often the canary fails
 * @returns {{ state: Decision['state'], little: boolean, minutes: number, step: number, failed: number }[]} `failed`: calls that would
 *   not have failed on stable
 * @throws {import('./errors.js').GrayscaleError} `InvalidRollout`, `UnknownInput`, `InvalidInput`
 */
export function rolloutReplay(policy, minutes, options = {}) {
  const [given, asked] = [JSON.stringify(minutes), JSON.stringify(options)]
  return fromCore(() => core.rolloutReplay(JSON.stringify(policy ?? null), given, asked))
}

/**
 * @typedef {object} Decision
 * @property {'wait' | 'publish' | 'advance' | 'finish' | 'rollBack' | 'pause' | 'interrupt' | 'abort' | 'ask' | 'warm'} do
 * @property {number} [step] of `advance`: which step's weight is written, counted from 0
 * @property {RolloutStateName} state
 * @property {number} [until] when to look again at the latest, in seconds since 1970
 * @property {{ code: string, params?: Record<string, any>, text: string }} why
 * @property {{ at: 'before' | 'beforeStep' | 'after' | 'onRollback', step: number, hook: number }} [ask] the hook to ask
 * @property {number} held how long the step has been held, in seconds
 * @property {RolloutFigures[]} functions
 * @property {string} [lnE] the evidence of all functions and metrics against the canary, ln Σ ω·E
 * @property {string} [limit] where it goes back: ln 1/α
 * @property {string} line to append to the journal before it is carried out
 */

/**
 * Lines in UTF-8, each with its end. A journal may be megabytes, so it is not put together as a text first.
 *
 * @param {readonly string[]} lines
 */
function linesAsBytes(lines) {
  const encoder = new TextEncoder()
  // enough for letters of ASCII
  const bytes = new Uint8Array(lines.reduce((size, line) => size + line.length + 1, 0))
  let end = 0
  for (const line of lines) {
    const { read, written } = encoder.encodeInto(line, bytes.subarray(end))
    if (read < line.length || end + written === bytes.length) return encoder.encode(lines.join('\n'))
    bytes[end + written] = 10
    end += written + 1
  }
  return bytes.subarray(0, end)
}
