// @ts-check
/** @import { Grayscale } from '../grayscale.js' */
/** @import { RunOptions } from '../options.js' */
/** @import { Run } from './carry-out.js' */
/** @import { CommandLine } from './command-line.js' */
/** @import { Created } from './created.js' */
/** @import { Engine } from './engine.js' */
/** @import { RunRequest } from './run-config.js' */
import { GrayscaleError } from '../errors.js'
import { removal } from '../project/removal.js'
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
  const names = created.all.map(({ name }) => name).join(', ')
  throw new GrayscaleError({
    code: 'RemoveNotTyped',
    class: 'refused',
    message: `sls asks to remove ${alias}, because this name is no longer in the yml, and nobody typed remove. Nothing was deleted: ${names} and all traffic stay as they are.`,
    hint: `Was it renamed? Give it the name ${alias} again; or carry its state over: in .serverless rename ${id}.json after the new name, and ${alias} in Template.json likewise. To delete its functions, type sls remove.`,
  })
}

/**
 * Deletes what this project created: of the functions that it names, and also those that it no longer names. Whatever
 * else it names is told and left.
 *
 * @param {Grayscale} gray
 * @param {RunRequest} config
 * @param {Run} run
 * @returns {Promise<Record<string, any>>} the outputs
 */
export async function remove(gray, { inputs, typed, stage }, run) {
  const { created, engine, signal } = run
  const narrowed = typed.only !== undefined
  const order = await removal(gray, { ...inputs, stage }, { created: created.ofStage, narrowed, signal })
  if (order.functions.length === 0) {
    engine.say('Nothing to remove: this project names no function, and created none.')
    return {}
  }
  return carryOut(run, (/** @type {RunOptions} */ options) =>
    gray.remove(order, { created: created.ofStage, ...options }),
  )
}
