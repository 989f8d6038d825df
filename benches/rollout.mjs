// @ts-check
/** Rollouts: a decision about many functions with a day of minutes, and rehearsals on recorded days. */
import { decide, rolloutPolicy, rolloutReplay } from '../js/index.js'
import { finding, median } from './lib/measure.mjs'

const START = 1_764_554_400
const DAY = 1440
const FUNCTIONS = 200
const GOAL_MS = 50
const SPLITS = 200
const GOAL_REPLAY_MS = 10_000

/** Minutes of the same chance in each run. */
function chance() {
  let state = 1
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

export function decisions() {
  const random = chance()
  const keys = Array.from({ length: FUNCTIONS }, (_, at) => `fun${at}`)
  const past = Array.from({ length: 120 }, () => [600, 3])
  const policy = rolloutPolicy({ steps: [{ traffic: '5%', for: '2d' }], timeout: '9d' })
  const start = {
    e: 'start',
    at: START,
    policy,
    functions: keys.map((key) => ({ key, day: [864_000, 4320], alias: [864_000, 4320], past: { errors: past } })),
  }
  const rows = () =>
    Array.from({ length: DAY }, (_, minute) => [
      START / 60 + minute,
      20 + Math.floor(random() * 21),
      random() < 0.15 ? 1 : 0,
      500 + Math.floor(random() * 141),
      Math.floor(random() * 6),
    ])
  const now = START + DAY * 60
  const journal = [
    start,
    { e: 'tick', at: START, do: 'advance', step: 0, state: 'advancing', held: 0 },
    { e: 'done', at: START },
    {
      e: 'tick',
      at: now,
      do: 'wait',
      state: 'holding',
      held: 3600,
      figures: Object.fromEntries(keys.map((key) => [key, { errors: rows() }])),
    },
  ].map((line) => JSON.stringify(line))
  const seen = { functions: keys.map((key) => ({ key, share: 0.05 })) }
  const times = []
  for (let round = 0; round < 12; round += 1) {
    const begun = performance.now()
    decide(undefined, journal, seen, (now + 60) * 1000)
    // the first rounds are for the compiler
    if (round >= 3) times.push(performance.now() - begun)
  }
  const ms = median(times)
  const what = `decide for ${FUNCTIONS} functions with a day of minutes, the journal read anew`
  return [finding(what, `${ms.toFixed(0)} ms`, `${GOAL_MS} ms`, ms / GOAL_MS)]
}

export function rehearsals() {
  const random = chance()
  const minutes = Array.from({ length: 7 * DAY }, () => {
    /** @type {[number, number]} */
    const minute = [600, random() < 0.5 ? 3 : 2]
    return minute
  })
  const begun = performance.now()
  rolloutReplay('canary', minutes, { runs: SPLITS })
  const ms = performance.now() - begun
  const what = `a replay of 7 days, split ${SPLITS} times`
  return [finding(what, `${(ms / 1000).toFixed(1)} s`, `${GOAL_REPLAY_MS / 1000} s`, ms / GOAL_REPLAY_MS)]
}
