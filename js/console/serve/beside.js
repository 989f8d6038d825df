// @ts-check
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { alive, thisMark } from '../../store/process.js'

/** So long a count holds: consoles come and go seldom. */
const COUNTED_MS = 5000
/** Stands for `/` in the name of a file; no mark of a process has this letter. */
const SLASH = '~'

/**
 * The consoles of a person on this machine, each a file that is called as its process: together they may look as much as one of
 * them alone.
 *
 * @param {string} directory
 * @param {{ mark?: string, now?: () => number }} [own] `mark`: of this process
 * @returns {{ count: () => number, end: () => void }} `count`: how many run, this one among them; where the directory can't be used
 *   it is alone
 */
export function consolesIn(directory, { mark = thisMark(), now = () => performance.now() } = {}) {
  const folder = join(directory, 'consoles')
  const file = join(folder, mark.replaceAll('/', SLASH))
  let counted = 1
  let until = Number.NEGATIVE_INFINITY
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(file, '')
  } catch {
    // a directory that can't be written: the console works without the others, it only looks more often than it should
    return { count: () => 1, end() {} }
  }
  return {
    count() {
      if (now() < until) return counted
      until = now() + COUNTED_MS
      try {
        counted = Math.max(1, readdirSync(folder).filter((name) => runs(folder, name)).length)
      } catch {
        // the directory was removed meanwhile
        counted = 1
      }
      return counted
    },
    end: () => rmSync(file, { force: true }),
  }
}

/**
 * Whether the console of this file runs on this machine. The file of one that was killed is removed; one of another machine or
 * container, which may share the folder, is left and not counted.
 *
 * @param {string} folder
 * @param {string} name
 */
function runs(folder, name) {
  const there = alive(name.replaceAll(SLASH, '/'))
  if (there === false) rmSync(join(folder, name), { force: true })
  return there === true
}
