// What other people wrote and we run as it is: each install has its own lock file in tests/installs/. An install takes a minute
// and hundreds of MB, so it is kept outside the checkout and shared by all checkouts with the same lock file.

import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'

const locks = new URL('../installs/', import.meta.url).pathname
const cache = process.env.SCF_GRAYSCALE_CACHE ?? join(homedir(), '.cache', 'scf-grayscale')

/** Name of the CLI, and the folder of its lock file. */
export const clis = [
  { name: 'serverless 1.83.3', lock: 'serverless-1' },
  { name: 'serverless 2.72.4', lock: 'serverless-2' },
]

/** Those that know no components and load provider plugins. */
export const pluginClis = [
  { name: 'osls 4.3.1', lock: 'osls-4', cli: 'osls' },
  { name: 'serverless 3.40.0', lock: 'serverless-3', cli: 'serverless' },
]

/**
 * @param {string} lock one of `clis` or `pluginClis`
 * @param {string} [cli] the npm package that it is
 * @returns {Promise<string>} the CLI's script, to be run by node
 */
export async function installed(lock, cli = 'serverless') {
  return join(await npmInstalled(lock), cli, 'bin', 'serverless.js')
}

/**
 * @param {string} lock the folder in tests/installs/ with package.json and package-lock.json
 * @returns {Promise<string>} its node_modules
 */
export async function npmInstalled(lock) {
  const files = ['package.json', 'package-lock.json']
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund']
  const directory = await kept(lock, files, (fresh) =>
    promisify(execFile)('npm', options, { cwd: fresh, shell: process.platform === 'win32' }),
  )
  return join(directory, 'node_modules')
}

/**
 * The directory that `install` filled, this time or an earlier one. It is filled beside its place first: what was begun
 * and not finished, or by two at once, never passes for installed.
 *
 * @param {string} lock the folder in tests/installs/ with the files
 * @param {string[]} files what decides about the contents; the last one is the lock
 * @param {(fresh: string) => Promise<unknown>} install
 * @param {string} [variant] of what is otherwise the same, such as the interpreter that it is for
 */
export async function kept(lock, files, install, variant = '') {
  const sources = files.map((file) => join(locks, lock, file))
  const digest = createHash('sha256')
    .update(readFileSync(sources[sources.length - 1]))
    .update(variant)
    .digest('hex')
    .slice(0, 16)
  const directory = join(cache, `${lock}-${digest}`)
  if (existsSync(directory)) return directory
  mkdirSync(cache, { recursive: true })
  const fresh = mkdtempSync(join(cache, 'installing-'))
  try {
    for (const source of sources) cpSync(source, join(fresh, basename(source)))
    await install(fresh)
    try {
      renameSync(fresh, directory)
    } catch (error) {
      if (!existsSync(directory)) throw error // another process was quicker
    }
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
  return directory
}
