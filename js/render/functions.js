// @ts-check
/** @import { FunctionRow } from '../types/generated.js' */
/** @import { Look, Paint } from './text.js' */
import { words } from '../words/index.js'
import { bars } from './split.js'
import { directLines } from './status.js'
import { clean, pairs, plain, ruleLines, wrap } from './text.js'

/** @type {Record<FunctionRow['standing'], [sign: string, paint: keyof Paint]>} */
const standings = {
  failed: ['✖', 'red'],
  canary: ['⚠', 'yellow'],
  shared: ['⚠', 'yellow'],
  busy: ['◷', 'dim'],
  latest: ['·', 'dim'],
  unknown: ['?', 'dim'],
  quiet: ['✔', 'green'],
}

/**
 * The functions that there are, those that need a person first.
 *
 * @param {FunctionRow[]} rows as `functions` gives them
 * @param {Look & { head?: [name: string, value: string][] }} [look]
 * @returns {string}
 */
export function renderFunctions(rows, { paint = plain, width = 80, head = [] } = {}) {
  const top = head.length > 0 ? [pairs(head, { paint, width }).join('\n')] : []
  if (rows.length === 0) return `${[...top, words().render.functions.none()].join('\n\n')}\n`
  const blocks = rows.map((row) => {
    const { name, region, namespace, standing, reason, split, rules = [], everyoneElse, provisionedMb } = row
    const [sign, colour] = standings[standing]
    const said = [words().render.standing[standing](), reason].filter((part) => part !== undefined).map(clean)
    const title = `${paint.bold(clean(name))}  ${region}/${clean(namespace)}  ${said.join(': ')}`
    const lines = wrap(title, { lead: `${paint[colour](sign)} `, width })
    const [bar] = split ? bars([split], paint) : []
    const beside = bar === undefined ? [] : [bar, ...ruleLines(rules, everyoneElse)]
    const below = beside.flatMap((line) => wrap(line, { lead: '    ', width }))
    if (provisionedMb !== undefined) {
      const line = words().render.functions.provisioned(provisionedMb)
      below.push(...wrap(line, { lead: '    ', width }).map(paint.dim))
    }
    return [...lines, ...below, ...directLines(row, width).map(paint.dim)].join('\n')
  })
  const needing = rows.filter(({ standing }) => ['failed', 'canary', 'shared'].includes(standing)).length
  const sum = paint.bold(words().render.functions.count(rows.length, needing))
  return `${[...top, blocks.join('\n'), ...wrap(sum, { width })].join('\n\n')}\n`
}
