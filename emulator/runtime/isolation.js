// @ts-check
// What keeps functions away from the environment and the memory of other processes, which Linux shows to every process of
// the same user (/proc/PID/environ, /proc/PID/mem). Where the system allows it, each process of a function has a user
// namespace of its own, out of which it may look into no other process. Else, under root, functions run as another user.

import { spawnSync } from 'node:child_process'
import os from 'node:os'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {object} Isolation
 * @property {{ uid: number, gid: number } | undefined} user as whom functions run, where that is not the emulator's own
 * @property {string[]} command that gives a process its namespace; empty where there is none
 */

/** Nobody's number on most systems; it needs no name. */
const NOBODY = { uid: 65534, gid: 65534 }
const OWN_NAMESPACE = ['unshare', '--user', '--map-current-user', '--']
/** Whether a user gets to the temporary folder, to Node.js and to the file that functions start with. */
const REACHES = 'cd "$1" && test -x "$2" && test -r "$3"'

/** One of the files that functions start with; the others lie beside it. */
const BOOTSTRAP = fileURLToPath(new URL('./bootstrap.js', import.meta.url))

/** @type {Isolation | undefined} */
let known

/** What this machine has to keep functions out of the emulator's process; it is tried once. @returns {Isolation} */
export function processIsolation() {
  known ??= find()
  return known
}

/** @returns {Isolation} */
function find() {
  if (process.platform === 'linux' && works([...OWN_NAMESPACE, 'true']))
    return { user: undefined, command: OWN_NAMESPACE }
  const reach = ['/bin/sh', '-c', REACHES, 'sh', os.tmpdir(), process.execPath, BOOTSTRAP]
  const isRoot = process.getuid?.() === 0
  return { user: isRoot && works(reach, NOBODY) ? NOBODY : undefined, command: [] }
}

/** @param {string[]} words @param {Isolation['user']} [user] */
function works([command, ...args], user) {
  return spawnSync(command, args, { cwd: '/', stdio: 'ignore', ...user }).status === 0
}
