// @ts-check
import { stripVTControlCharacters, styleText } from '#terminal'

const styles = /** @type {const} */ (['bold', 'dim', 'red', 'green', 'yellow', 'cyan'])

/** @typedef {Record<(typeof styles)[number], (text: string) => string>} Paint */

/**
 * How text shall look.
 *
 * @typedef {object} Look
 * @property {Paint} [paint] no colours by default
 * @property {number} [width] in columns, at which lines are broken; 80 by default, `Infinity` breaks none
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

/** Letters that take two columns of a terminal. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/gu

/** Columns that a text takes, colours not counted. @param {string} text */
export function widthOf(text) {
  const shown = stripVTControlCharacters(text)
  return [...shown].length + (shown.match(wide)?.length ?? 0)
}

/**
 * @param {string} text
 * @param {number} width
 */
export function pad(text, width) {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/**
 * Breaks text between words, and between Chinese letters; the first line starts with `lead`, the others with as much space.
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
    let gap = ' '
    for (const piece of piecesOf(word)) {
      if (line.trim() !== '' && widthOf(line) + gap.length + widthOf(piece) > room) {
        lines.push(line.trimEnd())
        line = margin + piece
      } else line = line.trim() === '' ? margin + piece : `${line}${gap}${piece}`
      gap = ''
    }
  }
  return [...lines, line.trimEnd()]
}

/** A Chinese letter, or the others up to the next one, with the marks that must not stand at the start or end of a line. */
const pieces = /[（《「“]*(?:\p{Script=Han}|[^\p{Script=Han}（《「“，。：；、？！）》」”]+)?[，。：；、？！）》」”]*/gu

/** @param {string} word */
function piecesOf(word) {
  const found = word.match(pieces)?.filter((piece) => piece !== '') ?? []
  return found.length > 0 ? found : [word]
}

/**
 * @param {string} text
 * @param {number} width
 */
export function clip(text, width) {
  if (widthOf(text) <= width) return text
  let short = ''
  for (const letter of text) {
    if (widthOf(short) + widthOf(letter) > width - 1) break
    short += letter
  }
  return `${short}…`
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

/**
 * The rules of an alias, which decide before its shares do, and who gets what none of them takes.
 *
 * @param {{ text: string }[]} rules
 * @param {string} [everyoneElse]
 * @returns {string[]} lines
 */
export function ruleLines(rules, everyoneElse) {
  return [...rules.map(({ text }) => text), ...(everyoneElse === undefined ? [] : [everyoneElse])].map(clean)
}
