// @ts-check
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { usageError } from '../errors.js'
import { parseYml, plain } from '../project/yml.js'

/** Such a value is a file, any other the name of a preset: no preset has a dot. */
const file = /\.(?:ya?ml|json)$/

/**
 * What `--rollout` means.
 *
 * @param {string} cwd
 * @param {string} typed
 * @returns {Promise<unknown>} the name of a preset, or the policy that the file holds
 * @throws {import('../errors.js').GrayscaleError} `UnreadableFile`, `InvalidYaml`
 */
export async function readPolicy(cwd, typed) {
  if (!file.test(typed)) return typed
  const yml = parseYml(await textOf(cwd, typed), typed)
  return plain(yml, yml.document.contents)
}

/** @param {string} cwd @param {string} path */
async function textOf(cwd, path) {
  try {
    return await readFile(resolve(cwd, path), 'utf8')
  } catch (error) {
    throw usageError('UnreadableFile.rollout', { path, why: String(error) }, { cause: error })
  }
}
