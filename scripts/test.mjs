// @ts-check
/** `npm test`: everything. `npm run check` (`--quick`): the same but for the heavy suites, with the lints. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cells } from './lib/cells.mjs'
import { root } from './lib/sources.mjs'
import { lints } from './lint.mjs'
import { runStages } from './stages.mjs'

/** Tests of what a person is promised within seconds: with more beside them, two cores come too late. */
const promises = ['tests/browser/frugal.test.js', 'tests/browser/together.test.js', 'tests/bundlers/example.test.js']

const quick = process.argv.includes('--quick')

/** @param {string} dir */
function testsIn(dir) {
  if (!existsSync(join(root, dir))) return []
  const files = readdirSync(join(root, dir), { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.test.js') && !file.includes('node_modules'))
    .map((file) => join(dir, file))
    .sort()
}

/** @type {(import('./stages.mjs').Stage | import('./stages.mjs').Beside)[]} */
const stages = [
  {
    name: 'Rust',
    command: 'cargo',
    args: ['test', '--quiet', '--locked'],
    counts: true,
    env: quick ? { PROPTEST_CASES: '64', CHAOS_RUNS: '200', FUZZ_CASES: '500' } : {},
  },
  { name: 'the pure core', command: 'cargo', args: ['build', '--quiet', '--locked', '--no-default-features'] },
  {
    name: 'JavaScript',
    command: process.execPath,
    args: ['--test', '--test-concurrency=2', ...testsIn('tests/js')],
    counts: true,
  },
  {
    name: 'the emulator',
    command: process.execPath,
    args: ['--test', '--test-concurrency=2', ...testsIn('emulator/tests')],
    counts: true,
  },
]
if (!quick) {
  // Every run of everything finds anew what docs/compatibility.md says.
  rmSync(cells, { recursive: true, force: true })
  const env = { SCF_GRAYSCALE_CELLS: cells, SCF_GRAYSCALE_BUILT: 'yes' }
  /**
   * @param {string} name
   * @param {string[]} files
   * @returns {import('./stages.mjs').Stage}
   */
  const suiteOf = (name, files) => ({
    name,
    command: process.execPath,
    args: ['--test', '--test-concurrency=1', ...files],
    counts: true,
    env,
  })
  const suite = (/** @type {string} */ name, /** @type {string} */ dir) =>
    suiteOf(
      name,
      testsIn(dir).filter((file) => !promises.includes(file)),
    )
  // what tests/support/built.js makes for a file that is run alone
  stages.push({ name: 'what the package holds', command: 'npm', args: ['run', '--silent', 'prepack'] })
  stages.push({
    atOnce: 2,
    beside: [suiteOf('within seconds', promises), suite('the package', 'tests/packaging')],
  })
  stages.push({
    atOnce: 3,
    beside: [
      suite('the console in a browser', 'tests/browser'),
      suite('real sls', 'tests/sls'),
      suite('rollouts', 'tests/rollouts'),
      suite('framework plugin', 'tests/plugin'),
      suite('chaos', 'tests/chaos'),
      suite('real clients', 'tests/clients'),
      suite('bundlers', 'tests/bundlers'),
      suite('pipelines', 'tests/ci'),
    ],
  })
  stages.push({
    name: 'docs/compatibility.md',
    command: process.execPath,
    args: ['scripts/compatibility.mjs', '--check'],
    env,
  })
}
await runStages(quick ? [...stages, ...lints] : stages)
