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

/** @type {import('./stages.mjs').Stage[]} */
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
  const env = { SCF_GRAYSCALE_CELLS: cells }
  stages.push({
    name: 'chaos',
    command: process.execPath,
    args: ['--test', '--test-concurrency=1', ...testsIn('tests/chaos')],
    counts: true,
  })
  stages.push({
    name: 'the package',
    command: process.execPath,
    args: ['--test', ...testsIn('tests/packaging')],
    counts: true,
    env,
  })
  stages.push({
    name: 'bundlers',
    command: process.execPath,
    args: ['--test', '--test-concurrency=1', ...testsIn('tests/bundlers')],
    counts: true,
    env,
  })
  stages.push({
    name: 'the console in a browser',
    command: process.execPath,
    // each file builds the page into the same place
    args: ['--test', '--test-concurrency=1', ...testsIn('tests/browser')],
    counts: true,
  })
  stages.push({
    name: 'real clients',
    command: process.execPath,
    args: ['--test', '--test-concurrency=2', ...testsIn('tests/clients')],
    counts: true,
    env,
  })
  stages.push({
    name: 'real sls',
    command: process.execPath,
    args: ['--test', '--test-concurrency=1', ...testsIn('tests/sls')],
    counts: true,
    env,
  })
  stages.push({
    name: 'framework plugin',
    command: process.execPath,
    args: ['--test', '--test-concurrency=2', ...testsIn('tests/plugin')],
    counts: true,
    env,
  })
  stages.push({
    name: 'docs/compatibility.md',
    command: process.execPath,
    args: ['scripts/compatibility.mjs', '--check'],
    env,
  })
}
await runStages(quick ? [...stages, ...lints] : stages)
