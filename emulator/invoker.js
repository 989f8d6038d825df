// @ts-check
// An invocation from its version to its outcome: runs it, and writes down what happened.

import path from 'node:path'
import { ApiError } from './errors.js'
import { logText } from './logs.js'
import { PackageError } from './packages.js'
import { stream } from './random.js'
import { chooseVersion } from './routing.js'
import { notRun, platformFailure, userFailure } from './runtime/outcome.js'
import { CannotRun } from './runtime/programs.js'
import { entryOf, runtimeOf } from './runtime/runtimes.js'
import { APP_ID, findVersion, functionKey, UIN } from './world.js'

/** @typedef {import('./world.js').CloudFunction} CloudFunction */
/** @typedef {import('./world.js').Version} Version */
/** @typedef {import('./world.js').Content} Content */
/** @typedef {import('./world.js').Alias} Alias */
/** @typedef {import('./runtime/outcome.js').Outcome} Outcome */
/** @typedef {import('./runtime/process.js').Target} Target */

/**
 * @typedef {object} Invocation
 * @property {string} requestId
 * @property {CloudFunction} fn
 * @property {Version} version one that serves something
 * @property {string | undefined} alias that chose the version
 * @property {string} event JSON
 * @property {number} [retryNum] how often it has been tried before
 */

/** @typedef {{ outcome: Outcome, errMsg: string, billedMs: number, text: string }} Finished text: its log */

export class Invoker {
  /**
   * @param {object} given
   * @param {string} given.seed
   * @param {import('./clock.js').Clock} given.clock
   * @param {import('./runtime/pool.js').Pool} given.pool
   * @param {import('./runtime/unpacked.js').UnpackedPackages} given.unpacked
   * @param {import('./metrics.js').Metrics} given.metrics
   * @param {import('./logs.js').Logs} given.logs
   * @param {import('./roles.js').RoleKeys} given.roles
   * @param {number} given.answerBytes the most a handler may return
   */
  constructor({ seed, clock, pool, unpacked, metrics, logs, roles, answerBytes }) {
    this.seed = seed
    this.clock = clock
    this.pool = pool
    this.unpacked = unpacked
    this.metrics = metrics
    this.logs = logs
    this.roles = roles
    this.answerBytes = answerBytes
    this.started = 0
    /** @type {WeakMap<Version, { content: Content, key: string }>} the processes of each version */
    this.targets = new WeakMap()
    /** @type {WeakMap<Alias, () => number>} */
    this.draws = new WeakMap()
  }

  /** The alias's own stream of draws. @param {CloudFunction} fn @param {Alias} alias */
  draw(fn, alias) {
    let draw = this.draws.get(alias)
    if (!draw) {
      draw = stream(this.seed, `${functionKey(fn)}/${alias.name}`)
      this.draws.set(alias, draw)
    }
    return draw
  }

  /**
   * Which version an invocation runs.
   * @param {CloudFunction} fn
   * @param {string} qualifier version or alias
   * @param {Map<string, string>} [key] what rules look at
   * @returns {{ fn: CloudFunction, version: Version, alias: string | undefined }}
   * @throws {ApiError} ResourceNotFound.Qualifier, FailedOperation.FunctionStatusError
   */
  route(fn, qualifier, key = new Map()) {
    const alias = fn.aliases.get(qualifier)
    const number = alias ? chooseVersion(alias, key, this.draw(fn, alias)) : qualifier
    const version = findVersion(fn, number)
    if (!version) {
      throw new ApiError('ResourceNotFound.Qualifier', `Function "${fn.name}" has no version or alias "${qualifier}".`)
    }
    if (version.served === null) {
      throw new ApiError(
        'FailedOperation.FunctionStatusError',
        `Version ${number} of function "${fn.name}" is ${version.status}.`,
      )
    }
    return { fn, version, alias: alias?.name }
  }

  /**
   * @param {Invocation} invocation
   * @returns {Promise<Finished>}
   */
  async invoke({ requestId, fn, version, alias, event, retryNum = 0 }) {
    const content = /** @type {Content} */ (version.served)
    const { memoryMb } = content.configuration
    const startMs = this.clock.nowMs()
    const record = this.logs.begin(fn, { requestId, version: version.number, alias, startMs, retryNum })
    const dimensions = { region: fn.region, namespace: fn.namespace, functionName: fn.name }
    const counted = this.metrics.begin({ ...dimensions, version: version.number, alias }, memoryMb)

    const isWeb = content.configuration.type === 'HTTP'
    const outcome = this.#limitAnswer(await this.#run(fn, version, content, requestId, event), isWeb)
    const billedMs = Math.ceil(outcome.durationMs)
    const errMsg = outcome.failure
      ? JSON.stringify({ ...outcome.failure, requestId, statusCode: outcome.statusCode })
      : ''
    const text = logText(requestId, outcome, errMsg, memoryMb)
    counted(outcome, billedMs)
    this.logs.end(fn, record, outcome, text)
    return { outcome, errMsg, billedMs, text }
  }

  /** Ends the processes of what a version no longer serves. @param {Version} version */
  retire(version) {
    const target = this.targets.get(version)
    if (target) this.pool.retire(target.key)
    this.targets.delete(version)
  }

  /** @param {CloudFunction} fn @param {Version} version @param {Content} content @param {string} id @param {string} event */
  async #run(fn, version, content, id, event) {
    if (fn.reservedMb === 0) return notRun(432, platformFailure('The concurrency reserved for the function is 0.'))
    const key = this.#key(version, content)
    try {
      const command = await runtimeOf(content.configuration).command(content.configuration)
      return await this.pool.run(key, () => this.#target(key, fn, version.number, content, command), { id, event })
    } catch (error) {
      if (error instanceof CannotRun) return notRun(500, platformFailure(error.message))
      if (error instanceof PackageError) return notRun(430, userFailure(error.message))
      return notRun(500, platformFailure(`The function could not be run: ${/** @type {Error} */ (error).message}`))
    }
  }

  /** @param {Version} version @param {Content} content */
  #key(version, content) {
    const known = this.targets.get(version)
    if (known?.content === content) return known.key
    this.started += 1
    const key = `target-${this.started}`
    this.targets.set(version, { content, key })
    return key
  }

  /**
   * @param {string} key
   * @param {CloudFunction} fn
   * @param {string} number
   * @param {Content} content
   * @param {string[]} command
   * @returns {Target}
   */
  #target(key, fn, number, content, command) {
    const { code, configuration } = content
    const directory = this.unpacked.directory(code)
    const entry = entryOf(this.unpacked.packages, content)
    const runtime = runtimeOf(configuration)
    const environment = {
      ...Object.fromEntries(configuration.environment.map(({ Key, Value }) => [Key, Value])),
      SCF_NAMESPACE: fn.namespace,
      SCF_FUNCTIONNAME: fn.name,
      SCF_FUNCTIONVERSION: number,
      SCF_RUNTIME: configuration.runtime,
      TENCENTCLOUD_APPID: APP_ID,
      TENCENTCLOUD_REGION: fn.region,
      TENCENTCLOUD_RUNENV: 'SCF',
      TENCENTCLOUD_TZ: 'UTC',
      TENCENTCLOUD_UIN: UIN,
      USER_CODE_ROOT: directory + path.sep,
    }
    const role = this.roles.environment(configuration.kept.Role)
    const context = {
      memory_limit_in_mb: configuration.memoryMb,
      time_limit_in_ms: configuration.timeoutSeconds * 1000,
      environment: JSON.stringify(environment), // without the role's key, since functions log their context
      function_version: number,
      function_name: fn.name,
      namespace: fn.namespace,
      tencentcloud_region: fn.region,
      tencentcloud_appid: APP_ID,
      tencentcloud_uin: UIN,
    }
    const restore = () => this.unpacked.restore(directory)
    return {
      key,
      directory,
      command,
      entry,
      runtime,
      configuration,
      environment: { ...environment, ...role },
      context,
      restore,
    }
  }

  /** @param {Outcome} outcome @param {boolean} isWeb its answer is in base64 @returns {Outcome} */
  #limitAnswer(outcome, isWeb) {
    const bytes = Math.floor(Buffer.byteLength(outcome.returned) * (isWeb ? 3 / 4 : 1))
    if (bytes <= this.answerBytes) return outcome
    const why = `The size of response exceeds the upper limit: ${bytes} of at most ${this.answerBytes} bytes`
    return { ...outcome, statusCode: 407, returned: '', failure: platformFailure(why) }
  }
}
