// @ts-check
/** @import { Selection } from './leftout.js' */
import { readdir, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import { usageError } from '../errors.js'

/**
 * @typedef {object} Entry
 * @property {string} path from the top, with `/` on every platform
 * @property {string} file where it is
 * @property {boolean} executable by its owner; no other permission is kept, since the others depend on the umask
 */

/**
 * The files of a tree that belong into the package, sorted by path. Links are followed inside the tree; one that leads
 * out of it, to nothing, or into itself is refused, since a package that misses a file fails later and elsewhere.
 *
 * @param {string} top
 * @param {Selection} selection
 * @returns {Promise<Entry[]>}
 */
export async function walk(top, selection) {
  const root = await realpath(top)
  /** @type {Entry[]} */
  const entries = []

  /**
   * @param {string} directory
   * @param {string} prefix
   * @param {string[]} above the real paths of the directories that this one lies in
   */
  const visit = async (directory, prefix, above) => {
    for (const item of await readdir(directory, { withFileTypes: true })) {
      const path = `${prefix}${item.name}`
      const file = join(directory, item.name)
      if (item.isSymbolicLink()) {
        await follow(path, file, above)
      } else if (item.isDirectory()) {
        if (selection.enters(path)) await visit(file, `${path}/`, [...above, await realpath(file)])
      } else if (selection.packs(path)) {
        if (!item.isFile()) throw unpackable(path, 'is a socket, a pipe or a device')
        entries.push({ path, file, executable: ((await stat(file)).mode & 0o100) !== 0 })
      }
    }
  }

  /**
   * @param {string} path
   * @param {string} file
   * @param {string[]} above
   */
  const follow = async (path, file, above) => {
    const target = await realpath(file).catch(() => undefined)
    const info = target === undefined ? undefined : await stat(target)
    if (!(info?.isDirectory() ? selection.enters(path) : selection.packs(path))) return
    if (target === undefined || info === undefined) throw unpackable(path, 'is a link that leads nowhere')

    const inside = relative(root, target).split(sep).join('/')
    if (inside === '..' || inside.startsWith('../') || isAbsolute(inside)) {
      throw unpackable(path, `is a link to ${target}, outside of ${root}`)
    }
    if (selection.forbids(inside)) throw unpackable(path, `is a link to ${inside}, which is never packed`)
    if (info.isDirectory()) {
      if (above.includes(target)) throw unpackable(path, 'is a link to a directory that it lies in')
      await visit(file, `${path}/`, [...above, target])
    } else {
      if (!info.isFile()) throw unpackable(path, 'is a link to a socket, a pipe or a device')
      entries.push({ path, file: target, executable: (info.mode & 0o100) !== 0 })
    }
  }

  await visit(root, '', [root])
  // By code units, never by locale: the order must be the same on every machine.
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1))
}

/**
 * @param {string} path
 * @param {string} why
 */
function unpackable(path, why) {
  return usageError(
    'UnpackableFile',
    `${path} can't be packed: it ${why}.`,
    `Put a copy of the file there, or leave it out: add "${path}" to src.exclude.`,
  )
}
