// @ts-check
/** What is moving or unwell: rollouts, functions in release without one, failed changes, and what the guard took back. */
/** @import { RolloutAbout, RolloutFunction, RolloutReport } from '../../../types/generated.js' */
/** @import { Comparison, Count, Minute } from './compare.js' */
/** @import { Place, Row } from './functions.js' */
import { computed, effect, signal } from '@preact/signals'
import { keep, kept } from '../kept.js'
import { instant, now } from '../words/time.js'
import { believed, first, keyOf, MOST_REST, placeOf, rows, unread } from './functions.js'
import { health } from './health.js'
import { history, readAgain as readHistory } from './history.js'
import { held as listHeld } from './list.js'
import { inRelease } from './past.js'
import { targetOf } from './rollback.js'
import { readRollouts, report, rollouts, verdictOf } from './rollout.js'

/**
 * How it does, the worst first: `unhealthy`: the canary fails more often than stable; `waits`: it waits for a person; `worse`: more
 * errors, which may be chance; `unknown`: there is nothing to judge by; `fine`; `failed`: a change failed; `back`: the guard
 * took it back.
 *
 * @typedef {'unhealthy' | 'waits' | 'worse' | 'unknown' | 'fine' | 'failed' | 'back'} Mood
 */

/** @type {Mood[]} */
const moods = ['unhealthy', 'waits', 'worse', 'unknown', 'fine', 'failed', 'back']

/**
 * One line of the screen.
 *
 * @typedef {object} Moving
 * @property {string} key of the rollout, or of the place
 * @property {Mood} mood
 * @property {Part[]} parts its functions, the worst first: several where a rollout has them
 * @property {RolloutAbout} [rollout]
 * @property {RolloutReport} [report] of a rollout that is under way
 * @property {number} [since] when it became so, in milliseconds since 1970
 * @property {string} [who]
 * @property {boolean} [byHand] whether it was made so without this tool
 */

/**
 * A function of it.
 *
 * @typedef {object} Part
 * @property {Place} place
 * @property {Row} [row] as the list has it
 * @property {string} [stable] the version that it goes back to
 * @property {Mood} mood
 * @property {number} [set] the canary's share of the traffic as it is set, 0 to 1
 * @property {number} [actual] the share that the monitor has seen
 * @property {number} [margin] half of that figure's 95 % interval
 * @property {{ canary: Count, stable: Count, minutes?: number, verdict?: Comparison['verdict'] }} [figures] calls of both, and
 *   those that failed
 * @property {Minute[]} [minutes]
 */

/** How long the guard's rollbacks are shown. */
const DAY_MS = 86_400_000
/** A mark is made before the call that writes it, which may wait its turn and be tried again. */
const MARK_MS = 120_000
/** Lines whose places are kept for the next visit. */
const MOST_KEPT = 30

/** The runs of the journal, by id. */
export const runs = computed(() => new Map(history.value?.runs.map((run) => [run.run, run])))

/** @type {Promise<unknown> | undefined} */
let reading

/** Reads what the journal has of it: no call of the API. One time at a time. */
export function readJournal() {
  reading ??= Promise.all([readRollouts(), readHistory()])
    // what is wrong with the journal is said where it is shown, and by whatever wants to write
    .catch(() => {})
    .finally(() => {
      reading = undefined
      journalRead.value = true
    })
  return reading
}

/** Whether it was tried to read the journal. */
export const journalRead = signal(false)

/** The lines of the last visit, in their order. */
const before = (kept('moving') ?? '').split('\n').filter(Boolean)

// the places that the journal speaks of are read first: what it has in release, what moved at the last visit, then the
// newest
effect(() => {
  const known = inRelease(history.value)
  believed.value = new Set(known)
  const ofRollouts = (rollouts.value ?? []).filter(({ ended }) => !ended).flatMap(({ functions }) => functions)
  const ofRuns = [...runs.value.values()].flatMap(({ functions }) => functions)
  first.value = [...new Set([...ofRollouts.map(keyOf), ...known, ...before, ...ofRuns.map(keyOf)])]
})

/** What is moving or unwell now, in no order. */
export const all = computed(() => {
  const own = report.value ? [ofRollout(report.value)] : []
  const taken = new Set(own.flatMap(({ parts }) => parts.map(({ place }) => keyOf(place))))
  const free = rows.value.filter((row) => !taken.has(keyOf(row)))
  const canaries = free.filter(({ releasing }) => releasing).map(ofCanary)
  const failed = free.filter(({ releasing, standing }) => standing === 'failed' && !releasing).map(ofFailed)
  const back = (rollouts.value ?? [])
    .filter(({ state, last }) => state === 'rolledBack' && Date.parse(last ?? '') > now.value - DAY_MS)
    .map(ofBack)
  return [...own, ...canaries, ...failed, ...back]
})

/** The worst first. @param {Moving} one @param {Moving} other */
const byMood = (one, other) =>
  moods.indexOf(one.mood) - moods.indexOf(other.mood) || (other.since ?? 0) - (one.since ?? 0)

const sorted = computed(() => [...all.value].sort(byMood))

/** Functions in release that no rollout looks after: they are compared here. */
export const compared = computed(() =>
  all.value
    .filter(({ rollout, parts }) => !rollout && parts[0].row?.releasing)
    .map(({ parts }) => keyOf(parts[0].place))
    .sort()
    .join('\n'),
)

/** Whether all is known: before that, nothing is said not to be in release. */
export const swept = computed(() => rows.value.length > 0 && unread.value === 0 && rollouts.value !== undefined)

/** Whether the pointer or the keyboard is on the lines. */
export const held = signal(false)
/** Whether no line may change its place: what comes above the list would move its rows, too. */
const still = computed(() => held.value || listHeld.value)
/** So long lines wait for each other. */
const TOGETHER_MS = 2500
const waited = signal(false)

const isListed = computed(() => rows.value.length > 0)
/** Whether what is expected to be in release is known, and how its canaries do; so is all where one round reads it. */
const ready = computed(() => {
  const expected = new Set([...before, ...believed.value])
  const open = rows.value.filter(({ at }) => at === 0)
  const known = open.length === 0 || (open.length > MOST_REST && !open.some((row) => expected.has(keyOf(row))))
  const judged = compared.value.split('\n').every((key) => key === '' || health.value.has(key))
  return isListed.value && rollouts.value !== undefined && journalRead.value && known && judged
})
effect(() => {
  if (isListed.value) setTimeout(() => (waited.value = true), TOGETHER_MS)
})

/** The lines that are shown, in their order. */
const order = signal(before)

/** Shows what there is now, the worst first. */
export function settle() {
  order.value = sorted.peek().map(({ key }) => key)
}

/** Whether the lines have found their places. Until then they are not shown but where they were at the last visit. */
export const placed = signal(false)
effect(() => {
  const next = sorted.value.map(({ key }) => key)
  const shown = order.peek()
  if (ready.value || waited.value) placed.value = true
  if (placed.value) {
    if (!still.value) order.value = next
    return
  }
  const parts = new Set(all.value.flatMap(({ parts }) => parts.map(({ place }) => keyOf(place))))
  const there = new Set(rows.value.map(keyOf))
  const coming = [...believed.value].filter((key) => there.has(key) && !parts.has(key))
  order.value = [...new Set([...shown, ...next, ...coming])]
})
effect(() => {
  if (swept.value && ready.value && !still.value) keep('moving', order.value.slice(0, MOST_KEPT).join('\n'))
})

/**
 * The lines, as known now; undefined for one that is still to be read. One that is no longer so stays until the pointer has
 * left, and says what it is.
 *
 * @type {import('@preact/signals').ReadonlySignal<{ key: string, one: Moving | undefined }[]>}
 */
export const moving = computed(() => {
  const known = new Map(all.value.map((one) => [one.key, one]))
  const isShown = (/** @type {string} */ key) => placed.value || before.includes(key)
  const lines = order.value.map((key) => ({ key, one: isShown(key) ? known.get(key) : undefined }))
  return swept.value && placed.value ? lines.filter(({ one }) => one) : lines
})

/** Lines that would come if they were sorted. */
export const waiting = computed(() => {
  const shown = new Set(order.value)
  return all.value.filter(({ key }) => !shown.has(key))
})

/** Those whose canary is shown to be worse than stable. */
export const unhealthy = computed(() => sorted.value.filter(({ mood }) => mood === 'unhealthy'))

/** @param {Row} row @returns {Moving} */
function ofCanary(row) {
  const { found, error } = health.value.get(keyOf(row)) ?? {}
  const { verdict = 'unknown', rows: minutes } = found ?? {}
  /** @type {Record<Comparison['verdict'], Mood>} */
  const said = { unhealthy: 'unhealthy', worse: 'worse', unknown: 'unknown', alone: 'unknown', fine: 'fine' }
  const mood = error ? 'unknown' : said[verdict]
  const changed = instant(row.aliasModified)
  const marked = row.released?.at
  // the mark is of the run that wrote the alias; whoever changed it without this tool left it as it was
  const byHand = marked === undefined || (changed !== undefined && changed > marked + MARK_MS)
  const since = byHand ? changed : marked
  const run = byHand ? undefined : row.released && runs.value.get(row.released.run)
  /** @type {Part} */
  const part = {
    place: placeOf(row),
    row,
    stable: targetOf(row),
    mood,
    set: row.split?.find(({ version }) => version === '$latest')?.share,
    figures: found,
    minutes,
    ...seenShare(minutes, since),
  }
  return { key: keyOf(row), mood, parts: [part], since, byHand, who: run?.who }
}

/**
 * The part of the calls that the canary had since its share was set.
 *
 * @param {Minute[]} [minutes]
 * @param {number} [since]
 */
function seenShare(minutes = [], since = 0) {
  const own = minutes.filter(([minute]) => minute * 60_000 >= since)
  const calls = own.reduce((sum, [, canary]) => sum + canary, 0)
  const both = own.reduce((sum, [, canary, , stable]) => sum + canary + stable, 0)
  return both === 0 ? {} : { actual: calls / both }
}

/** @param {Row} row @returns {Moving} */
function ofFailed(row) {
  return { key: keyOf(row), mood: 'failed', parts: [{ place: placeOf(row), row, mood: 'failed' }] }
}

/** @param {RolloutAbout} rollout @returns {Moving} */
function ofBack(rollout) {
  const parts = rollout.functions.map((one) => ({
    place: placeOf(one),
    row: rows.value.find((row) => keyOf(row) === keyOf(one)),
    stable: one.stable,
    mood: /** @type {const} */ ('back'),
  }))
  return { key: rollout.id, mood: 'back', parts, rollout, since: Date.parse(rollout.last ?? ''), who: rollout.who }
}

/** @param {RolloutReport} report @returns {Moving} */
function ofRollout(report) {
  const { id, functions, waits } = report
  const bad = verdictOf(report) === 'unhealthy'
  const parts = functions.map((one) => ofFunction(report, one, bad)).sort(byPartMood)
  /** @type {Mood} */
  const mood = bad ? 'unhealthy' : waits ? 'waits' : parts[0].mood
  return { key: id, mood, parts, rollout: report, report, since: Date.parse(report.began), who: report.who }
}

/** @param {Part} one @param {Part} other */
const byPartMood = (one, other) => moods.indexOf(one.mood) - moods.indexOf(other.mood)

/**
 * One function of a rollout. What all evidence together shows is said of those that it speaks against.
 *
 * @param {RolloutReport} report
 * @param {RolloutFunction} one
 * @param {boolean} bad whether the verdict is that it is unhealthy
 * @returns {Part}
 */
function ofFunction({ step, steps, reached, evidence, actual, minutes }, one, bad) {
  const judged = evidence.functions.find(({ key }) => key === one.key)
  const errors = judged?.metrics.find(({ metric }) => metric === 'errors')
  const against = judged?.metrics.some(({ lnE }) => Number(lnE) > 0) ?? false
  const known = judged !== undefined && judged.blind === undefined && errors !== undefined && errors.calls > 0
  const seen = actual.find(({ key }) => key === one.key)
  return {
    place: placeOf(one),
    row: rows.value.find((row) => keyOf(row) === keyOf(one)),
    stable: one.stable,
    mood: against ? (bad ? 'unhealthy' : 'worse') : known ? 'fine' : 'unknown',
    set: reached.some((one) => one.step === step) ? steps[step - 1].share : undefined,
    actual: seen?.share,
    margin: seen?.margin,
    minutes: minutes.find(({ key }) => key === one.key)?.rows,
    figures: errors && {
      canary: { version: one.canary, calls: errors.calls, failed: errors.bad },
      stable: { version: one.stable, calls: errors.stableCalls, failed: errors.stableBad },
    },
  }
}
