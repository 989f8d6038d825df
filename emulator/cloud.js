// @ts-check
// Everything behind the API, put together once: what exists, what runs, what happened.

import { randomBytes } from 'node:crypto'
import { AsyncInvocations } from './async.js'
import { Clock } from './clock.js'
import { Topics } from './cls/store.js'
import { CodeDirectory } from './cos/directory.js'
import { ObjectStorage } from './cos/storage.js'
import { drawCredential } from './credential.js'
import { DownloadLinks } from './download-links.js'
import { Past } from './faults/past.js'
import { History } from './history.js'
import { Invoker } from './invoker.js'
import { DEFAULT_DELAYS, Lifecycle } from './lifecycle.js'
import { Logs } from './logs.js'
import { Metrics } from './metrics.js'
import { Packages } from './packages.js'
import { Provisioning } from './provisioning.js'
import { DOCUMENTED_QUOTAS } from './quotas.js'
import { RoleKeys } from './roles.js'
import { processIsolation } from './runtime/isolation.js'
import { DEFAULT_LIMITS, Pool } from './runtime/pool.js'
import { UnpackedPackages } from './runtime/unpacked.js'
import { StateFile } from './state-file.js'
import { Timers } from './timers.js'
import { allVersions, World } from './world.js'

export class Cloud {
  /**
   * @param {import('./index.js').EmulatorOptions} options
   * @param {(line: string) => void} report for what went wrong outside of any request
   */
  constructor(options, report) {
    this.report = report
    this.clock = new Clock(options.clock)
    this.quotas = { ...DOCUMENTED_QUOTAS, ...options.quotas }
    this.seed = String(options.seed ?? randomBytes(8).toString('hex'))
    this.world = new World(this.clock)
    this.past = new Past(this.world)
    this.history = new History(this.world)
    this.world.changed = (fn, requestId) => this.history.note(fn, requestId)
    this.packages = new Packages(this.quotas.unpackedBytes)
    this.objects = new ObjectStorage(this.clock)
    this.codeDirectory = options.cosDir === undefined ? undefined : new CodeDirectory(options.cosDir)
    this.links = new DownloadLinks(this.clock)
    this.metrics = new Metrics(this.clock, options.metricDelaySeconds)
    this.topics = new Topics(this.clock, options.logDelayMs ?? 0)
    this.logs = new Logs(this.topics)
    this.roles = new RoleKeys()
    this.pool = new Pool({ ...DEFAULT_LIMITS, ...options.processes })
    this.unpacked = new UnpackedPackages(this.packages, processIsolation().user)
    this.invoker = new Invoker({
      seed: this.seed,
      clock: this.clock,
      pool: this.pool,
      unpacked: this.unpacked,
      metrics: this.metrics,
      logs: this.logs,
      roles: this.roles,
      answerBytes: this.quotas.syncEventBytes,
    })
    this.lifecycle = new Lifecycle({
      world: this.world,
      packages: this.packages,
      delays: { ...DEFAULT_DELAYS, ...options.delays },
      changed: () => void this.save().catch(() => {}), // save() has reported it, and nobody waits here
      retired: (_fn, version) => this.invoker.retire(version),
    })
    this.provisioning = new Provisioning({ lifecycle: this.lifecycle, quotas: this.quotas })
    this.async = new AsyncInvocations({ invoker: this.invoker, delays: this.lifecycle.delays, report })
    this.timers = new Timers({ world: this.world, clock: this.clock, async: this.async, report })
    this.stateFile = options.stateFile ? new StateFile(options.stateFile, this.world, this.packages) : null
  }

  async load() {
    await this.stateFile?.load()
    for (const fn of [...this.world.allFunctions()]) {
      this.history.note(fn)
      this.lifecycle.resume(fn)
      this.provisioning.resume(fn)
    }
    await this.timers.load()
    this.timers.plan()
  }

  /** The key that the state file has, where there is one, else one that is drawn now. */
  async credential() {
    const kept = this.stateFile?.credential
    if (kept) return kept
    const drawn = drawCredential()
    if (this.stateFile) {
      this.stateFile.credential = drawn
      await this.save()
    }
    return drawn
  }

  /** Follows what was changed, and makes it durable. */
  async save() {
    this.timers.plan()
    this.#forgetUnusedPackages()
    try {
      await this.stateFile?.save()
    } catch (error) {
      this.report(`The state could not be saved: ${/** @type {Error} */ (error).message}`)
      throw error
    }
  }

  /**
   * Reports an error that nothing foresaw.
   * @param {string} what failed
   * @param {unknown} error
   * @returns {string} its message
   */
  failed(what, error) {
    const why = error instanceof Error ? error : new Error(String(error))
    this.report(`${what} failed: ${why.stack ?? why.message}`)
    return why.message
  }

  #forgetUnusedPackages() {
    const used = new Set()
    for (const fn of [...this.world.allFunctions(), ...this.past.functions()]) {
      for (const version of allVersions(fn)) {
        used.add(version.content.code)
        if (version.served) used.add(version.served.code)
      }
    }
    this.packages.keepOnly(used)
  }

  async close() {
    this.timers.close()
    this.async.close()
    this.lifecycle.close()
    await this.pool.close()
    this.unpacked.close()
    await this.stateFile?.close()
  }
}
