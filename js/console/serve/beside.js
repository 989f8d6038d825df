// @ts-check
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** So long a count holds: consoles come and go seldom. */
const COUNTED_MS = 5000

/**
 * The consoles of a person on this machine, each a file that is called as its process: together they may look as much as one of
 * them alone.
 *
 * @param {string} directory
 * @param {{ pid?: number, now?: () => number }} [own]
 * @returns {{ count: () => number, end: () => void }} `count`: how many run, this one among them; where the directory can't be used
 *   it is alone
 */
export function consolesIn(directory, { pid = process.pid, now = () => performance.now() } = {}) {
  const folder = join(directory, 'consoles')
  const file = join(folder, String(pid))
  let counted = 1
  let until = Number.NEGATIVE_INFINITY
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(file, '')
  } catch {
    return { count: () => 1, end() {} }
  }
  return {
    count() {
      if (now() < until) return counted
      until = now() + COUNTED_MS
      try {
        counted = Math.max(1, readdirSync(folder).filter((name) => runs(folder, name)).length)
      } catch {
        counted = 1
      }
      return counted
    },
    end: () => rmSync(file, { force: true }),
  }
}

/** Whether the process is there still; what one left behind that was killed is removed. @param {string} folder @param {string} name */
function runs(folder, name) {
  if (!/^\d+$/.test(name)) return false
  try {
    process.kill(Number(name), 0)
    return true
  } catch (error) {
    // it is there, and somebody else's
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM') return true
    rmSync(join(folder, name), { force: true })
    return false
  }
}
