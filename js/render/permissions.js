// @ts-check
/** @import { Permission, PolicyDocument, PolicyRow } from '../types.js' */
/** @import { Look } from './text.js' */
import { pairs, plain } from './text.js'

/**
 * What the actions of a policy are for, in two groups: without the ones a command fails, the others it does without.
 *
 * @param {PolicyDocument} document
 * @param {Look} [look]
 */
export function renderPermissions({ permissions }, { paint = plain, width = 80 } = {}) {
  const needed = permissions.filter(({ without }) => without === undefined)
  const optional = permissions.filter(({ without }) => without !== undefined)
  const told = (/** @type {string} */ title, /** @type {Permission[]} */ group) =>
    group.length === 0 ? [] : [paint.bold(title), ...pairs(group.map(row), { paint, width })]
  return [...told('Needed', needed), ...told('May be left out', optional)].join('\n')
}

/** @param {Permission} permission @returns {[name: string, value: string]} */
function row({ granted, purpose, resource, without }) {
  const limited = resource.every((one) => one === '*') ? '' : `, limited to ${resource.join(', ')}`
  return [granted.join(', '), `${purpose}${limited}${without === undefined ? '' : `; without it: ${without}`}`]
}

/**
 * The commands that call the API, each with the actions that it may call.
 *
 * @param {Record<string, PolicyRow[]>} table
 * @param {Look} [look]
 */
export function renderPolicyTable(table, { paint = plain, width = 80 } = {}) {
  const rows = Object.entries(table).map(([command, uses]) => {
    const names = new Set(uses.flatMap(({ granted }) => granted))
    return /** @type {[string, string]} */ ([command, [...names].join(', ')])
  })
  return `${pairs(rows, { paint, width }).join('\n')}\nThe policy of one or several: grayscale policy deploy rollback\n`
}
