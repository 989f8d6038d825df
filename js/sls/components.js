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
  throw usageError('InvalidCommandLine.allComponents', { verb: verb ?? '', others, component: components[0] })
}
