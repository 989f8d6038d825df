// @ts-check
import { readFile } from 'node:fs/promises'
import { usageError } from '../errors.js'

/**
 * @param {string} path
 * @returns {Promise<string | undefined>} `undefined` where there is no such file; without a byte order mark
 * @throws {import('../errors.js').GrayscaleError} `UnreadableFile`
 */
export async function readText(path) {
  let bytes
  try {
    bytes = await readFile(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') return undefined
    const why = code === 'EISDIR' ? 'it is a directory' : `${code ?? error}`
    throw usageError(
      'UnreadableFile',
      `${path} could not be read: ${why}.`,
      'Make it a file that you may read, or move it away.',
      {
        cause: error,
      },
    )
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw usageError('UnreadableFile', `${path} is not UTF-8 text.`, 'Save it as UTF-8.', { cause: error })
  }
}
