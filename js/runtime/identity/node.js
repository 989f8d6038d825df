// @ts-check
import { hostname, userInfo } from 'node:os'

/** Who runs this program, for the journal: `user@host (pid 4711)`. */
export function describeCaller() {
  return `${user()}@${hostname()} (pid ${process.pid})`
}

/** Who runs the console of this process, for the journal: `user@console (host)`. */
export function describeConsole() {
  return `${user()}@console (${hostname()})`
}

function user() {
  try {
    return userInfo().username
  } catch {
    return process.env.USER ?? '?' // in a container the user may have no name
  }
}
