// @ts-check
/** @import { Logs } from './logs.js' */
/** @import { Options, RunOptions } from '../options.js' */
/** @import { Store, StoreText } from '../types.js' */
/** @import { Caller } from './caller.js' */

import { describeCaller } from '#identity'
import { core } from '#load'
import { thisMark } from '#process'
import { fromCore, StoreError } from '../errors.js'
import { packed } from '../package/packed.js'
import { Plan } from '../plan.js'
import { words } from '../words/index.js'
import { clock as hostClock } from './clock.js'
import { drive } from './driver.js'
import { localJournal } from './import.js'
import { failed, partly, prepared } from './request.js'
import { sleep } from './sleep.js'

/**
 * @typedef {RunOptions & { sources?: any, observes?: boolean, journal?: StoreText }} RunnerOptions `sources`: the inputs that
 *   hold code in memory, where not the request's; `observes`: what was observed is returned too; `journal`: what was just read of
 *   it, which is enough for whoever only looks
 */

/** Carries a request of the public API out: prepares it, and drives the machine to its end. */
export class Runner {
  #options
  #caller
  #store
  #logs

  /**
   * @param {Options} options
   * @param {{ caller: Caller, store: Store, logs: Logs }} parts
   */
  constructor(options, { caller, store, logs }) {
    this.#options = options
    this.#caller = caller
    this.#store = store
    this.#logs = logs
  }

  /**
   * @param {Record<string, any>} request
   * @param {RunnerOptions} [options]
   * @returns {Promise<Plan>}
   */
  async plan(request, options) {
    const { plan } = await this.run({ ...request, do: 'plan' }, options)
    const { stage, region, namespace, instance, fromEnvironment } = this.#options
    const defaults = { stage, region, namespace, instance, fromEnvironment }
    return new Plan(/** @type {any} */ (plan), { ...defaults, ...request }, options?.sources)
  }

  /**
   * @param {Record<string, any>} given
   * @param {RunnerOptions} [options]
   * @returns {Promise<any>} the machine's outcome
   */
  async run(given, { signal, onEvent = () => {}, force, sources = given.inputs, observes = false, journal } = {}) {
    const request = prepared(given, this.#options)
    this.#caller.checkEndpoint()
    await this.#refuseKey(request)
    const { do: operation, kind } = request
    if (this.#store.trims && kind !== undefined)
      fromCore(() => core.requireStore(kind, request.to === undefined ? undefined : String(request.to)))
    const needs = fromCore(() => core.needsOf(JSON.stringify({ do: operation, kind })))
    const { packages, blobs } = await this.#pack(request, { needs, inputs: sources })
    Object.assign(request, {
      packages,
      who: this.#options.who ?? describeCaller(),
      process: thisMark(),
      force,
      observes,
      shared: this.#store.shared,
      // a store that is elsewhere takes time to read: functions are looked at meanwhile
      looksAhead: this.#store.shared === true,
      localJournal: needs.localJournal ? await localJournal(this.#store, needs) : undefined,
    })
    const { clock = hostClock } = this.#options
    /** @type {any} */
    const machine = fromCore(
      () => new core.Release(JSON.stringify(request), clock.steady(), clock.wall(), Math.random()),
    )
    /** The newest rollout that the journal names. @type {string | undefined} */
    let rollout
    try {
      /** @type {any} */
      const outcome = await drive(
        machine,
        {
          call: (effect, signal) => this.#caller.call(effect, signal, blobs),
          object: (effect, signal) => this.#caller.object(effect, signal, blobs),
          sleep,
          read: async (where) => {
            if (journal && where.from === undefined) return journal
            const { log, ...read } = await this.#readJournal(where, request, needs)
            rollout = log?.id
            return { ...read, rollout: log?.text }
          },
          append: ({ position, lines }) => this.#store.append(position, lines),
          alive: async (process) => this.#store.alive?.(process),
          show: onEvent,
        },
        { signal, clock },
      ).catch((broken) => {
        throw partly(broken)
      })
      if (outcome.error) throw failed(outcome)
      const observed = observes ? machine.observed() : undefined
      return { ...outcome, rollout, plan: request.do === 'plan' ? machine.plan() : undefined, observed }
    } finally {
      machine.free()
    }
  }

  /**
   * The journal, and before a run or its plan the log of the newest rollout that it names: what may be done depends on that.
   *
   * @param {{ from?: string, newest: number }} where
   * @param {Record<string, any>} request
   * @param {{ rollout: boolean, takesOver: boolean }} needs
   * @returns {Promise<StoreText & { log?: { id: string, text: string } }>}
   */
  async #readJournal({ from, newest }, { do: operation, rollout }, { rollout: needed, takesOver }) {
    const read = await this.#store.read(from, { newest })
    // machines differ in their clocks: whether another one's turn is over, only the store's can tell
    if (operation === 'run' && this.#store.shared && read.now === undefined && read.text !== '' && !takesOver) {
      throw new StoreError(words().store.noClock(this.#store.describe()))
    }
    const id = needed ? core.newestRollout(read.text) : undefined
    if (id === undefined || id === rollout) return read
    try {
      return { ...read, log: { id, text: (await this.#logs.readRollout(id)).text } }
    } catch (error) {
      // users wait for a rollback: it goes on without
      if (!takesOver) throw error
      return read
    }
  }

  /**
   * Refuses data that holds the key which signs.
   *
   * @param {object} data
   */
  async refuseKey(data) {
    await this.#caller.refuseKey(data)
  }

  /**
   * The key that signs is no input, whatever brought it there.
   *
   * @param {any} request
   */
  async #refuseKey({ inputs, asked, to, stage, region, namespace, plan }) {
    await this.#caller.refuseKey({ inputs, asked, to, stage, region, namespace, plan })
  }

  /**
   * @param {any} request
   * @param {{ needs: { inputs: boolean, packages: boolean }, inputs: any }} options
   */
  async #pack(request, { needs, inputs }) {
    const checked = needs.inputs ? fromCore(() => core.check(JSON.stringify(request))) : undefined
    if (!needs.packages) return { packages: [], blobs: new Map() }
    const { functions } = checked
    const { cwd, root } = this.#options
    return packed(functions, {
      inputs,
      cwd,
      root,
      secretKey: async () => (await this.#caller.credentials())?.secretKey,
    })
  }
}
