// @ts-check
/** @import { StoreImport, StoreStatus } from '../types.js' */
/** @import { Look } from './text.js' */
import { words } from '../words/index.js'
import { clean, pairs, plain, wrap } from './text.js'

/**
 * What a store holds, who is at work on it, and whether a journal of this machine waits.
 *
 * @param {StoreStatus} status
 * @param {Look} [look]
 * @returns {string}
 */
export function renderStoreStatus(status, { paint = plain, width = 80 } = {}) {
  const said = words().render.store
  const { id, account, region, runs, lines, bytes, position, atWork, local } = status
  /** @type {[string, string][]} */
  const rows = [
    [said.where(), `${status.where} (${status.shared ? said.shared() : said.alone()})`],
    [said.log(), id === null ? said.noLog() : said.identity({ id, account, region })],
    [said.size(), said.amount({ runs, lines, bytes, position })],
    ...atWork.map(
      (one) => /** @type {[string, string]} */ ([said.atWork(), `${one.kind} ${one.run}, ${one.who}, ${one.when}`]),
    ),
  ]
  if (local) rows.push([said.local(), `${local.where}: ${local.imported ? said.imported(local) : said.waits(local)}`])
  const shown = rows.map(([name, value]) => /** @type {[string, string]} */ ([name, clean(value)]))
  return `${pairs(shown, { paint, indent: '', width }).join('\n')}\n`
}

/**
 * What became of an import.
 *
 * @param {StoreImport} done
 * @param {Look} [look]
 * @returns {string}
 */
export function renderStoreImport({ imported, runs, from, to }, { paint = plain, width = 80 } = {}) {
  const { copied, already, left } = words().render.store
  const told = { runs, file: from, place: to }
  const text = imported ? copied(told) : already(told)
  const lines = wrap(clean(text), { lead: `${imported ? paint.green('✔') : '·'} `, width })
  if (imported) lines.push(...wrap(clean(left(told)), { lead: '  ', width }))
  return `${lines.join('\n')}\n`
}
