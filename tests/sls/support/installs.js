// The real CLIs, each with its own lock file. An install takes a minute and 330 MB, so it is kept outside the checkout
// and shared by all checkouts with the same lock file.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const here = new URL('..', import.meta.url).pathname
const cache = process.env.SCF_GRAYSCALE_CACHE ?? join(homedir(), '.cache', 'scf-grayscale')

/** Name of the CLI, and the directory of its lock file. */
export const clis = [
  { name: 'serverless 1.83.3', lock: 'cli-1' },
  { name: 'serverless 2.72.4', lock: 'cli-2' },
]

/**
 * @param {string} lock
 * @returns {Promise<string>} the CLI's script, to be run by node
 */
export async function installed(lock) {
  const digest = createHash('sha256')
    .update(readFileSync(join(here, lock, 'package-lock.json')))
    .digest('hex')
  const directory = join(cache, `sls-${digest.slice(0, 16)}`)
  if (!existsSync(directory)) await install(lock, directory)
  return join(directory, 'node_modules', 'serverless', 'bin', 'serverless.js')
}

/**
 * Into a directory beside it first: one that was begun and not finished, or by two at once, never passes for installed.
 *
 * @param {string} lock
 * @param {string} directory
 */
async function install(lock, directory) {
  mkdirSync(cache, { recursive: true })
  const fresh = mkdtempSync(join(cache, 'installing-'))
  try {
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(here, lock, file), join(fresh, file))
    const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund']
    await promisify(execFile)('npm', options, { cwd: fresh, shell: process.platform === 'win32' })
    try {
      renameSync(fresh, directory)
    } catch (error) {
      if (!existsSync(directory)) throw error // another process was quicker
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}
