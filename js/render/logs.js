// @ts-check
/** @import { Fault, LogReport, LogRow, LogStatistics } from '../types/generated.js' */
/** @import { Look, Paint } from './text.js' */
import { words } from '../words/index.js'
import { clean, pad, plain, table, wrap } from './text.js'
import { megabytes, milliseconds, timeText } from './units.js'

/** @type {Record<LogRow['ending'], [sign: string, paint: keyof Paint]>} */
const signs = {
  ok: ['✔', 'green'],
  error: ['✖', 'red'],
  platform: ['✖', 'red'],
  running: ['◷', 'dim'],
  unknown: ['?', 'yellow'],
}
/** Lines of the service that say again what stands in the row's head. */
const ownLines = /^(START|Event|Response|END|Report|Provisioned Report) RequestId:/
/** Groups of errors that are shown; JSON has all of them. */
const mostGroups = 10

/**
 * The log of a function.
 *
 * @param {LogReport} report
 * @param {Look} [look]
 * @returns {string}
 */
export function renderLogs(report, { paint = plain, width = 80 } = {}) {
  const { key, name, versions, from, to, rows, statistics, notes } = report
  const head = [key === name ? paint.bold(name) : `${paint.bold(key)}  ${name}`, ...said(versions.join(', '))].join(
    '  ',
  )
  const out = wrap(`${head}  ${words().render.log.span(timeText(from), timeText(to))}`, { width })
  for (const note of notes) out.push(...wrap(note.text, { lead: '  · ', width }))
  if (rows.length === 0) return `${out.join('\n')}\n\n${words().render.log.none()}\n`
  return `${out.join('\n')}\n\n${renderRows(rows, { paint })}${statistics ? renderStatistics(statistics, { paint, width }) : ''}`
}

/** @param {string} text */
const said = (text) => (text === '' ? [] : [text])

/**
 * How long the invocations of each version took, and why some failed.
 *
 * @param {LogStatistics} statistics
 * @param {Look} look
 */
function renderStatistics({ versions, errors }, { paint = plain, width = 80 }) {
  const log = words().render.log
  const ms = (/** @type {number | null} */ value) => (value === null ? '–' : milliseconds(value))
  const rows = versions.map(({ version, invocations, errors, p50, p95, p99 }) => [
    version,
    String(invocations),
    String(errors),
    ms(p50),
    ms(p95),
    ms(p99),
  ])
  const out = rows.length === 0 ? [] : ['', ...table(log.headings(), rows, { paint })]
  const groups = errors.slice(0, mostGroups).map(({ version, count, message, requestId }) => {
    const name = /^\d/.test(version) ? `v${version}` : version
    const group = log.group({ version: name, count, message: clean(message), requestId: clean(requestId) })
    return wrap(group, { lead: '  ', width })
  })
  if (groups.length > 0) out.push('', paint.bold(log.errorsByMessage()), ...groups.flat())
  if (errors.length > mostGroups) out.push(`  ${log.moreGroups(errors.length - mostGroups)}`)
  return out.map((line) => `${line}\n`).join('')
}

/**
 * Rows of a log: a line of facts, then what the function wrote. Long lines are left whole, they are for searching.
 *
 * @param {LogRow[]} rows
 * @param {Look} [look]
 * @returns {string}
 */
export function renderRows(rows, { paint = plain } = {}) {
  const log = words().render.log
  const nameOf = (/** @type {LogRow} */ { version }) => version ?? '–'
  const column = Math.max(0, ...rows.map((row) => nameOf(row).length))
  const lines = rows.flatMap((row) => {
    const [sign, colour] = signs[row.ending]
    const failed = row.ending === 'error' || row.ending === 'platform'
    const time = paint.dim(timeText(row.time))
    const facts = [
      ...(row.retry > 0 ? [log.retry(row.retry)] : []),
      ...(row.ending === 'running' ? [log.running()] : []),
      ...(row.ending === 'unknown' ? [log.unknown()] : []),
      ...(row.duration === null ? [] : [milliseconds(row.duration)]),
      ...(row.memory === null ? [] : [megabytes(row.memory)]),
      ...(row.more ? [log.more()] : []),
    ]
    const head = [`${paint[colour](sign)} ${time}`, pad(nameOf(row), column), clean(row.requestId), ...facts].join('  ')
    const why = failed && row.fault ? [`  ${paint.red(clean(blame(row)(row.fault.message)))}`] : []
    return [head, ...why, ...writtenLines(wroteItself(row), row.fault, paint)]
  })
  return lines.map((line) => `${line}\n`).join('')
}

/**
 * The lines of a row that the function wrote itself.
 *
 * @param {LogRow} row
 */
export function wroteItself({ log }) {
  return log.split('\n').filter((line) => line.trim() !== '' && !ownLines.test(line))
}

/**
 * What was written. The service's line about an error holds the stack as JSON: lines are for reading.
 *
 * @param {string[]} wrote
 * @param {Fault | undefined} fault
 * @param {Paint} paint
 */
export function writtenLines(wrote, fault, paint) {
  return wrote.flatMap((line) => {
    if (!/^ERROR RequestId:/.test(line)) return [`  ${clean(line)}`.trimEnd()]
    const told = fault?.stack ? fault.stack.trim().split('\n') : [line]
    return told.map((part) => `  ${paint.red(clean(part))}`)
  })
}

/** @param {LogRow} row */
function blame({ ending }) {
  const { failed, platformFailed } = words().render.log
  return ending === 'platform' ? platformFailed : failed
}
