// @ts-check
/** `npm test`: everything. `npm run check` (`--quick`): the same but for the heavy suites, with the lints. */
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cells } from './lib/cells.mjs'
import { root } from './lib/sources.mjs'
import { lints } from './lint.mjs'
import { runStages } from './stages.mjs'

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
   * @param {string} dir
   * @returns {import('./stages.mjs').Stage}
   */
  const suite = (name, dir) => ({
    name,
    command: process.execPath,
    args: ['--test', '--test-concurrency=1', ...testsIn(dir)],
    counts: true,
    env,
  })
  // what tests/support/built.js makes for a file that is run alone
  stages.push({ name: 'what the package holds', command: 'npm', args: ['run', '--silent', 'prepack'] })
  stages.push({
    beside: [
      suite('the console in a browser', 'tests/browser'),
      suite('rollouts', 'tests/rollouts'),
      suite('real sls', 'tests/sls'),
      suite('framework plugin', 'tests/plugin'),
      suite('chaos', 'tests/chaos'),
      suite('real clients', 'tests/clients'),
      suite('bundlers', 'tests/bundlers'),
      suite('pipelines', 'tests/ci'),
      suite('the package', 'tests/packaging'),
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
