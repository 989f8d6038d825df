// @ts-check
/** @import { FunctionRow } from '../types/generated.js' */
/** @import { Look, Paint } from './text.js' */
import { bars } from './split.js'
import { directLines } from './status.js'
import { clean, pairs, plain, wrap } from './text.js'

/** @type {Record<FunctionRow['standing'], [sign: string, paint: keyof Paint, text: string]>} */
const standings = {
  failed: ['✖', 'red', 'its last change failed'],
  canary: ['⚠', 'yellow', 'a release is under way'],
  shared: ['⚠', 'yellow', 'two published versions, or rules, share it'],
  busy: ['◷', 'dim', 'it is being changed'],
  latest: ['·', 'dim', 'all on $latest: a deploy changes at once what users get'],
  unknown: ['?', 'dim', 'there is no such alias'],
  quiet: ['✔', 'green', 'on one published version'],
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
  if (rows.length === 0) return `${[...top, 'There are no functions here.'].join('\n\n')}\n`
  const blocks = rows.map((row) => {
    const { name, region, namespace, standing, reason, split, rules = [] } = row
    const [sign, colour, text] = standings[standing]
    const said = [text, reason].filter((part) => part !== undefined).map(clean)
    const title = `${paint.bold(clean(name))}  ${region}/${clean(namespace)}  ${said.join(': ')}`
    const lines = wrap(title, { lead: `${paint[colour](sign)} `, width })
    const [bar] = split ? bars([split], paint) : []
    const beside = bar === undefined ? [] : [bar, ...rules.map(clean)]
    const below = beside.flatMap((line) => wrap(line, { lead: '    ', width }))
    return [...lines, ...below, ...directLines(row, width).map(paint.dim)].join('\n')
  })
  const needing = rows.filter(({ standing }) => ['failed', 'canary', 'shared'].includes(standing)).length
  const count = `${rows.length} function${rows.length === 1 ? '' : 's'}`
  const sum = paint.bold(
    needing === 0 ? `${count}.` : `${count}, ${needing} of them need${needing === 1 ? 's' : ''} a look.`,
  )
  return `${[...top, blocks.join('\n'), ...wrap(sum, { width })].join('\n\n')}\n`
}
