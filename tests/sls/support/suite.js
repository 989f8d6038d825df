// A suite runs one CLI against an emulator of its own; each test of it has a project of its own.

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, describe } from 'node:test'
import { stripVTControlCharacters } from 'node:util'
import { Grayscale } from '../../../js/index.js'
import { KEY, startEmulator } from '../../support/emulator.js'
import { clis, installed } from '../../support/installs.js'
import { installPackage } from './package.js'

export const credentials = KEY

/**
 * @param {string} title
 * @param {(suite: Suite, row: string) => void} tests `row`: of docs/compatibility.md
 * @param {{ delays?: Partial<import('../../../emulator/lifecycle.js').Delays>, token?: string }} [options]
 */
export function eachCli(title, tests, options) {
  for (const { name, lock } of clis) {
    describe(`${name}: ${title}`, () => {
      const suite = new Suite(lock)
      before(() => suite.start(options), { timeout: 600_000 })
      after(() => suite.stop())
      tests(suite, `${name} engine A`)
    })
  }
}

const atOnce = { createMs: 0, updateMs: 0, publishMs: 0, deleteMs: 0 }

export class Suite {
  /**
   * @param {string} lock
   * @param {string} [cli] the npm package that it is
   */
  constructor(lock, cli) {
    this.lock = lock
    this.cli = cli
    this.count = 0
    /** What each run has in its environment beside the common. @type {Record<string, string>} */
    this.env = {}
  }

  /** @param {{ delays?: any, token?: string, credentials?: { secretId: string, secretKey: string, token?: string } }} [options] */
  async start({ delays = atOnce, token, credentials: known = { ...credentials, token } } = {}) {
    this.script = await installed(this.lock, this.cli)
    this.directory = mkdtempSync(join(tmpdir(), 'scf-grayscale-sls-'))
    this.modules = await installPackage(join(this.directory, 'package'))
    this.home = join(this.directory, 'home')
    mkdirSync(this.home)
    // A yml's components are reported to the vendor before and after each run, unless this says otherwise.
    writeFileSync(join(this.home, '.serverlessrc'), '{"trackingDisabled": true}')
    this.emulator = await startEmulator({ seed: 'sls', rate: 0, delays, ...known })
    this.gray = new Grayscale({ endpoint: this.emulator.url, credentials: known, root: this.directory })
  }

  async stop() {
    await this.gray.close()
    await this.emulator.close()
    rmSync(this.directory, { recursive: true, force: true })
  }

  /**
   * A fresh project. Its functions have names of their own, since the suite shares one cloud.
   *
   * @param {Record<string, string>} files
   */
  project(files) {
    const project = new Project(this, join(this.directory, `project-${++this.count}`))
    mkdirSync(project.directory)
    symlinkSync(this.modules, join(project.directory, 'node_modules'))
    const { secretId, secretKey } = credentials
    project.write({ '.env': `TENCENT_SECRET_ID=${secretId}\nTENCENT_SECRET_KEY=${secretKey}\n`, ...files })
    return project
  }

  /** @param {string} name @param {string} [alias] */
  async alias(name, alias = '$DEFAULT') {
    const { FunctionVersion, RoutingConfig } = await this.gray.request('GetAlias', { FunctionName: name, Name: alias })
    return { main: FunctionVersion, additional: RoutingConfig?.AdditionalVersionWeights ?? [] }
  }

  /** @param {string} name */
  async versions(name) {
    const { Versions } = await this.gray.request('ListVersionByFunction', { FunctionName: name })
    return Versions.map((/** @type {{ Version: string }} */ { Version }) => Version)
      .filter((/** @type {string} */ version) => version !== '$LATEST')
      .sort()
  }

  /** What is there of these functions. @param {string[]} names */
  async existing(names) {
    const { Functions } = await this.gray.request('ListFunctions', {})
    const found = Functions.map((/** @type {{ FunctionName: string }} */ { FunctionName }) => FunctionName)
    return names.filter((name) => found.includes(name))
  }

  /**
   * The actions that a run sent.
   *
   * @param {() => Promise<unknown>} run
   */
  async actions(run) {
    const from = this.emulator.requests.length
    await run()
    return this.emulator.requests.slice(from).map(({ action }) => action)
  }
}

class Project {
  /**
   * @param {Suite} suite
   * @param {string} directory
   */
  constructor(suite, directory) {
    this.suite = suite
    this.directory = directory
  }

  /** @param {Record<string, string | undefined>} files */
  write(files) {
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.directory, name)
      mkdirSync(dirname(path), { recursive: true })
      if (text === undefined) rmSync(path)
      else writeFileSync(path, text, { mode: name.startsWith('.env') ? 0o600 : 0o644 })
    }
  }

  /**
   * Runs `sls` with these words.
   *
   * @param {string} words as typed, without quotes or `$`
   * @param {{ env?: Record<string, string | undefined>, onText?: (text: string, child: import('node:child_process').ChildProcess) => void,
   *   terminal?: boolean }} [options] `terminal`: on one of its own, where what is written to stdin is typed
   * @returns {Promise<{ code: number | null, text: string }>} what it printed, without colours and cursor movements
   */
  sls(words, { env = {}, onText, terminal = false } = {}) {
    const { script, home, emulator } = this.suite
    const command = [process.execPath, script, ...words.split(' ').filter(Boolean)]
    const [file, ...args] = terminal ? onTerminal(command) : command
    const child = spawn(file, args, {
      cwd: this.directory,
      stdio: [terminal ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: home,
        ...(terminal ? { TERM: 'xterm', SHELL: '/bin/sh' } : { CI: '1' }),
        SLS_TELEMETRY_DISABLED: '1',
        SLS_TRACKING_DISABLED: '1',
        GRAYSCALE_ENDPOINT: emulator.url,
        ...this.suite.env,
        ...env,
      },
    })
    return new Promise((resolve, reject) => {
      let printed = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8')
        stream.on('data', (text) => {
          printed += text
          onText?.(printed, child)
        })
      }
      child.on('error', reject)
      child.on('close', (code) => resolve({ code, text: stripVTControlCharacters(printed) }))
    })
  }
}

/**
 * How often each answer came.
 *
 * @param {Suite} suite
 * @param {string} name
 * @param {number} times
 */
export async function answers(suite, name, times) {
  /** @type {Record<string, number>} */
  const counts = {}
  const lanes = Array.from({ length: 8 }, async (_, lane) => {
    for (let call = lane; call < times; call += 8) {
      const { returned } = await suite.gray.invoke({ function: name, qualifier: '$DEFAULT' })
      const text = JSON.parse(returned)
      counts[text] = (counts[text] ?? 0) + 1
    }
  })
  await Promise.all(lanes)
  return counts
}

/** @param {string[]} command without quotes in it */
const onTerminal = (command) => ['script', '-qefc', `stty cols 100 rows 24 && exec ${command.join(' ')}`, '/dev/null']

/** The text of a handler that answers with `text`. @param {string} text */
export const answering = (text) => `exports.main_handler = async () => ${JSON.stringify(text)}\n`

/**
 * The outputs, as the engine prints them: `name: value` at two columns.
 *
 * @param {string} text
 * @returns {Record<string, string>}
 */
export function outputsIn(text) {
  const names = 'functionName|region|namespace|status|traffic|lastVersion|configTrafficVersion'
  const lines = [...text.matchAll(new RegExp(`^ +(${names}): +(.*)$`, 'gm'))]
  return Object.fromEntries(lines.map(([, name, value]) => [name, value.trim()]))
}
