// What the package holds beside its sources: npm's `prepack` makes it.

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Makes some of it from the sources as they are now, unless `npm test` has made all of it before.
 *
 * @param {('types' | 'web' | 'console:build')[]} scripts
 */
export async function built(...scripts) {
  if (process.env.SCF_GRAYSCALE_BUILT) return
  for (const script of scripts) await promisify(execFile)('npm', ['run', '--silent', script], { cwd: root })
}
