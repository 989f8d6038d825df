// @ts-check
// A program that a package holds: whether it can be run.

import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/**
 * @param {string} file
 * @returns {string | undefined} why it can't be run
 */
export function programFault(file) {
  const name = path.basename(file)
  if (!existsSync(file)) return `the package holds no file ${name} at its root`
  try {
    accessSync(file, constants.X_OK)
  } catch {
    return `the file ${name} is not executable; it needs the mode 755 or 777 in the zip`
  }
  const [first] = readFileSync(file, 'latin1').split('\n', 1)
  if (!first.startsWith('#!')) return undefined
  if (first.endsWith('\r')) return `the lines of ${name} end in CR LF; a script needs LF`
  const [interpreter] = first.slice(2).trim().split(/\s+/)
  return existsSync(interpreter) ? undefined : `${name} starts with ${first}, and this machine has no ${interpreter}`
}
