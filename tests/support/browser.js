// Debian's chromium, driven by playwright-core. Where it is missing and may be installed, it is; else one line says how.

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { chromium } from 'playwright-core'

const run = promisify(execFile)
const executable = '/usr/bin/chromium'
const packages = ['chromium', 'fonts-noto-cjk']

/** Nothing is asked of the network but what a test asks: chromium looks for updates and more by itself. */
const args = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** @param {import('playwright-core').LaunchOptions} [options] `args` beside those that it always has */
export async function openBrowser({ args: more = [], ...options } = {}) {
  await installed()
  return chromium.launch({ executablePath: executable, args: [...args, ...rootArgs(), ...more], ...options })
}

/**
 * A browser that keeps what pages keep in `directory`, as a person's does.
 *
 * @param {string} directory
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function openProfile(directory, options = {}) {
  await installed()
  return chromium.launchPersistentContext(directory, {
    executablePath: executable,
    args: [...args, ...rootArgs()],
    ...options,
  })
}

/** Chromium's own sandbox does not start for root, which CI is. */
function rootArgs() {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

async function installed() {
  if (existsSync(executable)) return
  const how = `apt-get install -y --no-install-recommends ${packages.join(' ')}`
  if (process.getuid?.() !== 0) throw new Error(`the browser tests need Debian's chromium: sudo ${how}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await run('apt-get', ['update', '-qq'], { env })
    await run('apt-get', [...how.split(' ').slice(1), '-qq'], { env, maxBuffer: 64 << 20 })
  } catch (error) {
    throw new Error(`the browser tests need Debian's chromium, which could not be installed: ${how}`, { cause: error })
  }
}
