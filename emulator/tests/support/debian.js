// Interpreters that tests need and this machine may not have: Debian's are installed, where they may be; else one line
// says how.

import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** Several files of tests may install at once, which apt-get refuses. */
const lock = join(tmpdir(), 'scf-emulator-tests-apt.lock')

/**
 * @param {string} program that must run with this argument
 * @param {string} argument
 * @param {string} debian its package
 */
export async function needs(program, argument, debian) {
  if (await runs(program, argument)) return
  const how = `apt-get install -y --no-install-recommends ${debian}`
  if (process.getuid?.() !== 0) throw new Error(`these tests need ${program}: sudo ${how}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    const commands = `apt-get update -qq && ${how} -qq`
    await run('flock', [lock, 'sh', '-c', commands], { env, maxBuffer: 64 << 20 })
  } catch (error) {
    throw new Error(`these tests need ${program}, which could not be installed: ${how}`, { cause: error })
  }
}

const runs = (program, argument) =>
  run(program, [argument]).then(
    () => true,
    () => false,
  )
