// @ts-check
// The cron expressions of timers: seven fields (second, minute, hour, day, month, weekday, year), in Beijing time.

import { BEIJING_OFFSET_MS } from './clock.js'

const FIRST_YEAR = 1970
const LAST_YEAR = 2099

/** What the documentation allows in each field; the values themselves are checked by the library, but for the years. */
const FIELDS = [
  /^[\d*,/-]+$/,
  /^[\d*,/-]+$/,
  /^[\d*,/-]+$/,
  /^[\d*,/?LW-]+$/,
  /^([\d*,/-]|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)+$/,
  /^([\d*,/?L#-]|SUN|MON|TUE|WED|THU|FRI|SAT)+$/,
  /^[\d*,/-]+$/,
]
const WEEKDAY = 5
const YEAR = 6

/** @type {typeof import('croner').Cron | undefined} */
let Cron

/** Loads what reads the expressions: only an emulator with timers needs it. */
export async function loadCron() {
  Cron ??= (await import('croner')).Cron
}

/**
 * When an expression is due next. {@link loadCron} must have been called.
 * @param {string} expression
 * @param {number} afterMs epoch milliseconds
 * @returns {number | undefined} a whole second after that one; undefined when it is never due again
 * @throws {Error} that says what is wrong with the expression
 */
export function nextDue(expression, afterMs) {
  if (!Cron) throw new Error('Nothing to read cron expressions with has been loaded.')
  const fields = expression.trim().split(/\s+/)
  if (fields.length !== FIELDS.length) throw new Error(`it has ${fields.length} fields instead of ${FIELDS.length}`)
  for (const [n, field] of fields.entries()) {
    // A step needs something to step through, which the library takes for "*".
    if (!FIELDS[n].test(field) || /(^|,)\//.test(field)) throw new Error(`its field ${n + 1} is "${field}"`)
  }
  // Sunday is 0 here; the library knows 7 too.
  if (/(^|[,-])7/.test(fields[WEEKDAY])) throw new Error(`its weekday is "${fields[WEEKDAY]}", not from 0 to 6`)
  const years = fields[YEAR].replace(/\/\d+/g, '').match(/\d+/g) ?? []
  if (years.some((year) => Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR)) {
    throw new Error(`its year is "${fields[YEAR]}", not from ${FIRST_YEAR} to ${LAST_YEAR}`)
  }
  const cron = new Cron(fields.join(' '), {
    mode: '7-part',
    utcOffset: BEIJING_OFFSET_MS / 60_000,
    sloppyRanges: true, // "5/10" is from 5 on, every 10
    paused: true, // it only computes
  })
  return cron.nextRun(new Date(afterMs))?.getTime()
}
