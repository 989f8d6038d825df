// @ts-check
/** @import { Grayscale } from '../grayscale.js' */
/** @import { RunOptions } from '../options.js' */
/** @import { Run } from './carry-out.js' */
/** @import { CommandLine } from './command-line.js' */
/** @import { Created } from './created.js' */
/** @import { Engine } from './engine.js' */
/** @import { RunRequest } from './run-config.js' */
import { problem } from '../errors.js'
import { removal } from '../project/removal.js'
import { words } from '../words/index.js'
import { carryOut } from './carry-out.js'

/**
 * The engine calls `remove` by itself too, of a component whose alias is no longer in the yml: a mere renaming would
 * delete functions that users are on.
 *
 * @param {Engine} engine
 * @param {Created} created
 * @param {CommandLine} line
 * @returns {boolean} whether there is nothing that could be lost, and nothing to do
 */
export function refuseUnlessTyped({ alias, id, ownsCommandLine }, created, { verb }) {
  if (!ownsCommandLine || verb === 'remove') return false
  if (created.all.length === 0) return true
  const names = created.all.map(({ name }) => name)
  throw problem('RemoveNotTyped', { alias, id, names }, { class: 'refused' })
}

/**
 * Deletes what this project created, by its state and by its journal: of the functions that it names, and also those that it
 * no longer names. Whatever else it names is told and left.
 *
 * @param {Grayscale} gray
 * @param {RunRequest} config
 * @param {Run} run
 * @returns {Promise<Record<string, any>>} the outputs
 */
export async function remove(gray, { inputs, typed, stage, alone = false, force }, run) {
  const { engine, signal } = run
  const narrowed = typed.only !== undefined
  const known = run.created.ofStage.map(({ region, namespace, name }) => ({ region, namespace, name }))
  const { order, created } = await removal(gray, { ...inputs, stage }, { known, alone, narrowed, force, signal })
  if (order.functions.length === 0) {
    engine.say(words().cli.nothingToRemove())
    return {}
  }
  return carryOut(run, (/** @type {RunOptions} */ options) => gray.remove(order, { created, ...options }))
}
