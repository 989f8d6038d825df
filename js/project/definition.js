// @ts-check
import { createRequire } from 'node:module'
import { isGrayscaleError, usageError } from '../errors.js'

/**
 * Loads a project's `serverless.js` and gives what it handed to `require('scf-grayscale').component(…)`: the class it
 * exports carries it as `definition`. Running a file is what `sls` does with it too.
 *
 * @param {string} file
 * @param {Record<string, string>} envValues of the project's env files: set while it loads, as under `sls`
 * @returns {{ ours: boolean, definition?: Record<string, any> }} `ours` without a definition: it reads grayscale.yml
 * @throws {import('../errors.js').GrayscaleError} `InvalidProject`
 */
export function loadDefinition(file, envValues) {
  const require = createRequire(file)
  delete require.cache[file]
  const exported = withEnv(envValues, () => {
    try {
      return require(file)
    } catch (error) {
      if (isGrayscaleError(error)) throw error
      throw usageError('InvalidProject.notLoaded', { file, why: String(error) }, { cause: error })
    }
  })
  if (typeof exported !== 'function' || !('definition' in exported)) return { ours: false }
  const { definition } = exported
  if (definition === undefined || definition === null) return { ours: true }
  if (typeof definition !== 'object' || Array.isArray(definition)) {
    throw usageError('InvalidProject.definition', { file })
  }
  return { ours: true, definition }
}

/**
 * @template T
 * @param {Record<string, string>} values
 * @param {() => T} work
 * @returns {T}
 */
function withEnv(values, work) {
  const added = Object.keys(values).filter((name) => process.env[name] === undefined)
  for (const name of added) process.env[name] = values[name]
  try {
    return work()
  } finally {
    for (const name of added) delete process.env[name]
  }
}
