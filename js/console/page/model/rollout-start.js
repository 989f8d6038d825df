// @ts-check
/** Which policy a rollout begins with, and what it can see with the traffic that there was. */
/** @import { Forecast } from '../../../rollout-rehearsal.js' */
/** @import { presets as all } from '../../../inputs/presets.js' */
/** @import { Inputs } from '../../../types/generated.js' */
/** @import { Place } from './functions.js' */
import { computed, signal } from '@preact/signals'
import { GrayscaleError } from '../../../errors.js'
import { rolloutPolicy } from '../../../rollout.js'
import { sleep } from '../../../runtime/sleep.js'
import { watcher } from '../session.js'
import { compareVersions } from './codes.js'
import { inputsOf, keyOf, rows } from './functions.js'
import { targetOf } from './rollback.js'

/** Policies that are offered by name: few, each of which says something else. @satisfies {readonly (typeof all)[number][]} */
export const presets = /** @type {const} */ (['canary', 'careful', 'manual', 'linear20every5m', 'canary10'])
/** @typedef {(typeof presets)[number] | 'own'} Preset */
/** A step as it is typed: percent, minutes, and a gate behind it. @typedef {{ share: string, hold: string, gate: string }} Typed */

/** @type {import('@preact/signals').Signal<Preset>} */
export const preset = signal('canary')
/** @type {import('@preact/signals').Signal<Typed[]>} */
export const own = signal([
  { share: '5', hold: '5', gate: '' },
  { share: '50', hold: '10', gate: '' },
])
/** @type {import('@preact/signals').Signal<'publish' | 'latest'>} */
export const finish = signal('publish')

/**
 * What is typed goes as it is: what is wrong with it is said by the engine.
 *
 * @type {import('@preact/signals').ReadonlySignal<NonNullable<Inputs['rollout']>>}
 */
export const policy = computed(() => {
  if (preset.value !== 'own')
    return finish.value === 'publish' ? preset.value : { preset: preset.value, finish: finish.value }
  const steps = own.value.map(({ share, hold, gate }) => ({
    traffic: /** @type {`${number}%`} */ (`${share.trim()}%`),
    ...(hold.trim() !== '' && { for: `${hold.trim()}m` }),
    ...(gate.trim() !== '' && { gate: gate.trim() }),
  }))
  return { steps, finish: finish.value }
})

/** @typedef {{ share: number, hold: number, gate?: string }} Step */

/** The steps of a policy: shares from 0 to 1, holds in seconds. @param {Inputs['rollout']} policy @returns {Step[]} */
export function stepsOf(policy) {
  const steps = /** @type {{ traffic: number, for?: string, gate?: string }[]} */ (rolloutPolicy(policy).steps)
  return steps.map(({ traffic, for: hold = '0s', gate }) => ({
    share: traffic,
    hold: Number.parseInt(hold, 10),
    gate,
  }))
}

/** The steps that are asked for; undefined where they are wrong. */
export const steps = computed(() => {
  try {
    return stepsOf(policy.value)
  } catch {
    return undefined
  }
})

/** @param {number} at @param {Partial<Typed>} news */
export function type(at, news) {
  own.value = own.value.map((step, index) => (index === at ? { ...step, ...news } : step))
}

/** One more, above the last. */
export function addStep() {
  const last = Number(own.value.at(-1)?.share)
  const share = Number.isFinite(last) ? String(Math.min(99, Math.round((last + 100) / 2))) : ''
  own.value = [...own.value, { share, hold: '10', gate: '' }]
}

/** @param {number} at */
export const dropStep = (at) => {
  own.value = own.value.filter((_, index) => index !== at)
}

/** Functions of which it is computed. */
const MOST = 5
/** Who types is not asked after for each letter. */
const PAUSE_MS = 400

/**
 * What a policy can see with the traffic of the last day, of the first few functions.
 *
 * @param {Place[]} places
 * @param {Inputs['rollout']} policy
 */
export function forecast(places, policy) {
  const ending = new AbortController()
  /** @type {import('@preact/signals').Signal<{ functions?: Forecast[], error?: GrayscaleError } | undefined>} */
  const found = signal(undefined)
  const go = async () => {
    await sleep(PAUSE_MS, ending.signal)
    if (ending.signal.aborted) return
    try {
      const inputs = { functions: inputsOf(places.slice(0, MOST)) }
      const { functions } = await watcher().rollouts.power(inputs, { policy, signal: ending.signal })
      found.value = { functions }
    } catch (error) {
      if (!ending.signal.aborted) found.value = { error: GrayscaleError.from(error) }
    }
  }
  go()
  return { found, end: () => ending.abort() }
}

/**
 * Functions whose code and settings on `$latest` are those of the stable version: there is nothing to try. Without the permission
 * to look, none are named.
 *
 * @param {Place[]} places
 */
export function unchanged(places) {
  /** @type {import('@preact/signals').Signal<string[]>} */
  const found = signal([])
  let over = false
  const go = async () => {
    for (const place of places.slice(0, MOST)) {
      const row = rows.peek().find((one) => keyOf(one) === keyOf(place))
      const stable = row && targetOf(row)
      if (stable === undefined) continue
      const { found: both } = await compareVersions(place, [stable, '$latest'])
      if (over) return
      const [one, other] = both?.versions ?? []
      const same = one?.code && one.code === other?.code && both?.settings?.length === 0
      if (same) found.value = [...found.value, place.name]
    }
  }
  go()
  return {
    found,
    end: () => {
      over = true
    },
  }
}
