// @ts-check
import { realpath } from 'node:fs/promises'
import { isAbsolute, parse, relative, resolve, sep } from 'node:path'
import { usageError } from '../errors.js'

/**
 * The directory that a project's code stays in, by its real path.
 *
 * @typedef {object} Project
 * @property {string} root
 * @property {string} path the same as it was given
 * @property {(path: string) => boolean} holds whether a real path lies in it
 * @property {(path: string, written?: string) => string} shown a real path for a plan: the same text on every machine
 *   where it was written as a relative one
 * @property {(path: string) => string} named a real path as `forbids` takes it: from the project's directory, or the whole
 *   of it where it lies outside
 */

/**
 * @param {string} root
 * @returns {Promise<Project>}
 */
export async function projectAt(root) {
  const real = await realpath(root)
  const holds = (/** @type {string} */ path) => isWithin(real, path)
  return {
    root: real,
    path: resolve(root),
    holds,
    shown: (path, written = '') => (isAbsolute(written) ? path : slashed(relative(real, path))),
    named: (path) => slashed(holds(path) ? relative(real, path) : path.slice(parse(path).root.length)),
  }
}

/**
 * Where the code really is. Links are resolved first: one that a repository brings may lead anywhere.
 *
 * @param {string} written as the project has it
 * @param {{ cwd: string, project: Project, allowOutside: boolean }} options
 * @returns {Promise<{ path: string, outside?: string }>} `outside`: the path for the plan, if it is outside the project
 */
export async function located(written, { cwd, project, allowOutside }) {
  const path = resolve(cwd, written)
  const real = await realpath(path)
  if (project.holds(real)) return { path: real }
  if (!allowOutside) {
    throw usageError('SourceOutside', { src: written, real, root: project.root })
  }
  // A link is told by where it leads: nobody could read that from a path with dots.
  const linked = isWithin(project.path, path)
  return { path: real, outside: linked ? real : project.shown(real, written) }
}

/**
 * @param {string} directory
 * @param {string} path
 */
export function isWithin(directory, path) {
  const way = relative(directory, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** @param {string} path */
export function slashed(path) {
  return path.split(sep).join('/')
}
