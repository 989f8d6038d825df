// @ts-check
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { usageError } from '../errors.js'

/**
 * @param {string} cwd
 * @param {string} path as typed
 * @returns {Promise<string>} the file's text
 * @throws {import('../errors.js').GrayscaleError} `UnreadableFile`
 */
export async function readPlanFile(cwd, path) {
  try {
    return await readFile(resolve(cwd, path), 'utf8')
  } catch (error) {
    const message = `the plan file ${path} can't be read: ${error}`
    throw usageError('UnreadableFile', message, '`grayscale plan --out FILE` writes one', { cause: error })
  }
}
