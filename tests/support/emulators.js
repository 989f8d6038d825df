// The three ways in which people start an emulator, each as its command does it.

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/**
 * Each gives the address and the key, as it prints them.
 * @type {Record<string, { words: string[], read: (text: string) => { url: string, secretId: string, secretKey: string } | undefined }>}
 */
const ways = {
  'grayscale emulate': { words: ['node', 'js/cli/main.js', 'emulate', '--json'], read: (text) => document(text) },
  'npm start': { words: [...scripts.start.split(' '), '--requests', '50000'], read: story },
  'grayscale console --demo': {
    words: ['node', 'js/cli/main.js', 'console', '--demo', '--no-open', '--json'],
    read: (text) => document(text)?.emulator,
  },
}

export const commands = Object.keys(ways)

/** @param {string} text */
function document(text) {
  return text.endsWith('\n') ? JSON.parse(text) : undefined
}

/** @param {string} text */
function story(text) {
  const [, url] = / listens on (http:\S+) /.exec(text) ?? []
  const [, secretId] = /TENCENT_SECRET_ID=(\w+)\n/.exec(text) ?? []
  const [, secretKey] = /TENCENT_SECRET_KEY=(\w+)\n/.exec(text) ?? []
  return secretKey && { url, secretId, secretKey }
}

/**
 * @param {import('node:test').TestContext} t
 * @param {string} command one of `commands`
 * @param {string[]} [flags]
 * @returns {Promise<{ url: string, key: { secretId: string, secretKey: string }, pid: number }>}
 */
export async function started(t, command, flags = []) {
  const { words, read } = ways[command]
  const state = mkdtempSync(join(tmpdir(), 'grayscale-state-'))
  const [, ...args] = words
  const child = spawn(process.execPath, [...args, ...flags], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, XDG_STATE_HOME: state, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = new Promise((resolve) => child.once('close', resolve))
  t.after(async () => {
    child.kill('SIGINT')
    await closed
    rmSync(state, { recursive: true, force: true })
  })
  let text = ''
  child.stdout.setEncoding('utf8')
  return new Promise((resolve, reject) => {
    closed.then(() => reject(new Error(`${command} ended: ${text}`)))
    child.stdout.on('data', (chunk) => {
      text += chunk
      const found = read(text)
      if (found)
        resolve({ url: found.url, key: { secretId: found.secretId, secretKey: found.secretKey }, pid: child.pid ?? 0 })
    })
  })
}
