// @ts-check
/** @import { Plan } from '../../../plan.js' */
/** @import { Bar } from '../../../types.js' */
/** @import { Place } from './functions.js' */
import { computed, signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { planFrom } from '../../../grayscale.js'
import { go } from '../route.js'
import { gray } from '../session.js'
import { choose, chosen, inputsOf } from './functions.js'
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
setShare(FIRST_SHARE)
export const shifts = signal(true)
export const publishes = signal(false)
export const together = signal(true)

/** What the plans rest on, and for which functions it was looked at. @type {import('@preact/signals').Signal<{ of: string, observed: any } | undefined>} */
const seen = signal(undefined)
export const observing = signal(false)
/** Why the functions could not be looked at. @type {import('@preact/signals').Signal<GrayscaleError | undefined>} */
export const lookFailed = signal(undefined)
/** What is to be known of aliases that someone changed. @type {import('@preact/signals').Signal<string[]>} */
export const noticed = signal([])
/** Why the last plan was not carried out: what differed. @type {import('@preact/signals').Signal<GrayscaleError | undefined>} */
export const stale = signal(undefined)

/**
 * A new order for one function alone, whatever was chosen before. One that is in release begins at the share that it has:
 * any other would move traffic, perhaps back, that nobody spoke of.
 *
 * @param {Place} place
 * @param {Bar[]} [split] as it is now
 */
export function orderFor(place, split = []) {
  chosen.value = new Map()
  choose([place], true)
  const latest = Math.round(Number.parseFloat(split.find(({ version }) => version === '$latest')?.share ?? '0') * 100)
  setShare(latest > 0 && latest < WHOLE ? latest : FIRST_SHARE)
  shifts.value = true
  publishes.value = false
}

const functions = computed(() => inputsOf([...chosen.value.values()]))

/** What is asked for. */
export const wanted = computed(() => ({
  functions: functions.value,
  group: together.value ? 'atomic' : 'independent',
  ...(shifts.value && { traffic: ((share.value ?? 0) / WHOLE).toFixed(4) }),
  ...(publishes.value && { publish: true }),
}))

/** Whether shifting is asked for, and not by how much. */
export const unclear = computed(() => shifts.value && share.value === undefined)

const places = computed(() => [...chosen.value.keys()].sort().join('\n'))

/** The plan for what is asked now, made here; nothing is sent for it. @type {import('@preact/signals').ReadonlySignal<{ plan?: Plan, error?: GrayscaleError } | undefined>} */
export const planned = computed(() => {
  const { of, observed } = seen.value ?? {}
  if (of === undefined || of !== places.value) return undefined
  if (unclear.value) return {}
  try {
    return { plan: planFrom(wanted.value, observed) }
  } catch (error) {
    return { error: GrayscaleError.from(error) }
  }
})

/** Looks at the functions that are chosen, so that planning needs nothing more. */
export async function look() {
  const of = places.value
  if (of === '') return
  observing.value = true
  lookFailed.value = undefined
  /** @type {string[]} */
  const notes = []
  try {
    const onEvent = (/** @type {any} */ event) => event.type === 'noted' && notes.push(event.text)
    const observed = await gray().observe({ functions: functions.value }, { onEvent })
    if (of !== places.value) return
    noticed.value = notes
    seen.value = { of, observed }
  } catch (error) {
    if (of === places.value) lookFailed.value = GrayscaleError.from(error)
  } finally {
    if (of === places.value) observing.value = false
  }
}

/** Plans that were carried out: the second click of a double one finds its plan here. @type {WeakSet<Plan>} */
const carriedOut = new WeakSet()

/**
 * Carries out what is shown: only that, and once. Where things changed meanwhile nothing is written, and the plan is made anew.
 *
 * @param {Plan} plan
 */
export async function apply(plan) {
  if (carriedOut.has(plan)) return
  carriedOut.add(plan)
  stale.value = undefined
  go('runs')
  const names = [...chosen.value.values()].map(({ name }) => name)
  const run = await follow('deploy', names, (options) => gray().apply(plan, options))
  if (run.error?.code !== 'StalePlan') {
    seen.value = undefined
    // what was published is; the next order would publish once more
    if (!run.error) publishes.value = false
    return
  }
  stale.value = run.error
  await look()
  go('release')
}
