// A suite whose CLI uses engine B: a platform stand-in, on which the component was published by the CLI itself.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe } from 'node:test'
import { promisify } from 'node:util'
import { clis } from '../../support/installs.js'
import { startPlatform } from '../platform/index.js'
import { credentials, Suite } from './suite.js'

const root = new URL('../../..', import.meta.url).pathname

/** What the platform exchanges a person's credentials for; the emulator knows no others. */
export const temporary = {
  TmpSecretId: 'AKIDTEMPORARYEXAMPLE',
  TmpSecretKey: 'EXAMPLEtemporarySECRET',
  Token: 'EXAMPLEtemporaryTOKEN',
  appId: '1250000000',
}

/**
 * The CLIs side by side: each run of one mostly waits for the next poll.
 *
 * @param {string} title
 * @param {(suite: PlatformSuite) => void} tests
 */
export function eachPlatformCli(title, tests) {
  describe(`the platform: ${title}`, { concurrency: true }, () => {
    for (const { name, lock } of clis.filter(({ lock }) => ['serverless-1', 'serverless-2'].includes(lock))) {
      describe(name, { concurrency: 1 }, () => {
        const suite = new PlatformSuite(lock, name)
        before(() => suite.start(), { timeout: 600_000 })
        after(() => suite.stop())
        tests(suite)
      })
    }
  })
}

export class PlatformSuite extends Suite {
  /** @param {string} lock @param {string} name */
  constructor(lock, name) {
    super(lock)
    this.name = name
    /** What `--inputs` looks like with this CLI. @type {(inputs: Record<string, string>) => string} */
    this.inputs = (inputs) => {
      const pairs = Object.entries(inputs).map(([name, value]) => `${name}=${value}`)
      return lock === 'serverless-1' ? pairs.map((pair) => `--inputs.${pair}`).join(' ') : `--inputs ${pairs.join(' ')}`
    }
  }

  async start() {
    const { TmpSecretId: secretId, TmpSecretKey: secretKey, Token: token } = temporary
    await super.start({ credentials: { secretId, secretKey, token } })
    const directory = join(this.directory, 'platform')
    mkdirSync(directory)
    this.platform = await startPlatform(directory, { temporary, env: { GRAYSCALE_ENDPOINT: this.emulator.url } })
    this.env = this.platform.env
    this.packageDirectory = join(this.directory, 'component')
    await promisify(execFile)(process.execPath, [join(root, 'scripts', 'component.mjs'), this.packageDirectory])
    const publisher = this.project({})
    publisher.directory = this.packageDirectory
    const { secretId: TENCENT_SECRET_ID, secretKey: TENCENT_SECRET_KEY } = credentials
    this.published = await publisher.sls('publish', { env: { TENCENT_SECRET_ID, TENCENT_SECRET_KEY } })
    assert.equal(this.published.code, 0, this.published.text)
  }

  async stop() {
    await super.stop()
    await this.platform.close()
  }

  /** The state of an instance, as the platform keeps it. @param {string} name */
  state(name) {
    return [...this.platform.instances.records.values()].find(({ instanceName }) => instanceName === name)?.state
  }
}

/**
 * A project's yml in the documented layout.
 *
 * @param {string} name of the instance
 * @param {Record<string, any>} [inputs]
 */
export function ymlOf(name, inputs = {}) {
  const all = { src: './src', runtime: 'Nodejs18.15', ...inputs }
  const lines = Object.entries(all).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`)
  return `component: scf-grayscale\nname: ${name}\napp: shop\ninputs:\n${lines.join('\n')}\n`
}
