// Instances: their state, and how a method of a component runs for one.

import { execFileSync, fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const runner = new URL('runner.cjs', import.meta.url).pathname
const layer = new URL('layer', import.meta.url).pathname

/** What the engine makes of uploaded code before a component sees it. @typedef {'directory' | 'zip' | 'address'} SourceForm */

export class Instances {
  /**
   * @param {object} platform
   * @param {string} platform.directory
   * @param {import('./registry.js').Registry} platform.registry
   * @param {import('./uploads.js').Uploads} platform.uploads
   * @param {any} platform.temporary credentials that the platform exchanges the person's for
   * @param {Record<string, string>} platform.env of the components
   */
  constructor({ directory, registry, uploads, temporary, env }) {
    Object.assign(this, { directory, registry, uploads, temporary, env })
    /** @type {Map<string, any>} */
    this.records = new Map()
    /** Runs, as components were told of them. @type {any[]} */
    this.runs = []
    /** @type {SourceForm} */
    this.sourceForm = 'directory'
    /** Why states can't be saved just now. @type {string | undefined} */
    this.unsaveable = undefined
    /** The address that `sourceForm` "address" stands for. @type {(path: string) => string} */
    this.serve = (path) => path
  }

  /** @param {any} at */
  get({ orgName, appName, stageName, instanceName }) {
    return this.records.get([orgName, appName, stageName, instanceName].join('/'))
  }

  /** @param {any} request of RunComponent @returns {Promise<any>} the record, as far as it is by then */
  async run({ instance, method, options = {} }) {
    const { componentName, componentVersion, ...given } = instance
    const found = this.registry.find(componentName, componentVersion)
    const id = [given.orgName, given.appName, given.stageName, given.instanceName].join('/')
    const before = this.records.get(id) ?? { state: {}, outputs: {}, instanceMetrics: { deployments: 0 } }
    const record = { ...before, ...given, componentName, lastAction: method, lastActionAt: Date.now() }
    this.records.set(id, record)
    const running = this.#perform(found, record, method)
    if (!options.sync) {
      record.instanceStatus = method === 'remove' ? 'removing' : 'deploying'
      running.then(
        (outputs) => {
          record.outputs = method === 'remove' ? {} : outputs
          record.instanceMetrics.deployments += method === 'deploy' ? 1 : 0
          record.deploymentError = record.deploymentErrorStack = null
          record.instanceStatus = method === 'remove' ? 'inactive' : 'active'
        },
        (error) => {
          record.deploymentError = error.message
          record.deploymentErrorStack = error.stack
          record.instanceStatus = 'error'
        },
      )
      return {}
    }
    return { ...record, outputs: await running }
  }

  /**
   * @param {{ directory: string, definition: any }} component
   * @param {any} record
   * @param {string} method
   */
  async #perform({ directory, definition }, record, method) {
    const { orgName: org, appName: app, stageName: stage, instanceName: name } = record
    const inputs = filledIn(record.inputs, { org, app, stage, name })
    const scratch = mkdtempSync(join(this.directory, 'run-'))
    try {
      if (typeof inputs.src === 'string') inputs.src = await this.#source(inputs.src, join(scratch, 'src'))
      const event = { method, inputs, org, app, stage, name, state: record.state }
      this.runs.push({ method, inputs })
      return await this.#child(directory, record, {
        ...event,
        componentName: definition.name,
        componentVersion: definition.version,
        credentials: { tencent: { tmpSecrets: this.temporary } },
      })
    } finally {
      rmSync(scratch, { recursive: true, force: true })
    }
  }

  /** @param {string} address @param {string} to */
  async #source(address, to) {
    mkdirSync(to)
    await this.uploads.unpack(address, to)
    if (this.sourceForm === 'directory') return to
    execFileSync('zip', ['-qr', `${to}-as.zip`, '.'], { cwd: to })
    return this.sourceForm === 'zip' ? `${to}-as.zip` : this.serve(`${to}-as.zip`)
  }

  /**
   * @param {string} directory of the component
   * @param {any} record
   * @param {any} event
   * @returns {Promise<any>} the outputs
   */
  #child(directory, record, event) {
    const child = fork(runner, [], {
      cwd: directory,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { PATH: process.env.PATH, NODE_PATH: layer, LAMBDA_TASK_ROOT: directory, ...this.env },
    })
    return new Promise((resolve, reject) => {
      child.on('message', (/** @type {any} */ { save, outputs, error }) => {
        if (save) {
          if (this.unsaveable === undefined) record.state = save
          child.send({ refused: this.unsaveable })
        } else if (error) reject(Object.assign(new Error(error.message), { name: error.name, stack: error.stack }))
        else resolve(outputs)
      })
      child.on('error', reject)
      child.on('close', (code) => reject(new Error(`the component ended with ${code}, and said nothing`)))
      child.send(event)
    })
  }
}

/**
 * `${name}` and the like, which the engine fills in, not the CLI.
 *
 * @param {any} value
 * @param {Record<string, string>} names
 * @returns {any}
 */
function filledIn(value, names) {
  if (typeof value === 'string') return value.replace(/\$\{(org|app|stage|name)\}/g, (_, name) => names[name])
  if (Array.isArray(value)) return value.map((one) => filledIn(one, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, filledIn(inner, names)]))
}
