// Shells that Debian has. Where one is missing and may be installed, it is; else its tests are skipped with one line.

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * @param {string} shell the name of its package and of its program
 * @returns {Promise<string | undefined>} why it is not there
 */
export async function missing(shell) {
  if (existsSync(`/usr/bin/${shell}`) || existsSync(`/bin/${shell}`)) return undefined
  const how = `apt-get install -y --no-install-recommends ${shell}`
  if (process.getuid?.() !== 0) return `needs ${shell}: sudo ${how}`
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await run('apt-get', ['update', '-qq'], { env })
    await run('apt-get', [...how.split(' ').slice(1), '-qq'], { env, maxBuffer: 64 << 20 })
    return undefined
  } catch (error) {
    return `needs ${shell}, which could not be installed (${how}): ${error}`
  }
}
