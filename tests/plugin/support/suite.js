// A suite runs one CLI that loads plugins against an emulator of its own; each test of it has a service of its own.

import { after, before, describe } from 'node:test'
import { Suite } from '../../sls/support/suite.js'
import { pluginClis } from '../../support/installs.js'

const loopback = new URL('loopback.cjs', import.meta.url).pathname

/**
 * @param {string} title
 * @param {(suite: Suite, name: string) => void} tests `name` is the CLI's, with its version
 * @param {Parameters<Suite['start']>[0]} [options]
 */
export function eachPluginCli(title, tests, options) {
  for (const { name, lock, cli } of pluginClis) {
    describe(`${name}: ${title}`, () => {
      const suite = new Suite(lock, cli)
      suite.env = { NODE_OPTIONS: `--require ${loopback}` }
      before(() => suite.start(options), { timeout: 600_000 })
      after(() => suite.stop())
      tests(suite, name)
    })
  }
}

/**
 * A service file.
 *
 * @param {string} functions lines of yml, at two columns
 * @param {{ service?: string, provider?: string, more?: string }} [rest] `provider`: more of it, `more`: at the top
 */
export function service(functions, { service = 'shop', provider = '', more = '' } = {}) {
  return `service: ${service}
provider:
  name: tencent
  runtime: Nodejs18.15
${provider}plugins: [scf-grayscale/plugin]
${more}functions:
${functions}`
}

/** @param {string} key */
export const fun = (key) => `  ${key}: { src: ./src }\n`

/** Actions that change something. @param {string[]} actions */
export const writes = (actions) => actions.filter((action) => !/^(Get|List)/.test(action))
