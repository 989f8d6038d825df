// @ts-check
/**
 * Runs named stages one after the other, or some beside each other. Each prints how long it took; at the end there is
 * a table of all stages, what failed in them by name, and a last line with the sum of what their runners counted.
 */
import { spawn } from 'node:child_process'
import { root } from './lib/sources.mjs'

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} command
 * @property {string[]} args
 * @property {Record<string, string>} [env]
 * @property {boolean} [counts] whether the command is a test runner that prints its own counts; else it counts as one
 */

/** Counts as `node --test` and `cargo test` print them. */
const counters = [
  { passed: /^(?:ℹ|#) pass (\d+)$/gm, failed: /^(?:ℹ|#) fail (\d+)$/gm, skipped: /^(?:ℹ|#) skipped (\d+)$/gm },
  {
    passed: /^test result: \w+\. (\d+) passed/gm,
    failed: /^test result: .*?(\d+) failed/gm,
    skipped: /^test result: .*?(\d+) ignored/gm,
  },
]

/**
 * Stages that wait more than they compute: `atOnce` of them run beside each other, and whoever ends takes the next, so that
 * the longest should come first. What a stage prints comes out when it has ended, so that lines of two do not mix.
 *
 * @typedef {{ beside: Stage[], atOnce: number }} Beside
 */

/**
 * @param {(Stage | Beside)[]} stages
 * @returns {Promise<void>} sets the exit code
 */
export async function runStages(stages) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  /** @type {string[][]} */
  const rows = []
  /** @type {string[]} */
  const failures = []
  const start = performance.now()
  for (const entry of stages) {
    if ('beside' in entry) {
      const left = [...entry.beside]
      const worker = async () => {
        for (let stage = left.shift(); stage; stage = left.shift()) await measured(stage, { live: false })
      }
      await Promise.all(Array.from({ length: entry.atOnce }, worker))
    } else {
      await measured(entry, { live: true })
    }
  }
  rows.push(['  all stages', `${total.passed} passed`, `${total.failed} failed`, duration(performance.now() - start)])
  console.log(`\n${table(rows)}\n`)
  // Where only the end of a long log is kept, this is what tells which test it was.
  for (const failure of failures) console.log(failure)
  console.log(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
  if (total.failed > 0) process.exitCode = 1
  if (process.env.CI && total.skipped > 0) {
    console.log('on CI nothing may be skipped')
    process.exitCode = 1
  }

  /** @param {Stage} stage @param {{ live: boolean }} how `live`: what it prints is seen as it comes */
  async function measured(stage, { live }) {
    const began = performance.now()
    const head = `━━ ${stage.name}: ${stage.command} ${stage.args.join(' ')}`
    console.log(live ? `\n${head}` : `\n${head} (what it prints follows when it has ended)`)
    const { code, output } = await run(stage, { live })
    if (!live) process.stdout.write(`\n${head}\n${output}`)
    const counted = stage.counts
      ? count(output)
      : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 }
    // A runner that fails without a failed test (it did not compile, it ran nothing) is a failure of its own.
    if (code !== 0 && counted.failed === 0) counted.failed = 1
    if (code === 0 && stage.counts && counted.passed === 0) counted.failed = 1
    for (const key of /** @type {const} */ (['passed', 'failed', 'skipped'])) total[key] += counted[key]
    const took = duration(performance.now() - began)
    console.log(`━━ ${stage.name}: ${took}`)
    if (counted.failed > 0) failures.push(...failed(output).map((name) => `✖ ${stage.name}: ${name}`))
    const mark = counted.failed === 0 ? '✔' : '✖'
    rows.push([`${mark} ${stage.name}`, `${counted.passed} passed`, `${counted.failed} failed`, took])
  }
}

/** Such as `41.3 s` and `3 min 07 s`. @param {number} ms */
export function duration(ms) {
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}

/** Rows in columns: the first one starts at the left, the others end at the right. @param {string[][]} rows */
function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  const cell = (/** @type {string} */ text, /** @type {number} */ column) =>
    column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column])
  return rows.map((row) => row.map(cell).join('  ')).join('\n')
}

/** @param {string} output */
function count(output) {
  // Runners colour their lines when asked to.
  const plain = output.replace(/\x1b\[[0-9;]*m/g, '')
  /** @param {'passed' | 'failed' | 'skipped'} key */
  const sum = (key) =>
    counters.flatMap((counter) => [...plain.matchAll(counter[key])]).reduce((all, match) => all + Number(match[1]), 0)
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
}

/**
 * What failed, by name and, where the runner says so, by its place and its message. Of nested tests the innermost: the
 * suites around it fail with it.
 *
 * @param {string} output
 * @returns {string[]}
 */
export function failed(output) {
  const plain = output.replace(/\x1b\[[0-9;]*m/g, '')
  /** @type {string[]} */
  const names = []
  for (const [, , name, details] of plain.matchAll(
    /^( *)not ok \d+ - (.*)\n\1 {2}---\n((?:\1 {2}.*\n|\n)*?)\1 {2}\.\.\.$/gm,
  )) {
    if (/failureType: 'subtestsFailed'/.test(details)) continue
    const place = /location: '(.*)'/.exec(details)?.[1]
    const message = /error: (?:\|-\n *)?(.*)/.exec(details)?.[1]
    names.push([name, place && `(${place})`, message].filter(Boolean).join(' '))
  }
  for (const [, list] of plain.matchAll(/^failures:\n((?: {4}\S.*\n)+)/gm)) {
    names.push(...list.trim().split(/\n */))
  }
  return names
}

/**
 * @param {Stage} stage
 * @param {{ live: boolean }} how
 * @returns {Promise<{ code: number, output: string }>}
 */
function run({ command, args, env }, { live }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', live ? 'inherit' : 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8')
      stream?.on('data', (/** @type {string} */ text) => {
        output += text
        if (live) process.stdout.write(text)
      })
    }
    child.on('error', (error) => {
      console.log(`${command} can't be run: ${error.message}`)
      resolve({ code: 127, output })
    })
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
