// @ts-check
/** @import { Permission, PolicyDocument, PolicyRow } from '../types.js' */
/** @import { Look } from './text.js' */
import { words } from '../words/index.js'
import { pairs, plain } from './text.js'

/**
 * What the actions of a policy are for, in two groups: without the ones a command fails, the others it does without.
 *
 * @param {PolicyDocument} document
 * @param {Look} [look]
 */
export function renderPermissions({ permissions }, { paint = plain, width = 80 } = {}) {
  const said = words().render.permissions
  const needed = permissions.filter(({ without }) => without === undefined)
  const optional = permissions.filter(({ without }) => without !== undefined)
  const told = (/** @type {string} */ title, /** @type {Permission[]} */ group) =>
    group.length === 0 ? [] : [paint.bold(title), ...pairs(group.map(row), { paint, width })]
  return [...told(said.needed(), needed), ...told(said.optional(), optional)].join('\n')
}

/** @param {Permission} permission @returns {[name: string, value: string]} */
function row({ granted, purpose, resource, without }) {
  const limited = resource.every((one) => one === '*') ? [] : resource
  return [
    granted.join(', '),
    words().render.permissions.purpose({ purpose: purpose.text, resource: limited, without: without?.text }),
  ]
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
  return `${pairs(rows, { paint, width }).join('\n')}\n${words().render.permissions.ofSeveral()}\n`
}
