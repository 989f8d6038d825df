// @ts-check
import { stripVTControlCharacters, styleText } from '#terminal'

const styles = /** @type {const} */ (['bold', 'dim', 'red', 'green', 'yellow', 'cyan'])

/** @typedef {Record<(typeof styles)[number], (text: string) => string>} Paint */

/**
 * How text shall look.
 *
 * @typedef {object} Look
 * @property {Paint} [paint] no colours unless told
 * @property {number} [width] in columns, at which lines are broken; 80 unless told, `Infinity` breaks none
 */

/** No colours. @type {Paint} */
export const plain = /** @type {Paint} */ (Object.fromEntries(styles.map((style) => [style, (text) => text])))

/**
 * @param {boolean} colours
 * @returns {Paint}
 */
export function painter(colours) {
  if (!colours) return plain
  // Whether there shall be colours was decided for one stream; styleText by itself would ask another one.
  const paints = styles.map((style) => [
    style,
    (/** @type {string} */ text) => styleText(style, text, { validateStream: false }),
  ])
  return /** @type {Paint} */ (Object.fromEntries(paints))
}

/**
 * Text from outside without what could move a terminal's cursor; line breaks stay.
 *
 * @param {unknown} text
 */
export function clean(text) {
  return stripVTControlCharacters(String(text)).replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|\p{Bidi_Control}/gu,
    ' ',
  )
}

/** Columns that a text takes, colours not counted. @param {string} text */
export function widthOf(text) {
  return [...stripVTControlCharacters(text)].length
}

/**
 * @param {string} text
 * @param {number} width
 */
export function pad(text, width) {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/**
 * Breaks text between words; the first line starts with `lead`, the others with as much space.
 *
 * @param {string} text
 * @param {{ lead?: string, width?: number }} [options]
 * @returns {string[]} lines
 */
export function wrap(text, { lead = '', width = 80 } = {}) {
  const indent = ' '.repeat(widthOf(lead))
  const room = Math.max(20, width - indent.length)
  const lines = text.split('\n').flatMap((paragraph) => brokenAt(paragraph, room))
  return lines.map((line, index) => (index === 0 ? lead : indent) + line)
}

/**
 * @param {string} paragraph
 * @param {number} room
 */
function brokenAt(paragraph, room) {
  const [margin] = /^ */.exec(paragraph) ?? ['']
  const lines = []
  let line = margin
  for (const word of paragraph.trim().split(' ')) {
    if (line.trim() !== '' && widthOf(line) + 1 + widthOf(word) > room) {
      lines.push(line.trimEnd())
      line = margin + word
    } else line = line.trim() === '' ? margin + word : `${line} ${word}`
  }
  return [...lines, line.trimEnd()]
}

/**
 * @param {string} text
 * @param {number} width
 */
export function clip(text, width) {
  const letters = [...text]
  return letters.length <= width ? text : `${letters.slice(0, Math.max(0, width - 1)).join('')}…`
}

/**
 * Names and values, the values in one column.
 *
 * @param {[name: string, value: string][]} rows
 * @param {{ paint: Paint, indent?: string, width?: number }} options
 * @returns {string[]} lines
 */
export function pairs(rows, { paint, indent = '  ', width }) {
  const column = Math.max(0, ...rows.map(([name]) => widthOf(name)))
  return rows.flatMap(([name, value]) => wrap(value, { lead: `${indent}${paint.dim(pad(name, column))}  `, width }))
}

/**
 * Rows under headings, each column as wide as its widest cell.
 *
 * @param {string[]} headings
 * @param {string[][]} rows
 * @param {{ paint: Paint, indent?: string }} options
 * @returns {string[]} lines
 */
export function table(headings, rows, { paint, indent = '  ' }) {
  const widths = headings.map((heading, column) =>
    Math.max(widthOf(heading), ...rows.map((row) => widthOf(row[column]))),
  )
  /** @param {string[]} cells */
  const line = (cells) => (indent + cells.map((cell, column) => pad(cell, widths[column])).join('  ')).trimEnd()
  return [paint.dim(line(headings)), ...rows.map(line)]
}
