// @ts-check
/** Going back: what it does, and what the button at the top of every screen is about. */
/** @import { Bar } from '../../../types.js' */
/** @import { Place } from './functions.js' */
/** @import { Run } from './runs.js' */
import { computed } from '@preact/signals'
import { inWords } from '../parts/split.jsx'
import { go, route } from '../route.js'
import { gray } from '../session.js'
import { chosen, inputsOf, keyOf, readAt, rows } from './functions.js'
import { follow, runs } from './runs.js'

/** How long after a rollback is over a click on the same is still meant for it. */
const DOUBLE_CLICK_MS = 1000

/** @type {{ of: string, over: number, run: Promise<Run> } | undefined} */
let lastRollback

/**
 * Gives all traffic back to published code, at once: nothing is asked. It takes over from whatever is under way, so a
 * second click on the same is no order of its own: it would take over from the first, find everything back where it was,
 * and go on to the version below.
 *
 * @param {Place[]} places
 */
export function rollBack(places) {
  go('runs')
  const of = places.map(keyOf).sort().join('\n')
  if (lastRollback?.of === of && Date.now() - lastRollback.over < DOUBLE_CLICK_MS) return lastRollback.run
  const run = follow('rollback', places, (options) => gray().rollback({ functions: inputsOf(places) }, options))
  const order = { of, over: Number.POSITIVE_INFINITY, run }
  run.then(() => {
    order.over = Date.now()
  })
  lastRollback = order
  return run
}

/** As the engine judges what it lists: `$latest` shares the traffic. @param {Bar[]} [split] */
const shares = (split = []) => split.length > 1 && split.some(({ version }) => version === '$latest')

/** What is in release: as it is listed, or as a run of this tab has seen it since. */
const releasing = computed(() => {
  /** @type {Map<string, boolean>} */
  const seen = new Map()
  for (const { running, over = Number.POSITIVE_INFINITY, fares } of [...runs.value].reverse()) {
    if (over <= readAt.value) continue
    for (const { of, wanted, actual, steps, total } of fares.values()) {
      // a shift that has begun may be there already
      const shifting = running && steps.at(-1)?.number === total && shares(wanted)
      if (actual) seen.set(of, shifting || shares(actual))
    }
  }
  return rows.value.filter((row) => seen.get(keyOf(row)) ?? row.releasing)
})

/** What the last run of this tab was about, where that was a release; and how it left what it moved. */
const released = computed(() => {
  const { kind, fares } = runs.value[0] ?? {}
  const of = kind === 'deploy' || kind === 'resume' ? [...(fares?.values() ?? [])] : []
  return new Map(of.map(({ of, moves, actual }) => [of, moves && inWords(actual)]))
})

/** What that has moved, and nobody since. */
const moved = computed(() => {
  const { result, error, over = 0 } = runs.value[0] ?? {}
  if (!result || error) return []
  return rows.value.filter((row) => {
    const left = released.value.get(keyOf(row))
    return left && (over > readAt.value || left === inWords(row.split))
  })
})

/**
 * What the rollback at the top is about. What is in release comes first: of that what is chosen, else what was just released,
 * else all. Where nothing is, it takes to an older version what was just released; on the list, what is chosen there. An
 * order that is prepared, or has failed, does not make it one for that.
 */
export const rollable = computed(() => {
  const all = releasing.value
  for (const those of [chosen.value, released.value]) {
    const places = all.filter((row) => those.has(keyOf(row)))
    if (places.length > 0) return { places, older: false }
  }
  if (all.length > 0) return { places: all, older: false }
  const picked = route.value[0] === 'functions' ? [...chosen.value.values()] : []
  return { places: picked.length > 0 ? picked : moved.value, older: true }
})
