// @ts-check
/** @import { Line } from '../types/generated.js' */
/** @import { Look, Paint } from './text.js' */
import { words } from '../words/index.js'
import { noteLines } from './plan.js'
import { percent, splitText } from './split.js'
import { clean, plain, table, widthOf, wrap } from './text.js'

/** @type {Record<string, [sign: string, paint: keyof Paint]>} */
const signs = {
  done: ['✔', 'green'],
  unchanged: ['=', 'dim'],
  removed: ['-', 'red'],
  failed: ['✖', 'red'],
  stopped: ['■', 'yellow'],
  putBack: ['↩', 'yellow'],
}

/** The columns between the function and its change. @type {[heading: () => string, cell: (one: any) => string | undefined][]} */
const middle = [
  [() => '$latest', ({ traffic }) => (traffic === undefined ? undefined : percent(traffic))],
  [() => words().render.result.last(), ({ lastVersion }) => lastVersion],
  [() => words().render.result.published(), ({ published }) => published.join(', ') || undefined],
  [
    () => words().render.result.deleted(),
    ({ deleted = [] }) =>
      (deleted.length > 4 ? words().render.result.versions(deleted.length) : deleted.join(', ')) || undefined,
  ],
]

/**
 * What a run came to: a row per function, then what people should know.
 *
 * @param {any} result as `deploy`, `apply`, `rollback` and `remove` give it
 * @param {Look & { told?: Line[] }} [look] `told`: the lines of the plan where that was shown, so that its notes are not
 *   told twice
 * @returns {string}
 */
export function renderResult(result, { paint = plain, width = 80, told = [] } = {}) {
  const said = words().render.result
  // What no function has needs no column: a rollback looks at no versions, for one.
  const columns = middle.filter(([, cell]) =>
    result.functions.some((/** @type {any} */ one) => cell(one) !== undefined),
  )
  const headings = [`  ${said.function()}`, ...columns.map(([heading]) => heading()), said.change()]
  const rows = result.functions.map((/** @type {any} */ one) => {
    const [sign, colour] = signs[one.status] ?? ['?', 'bold']
    return [`${paint[colour](sign)} ${one.key}`, ...columns.map(([, cell]) => cell(one) ?? '–'), changeText(one)]
  })
  const out = fitted(headings, rows, { paint, width })
  const urls = result.functions.filter((/** @type {any} */ { url }) => url !== undefined)
  if (urls.length > 0) out.push('', ...urls.map((/** @type {any} */ { key, url }) => `  ${clean(said.url(key, url))}`))
  out.push(...notesOf(result, { paint, width, told }))
  if (result.unchanged) out.push('', said.unchanged())
  return `${out.join('\n')}\n`
}

/** @param {any} one */
function changeText({ status, before, after }) {
  if (before.length === 0 && after.length === 0) return '–'
  const [from, to] = [splitText(before), splitText(after)]
  if (from !== to) return `${from} → ${to}`
  return status === 'removed' ? to : words().render.result.asBefore(to)
}

/**
 * As a table; where that is too wide, the last column stands on lines of its own.
 *
 * @param {string[]} headings
 * @param {string[][]} rows
 * @param {{ paint: Paint, width: number }} look
 */
function fitted(headings, rows, { paint, width }) {
  const whole = table(headings, rows, { paint, indent: '' })
  if (whole.every((line) => widthOf(line) <= width)) return whole
  const [heading, ...short] = table(
    headings.slice(0, -1),
    rows.map((row) => row.slice(0, -1)),
    { paint, indent: '' },
  )
  return [
    heading,
    ...short.flatMap((line, index) => [line, ...wrap(rows[index][rows[index].length - 1], { lead: '    ', width })]),
  ]
}

/**
 * @param {any} result
 * @param {{ paint: Paint, width: number, told: Line[] }} look
 */
function notesOf({ functions, notes }, { told, ...look }) {
  const known = new Set(told.flatMap((line) => (line.role === 'note' ? [line.text] : [])))
  /** @type {{ note: any, about?: string }[]} */
  const all = [
    ...functions.flatMap((/** @type {any} */ one) =>
      one.notes.map((/** @type {any} */ note) => ({ note, about: one.key })),
    ),
    ...notes.map((/** @type {any} */ note) => ({ note })),
  ]
  return all
    .filter(({ note }) => !known.has(note.text))
    .flatMap(({ note, about }) => noteLines(note, { ...look, about }))
}
