// @ts-check
// How each runtime of the service is run here: one table, one small file per kind.

import { PackageError } from '../packages.js'
import { custom } from './custom.js'
import { go } from './go.js'
import { java } from './java.js'
import { nodejs } from './nodejs.js'
import { php } from './php.js'
import { CannotRun } from './programs.js'
import { python } from './python.js'
import { notRunHere } from './unavailable.js'
import { web } from './web.js'

/** @typedef {import('../world.js').Configuration} Configuration */
/** @typedef {{ file: string, method: string }} Entry where the handler is, inside the package */

/**
 * @typedef {object} Runtime
 * @property {RegExp} handler the form of a handler
 * @property {string} defaultHandler of functions that are created without one
 * @property {(names: Set<string>, handler: string) => Entry | string} entry names: of the files in the package; a string
 *   says why the package holds no such handler
 * @property {(configuration: Configuration) => Promise<string[]>} command the program and its arguments; it speaks the
 *   protocol of channel.js. Throws CannotRun
 * @property {RegExp} [exhausted] what the program writes when it has no memory left
 * @property {boolean} [supervised] the program only starts the function and passes its invocations on: the memory of what
 *   it started counts, not its own
 * @property {boolean} [launched] the program takes the first message for itself, to start what takes the same again
 * @property {string} [exclusive] what only one process on this machine can have
 * @property {1 | -1} [userErrorCode] `errorCode` of an exception; 1 where the documentation says nothing else
 * @property {import('./process.js').Verdicts} [verdicts] how an invocation ends where the service words it differently
 */

/** By the names in the API. @type {Record<string, Runtime>} */
const RUNTIMES = {
  ...named(
    'Nodejs',
    ['6.10', '8.9', '10.15', '12.16', '14.18', '16.13', '18.15', '20.19', '22.21', '24.11'],
    () => nodejs,
  ),
  'Python2.7': notRunHere('it has no Python 2'),
  ...named('Python', ['3.6', '3.7', '3.9', '3.10', '3.11', '3.12'], python),
  ...named('Php', ['5', '5.6', '7', '7.2', '7.4', '8.0'], () => php),
  ...named('Java', ['8', '11', '17', '21'], () => java),
  Go1: go,
  CustomRuntime: custom,
  CustomImage: notRunHere('it runs no containers'),
}

/** @param {string} family @param {string[]} versions @param {(version: string) => Runtime} make */
function named(family, versions, make) {
  return Object.fromEntries(versions.map((version) => [family + version, make(version)]))
}

/** @param {string} name */
export const isRuntime = (name) => Object.hasOwn(RUNTIMES, name)

/**
 * Whether this machine has what event functions of a runtime run on.
 * @param {string} runtime such as Python3.9
 */
export async function runsHere(runtime) {
  if (!isRuntime(runtime)) return false
  try {
    await RUNTIMES[runtime].command(/** @type {Configuration} */ ({ runtime }))
    return true
  } catch (error) {
    if (error instanceof CannotRun) return false
    throw error
  }
}

/** @param {Pick<Configuration, 'runtime' | 'type'>} configuration @returns {Runtime} */
export function runtimeOf({ runtime, type }) {
  return type === 'HTTP' && runtime !== 'CustomImage' ? web : RUNTIMES[runtime]
}

/**
 * The file that holds the handler of a version.
 * @param {import('../packages.js').Packages} packages
 * @param {import('../world.js').Content} content
 * @returns {Entry}
 * @throws {PackageError}
 */
export function entryOf(packages, { code, image, configuration }) {
  const names = new Set(image ? [] : packages.names(code))
  const found = runtimeOf(configuration).entry(names, configuration.handler)
  if (typeof found === 'string') throw new PackageError('InvalidParameterValue.Handler', found)
  return found
}
