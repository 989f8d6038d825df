// The package as it would be published: what npm packs, not the working tree.

import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = new URL('../../..', import.meta.url).pathname

/**
 * Makes a `node_modules` with the packed package and its dependencies, which are linked to those of the checkout.
 *
 * @param {string} directory
 * @returns {Promise<string>} the node_modules
 */
export async function installPackage(directory) {
  const modules = join(directory, 'node_modules')
  mkdirSync(modules, { recursive: true })
  const words = ['pack', '--silent', '--ignore-scripts', '--pack-destination', directory]
  const { stdout: packed } = await run('npm', words, { cwd: root })
  await run('tar', ['-xzf', join(directory, packed.trim()), '-C', directory])
  renameSync(join(directory, 'package'), join(modules, 'scf-grayscale'))
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  return modules
}
