// @ts-check
/** @import { Store } from '../types.js' */
import { join } from 'node:path'
import { fileStore } from '../store/file.js'
import { requireStageName } from './stage.js'

/**
 * Where a project's journal lies by default.
 *
 * @param {string} dir of the project
 * @param {string} stage
 */
export function journalPath(dir, stage) {
  return join(dir, '.grayscale', `${requireStageName(stage)}.journal`)
}

/**
 * The journal of a project. A repository may bring anything under its name, links among it.
 *
 * @param {string} dir of the project
 * @param {string} stage
 * @returns {Store}
 */
export function projectJournal(dir, stage) {
  return fileStore(journalPath(dir, stage), { project: dir })
}
