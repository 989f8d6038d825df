// @ts-check
/** @import { LineOf } from '../types.js' */
/** @import { Line } from '../types/generated.js' */
import { words } from '../words/index.js'
import { code, fenced, inert, visible } from './inert.js'
import { headOf } from './plan.js'
import { splitText } from './split.js'

/**
 * The most characters of a document, so that it fits into a comment: GitHub takes 65,536, GitLab 1,000,000. Room is left for
 * what a job adds.
 */
export const MOST_CHARACTERS = 60_000

/** The parts of the room that warnings, and the table of functions, may take. */
const FOR_WARNINGS = 0.25
const FOR_ROWS = 0.5
/** A command that is longer than this can't be read in a comment. */
const LONGEST_COMMAND = 4000

/**
 * A function of the plan with its lines.
 *
 * @typedef {object} Part
 * @property {LineOf<'function'>} line
 * @property {LineOf<'split'>} [split]
 * @property {(LineOf<'step'> | LineOf<'setting'>)[]} steps
 * @property {LineOf<'note'>[]} notes
 */

/**
 * A plan as one Markdown document, for a comment on a pull request: warnings first, a row per function, and the steps of each
 * behind a click. What does not fit is left out and counted: first what is about functions that stay as they are, then what
 * is about the last ones.
 *
 * @param {Line[]} lines as `plan.lines` has them
 * @param {{ head?: [name: string, value: string][], fingerprint: string, apply?: string, room?: number }} about `head`: of
 *   the account; `apply`: the command that carries out exactly this plan, where there is something to do; `room`: the most
 *   characters
 * @returns {string}
 */
export function renderMarkdown(lines, { head = [], fingerprint, apply, room = MOST_CHARACTERS }) {
  const said = words().render.markdown
  const parts = partsOf(lines)
  const several = new Set(parts.map(({ line }) => line.place)).size > 1
  const title = lines.flatMap((line) => (line.role === 'summary' ? [inert(line.text)] : []))
  const top = [
    `### ${title.join(' ')}`,
    rows(
      ['', ''],
      headOf(lines, head).map(([name, value]) => [inert(name), code(value)]),
    ),
  ]
  const foot = [
    `${inert(said.fingerprint())} ${code(fingerprint)}`,
    ...(apply === undefined || apply.length > LONGEST_COMMAND
      ? []
      : [`${inert(said.exactly())}\n\n${fenced(visible(apply), 'sh')}`]),
  ]
  let left = room - sizeOf([...top, ...foot])
  /**
   * @param {{ text: string, last?: boolean }[]} items `last`: those that are left out first
   * @param {number} share of what is left
   * @param {(count: number) => string} more
   */
  const fit = (items, share, more) => {
    const { kept, missing } = fitting(items, left * share - sizeOf([more(items.length)]))
    const shown = missing === 0 ? kept : [...kept, more(missing)]
    left -= sizeOf(shown)
    return shown
  }
  const warnings = fit(warningsOf(lines, parts), FOR_WARNINGS, (count) => `- ${inert(said.moreWarnings(count))}`)
  const table = fit(
    parts.map((part) => ({ text: row(part, several), last: steady(part) })),
    FOR_ROWS,
    (count) => `| ${inert(said.moreFunctions(count))} | | | |`,
  )
  const told = parts.filter(({ steps, notes }) => steps.length > 0 || notes.length > 0)
  const details = fit(
    told.map((part) => ({ text: detail(part), last: steady(part) })),
    1,
    (count) => inert(said.moreDetails(count)),
  )
  const notes = lines.flatMap((line) =>
    line.role === 'note' && line.about === 'run' && line.level !== 'warning' ? [`- ${inert(line.text)}`] : [],
  )
  const others = fit(
    notes.map((text) => ({ text })),
    1,
    (count) => `- ${inert(said.moreNotes(count))}`,
  )
  const headings = [said.function(), words().render.plan.before(), words().render.plan.after(), said.change()]
  const blocks = [
    ...top,
    ...(warnings.length > 0 ? [warnings.join('\n')] : []),
    ...(table.length > 0 ? [`${rows(headings.map(inert), [])}\n${table.join('\n')}`] : []),
    ...(others.length > 0 ? [others.join('\n')] : []),
    ...details,
    ...foot,
  ]
  return `${blocks.join('\n\n')}\n`
}

/** @param {Line[]} lines @returns {Part[]} */
function partsOf(lines) {
  /** @type {Part[]} */
  const parts = []
  for (const line of lines) {
    const part = parts[parts.length - 1]
    if (line.role === 'function') parts.push({ line, steps: [], notes: [] })
    else if (line.role === 'split') part.split = line
    else if (line.role === 'step' || line.role === 'setting') part.steps.push(line)
    else if (line.role === 'note' && line.about === 'function') part.notes.push(line)
  }
  return parts
}

/** @param {Part} part */
function steady({ line }) {
  return line.sign === '='
}

/** @param {Line[]} lines @param {Part[]} parts */
function warningsOf(lines, parts) {
  const ofRun = lines.flatMap((line) => (line.role === 'note' && line.about === 'run' ? [{ note: line, of: '' }] : []))
  const ofFunctions = parts.flatMap(({ line, notes }) => notes.map((note) => ({ note, of: `${code(line.key)}: ` })))
  return [...ofRun, ...ofFunctions]
    .filter(({ note }) => note.level === 'warning')
    .map(({ note, of }) => ({ text: `- ⚠ ${of}${inert(note.text)}` }))
}

/** @param {Part} part @param {boolean} several whether there are functions of several places */
function row({ line, split }, several) {
  const { key, name, place, sign, text } = line
  const names = [code(key), ...(key === name ? [] : [code(name)]), ...(several ? [code(place)] : [])]
  const splits = split === undefined ? ['', ''] : [split.before, split.after].map((parts) => inert(splitText(parts)))
  return cells([names.join(' '), ...splits, `${code(sign)} ${inert(text)}`])
}

/** @param {Part} part */
function detail({ line, steps, notes }) {
  const told = steps.map((step) =>
    step.role === 'setting'
      ? `  - ${inert(step.text)}`
      : `- ${code(step.sign)} ${inert(step.text)} (${inert(step.reason.text)})`,
  )
  const known = notes.map(({ level, text }) => `- ${level === 'warning' ? '⚠ ' : ''}${inert(text)}`)
  const summary = `<summary>${code(line.key)}: ${inert(line.text)}</summary>`
  return `<details>${summary}\n\n${[...told, ...known].join('\n')}\n\n</details>`
}

/**
 * As many as fit, in their order.
 *
 * @param {{ text: string, last?: boolean }[]} items
 * @param {number} room
 */
function fitting(items, room) {
  const all = sizeOf(items.map(({ text }) => text))
  if (all <= room) return { kept: items.map(({ text }) => text), missing: 0 }
  const ranked = [...items.filter(({ last }) => !last), ...items.filter(({ last }) => last)]
  let size = 0
  const none = ranked.findIndex(({ text }) => {
    size += sizeOf([text])
    return size > room
  })
  const fits = new Set(ranked.slice(0, none))
  const kept = items.filter((item) => fits.has(item)).map(({ text }) => text)
  return { kept, missing: items.length - kept.length }
}

/** With the line breaks around each. @param {string[]} texts */
function sizeOf(texts) {
  return texts.reduce((sum, text) => sum + text.length + 2, 0)
}

/** @param {string[]} headings @param {string[][]} lines */
function rows(headings, lines) {
  return [cells(headings), cells(headings.map(() => '---')), ...lines.map(cells)].join('\n')
}

/** @param {string[]} texts */
function cells(texts) {
  return `| ${texts.join(' | ')} |`
}
