// @ts-check
/** @import { Grayscale } from '../grayscale.js' */
/** @import { Run } from './carry-out.js' */
/** @import { RunRequest } from './run-config.js' */
import { createdBy } from '../project/removal.js'
import { renderPending, renderStatus } from '../render/index.js'
import { words } from '../words/index.js'
import { look } from './engine.js'
import { outputsOf } from './outputs.js'

/**
 * Shows where the functions are, and of those that this project created the ones that it no longer names: nobody looks after
 * them, and they cost. In a fresh checkout the journal tells which they are.
 *
 * @param {Grayscale} gray
 * @param {RunRequest} config
 * @param {Run} run
 * @returns {Promise<Record<string, any>>} the outputs
 */
export async function info(gray, { inputs, typed, alone = false, force }, run) {
  const { engine, head, signal } = run
  const rows = await gray.status(inputs, { signal })
  engine.say(`${renderPending(await gray.pending(), look)}${renderStatus(rows, { ...look, head })}`)
  const known = run.created.ofStage.map(({ region, namespace, name }) => ({ region, namespace, name }))
  const { forgotten } = await createdBy(gray, rows, { known, alone, narrowed: typed.only !== undefined, force })
  if (forgotten.length > 0) {
    const places = forgotten.map(({ region, namespace, name }) => `${name} (${region}, ${namespace})`)
    engine.say(words().cli.noLongerNamed(places))
  }
  return outputsOf(rows)
}
