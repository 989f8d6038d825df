// @ts-check
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { usageError } from '../errors.js'
import { readText } from './text.js'

/**
 * @typedef {object} EnvFile
 * @property {string} name for example `.env.prod`
 * @property {string} path
 * @property {boolean} found
 * @property {Record<string, string>} values empty where it was not found
 * @property {boolean} [open] other people on this machine may read it
 */

/** A line that `parseEnv` understands: `NAME=value`, with quotes that may run over several lines. */
const assignment = /^[ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*=[ \t]*(?:"[^"]*"|'[^']*'|`[^`]*`|[^\n"'`][^\n]*|)[^\n]*$/gm

/**
 * @param {string} dir
 * @param {string} name
 * @returns {Promise<EnvFile>}
 * @throws {import('../errors.js').GrayscaleError} `UnreadableFile`, `InvalidEnvFile`
 */
export async function readEnvFile(dir, name) {
  const path = join(dir, name)
  const text = (await readText(path))?.replaceAll('\r\n', '\n')
  if (text === undefined) return { name, path, found: false, values: {} }
  refuseOtherLines(text, path)
  const values = /** @type {Record<string, string>} */ (parseEnv(text))
  return { name, path, found: true, values, open: await readableByOthers(path) }
}

/** Windows has rights of another kind, which the mode says nothing of. @param {string} path */
async function readableByOthers(path) {
  if (process.platform === 'win32') return false
  const { mode } = await stat(path)
  return (mode & 0o077) !== 0
}

/**
 * `parseEnv` passes over what it doesn't understand, and a key that was mistyped would be missing much later. The line
 * itself is not shown: it may hold a secret.
 *
 * @param {string} text
 * @param {string} path
 */
function refuseOtherLines(text, path) {
  // What is understood is blanked out, its line breaks kept, so that the numbers of the other lines stay right.
  const rest = text.replace(assignment, (match) => match.replace(/[^\n]/g, '')).split('\n')
  const odd = rest.findIndex((line) => line.trim() !== '' && !line.trim().startsWith('#'))
  if (odd < 0) return
  throw usageError('InvalidEnvFile', { path, line: odd + 1 })
}
