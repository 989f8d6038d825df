// @ts-check
/** @import { YAMLMap } from 'yaml' */
/** @import { Yml } from './yml.js' */
import { access } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isMap } from 'yaml'
import { platformFiles } from './candidates.js'
import { readFirst } from './text.js'
import { parseYml } from './yml.js'

/** Where env files lie: beside the project file, or, where it has none, one or two directories above. */
const levels = ['', '../', '../../']

/**
 * The project file one directory up. Its `app`, `stage` and `org` are those of all instances below it, whatever they say
 * themselves.
 *
 * @param {string} dir
 * @returns {Promise<{ name: string, yml: Yml, top: YAMLMap } | undefined>}
 */
export async function readParent(dir) {
  const found = await readFirst(dirname(dir), platformFiles)
  if (found === undefined) return undefined
  const yml = parseYml(found.text, found.file)
  const top = yml.document.contents
  // `provider` is of another framework
  return isMap(top) && !top.has('provider') ? { name: `../${found.name}`, yml, top } : undefined
}

/**
 * What stands before the names of env files, so that they are found from the project's directory.
 *
 * @param {string} dir
 * @param {string[]} names
 * @returns {Promise<string>} `''`, `'../'` or `'../../'`
 */
export async function envLevel(dir, names) {
  for (const level of levels) {
    for (const name of names) {
      if (await exists(join(dir, level, name))) return level
    }
  }
  return ''
}

/** @param {string} path */
export async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  )
}
