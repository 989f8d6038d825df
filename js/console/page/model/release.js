// @ts-check
/** @import { Plan } from '../../../plan.js' */
/** @import { Place } from './functions.js' */
/** @import { Inputs, Progress } from '../../../types/generated.js' */
import { computed, effect, signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { planFrom } from '../../../plan.js'
import { go, route } from '../route.js'
import { config, gray } from '../session.js'
import { releaseCommand } from './command.js'
import { chosen, inputsOf, keyOf, rows } from './functions.js'
import { targetOf } from './rollback.js'
import { policy } from './rollout-start.js'
import { follow } from './runs.js'

/** All of it: shares are hundredths of a percent, on which a slider, keys and a field agree without rounding. */
export const WHOLE = 10_000
const FIRST_SHARE = 1000

/** The share of `$latest` as it stands in its field. */
export const typed = signal('')
/**
 * The share that it is; undefined where it is none. It is not made one: who meant 15 and typed 150, or 3,3, is asked, since
 * any other number would move traffic that nobody spoke of.
 */
export const share = computed(() => {
  const text = typed.value.trim()
  return /^\d+(\.\d{0,2})?$/.test(text) && Number(text) <= 100 ? Math.round(Number(text) * 100) : undefined
})
/** @param {number} value */
export const setShare = (value) => {
  typed.value = String(Math.min(WHOLE, Math.max(0, value)) / 100)
}
/** @typedef {'canary' | 'everything' | 'publish' | 'rollout'} Choice a share for `$latest`; publish it and give it everything; publish only; a rollout */
/** @type {import('@preact/signals').Signal<Choice>} */
export const choice = signal('canary')
export const together = signal(true)

/** What the plans rest on, and about what it was looked at. @type {import('@preact/signals').Signal<{ of: string, observed: any } | undefined>} */
const seen = signal(undefined)
export const observing = signal(false)
/** How far that is. @type {import('@preact/signals').Signal<{ functions: number, of: number } | undefined>} */
export const looked = signal(undefined)
/** Why the functions could not be looked at. @type {import('@preact/signals').Signal<GrayscaleError | undefined>} */
export const lookFailed = signal(undefined)
/** What is to be known of aliases that someone changed. @type {import('@preact/signals').Signal<string[]>} */
export const noticed = signal([])
/** A plan that was not carried out: why, and for what it was asked. @type {import('@preact/signals').Signal<{ of: unknown, plan: Plan, error: GrayscaleError } | undefined>} */
const refused = signal(undefined)

const functions = computed(() => inputsOf([...chosen.value.values()]))

/** What is asked for. @type {import('@preact/signals').ReadonlySignal<Inputs>} */
export const wanted = computed(() => ({
  functions: functions.value,
  group: together.value ? 'atomic' : 'independent',
  ...(choice.value === 'canary' && { traffic: shareText() }),
  ...(choice.value === 'everything' && { publish: true, traffic: '0.0000' }),
  ...(choice.value === 'publish' && { publish: true }),
  ...(choice.value === 'rollout' && { rollout: policy.value }),
}))

/** With all its digits. @returns {`${number}`} */
function shareText() {
  return /** @type {`${number}`} */ (((share.value ?? 0) / WHOLE).toFixed(4))
}

/** What differed when the plan was to be carried out, as long as the same is asked for. */
export const stale = computed(() => (refused.value?.of === wanted.value ? refused.value : undefined))

/** Whether a canary is asked for, and not with which share. */
export const unclear = computed(() => choice.value === 'canary' && share.value === undefined)

/** The functions of the order that are in release, with the rows that the list has of them. */
export const canaries = computed(() => rows.value.filter((row) => row.releasing && chosen.value.has(keyOf(row))))

/** Those that get a higher share of the code on `$latest` than they have. */
export const raised = computed(() => {
  const to = { canary: (share.value ?? 0) / WHOLE, everything: 1, publish: 0, rollout: 0 }[choice.value]
  return canaries.value.filter(({ traffic = 0 }) => to > traffic)
})

const places = computed(() => [...chosen.value.keys()].sort().join('\n'))
/** What is to be looked at: whether code is compared, and which, depends on the choice; on the share it does not. */
export const about = computed(() => (places.value === '' ? '' : `${choice.value}\n${places.value}`))

/** What the order is for that stands on the screen. */
let ordered = ''
let there = false
// whoever comes with another choice begins another order; what is left out of one on the screen leaves it as it is
effect(() => {
  const of = places.value
  const here = route.value[0] === 'release'
  if (here && !there && of !== ordered) begin()
  if (here) ordered = of
  there = here
})

/**
 * A new order, for what is chosen or for one function alone.
 *
 * @param {Place} [place]
 */
export function order(place) {
  if (place) chosen.value = new Map([[keyOf(place), place]])
  ordered = ''
  go('release')
}

/**
 * An order begins at the share that all of its functions have: any other would move traffic, perhaps back, that nobody spoke
 * of. Nothing of the one before is in it.
 */
function begin() {
  const listed = new Map(rows.peek().map((row) => [keyOf(row), row.traffic]))
  const [share, ...others] = new Set([...chosen.peek().keys()].map((key) => listed.get(key)))
  setShare(share && others.length === 0 ? Math.round(share * WHOLE) : FIRST_SHARE)
  choice.value = 'canary'
  together.value = true
}

/** The plan for what is asked now, made here; nothing is sent for it. @type {import('@preact/signals').ReadonlySignal<{ plan?: Plan, error?: GrayscaleError } | undefined>} */
export const planned = computed(() => {
  const { of, observed } = seen.value ?? {}
  if (of === undefined || of !== about.value) return undefined
  if (unclear.value) return {}
  try {
    return { plan: planFrom(wanted.value, observed) }
  } catch (error) {
    return { error: GrayscaleError.from(error) }
  }
})

/** Looks at the functions that are chosen, so that planning needs nothing more. */
export async function look() {
  const of = about.value
  if (of === '') return
  observing.value = true
  lookFailed.value = undefined
  looked.value = undefined
  /** @type {string[]} */
  const notes = []
  try {
    const onEvent = (/** @type {Progress} */ event) => {
      if (event.type === 'noted') notes.push(event.text)
      if (event.type === 'looked' && of === about.value) looked.value = event
    }
    const observed = await gray().observe(wanted.value, { onEvent })
    if (of !== about.value) return
    noticed.value = notes
    seen.value = { of, observed }
  } catch (error) {
    if (of === about.value) lookFailed.value = GrayscaleError.from(error)
  } finally {
    if (of === about.value) observing.value = false
  }
}

/** The same order on the command line. */
export const orderCommand = computed(() => {
  const rollout = policy.value
  // steps of one's own are a file on the command line
  if (choice.value === 'rollout' && typeof rollout !== 'string') return undefined
  const listed = new Map(rows.value.map((row) => [keyOf(row), row]))
  const places = [...chosen.value].map(([key, place]) => {
    const row = listed.get(key)
    return { ...place, stable: row && targetOf(row) }
  })
  const named = typeof rollout === 'string' ? rollout : undefined
  const order = { choice: choice.value, share: (share.value ?? 0) / WHOLE, rollout: named, places }
  return releaseCommand(order, config.value ?? {})
})

/** Plans that were carried out: the second click of a double one finds its plan here. @type {WeakSet<Plan>} */
const carriedOut = new WeakSet()

/**
 * Carries out what is shown: only that, and once. With that its choice is over, unless nothing came of it; where that is
 * because things changed meanwhile, the plan is made anew. Neither is forced on who is at something else by then.
 *
 * @param {Plan} plan
 */
export async function apply(plan) {
  if (carriedOut.has(plan)) return
  carriedOut.add(plan)
  const order = chosen.value
  go('runs')
  chosen.value = new Map()
  ordered = ''
  const run = await follow('deploy', [...order.values()], (options) => gray().apply(plan, options))
  const [place] = route.value
  const { rollout } = /** @type {import('../../../runs.js').WithRollout} */ (run.result ?? {})
  // whoever waits for it sees it begin
  if (rollout && place === 'runs') go('rollout', rollout.id)
  const { error } = run
  if (error?.changed.length === 0 && chosen.value.size === 0 && place !== 'functions') {
    seen.value = undefined
    chosen.value = order
    ordered = places.value
    if (error.code !== 'StalePlan') return
    refused.value = { of: wanted.value, plan, error }
    if (place === 'runs') go('release')
  } else if (place === 'release') {
    // the order that stands there may be about what this one has changed
    await look()
  }
}
