// @ts-check
/** @import { LineOf } from '../types.js' */
/** @import { Line, Note } from '../types/generated.js' */
/** @import { Look, Paint } from './text.js' */
import { words } from '../words/index.js'
import { bars } from './split.js'
import { clean, pad, pairs, plain, wrap } from './text.js'

/** @type {Record<string, keyof Paint>} */
const signPaints = { '+': 'green', '~': 'yellow', '-': 'red', '=': 'dim', '▲': 'cyan', '⇄': 'cyan', '◷': 'dim' }

/**
 * A plan in words.
 *
 * @param {Line[]} lines as `plan.lines` or the event `planned` has them
 * @param {Look & { head?: [name: string, value: string][], compact?: boolean }} [look] `head` holds what is known of the
 *   account, to stand among the plan's own head; `compact` leaves out head, legend, bars and reasons
 * @returns {string}
 */
export function renderPlan(lines, { paint = plain, width = 80, head = [], compact = false } = {}) {
  const shown = compact ? lines.filter(({ role }) => !['head', 'legend', 'split'].includes(role)) : lines
  const several = new Set(lines.flatMap((line) => (line.role === 'function' ? [line.place] : []))).size > 1
  const out = compact ? [] : pairs(headOf(lines, head), { paint, width })
  for (const [index, line] of shown.entries()) {
    switch (line.role) {
      case 'head':
        break
      case 'legend':
        out.push('', `  ${line.signs.map(([sign, { text }]) => `${signed(sign, paint)} ${text}`).join('   ')}`)
        break
      case 'function':
        if (out.length > 0) out.push('')
        out.push(...functionLines(line, { paint, width, several }))
        break
      case 'split':
        out.push(...splitLines(line, paint, width))
        break
      case 'step':
        out.push(
          ...wrap(clean(line.text), { lead: `${String(line.number).padStart(5)} ${signed(line.sign, paint)} `, width }),
        )
        if (!compact) out.push(...wrap(clean(line.reason.text), { lead: ' '.repeat(10), width }).map(paint.dim))
        break
      case 'setting':
        out.push(...wrap(clean(line.text), { lead: ' '.repeat(10), width }))
        break
      case 'note': {
        const ofRun = line.about === 'run'
        const before = shown[index - 1]
        const first = before?.role !== 'note' || before.about !== 'run'
        if (ofRun && out.length > 0 && first) out.push('')
        out.push(...noteLines(line, { paint, width, indent: ofRun ? '  ' : '    ' }))
        break
      }
      default:
        if (out.length > 0) out.push('')
        out.push(...wrap(paint.bold(clean(line.text)), { width }))
    }
  }
  return `${out.join('\n')}\n`
}

/**
 * @param {Pick<Note, 'level' | 'text'>} note
 * @param {{ paint: Paint, width: number, indent?: string, about?: string }} look
 */
export function noteLines({ level, text }, { paint, width, indent = '    ', about }) {
  const sign = level === 'warning' ? paint.yellow('⚠') : '·'
  return wrap(clean(about === undefined ? text : `${about}: ${text}`), { lead: `${indent}${sign} `, width })
}

/**
 * What is known of the account comes behind the place.
 *
 * @param {Line[]} lines
 * @param {[string, string][]} more
 * @returns {[string, string][]}
 */
export function headOf(lines, more) {
  /** @type {[string, string][]} */
  const own = lines.flatMap((line) => (line.role === 'head' ? [[line.text, clean(line.value)]] : []))
  const behind =
    lines.filter(({ role }) => role === 'head').findIndex((line) => 'code' in line && line.code === 'namespace') + 1
  return [...own.slice(0, behind), ...more, ...own.slice(behind)]
}

/**
 * @param {LineOf<'function'>} line
 * @param {{ paint: Paint, width: number, several: boolean }} look
 */
function functionLines({ sign, key, name, place, text }, { paint, width, several }) {
  const title = [key === name ? paint.bold(name) : `${paint.bold(key)}  ${name}`, ...(several ? [place] : []), text]
  return wrap(title.join('  '), { lead: `${signed(sign, paint)} `, width })
}

/**
 * @param {LineOf<'split'>} line
 * @param {Paint} paint
 * @param {number} width
 */
function splitLines({ before, after, changes }, paint, width) {
  const said = words().render.plan
  const [was, is] = bars([before, after], paint)
  const rows = changes
    ? [
        [said.before(), was],
        [said.after(), is],
      ]
    : [[said.now(), is]]
  return rows.flatMap(([name, bar]) => wrap(bar, { lead: `    ${paint.dim(pad(name, 6))}  `, width }))
}

/**
 * @param {string} sign
 * @param {Paint} paint
 */
function signed(sign, paint) {
  return paint[signPaints[sign] ?? 'bold'](sign)
}
