// The package as it would be published: what npm packs, not the working tree.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'

const root = new URL('../../..', import.meta.url).pathname

/**
 * Makes a `node_modules` with the packed package and its dependencies, which are linked to those of the checkout.
 *
 * @param {string} directory
 * @returns {string} the node_modules
 */
export function installPackage(directory) {
  const modules = join(directory, 'node_modules')
  mkdirSync(modules, { recursive: true })
  const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', directory], {
    cwd: root,
    encoding: 'utf8',
  })
  execFileSync('tar', ['-xzf', join(directory, packed.trim()), '-C', directory])
  renameSync(join(directory, 'package'), join(modules, 'scf-grayscale'))
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  return modules
}
