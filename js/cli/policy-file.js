// @ts-check
/** @import { Inputs } from '../types/generated.js' */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { core } from '#load'
import { fromCore, usageError } from '../errors.js'
import { parseYml, plain } from '../project/yml.js'

/** Such a value is a file, any other the name of a preset: no preset has a dot. */
const file = /\.(?:ya?ml|json)$/

/**
 * What `--rollout` means.
 *
 * @param {string} cwd
 * @param {string} typed
 * @returns {Promise<Inputs['rollout']>} the name of a preset, or the policy that the file holds
 * @throws {import('../errors.js').GrayscaleError} `UnreadableFile`, `InvalidYaml`; `UntrustedHost` where it names a server, a secret or a
 *   command in plain text; what is wrong with the policy
 */
export async function readPolicy(cwd, typed) {
  if (!file.test(typed)) return typed
  const yml = parseYml(await textOf(cwd, typed), typed)
  const policy = plain(yml, yml.document.contents)
  fromCore(() => core.checkRolloutFile(JSON.stringify(policy ?? null)))
  return policy
}

/** @param {string} cwd @param {string} path */
async function textOf(cwd, path) {
  try {
    return await readFile(resolve(cwd, path), 'utf8')
  } catch (error) {
    throw usageError('UnreadableFile.rollout', { path, why: String(error) }, { cause: error })
  }
}
