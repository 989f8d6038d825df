// Servers of tools: started, waited for, and ended with their test.

import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * @param {import('node:test').TestContext} t
 * @param {string} command
 * @param {string[]} words
 * @param {{ cwd: string, env?: Record<string, string>, ready: RegExp }} options `ready`: what it prints when it listens
 * @returns {Promise<RegExpMatchArray>} what `ready` found
 */
export async function listening(t, command, words, { cwd, env, ready }) {
  // A group of its own: what npm puts into .bin may be a script that starts the real program.
  const child = spawn(command, words, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const closed = once(child, 'close')
  t.after(async () => {
    const runs = child.pid !== undefined && child.exitCode === null && child.signalCode === null
    if (runs) process.kill(-child.pid, 'SIGKILL')
    await closed
  })
  let printed = ''
  return new Promise((resolve, reject) => {
    const note = (/** @type {Buffer} */ bytes) => {
      printed += bytes.toString('utf8').replace(/\x1b\[[0-9;]*m/g, '')
      const found = printed.match(ready)
      if (found) resolve(found)
    }
    child.stdout.on('data', note)
    child.stderr.on('data', note)
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`${command} ended with ${code}: ${printed}`)))
  })
}
