// Rollouts, simulated: `npm run simulate` (minutes), `npm run simulate -- --short` (seconds). Every number comes of a seed, so that
// anyone gets the same table. Beside our own decisions stand rules of others as their documentation has them:
//
// - CodeDeploy: Canary10Percent5Minutes with an alarm, the alias's error rate above 1 % in 2 of 2 minutes
//   (https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html)
// - Flagger: every minute, 5 % steps up to 50 %, success above 99 %, 10 failed checks
//   (https://docs.flagger.app/usage/how-it-works)
// - Argo Rollouts: 20 % steps of 10 minutes, success at 95 % every 5 minutes, failureLimit 3
//   (https://argo-rollouts.readthedocs.io/en/stable/features/analysis/)
// - naive z: a test of two proportions at 5 %, looked at every minute

import { rolloutPower, rolloutReplay } from '../js/index.js'

const short = process.argv.includes('--short')
const RUNS = short ? 40 : 400
const errors = { preset: 'canary', guard: { wager: { errors: 1 } } }

/**
 * Chance with a seed (mulberry32).
 *
 * @param {number} seed
 */
function dice(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296
  }
}

/** @param {() => number} random @param {number} mean */
function poisson(random, mean) {
  let count = -1
  for (let sum = 0; sum < mean; count++) sum -= Math.log(1 - random())
  return count
}

/** @param {() => number} random @param {number} all @param {number} share */
function binomial(random, all, share) {
  if (share <= 0) return 0
  if (share >= 1) return all
  let count = -1
  for (let at = 0; at <= all; count++) at += Math.floor(Math.log(1 - random()) / Math.log1p(-share)) + 1
  return count
}

/**
 * @typedef {{ canary: number, bad: number, stable: number, stableBad: number }} Came
 * @typedef {{ rate: number, base: number, outage?: [share: number, from: number, to: number] }} Made
 * @typedef {{ state: string, minutes: number, failed: number }} End
 */

/** @type {Record<string, (state: any, minute: number, came: Came) => string | undefined>} */
const PEERS = {
  CodeDeploy: (state, minute, { canary, bad }) => {
    state.streak = canary > 0 && bad / canary > 0.01 ? (state.streak ?? 0) + 1 : 0
    if (state.streak >= 2) return 'rolledBack'
    state.weight = minute < 4 ? 0.1 : 1
    return minute >= 9 ? 'done' : undefined
  },
  Flagger: (state, _, { canary, bad }) => {
    state.failed ??= 0
    if (canary > 0 && 1 - bad / canary >= 0.99) state.weight += 0.05
    else state.failed++
    if (state.failed >= 10) return 'rolledBack'
    return state.weight > 0.5001 ? 'done' : undefined
  },
  Argo: (state, minute, { canary, bad }) => {
    state.failed ??= 0
    if (minute % 5 === 4 && canary > 0 && 1 - bad / canary < 0.95) state.failed++
    if (state.failed > 3) return 'rolledBack'
    state.weight = Math.min(1, 0.2 * (1 + Math.floor((minute + 1) / 10)))
    return minute >= 39 ? 'done' : undefined
  },
  'naive z': (state, minute, { canary, bad, stable, stableBad }) => {
    state.sums ??= [0, 0, 0, 0]
    const { sums } = state
    for (const [at, more] of [canary, bad, stable, stableBad].entries()) sums[at] += more
    const [n, x, m, y] = sums
    const share = (x + y) / (n + m)
    const z = (x / n - y / m) / Math.sqrt(Math.max(share * (1 - share), 1e-12) * (1 / n + 1 / m))
    if (x + y >= 5 && z > 1.6449) return 'rolledBack'
    state.weight = minute < 4 ? 0.05 : minute < 14 ? 0.25 : 0.5
    return minute >= 24 ? 'done' : undefined
  },
}
/** @type {Record<string, number>} */
const BEGINS = { CodeDeploy: 0.1, Flagger: 0.05, Argo: 0.2, 'naive z': 0.05 }

/**
 * @param {string} name
 * @param {Made} made
 * @param {number | 'broken'} times
 * @param {number} seed
 * @returns {End}
 */
function peer(name, { rate, base, outage }, times, seed) {
  const random = dice(seed)
  const state = { weight: BEGINS[name] }
  let failed = 0
  for (let minute = 0; minute < 120; minute++) {
    const shared = outage && minute >= outage[1] && minute < outage[2] ? outage[0] : 0
    const calls = poisson(random, rate)
    const canary = binomial(random, calls, Math.min(1, state.weight))
    const worse = times === 'broken' ? 1 : Math.min(1, base * times + shared)
    const bad = binomial(random, canary, worse)
    const stableBad = binomial(random, calls - canary, Math.min(1, base + shared))
    failed += Math.max(0, bad - canary * (base + shared))
    const end = PEERS[name](state, minute, { canary, bad, stable: calls - canary, stableBad })
    if (end) return { state: end, minutes: minute + 1, failed: Math.round(failed) }
  }
  return { state: 'paused', minutes: 120, failed: Math.round(failed) }
}

/** @param {number[]} numbers */
const median = (numbers) => numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)]

/**
 * `98 % done at 25, 2 % rolledBack at 7`
 *
 * @param {End[]} runs
 */
function told(runs) {
  const ends = ['done', 'rolledBack', 'paused'].flatMap((state) => {
    const ended = runs.filter((run) => run.state === state)
    if (ended.length === 0) return []
    return `${((100 * ended.length) / runs.length).toFixed(1)} % ${state} at ${median(ended.map(({ minutes }) => minutes))}`
  })
  return `${ends.join(', ')}; ${median(runs.map(({ failed }) => failed))} failed`
}

const rates = short ? [60, 600] : [10, 60, 600, 6000]
let alarms = 0
/** @param {string} what */
const heading = (what) => console.log(`\n## ${what}`)

heading(`False alarms at alpha 5 % (${RUNS} runs each; the canary is as good as stable)`)
for (const rate of rates) {
  /** @type {[string, { outage?: [number, number, number], clusters?: number }][]} */
  const worlds = [
    ['nothing else', {}],
    ['outage of 10 % in minutes 12 to 27', { outage: [0.1, 12, 27] }],
    ['every failure three times (retries)', { clusters: 3 }],
  ]
  for (const [name, more] of worlds) {
    const made = { rate, base: 0.005, ...more }
    const ours = rolloutReplay(errors, made, { runs: RUNS, seed: 1 })
    const back = ours.filter(({ state }) => state === 'rolledBack').length / RUNS
    // 5 %, and three deviations of so many runs
    const most = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / RUNS)
    if (back > most) alarms++
    console.log(`${rate}/min, ${name}: ${told(ours)}${back > most ? '  ABOVE ALPHA' : ''}`)
    if (more.clusters) continue
    for (const other of Object.keys(PEERS)) {
      const runs = Array.from({ length: RUNS }, (_, run) => peer(other, made, 1, 1000 + run))
      console.log(`  ${other}: ${told(runs)}`)
    }
  }
}

heading('Bad code, 0.5 % base: where it ends, the median minute, and the median of calls that failed')
for (const rate of rates) {
  for (const times of /** @type {const} */ (['broken', 10, 4])) {
    const made = { rate, base: 0.005 }
    console.log(
      `${rate}/min, ${times === 'broken' ? 'broken' : `x${times}`}: ${told(rolloutReplay(errors, made, { runs: RUNS, seed: 2, times }))}`,
    )
    for (const other of Object.keys(PEERS)) {
      const runs = Array.from({ length: RUNS }, (_, run) => peer(other, made, times, 5000 + run))
      console.log(`  ${other}: ${told(runs)}`)
    }
  }
}

heading('Power: calls of the canary that show it healthy (median, p90), minutes to see one that is broken, x10, x4')
for (const rate of rates) {
  for (const { share, calls, broken, ten, four } of rolloutPower(errors, { rate, base: 0.005 }).steps) {
    console.log(
      `${rate}/min at ${share * 100} %: ${calls?.join(', ')} calls; ${[broken, ten, four].map((it) => it ?? '> 120').join(', ')} min`,
    )
  }
}

if (alarms > 0) {
  console.error(`\n${alarms} settings raised more false alarms than alpha allows`)
  process.exitCode = 1
}
