// @ts-check
/** @import { Paint } from './text.js' */
import { words } from '../words/index.js'

const latest = '$latest'

/** @typedef {{ version: string, text?: string, share: number }} Part a version, as it is shown, and its share, 0 to 1 */
/** @typedef {{ version: string, text?: string, share: number, cells: number }} Bar the share, 0 to 1, with its cells of a bar */

/**
 * Bars for splits that stand under each other: a version looks the same in all of them.
 *
 * @param {Bar[][]} splits
 * @param {Paint} paint
 * @returns {string[]} `██░░░░░░░░░░░░░░░░░░  $latest 10% · 1 90%`
 */
export function bars(splits, paint) {
  const others = [...new Set(splits.flat().map(({ version }) => version))].filter((version) => version !== latest)
  const fill = (/** @type {string} */ version) => (version === latest ? '█' : '░▒▓'[others.indexOf(version) % 3])
  return splits.map((split) => {
    if (split.length === 0) return words().render.nothing()
    const bar = split.map(({ version, cells }) => {
      const part = fill(version).repeat(cells)
      return version === latest ? paint.yellow(part) : paint.cyan(part)
    })
    return `${bar.join('')}  ${splitText(split)}`
  })
}

/** @param {Part[]} parts */
export function splitText(parts) {
  return parts.length === 0
    ? words().render.nothing()
    : parts.map(({ version, text, share }) => `${text ?? version} ${percent(share)}`).join(' · ')
}

/**
 * A fraction as a percentage, exactly: by moving the point, since binary fractions would not keep 0.07.
 *
 * @param {number} fraction
 */
export function percent(fraction) {
  const text = String(fraction)
  const [whole, decimals = ''] = (text.includes('e') ? fraction.toFixed(18) : text).split('.')
  const moved = `${whole}${decimals.padEnd(2, '0').slice(0, 2)}`.replace(/^0+(?=\d)/, '')
  const rest = decimals.slice(2).replace(/0+$/, '')
  return `${moved}${rest === '' ? '' : `.${rest}`}%`
}
