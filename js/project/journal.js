// @ts-check
import { join } from 'node:path'
import { requireStageName } from './stage.js'

/**
 * Where a project's journal lies unless told otherwise.
 *
 * @param {string} dir of the project
 * @param {string} stage
 */
export function journalPath(dir, stage) {
  return join(dir, '.grayscale', `${requireStageName(stage)}.journal`)
}
