// The command `scf-emulator`, as a program of its own.

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const main = fileURLToPath(new URL('../../main.js', import.meta.url))

/**
 * Starts it, with nothing of the environment of the tests but what it needs to run. It ends with the test at the latest.
 *
 * @param {import('node:test').TestContext} t
 * @param {string[]} args
 */
export function start(t, args, { cwd, PATH = process.env.PATH } = {}) {
  const { HOME, SystemRoot } = process.env
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH, HOME, SystemRoot },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const seen = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr']) {
    child[name].setEncoding('utf8').on('data', (text) => {
      seen[name] += text
    })
  }
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, ...seen }))
  })
  t.after(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    child,
    ended,
    /** The lines of stdout, once they end like this; fails where the program ends before. */
    lines: (end = '\n') =>
      new Promise((resolve, reject) => {
        const look = () => seen.stdout.endsWith(end) && resolve(seen.stdout.trimEnd().split('\n'))
        child.stdout.on('data', look)
        ended.then(() => reject(new Error(`it ended: ${seen.stdout}${seen.stderr}`)), reject)
        look()
      }),
  }
}
