// @ts-check
// What every function sees; nothing of the environment that the emulator was started in.

import path from 'node:path'

/** @returns {Record<string, string>} */
export function functionEnvironment() {
  const places = [path.dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin']
  return { PATH: places.join(path.delimiter), LANG: 'en_US.UTF-8', TZ: 'UTC' }
}
