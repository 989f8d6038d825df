// @ts-check
/** @import { CommandLine } from './command-line.js' */
/** @import { Engine } from './engine.js' */
import { usageError } from '../errors.js'

/**
 * `sls` alone and `sls remove` run all components of a yml and pass over `--component`: whoever typed it would be
 * surprised by what happens to the others.
 *
 * @param {Engine} engine
 * @param {CommandLine} line
 */
export async function refuseOtherComponents({ instance, alias }, { verb, components }) {
  if (components.length === 0 || (verb !== undefined && verb !== 'remove')) return
  const state = await instance.readState('Template')
  const others = Object.keys({ [alias]: '', ...state.components }).filter((name) => !components.includes(name))
  if (others.length === 0) return
  const typed = verb === undefined ? 'sls' : `sls ${verb}`
  throw usageError(
    'InvalidCommandLine',
    `${typed} runs all components of the yml, whatever --component says: also ${others.join(', ')}. Nothing was done.`,
    verb === undefined
      ? `Type sls deploy --component=${components[0]}.`
      : 'Type sls remove alone to remove all of them.',
  )
}
