// @ts-check
/** One rollout as its journal has it, and what follows from it for whoever looks. No call of the API is made for it. */
/** @import { RolloutAbout, RolloutReport } from '../../../types/generated.js' */
/** @import { Lack } from '../../../rollouts.js' */
import { signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { sleep } from '../../../runtime/sleep.js'
import { gray, store } from '../session.js'
import { versionText } from '../words/figures.js'
import { language } from '../words/index.js'
import { placeOf } from './functions.js'
import { Made } from './made.js'

/** @typedef {'healthy' | 'unhealthy' | 'soon' | 'worse' | 'little' | 'blind' | 'outage' | 'none'} Verdict */
/** @typedef {'waiting' | 'holding' | 'passed' | 'failed' | 'paused' | 'back'} Sign */

/** How often the journal of a rollout is read again that is shown: while it is under way, and when it has ended. */
const AGAIN_MS = 3000
const ENDED_AGAIN_MS = 60_000
/** Rollouts that are read for the first screen, and for the list of all. */
const MOST = 20
const MOST_LISTED = 50
/** The list changes less often. */
const LIST_AGAIN_MS = 10_000
/** So few more bad calls are told in the verdict itself. */
const SOON = 5
/** After so many usual distances without a look nobody looks after it. */
const MISSED = 3

/** All rollouts, the newest first and as its last report has it; undefined until they were read. @type {import('@preact/signals').Signal<RolloutAbout[] | undefined>} */
export const rollouts = signal(undefined)
/** The one that is under way. @type {import('@preact/signals').Signal<RolloutReport | undefined>} */
export const report = signal(undefined)
/** @type {import('@preact/signals').Signal<GrayscaleError | undefined>} */
export const listFailure = signal(undefined)

/** By id. @type {Made<string, RolloutReport>} */
const reports = new Made()

/**
 * A rollout as its journal has it, the same object as long as nothing is new.
 *
 * @param {string} id
 */
async function reportOf(id) {
  const { text } = await store().rollout(id).read()
  return reports.of(id, text, () => gray().rollouts.report({ id }))
}

/** The newest one, once it is known. @type {string | undefined} */
let newest

async function newestReport() {
  try {
    const other = await gray().rollouts.newest({ except: newest })
    newest = other?.id ?? newest
    if (newest === undefined) return undefined
    // nothing is new of one that has ended
    const before = await reports.last(newest)
    return before?.ended ? before : await reportOf(newest)
  } catch (error) {
    if (GrayscaleError.from(error).code !== 'RolloutNotFound') throw error
    newest = undefined
    return undefined
  }
}

/** How many the list was asked for, and in which language. */
let most = MOST
let listed = ''

/** Reads the newest rollout; the others, which have ended, when there is another one. */
export async function readRollouts() {
  const found = await newestReport()
  report.value = found?.ended ? undefined : found
  const of = `${found?.id} ${most} ${language.value}`
  if (rollouts.value === undefined || of !== listed) {
    rollouts.value = await gray().rollouts.list({ limit: most })
    listed = of
  }
  const [first, ...others] = rollouts.value
  if (found && first?.id === found.id && first !== found) rollouts.value = [found, ...others]
}

/** Another journal has taken the place of this one. */
export function forgetRollouts() {
  reports.clear()
  newest = undefined
  listed = ''
}

/** Reads the list again and again, until it is ended. @returns {() => void} */
export function followList() {
  most = MOST_LISTED
  return repeated(
    () => LIST_AGAIN_MS,
    async () => {
      try {
        await readRollouts()
        listFailure.value = undefined
      } catch (error) {
        listFailure.value = GrayscaleError.from(error)
      }
    },
  )
}

/**
 * One rollout that is looked at, as long as it is.
 *
 * @param {string} id
 */
export function followRollout(id) {
  /** @type {import('@preact/signals').Signal<RolloutReport | undefined>} */
  const report = signal(undefined)
  /** @type {import('@preact/signals').Signal<GrayscaleError | undefined>} */
  const failure = signal(undefined)
  /** When it was read, in milliseconds since 1970. */
  const readAt = signal(0)
  /** What a look takes and is not known to this page. @type {import('@preact/signals').Signal<Lack[]>} */
  const lacks = signal([])
  let asked = false
  const look = async () => {
    try {
      report.value = await reportOf(id)
      readAt.value = Date.now()
      failure.value = undefined
      // the policy of a rollout stays what it is
      if (!asked) lacks.value = await gray().rollouts.lacks({ id })
      asked = true
    } catch (error) {
      failure.value = GrayscaleError.from(error)
    }
  }
  const pause = () => (report.value?.ended ? ENDED_AGAIN_MS : AGAIN_MS)
  return { report, lacks, failure, readAt, look, end: repeated(pause, look) }
}

/** @param {() => number} pause in milliseconds, between two @param {() => Promise<void>} work */
function repeated(pause, work) {
  const ending = new AbortController()
  const go = async () => {
    while (!ending.signal.aborted) {
      if (document.visibilityState === 'visible') await work()
      await sleep(pause(), ending.signal)
    }
  }
  go()
  return () => ending.abort()
}

/** The version that all traffic goes back to, where it is one for all functions. @param {Pick<RolloutAbout, 'functions'>} rollout */
export function stableOf({ functions }) {
  const [stable, ...others] = new Set(functions.map(({ stable }) => stable))
  return others.length === 0 && stable !== undefined ? versionText(stable) : undefined
}

/** @param {Pick<RolloutAbout, 'functions'>} rollout */
export const placesOf = ({ functions }) => functions.map(placeOf)

/**
 * What each step is at, and the finish behind them.
 *
 * @param {Pick<RolloutAbout, 'state' | 'step' | 'steps'>} rollout
 * @returns {{ steps: Sign[], finish: Sign }}
 */
export function signsOf({ state, step, steps }) {
  /** @type {Record<string, Sign>} */
  const here = { rolledBack: 'failed', rollingBack: 'failed', aborted: 'back', paused: 'paused', interrupted: 'paused' }
  const at = (/** @type {number} */ number) => {
    if (state === 'done' || number < step) return 'passed'
    return number === step ? (here[state] ?? 'holding') : 'waiting'
  }
  const finish = state === 'done' ? 'passed' : state === 'rolledBack' || state === 'aborted' ? 'back' : 'waiting'
  return { steps: steps.map((_, index) => at(index + 1)), finish }
}

/** The share that the canary has by the rollout, 0 to 1. @param {RolloutAbout} rollout */
export function writtenShare({ state, step, steps }) {
  if (state === 'done') return 1
  if (state === 'rolledBack') return 0
  return steps[step - 1]?.share ?? 0
}

/** What follows the step that is held; undefined: the finish. @param {RolloutAbout} rollout */
export const nextStep = ({ step, steps }) => steps[step]

/** Whether a person ended it and left the routing as it was. @param {RolloutAbout} rollout */
export const wasKept = ({ state, decisions }) =>
  state === 'aborted' && decisions.some(({ why }) => why.code === 'AbortedBy' && why.params?.keep === true)

/** Who paused it; undefined where the rollout itself did, and where it isn't paused. @param {Pick<RolloutAbout, 'state' | 'decisions'>} rollout @returns {string | undefined} */
export function pausedBy({ state, decisions }) {
  if (state !== 'paused') return undefined
  return decisions.findLast(({ why }) => why.code === 'IsPaused')?.why.params?.who
}

/** The routing that somebody else made, as the look that found it says. @param {RolloutAbout} rollout @returns {{ function: string, written: number, found?: number | null } | undefined} */
export function foundRouting({ state, decisions }) {
  if (state !== 'interrupted') return undefined
  const changed = decisions.findLast(({ why }) => why.code === 'RoutingChanged')
  return /** @type {ReturnType<typeof foundRouting>} */ (changed?.why.params)
}

/** What was decided last, and why. @param {RolloutAbout} rollout */
export const decisionOf = ({ decisions }) => decisions.at(-1)

/** How many more bad calls of the canary lead back, where the last look says so. @param {RolloutReport} report @returns {number | undefined} */
export const distance = (report) => decisionOf(report)?.why.params?.evidence?.more ?? undefined

/** Reasons that say themselves that the canary is not as it should be. */
const unhealthy = new Set([
  'Regression',
  'SlowerByMeans',
  'TooManyErrors',
  'TooSlow',
  'HookSaidNo',
  'StableIsWorse',
  'Doubtful',
])

/**
 * What the figures of the last look say, in a word. Why, and what follows, is the sentence of the decision.
 *
 * @param {RolloutReport} report
 * @returns {Verdict}
 */
export function verdictOf(report) {
  const { evidence } = report
  const why = decisionOf(report)?.why
  if (unhealthy.has(why?.code ?? '') || unhealthy.has(why?.params?.why?.code)) return 'unhealthy'
  if (evidence.functions.length === 0) return 'none'
  const { functions, lnE, limit } = evidence
  if (Number(lnE) >= Number(limit)) return 'unhealthy'
  if (functions.some(({ blind }) => blind !== undefined)) return 'blind'
  const more = distance(report)
  if (more !== undefined && more > 0 && more <= SOON && Number(lnE) * 2 > Number(limit)) return 'soon'
  if (functions.some(({ outage }) => outage)) return 'outage'
  if (functions.every(({ healthy }) => healthy)) return 'healthy'
  return functions.some((one) => against(one) > 0) ? 'worse' : 'little'
}

/** How much speaks against the canary of a function. @param {RolloutReport['evidence']['functions'][number]} judged */
const against = ({ metrics }) => Math.max(-Infinity, ...metrics.map(({ lnE }) => Number(lnE)))

/**
 * Its functions, the worst first, with what is known of each.
 *
 * @param {RolloutReport} report
 */
export function worstFirst({ functions, evidence, actual, minutes }) {
  const judged = new Map(evidence.functions.map((one) => [one.key, one]))
  const shares = new Map(actual.map((one) => [one.key, one]))
  const rows = new Map(minutes.map((one) => [one.key, one.rows]))
  return functions
    .map((one) => ({ ...one, judged: judged.get(one.key), actual: shares.get(one.key), rows: rows.get(one.key) ?? [] }))
    .sort((one, other) => badness(other.judged) - badness(one.judged))
}

/** @param {RolloutReport['evidence']['functions'][number] | undefined} judged */
const badness = (judged) => (judged ? against(judged) : -Infinity)

/** @typedef {ReturnType<typeof worstFirst>[number]} Followed */

/** The end of the last minute that was judged, in milliseconds since 1970. @param {RolloutReport} report */
export function judgedTo({ minutes }) {
  const last = Math.max(0, ...minutes.map(({ rows }) => rows.at(-1)?.[0] ?? 0))
  return last === 0 ? undefined : (last + 1) * 60_000
}

/** For how many seconds nobody has looked, where that is too long. @param {RolloutAbout} report @param {number} now in milliseconds since 1970 */
export function unwatched({ last, began, every, ended }, now) {
  const seconds = Math.floor((now - Date.parse(last ?? began)) / 1000)
  return !ended && seconds > MISSED * every ? seconds : undefined
}

/** When it is to be looked at again, in milliseconds since 1970. @param {RolloutAbout} report */
export const dueAt = ({ last, every }) => (last === undefined ? undefined : Date.parse(last) + every * 1000)
