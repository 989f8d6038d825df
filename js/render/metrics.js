// @ts-check
/** @import { MetricGate, MetricReport, VersionMetrics } from '../types/generated.js' */
/** @import { Look, Paint } from './text.js' */
import { words } from '../words/index.js'
import { percent } from './split.js'
import { pad, plain, table, wrap } from './text.js'
import { milliseconds, timeText } from './units.js'

const levels = '▁▂▃▄▅▆▇█'
/** A period of which the monitor has no point. */
const gap = '·'

/** @typedef {'traffic' | 'invocations' | 'errors' | 'platformErrors' | 'throttled' | 'meanDuration' | 'mostMemory'} Row */

/** @type {[name: Row, cell: (one: VersionMetrics) => string][]} */
const lines = [
  ['traffic', ({ traffic }) => known(traffic, percent)],
  ['invocations', ({ invocations }) => known(invocations)],
  ['errors', ({ errors, errorRate }) => (errorRate ? `${errors} (${percent(rounded(errorRate, 4))})` : known(errors))],
  ['platformErrors', ({ platformErrors }) => known(platformErrors)],
  ['throttled', ({ throttled }) => known(throttled)],
  ['meanDuration', ({ duration }) => known(duration, milliseconds)],
  ['mostMemory', ({ memory }) => known(memory, (most) => `${rounded(most, 1)} MB`)],
]

/** @type {[key: 'invocations' | 'errors' | 'duration', shown: (value: number) => string][]} */
const curves = [
  ['invocations', String],
  ['errors', String],
  ['duration', milliseconds],
]

/**
 * The versions side by side, then their courses under each other.
 *
 * @param {MetricReport} report
 * @param {Look} [look]
 * @returns {string}
 */
export function renderMetrics(report, { paint = plain, width = 80 } = {}) {
  const { key, name, period, from, to, versions, gate, notes } = report
  const said = words().render.metrics
  const title = key === name ? paint.bold(name) : `${paint.bold(key)}  ${name}`
  const out = wrap(`${title}  ${said.span(timeText(from), timeText(to), period)}`, { width })
  const headings = ['', ...versions.map(({ version }) => version)]
  const rows = lines.map(([name, cell]) => [said[name](), ...versions.map(cell)])
  out.push('', ...table(headings, rows, { paint }), '')
  for (const [field, shown] of curves) out.push(...courses(said[field](), versions, { field, shown, paint, width }))
  if (gate.maxErrorRate !== null) out.push(...wrap(verdict(gate, paint), { lead: '  ', width }), '')
  for (const note of notes) out.push(...wrap(note.text, { lead: '  · ', width }))
  return `${out.join('\n')}\n`
}

/** @param {MetricGate} gate @param {Paint} paint */
function verdict({ ok, reason }, paint) {
  const { gateUnknown, gatePassed, gateFailed } = words().render.metrics
  if (ok === null) return `${paint.yellow(`? ${gateUnknown()}`)}  ${reason}`
  return `${ok ? paint.green(`✔ ${gatePassed()}`) : paint.red(`✖ ${gateFailed()}`)}  ${reason}`
}

/**
 * A figure; a dash where there is none, which is not 0.
 *
 * @param {number | null} value
 * @param {(value: number) => string} shown
 */
function known(value, shown = String) {
  return value === null ? '–' : shown(value)
}

/**
 * A line per version. All of them have one scale, so that they can be compared.
 *
 * @param {string} name
 * @param {VersionMetrics[]} versions
 * @param {{ field: 'invocations' | 'errors' | 'duration', shown: (value: number) => string, paint: Paint, width: number }} look
 */
function courses(name, versions, { field, shown, paint, width }) {
  const { none, atMost } = words().render.metrics
  const column = Math.max(...versions.map(({ version }) => version.length))
  const most = Math.max(...versions.flatMap(({ series }) => series[field].map((value) => value ?? 0)), 0)
  return versions.map(({ version, series }, index) => {
    const lead = `  ${paint.dim(pad(index === 0 ? name : '', 11))}  ${pad(version, column)}  `
    const own = Math.max(...series[field].map((value) => value ?? 0), 0)
    const room = Math.max(10, width - 11 - column - 22)
    const points = series[field].length > room ? series[field].slice(-Math.floor(room)) : series[field]
    const drawn = spark(points, most)
    const painted = version === '$latest' ? paint.yellow(drawn) : paint.cyan(drawn)
    return `${lead}${painted}  ${own === 0 ? paint.dim(none()) : atMost(shown(rounded(own, 1)))}`
  })
}

/**
 * @param {(number | null)[]} values
 * @param {number} most what a full cell stands for
 */
function spark(values, most) {
  const cell = (/** @type {number} */ value) =>
    levels[most === 0 ? 0 : Math.round((value / most) * (levels.length - 1))]
  return values.map((value) => (value === null ? gap : cell(value))).join('')
}

/**
 * @param {number} value
 * @param {number} decimals
 */
function rounded(value, decimals) {
  return Number(value.toFixed(decimals))
}
