// @ts-check
/** @import { Selection } from './leftout.js' */
/** @import { Project } from './place.js' */
import { readdir, realpath, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { usageError } from '../errors.js'
import { isCertificate } from './pem.js'
import { isWithin, slashed } from './place.js'
import { maxFiles } from './zip.js'

/** Directories of links to directories of links: twenty of them can make a million. */
const maxLinks = 5_000

/**
 * @typedef {object} Entry
 * @property {string} path from the top, with `/` on every platform
 * @property {string} file where it is
 * @property {boolean} executable by its owner; no other permission is kept, since the others depend on the umask
 */

/**
 * @typedef {object} Walked
 * @property {Entry[]} entries sorted by path
 * @property {{ path: string, target: string, outside: boolean }[]} links those that led out of the tree and were followed;
 *   `outside`: of the project too
 * @property {string[]} credentials files that are packed only because `include` names them
 * @property {string[]} unmatched exclude patterns that matched nothing
 * @property {string[]} leftOut what was left out unasked and people should know: credentials first, then project files
 */

/**
 * The files of a tree that belong into the package. Links are followed inside the tree, and out of it into the
 * directories of `follow`; any other one, one to nothing and one into itself are refused, since a package that misses a
 * file fails later and elsewhere.
 *
 * @param {string} root its real path
 * @param {Selection} selection
 * @param {{ project: Project, follow: { written: string, real: string }[] }} options
 * @returns {Promise<Walked>}
 */
export async function walk(root, selection, { project, follow }) {
  /** @type {Entry[]} */
  const entries = []
  /** @type {Walked['links']} */
  const links = []
  /** @type {{ path: string, why: string }[]} */
  const leftOut = []
  const visited = { directories: 0, links: 0 }

  /**
   * @param {string} directory
   * @param {string} prefix
   * @param {string[]} above the real paths of the directories that this one lies in
   */
  const visit = async (directory, prefix, above) => {
    visited.directories += 1
    if (visited.directories > maxFiles || entries.length > maxFiles) throw tooMany(root)
    for (const item of await readdir(directory, { withFileTypes: true })) {
      const path = `${prefix}${item.name}`
      const file = join(directory, item.name)
      if (item.isSymbolicLink()) {
        await followed(path, file, above)
      } else if (item.isDirectory()) {
        if (enters(`${path}/`)) await visit(file, `${path}/`, [...above, await realpath(file)])
      } else if (await packs(path, file)) {
        if (!item.isFile()) throw usageError('UnpackableFile.special', { path })
        entries.push({ path, file, executable: ((await stat(file)).mode & 0o100) !== 0 })
      }
    }
  }

  /**
   * @param {string} path
   * @param {string} file
   * @param {string[]} above
   */
  const followed = async (path, file, above) => {
    const target = await realpath(file).catch(() => undefined)
    const info = target === undefined ? undefined : await stat(target)
    const directory = info?.isDirectory() ?? false
    if (!(directory ? enters(`${path}/`) : await packs(path, file))) return
    if (target === undefined || info === undefined) throw usageError('UnpackableFile.deadLink', { path })
    if (!directory && !info.isFile()) throw usageError('UnpackableFile.linkToSpecial', { path })

    const inside = slashed(relative(root, target))
    const outward = isWithin(root, target) ? undefined : opened(path, target)
    const name = outward ? project.named(target) : inside
    if (directory ? selection.forbids(name && `${name}/`) : await forbids(name, target)) {
      throw usageError('UnpackableFile.linkToForbidden', { path, target: outward ? target : inside })
    }
    if (outward) {
      const outside = !project.holds(target)
      links.push({ path, target: project.shown(target, outward.written), outside })
    }
    if (directory) {
      if (above.includes(target)) throw usageError('UnpackableFile.circle', { path })
      visited.links += 1
      if (visited.links > maxLinks) throw tooMany(root)
      await visit(file, `${path}/`, [...above, target])
    } else {
      entries.push({ path, file: target, executable: (info.mode & 0o100) !== 0 })
    }
  }

  /**
   * @param {string} path
   * @param {string} target outside of the tree
   */
  const opened = (path, target) => {
    const directory = follow.find(({ real }) => isWithin(real, target))
    if (directory) return directory
    throw usageError('UnpackableFile.linkOutside', { path, target, root })
  }

  /** @param {string} path */
  const enters = (path) => selection.enters(path) || noted(path)

  /**
   * @param {string} path
   * @param {string} file
   */
  const packs = async (path, file) =>
    selection.packs(path) || (selection.mayBeCertificate(path) && (await isCertificate(file))) || noted(path)

  /**
   * @param {string} name
   * @param {string} file
   */
  const forbids = async (name, file) =>
    selection.forbids(name) && !(selection.mayBeCertificate(name) && (await isCertificate(file)))

  /** @param {string} path @returns {false} */
  const noted = (path) => {
    const why = selection.reported(path)
    if (why !== undefined) leftOut.push({ path, why })
    return false
  }

  await visit(root, '', [root])
  // By code units, never by locale: the order must be the same on every machine.
  leftOut.sort((a, b) => (a.why + a.path < b.why + b.path ? -1 : 1))
  return {
    entries: entries.sort((a, b) => (a.path < b.path ? -1 : 1)),
    links: links.sort((a, b) => (a.path < b.path ? -1 : 1)),
    credentials: entries.map(({ path }) => path).filter(selection.overrides),
    unmatched: selection.unmatched(),
    leftOut: leftOut.map(({ path }) => path),
  }
}

/** @param {string} root */
function tooMany(root) {
  return usageError('TooManyFiles.walked', { root, files: maxFiles, links: maxLinks })
}
