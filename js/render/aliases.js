// @ts-check
/** @import { AliasList } from '../types/generated.js' */
/** @import { Look } from './text.js' */
import { aliasLines, placeOf } from './status.js'
import { plain, wrap } from './text.js'

/**
 * The aliases of each function.
 *
 * @param {AliasList[]} lists
 * @param {Look} [look]
 * @returns {string}
 */
export function renderAliases(lists, { paint = plain, width = 80 } = {}) {
  const several = new Set(lists.map(placeOf)).size > 1
  const blocks = lists.map((list) => {
    const name = list.key === list.name ? paint.bold(list.name) : `${paint.bold(list.key)}  ${list.name}`
    const title = wrap(several ? `${name}  ${placeOf(list)}` : name, { width })
    return [...title, ...aliasLines(list.aliases, paint, width)].join('\n')
  })
  return `${blocks.join('\n\n')}\n`
}
