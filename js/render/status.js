// @ts-check
/** @import { Look, Paint } from './text.js' */
import { words } from '../words/index.js'
import { bars, percent } from './split.js'
import { clean, clip, pad, pairs, plain, ruleLines, table, widthOf, wrap } from './text.js'
import { timeText } from './units.js'

/** How many versions are shown. */
const newest = 5

/**
 * What is there now, and beside it what is wanted where that is known. Functions that need a look come first.
 *
 * @param {any[]} rows as `status` gives them
 * @param {Look & { head?: [name: string, value: string][] }} [look]
 * @returns {string}
 */
export function renderStatus(rows, { paint = plain, width = 80, head = [] } = {}) {
  const calm = (/** @type {any} */ { attention }) => attention.length === 0
  const ordered = [...rows.filter((row) => !calm(row)), ...rows.filter(calm)]
  const several = new Set(rows.map(placeOf)).size > 1
  const blocks = ordered.map((row) => {
    const sign = calm(row) ? paint.green('✔') : paint.yellow('⚠')
    const name = row.key === row.name ? paint.bold(row.name) : `${paint.bold(row.key)}  ${row.name}`
    const title = wrap(several ? `${name}  ${placeOf(row)}` : name, { lead: `${sign} `, width })
    const reasons = row.attention.flatMap((/** @type {{ text: string }} */ { text }) =>
      wrap(clean(text), { lead: `    ${paint.yellow('⚠')} `, width }),
    )
    return [...title, ...reasons, ...(row.exists ? details(row, paint, width) : [])]
  })
  const top = head.length > 0 ? [pairs(head, { paint, width })] : []
  return `${[...top, ...blocks].map((lines) => lines.join('\n')).join('\n\n')}\n`
}

/** @param {any} row */
export function placeOf({ region, namespace }) {
  return `${region}/${namespace}`
}

/**
 * @param {any} row
 * @param {Paint} paint
 * @param {number} width
 */
function details(row, paint, width) {
  const { status, traffic, wantedTraffic, lastVersion, image, aliases, versions } = row
  const told = wantedTraffic !== undefined
  const said = words().render.status
  const rows = [
    [said.status(), status ?? '–', ''],
    ['$latest', traffic === undefined ? '–' : percent(traffic), told ? percent(wantedTraffic) : ''],
    [said.lastVersion(), lastVersion ?? '–', ''],
    ...(image === undefined ? [] : [[said.image(), clean(image), '']]),
  ]
  const look = { paint, indent: '    ' }
  const side = told
    ? table(['', said.found(), said.wanted()], rows, look)
    : pairs(
        rows.map(([name, found]) => [name, found]),
        look,
      )
  return [
    ...side,
    ...aliasLines(aliases, paint, width),
    ...directLines(row, width).map(paint.dim),
    ...versionLines(versions, paint, width),
  ]
}

/**
 * What calls a version directly, and what the API did not show. What a row points out already is not repeated.
 *
 * @param {{ direct?: import('../types/generated.js').Caller[], unchecked?: string[], attention?: { code: string }[] }} row
 * @param {number} width
 */
export function directLines({ direct = [], unchecked = [], attention = [] }, width) {
  const pointedOut = attention.some(({ code }) => code === 'CallsLatest')
  const quiet = direct.filter(({ qualifier, enabled }) => !(pointedOut && enabled && qualifier === '$LATEST'))
  const lines = quiet.map(({ text }) => text)
  if (unchecked.length > 0) lines.push(words().render.status.notChecked(unchecked))
  return lines.flatMap((text) => wrap(clean(text), { lead: '    ', width }))
}

/**
 * @param {any[]} aliases
 * @param {Paint} paint
 * @param {number} width
 */
export function aliasLines(aliases, paint, width) {
  const column = Math.max(0, ...aliases.map(({ name }) => name.length))
  const drawn = bars(
    aliases.map(({ split }) => split),
    paint,
  )
  return aliases.flatMap(({ name, rules, everyoneElse, description, url }, index) => [
    ...wrap(drawn[index], { lead: `    ${pad(clean(name), column)}  `, width }),
    ...[...ruleLines(rules, everyoneElse), clean(description ?? ''), clean(url ?? '')]
      .filter((text) => text !== '')
      .flatMap((text) => wrap(text, { lead: ' '.repeat(column + 6), width }).map(paint.dim)),
  ])
}

/**
 * @param {any[]} versions newest first
 * @param {Paint} paint
 * @param {number} width
 */
function versionLines(versions, paint, width) {
  const said = words().render.status
  if (versions.length === 0) return [`    ${said.noVersion()}`]
  const shown = versions.slice(0, newest)
  const rows = shown.map(({ version, status, published }) => [
    version,
    status ?? '–',
    published ? timeText(published) : '–',
  ])
  const [heading, ...lines] = table([said.version(), said.status(), said.published()], rows, { paint, indent: '    ' })
  const warm = versions.filter(({ provisioned }) => provisioned)
  const older = versions.length - newest
  return [
    heading,
    ...lines.map((line, index) => {
      const description = clip(clean(shown[index].description ?? ''), width - widthOf(line) - 2)
      return `${line}  ${paint.dim(description)}`.trimEnd()
    }),
    ...(older > 0 ? [`    ${words().render.older(older)}`] : []),
    ...warm.flatMap(({ version, provisioned }) => {
      const { asked, started, status, idle, reason } = provisioned
      const count = status === 'Done' ? `${asked}` : `${started}/${asked} (${status})`
      const line = said.provisioned(version, count, idle)
      const text = [line, reason]
        .filter((part) => part !== undefined)
        .map(clean)
        .join(': ')
      return wrap(text, { lead: '    ', width }).map(idle ? paint.yellow : paint.dim)
    }),
  ]
}
