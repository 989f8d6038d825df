// @ts-check
/** @import { Fault, LogReport, LogRow } from '../types/generated.js' */
/** @import { Look, Paint } from './text.js' */
import { clean, pad, plain, wrap } from './text.js'
import { megabytes, milliseconds, timeText } from './units.js'

/** @type {Record<LogRow['ending'], [sign: string, paint: keyof Paint]>} */
const signs = { ok: ['✔', 'green'], error: ['✖', 'red'], platform: ['✖', 'red'], running: ['◷', 'dim'] }
/** Lines of the service that say again what stands in the row's head. */
const ownLines = /^(START|Event|Response|END|Report) RequestId:/

/**
 * The log of a function.
 *
 * @param {LogReport} report
 * @param {Look} [look]
 * @returns {string}
 */
export function renderLogs(report, { paint = plain, width = 80 } = {}) {
  const { key, name, versions, from, to, rows, notes } = report
  const head = `${key === name ? paint.bold(name) : `${paint.bold(key)}  ${name}`}  ${versions.join(', ')}`
  const out = wrap(`${head}  ${timeText(from)} to ${timeText(to)}`, { width })
  for (const note of notes) out.push(...wrap(note, { lead: '  · ', width }))
  if (rows.length === 0) return `${out.join('\n')}\n\nNothing was logged.\n`
  return `${out.join('\n')}\n\n${renderRows(rows, { paint })}`
}

/**
 * Rows of a log: a line of facts, then what the function wrote. Long lines are left whole, they are for searching.
 *
 * @param {LogRow[]} rows
 * @param {Look} [look]
 * @returns {string}
 */
export function renderRows(rows, { paint = plain } = {}) {
  const column = Math.max(0, ...rows.map(({ version }) => version.length))
  const lines = rows.flatMap((row) => {
    const [sign, colour] = signs[row.ending]
    const failed = row.ending === 'error' || row.ending === 'platform'
    const time = paint.dim(timeText(row.time))
    const facts = [milliseconds(row.duration), `billed ${milliseconds(row.billed)}`, megabytes(row.memory)]
    const ending = row.ending === 'running' ? ['running'] : facts
    const head = [`${paint[colour](sign)} ${time}`, pad(row.version, column), clean(row.requestId), ...ending].join(
      '  ',
    )
    const why = failed && row.fault ? [`  ${paint.red(clean(`${blame(row)}: ${row.fault.message}`))}`] : []
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
  return ending === 'platform' ? 'the platform failed' : 'failed'
}
