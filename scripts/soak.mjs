// @ts-check
/** `npm run soak`: the proofs of `npm test` that are a matter of numbers, with about ten times as many. */
import { runStages } from './stages.mjs'

/**
 * @param {string} name
 * @param {string[]} suite the binary of tests, and the module in it
 * @param {Record<string, string>} env
 * @returns {import('./stages.mjs').Stage}
 */
const stage = (name, suite, env) => ({
  name,
  command: 'cargo',
  // what a suite counts is printed, also where all is well
  args: ['test', '--quiet', '--locked', '--test', ...suite, '--', '--nocapture'],
  counts: true,
  env,
})

await runStages([
  stage('every order cut off at every effect', ['rust', 'cut_off_rules::'], { CUT_OFF_STEP: '1' }),
  stage('random releases on random faults', ['rust', 'chaos::'], { CHAOS_RUNS: '20000' }),
  stage('laws of runs', ['rust', 'run_laws::'], { PROPTEST_CASES: '2560' }),
  stage('laws of plans', ['rust', 'planner_laws::'], { PROPTEST_CASES: '2560' }),
  stage('two checkouts at once', ['rust', 'two_runs::'], {}),
  stage('two machines on one cloud', ['rust', 'two_machines::'], { MACHINES_RUNS: '2000' }),
  {
    name: 'two machines as processes',
    command: process.execPath,
    args: ['--test', 'tests/chaos/machines.test.js'],
    counts: true,
    env: { RACES: '200', SCF_GRAYSCALE_BUILT: 'yes' },
  },
  {
    name: 'releases killed at every effect',
    command: process.execPath,
    args: ['--test', 'tests/chaos/crash.test.js'],
    counts: true,
    env: { CRASH_STEP: '1', SCF_GRAYSCALE_BUILT: 'yes' },
  },
  {
    name: 'rollouts among faults',
    command: process.execPath,
    args: ['--test', 'tests/rollouts/chaos.test.js'],
    counts: true,
    env: { ROLLOUTS: '1000', SCF_GRAYSCALE_BUILT: 'yes' },
  },
  {
    name: 'plans of the page beside those of the command line',
    command: process.execPath,
    args: ['--test', 'tests/browser/plans.test.js'],
    counts: true,
    env: { PLAN_CASES: '200' },
  },
  stage('all pairs of troubles', ['rust', 'model_check::'], {}),
  stage('bytes from outside', ['fuzz'], { FUZZ_CASES: '100000' }),
])
