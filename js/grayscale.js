// @ts-check
/** @import { Answer, CallEffect, Filled, History, Observed, Pending, PolicyDocument, Store, Transport } from './types.js' */
/** @import { FunctionRow, Inputs, Invoked, LogReport, MetricReport, Place, Progress, RunResult, StatusRow } from './types/generated.js' */
/** @import { Plan as PlanType } from './plan.js' */

import { describeCaller } from '#identity'
import { core } from '#load'
import { aliasesOf } from './aliases.js'
import { GrayscaleError, StoreError, TransportError, UnsafeJournalError, usageError } from './errors.js'
import { spelled } from './host.js'
import { packed } from './package/packed.js'
import { Plan } from './plan.js'
import { policyOf } from './policy.js'
import { spliced } from './runtime/body.js'
import { clock } from './runtime/clock.js'
import { drive } from './runtime/driver.js'
import { fromJournal } from './runtime/from-journal.js'
import { checkedEndpoint } from './runtime/http/endpoint.js'
import { createTransport } from './runtime/http/index.js'
import { Scribe } from './runtime/journal-writer.js'
import { failed, offset, packs, partly, prepared, thrown, unread } from './runtime/request.js'
import { holdFor } from './runtime/run-lock.js'
import { sleep } from './runtime/sleep.js'
import { Signer } from './signer.js'
import { memoryStore } from './store/memory.js'

/** What a run needs to know of its journal: the last runs of thousands of functions. */
const NEWEST_BYTES = 8 << 20

/** @typedef {{ secretId: string, secretKey: string, token?: string }} Credentials */

/**
 * @typedef {object} Options
 * @property {Credentials | (() => Credentials | Promise<Credentials>)} [credentials] a function is asked before each call,
 *   since tokens expire in the middle of a release
 * @property {string} [region] where inputs name none; `ap-guangzhou` unless told
 * @property {string} [namespace] where inputs name none; `default` unless told
 * @property {string} [stage] where inputs name none; `dev` unless told
 * @property {string} [endpoint] instead of `https://<service>.tencentcloudapi.com`
 * @property {boolean} [insecure] `endpoint` may be plain HTTP to another machine: code, variables and tokens can be read on
 *   the way
 * @property {Filled[]} [fromEnvironment] texts among the inputs that came from environment
 *   variables: plans and errors show `(from env.NAME)` in their place
 * @property {typeof globalThis.fetch} [fetch] instead of the platform's
 * @property {Transport} [transport] instead of one over `fetch`
 * @property {Store} [store] where the journal lies; in memory unless told
 * @property {string} [cwd] where relative `src` paths start; the process's directory unless told
 * @property {string} [root] the project's directory, which code has to be in; `cwd` unless told
 * @property {string} [language] of the API's messages: `zh-CN` or `en-US`
 * @property {boolean} [utc] times are told in UTC, instead of this machine's zone
 */

/**
 * @typedef {object} RunOptions
 * @property {AbortSignal} [signal]
 * @property {(event: Progress) => unknown} [onEvent] a promise that it returns is awaited
 * @property {boolean} [force] go on with what the journal says, although a line of it is not as it was written
 */

/**
 * Which functions are meant, and where they are. Without a `project`, `function` is the name that the cloud has.
 *
 * @typedef {object} Asked
 * @property {string | string[]} [function] by name; of a project also by key, and all of its functions, or its only one,
 *   where it is left out
 * @property {string} [region]
 * @property {string} [namespace]
 * @property {string} [stage]
 */

/** @typedef {RunOptions & { project?: Inputs }} AskedOptions `project`: its inputs, as `deploy` takes them */

/** @typedef {Inputs & { to?: string | number }} RollbackInputs */

/** @typedef {Asked & { functions?: Inputs['functions'], keep?: number | string }} PruneInputs */

/**
 * Grayscale releases. Every decision is made by the wasm module; this class packs, signs, sends, stores and shows.
 *
 * @example
 * const gray = new Grayscale({ region: 'ap-guangzhou', credentials: { secretId, secretKey } })
 * const plan = await gray.plan({ functions: { fun01: { src: './fun01' } }, traffic: 0.1 })
 * console.log(plan.summary)
 * await gray.apply(plan)
 */
export class Grayscale {
  #options
  /** @type {Transport} */
  #transport
  /** @type {Store} */
  #store
  #fromJournal
  /** @type {{ id: string, signer: Signer } | undefined} */
  #signer
  #endpointChecked = false

  /** @param {Options} [options] */
  constructor(options = {}) {
    refuseUnknown(options)
    this.#options = options
    this.#transport = options.transport ?? createTransport({ fetch: options.fetch })
    this.#store = options.store ?? memoryStore()
    this.#fromJournal = fromJournal(this.#store, options)
    /** Any alias over any two versions: `list`, `create`, `update`, `delete`, and what the last three would do. */
    this.aliases = aliasesOf({
      run: (order, options) => this.#run(order, options),
      plan: (order, options) => this.#planned(order, options),
    })
  }

  /**
   * Looks, and says what would be done. Writes nothing.
   *
   * @param {Inputs} wanted inputs, as in serverless.yml
   * @param {RunOptions} [options]
   * @returns {Promise<PlanType>}
   * @throws {GrayscaleError} with the reason why it can't be planned
   */
  async plan(wanted, options) {
    return this.#planned({ inputs: wanted }, options)
  }

  /**
   * Says what a rollback would do. Writes nothing.
   *
   * @param {RollbackInputs} [wanted] as for `rollback`
   * @param {RunOptions} [options]
   * @returns {Promise<PlanType>}
   */
  async planRollback({ to, ...wanted } = {}, options) {
    return this.#planned({ kind: 'rollback', inputs: wanted, to }, options)
  }

  /**
   * Says what removing would delete. Writes nothing.
   *
   * @param {Inputs} wanted
   * @param {{ created: Place[] } & RunOptions} options
   * @returns {Promise<PlanType>}
   */
  async planRemove(wanted, { created, ...options }) {
    return this.#planned({ kind: 'remove', inputs: wanted, created }, options)
  }

  /**
   * Carries a plan out, if planning again from the same inputs still gives the same plan.
   *
   * @param {PlanType} plan
   * @param {RunOptions} [options]
   * @returns {Promise<RunResult>} the result, per function
   * @throws {GrayscaleError} `StalePlan` with the difference, or what went wrong, with what had been changed
   */
  async apply(plan, options) {
    const { sources } = plan
    return (await this.#run({ ...plan.order, do: 'run', plan: plan.text }, { sources, ...options })).run
  }

  /**
   * Carries out a plan from a file, as `plan.toFile()` gave it, under the terms of `apply`.
   *
   * @param {string} file its text
   * @param {Inputs} [wanted] the project's inputs as they are now: values of environment variables, and code in memory, do
   *   not stand in the file
   * @param {RunOptions} [options]
   * @returns {Promise<RunResult>}
   * @throws {GrayscaleError} `UnreadablePlan`, `PlanTooNew`, `EditedPlan`, `SecretMissing`, else as `apply`
   */
  async applyFile(file, wanted = {}, options) {
    const { inputs } = prepared({ inputs: wanted }, {})
    const order = JSON.parse(thrown(() => core.readPlan(file, JSON.stringify(inputs))))
    return (await this.#run({ ...order, do: 'run' }, { ...options, sources: wanted })).run
  }

  /**
   * Plans and carries out.
   *
   * @param {Inputs} wanted inputs, as in serverless.yml
   * @param {{ fingerprint?: string } & RunOptions} [options] `fingerprint`, or its first 8 digits and more: of the one
   *   plan that may be carried out
   * @returns {Promise<RunResult>} the result, per function
   * @throws {GrayscaleError} `StalePlan` where planning gives another plan, or what went wrong, with what had been changed
   */
  async deploy(wanted, { fingerprint, ...options } = {}) {
    return (await this.#run({ do: 'run', inputs: wanted, plan: fingerprint }, options)).run
  }

  /**
   * Says which permissions commands need, as a policy of Tencent Cloud's CAM. Calls nobody.
   *
   * @param {string | string[]} [commands] as the command line has them: `deploy`, `alias update`; all unless told
   * @param {any} [wanted] inputs, as in serverless.yml: what they ask for is all that counts
   * @returns {PolicyDocument}
   * @throws {GrayscaleError} `UnknownCommand`, and what is wrong with the inputs
   */
  policy(commands, wanted) {
    const { stage, region, namespace } = this.#options
    return policyOf({ commands, inputs: wanted, exact: true, stage, region, namespace })
  }

  /**
   * Publishes `$LATEST` of functions that are there: nothing is deployed, and who gets what stays as it is.
   *
   * @param {Asked} [asked]
   * @param {AskedOptions} [options]
   * @returns {Promise<RunResult>}
   */
  async publish(asked, { project, ...options } = {}) {
    return (await this.#run({ do: 'run', kind: 'publish', inputs: project, asked }, options)).run
  }

  /**
   * Says what `publish` would do. Writes nothing.
   *
   * @param {Asked} [asked]
   * @param {AskedOptions} [options]
   * @returns {Promise<PlanType>}
   */
  async planPublish(asked, { project, ...options } = {}) {
    return this.#planned({ kind: 'publish', inputs: project, asked }, options)
  }

  /**
   * Deletes published versions that nothing names: no alias, no trigger, no rollback to the routing before the last change.
   * The newest usable ones stay, and always the last published one.
   *
   * @param {PruneInputs} [asked] `keep`: so many of the newest, 10 unless told;
   *   `functions`: by name or as inputs, in the place of a `project`
   * @param {AskedOptions} [options]
   * @returns {Promise<RunResult>}
   */
  async prune(asked, { project, ...options } = {}) {
    return (await this.#run({ do: 'run', ...pruning(asked, project) }, options)).run
  }

  /**
   * Says what `prune` would delete. Writes nothing.
   *
   * @param {PruneInputs} [asked]
   * @param {AskedOptions} [options]
   * @returns {Promise<PlanType>}
   */
  async planPrune(asked, { project, ...options } = {}) {
    return this.#planned(pruning(asked, project), options)
  }

  /**
   * Gives all traffic back to published code in one write per function. Nothing is asked, nothing else is touched.
   *
   * @param {RollbackInputs} [wanted] `functions` by name or as inputs; `to`: `'7'`, `'previous'`, `'left'`, or nothing: a function in
   *   release goes to its stable version, one that was just released to the version before. Of a project's inputs, functions
   *   that are neither stay as they are
   * @param {RunOptions} [options]
   * @returns {Promise<RunResult>}
   */
  async rollback({ to, ...wanted } = {}, options) {
    return (await this.#run({ do: 'run', kind: 'rollback', inputs: wanted, to }, options)).run
  }

  /**
   * Deletes the functions that are in `created`, such as `created()` lists them; the others are named and left.
   *
   * @param {Inputs} wanted
   * @param {{ created: Place[] } & RunOptions} options
   * @returns {Promise<RunResult>}
   */
  async remove(wanted, { created, ...options }) {
    return (await this.#run({ do: 'run', kind: 'remove', inputs: wanted, created }, options)).run
  }

  /**
   * The functions that runs of the journal created and none deleted since: those that `remove` may delete.
   *
   * @param {{ force?: boolean }} [options]
   * @returns {Promise<Place[]>}
   * @throws {GrayscaleError} `JournalBroken` unless `force`; `JournalTooNew`
   */
  async created({ force = false } = {}) {
    const journal = await this.#store.read().catch(unread)
    return thrown(() => core.created(journal, force))
  }

  /**
   * The functions that there are, those that need a person first.
   *
   * @param {{ region?: string | string[], namespace?: string | string[], alias?: string, triggers?: boolean, read?: string[] }} [asked]
   *   where to look: this object's region, and all of its namespaces, unless told. With `triggers`, triggers and custom
   *   domains are read too, and each row says what calls a version directly. `read`: the functions whose alias is read, as
   *   `region/namespace/name`; the rows of the others have no `split`. All of them unless told
   * @param {RunOptions} [options] `onEvent` gets `{ type: 'functions', rows }`: all of them when they are listed, then each
   *   as its alias was read
   * @returns {Promise<FunctionRow[]>}
   */
  async functions(asked, options) {
    return (await this.#run({ do: 'functions', asked }, options)).functions
  }

  /**
   * Looks at what a plan of these inputs rests on, once, for `planFrom`: many plans can be made of it without asking again.
   * Writes nothing. `onEvent` gets `{ type: 'looked', functions, of }` for each function that is read.
   *
   * @param {Inputs} wanted inputs, as for `plan`
   * @param {RunOptions} [options]
   * @returns {Promise<Observed>} as `planFrom` takes it. Where inputs bring settings or code it holds environment variables
   */
  async observe(wanted, options) {
    return (await this.#run({ do: 'plan', inputs: wanted }, { ...options, observes: true })).observed
  }

  /**
   * What is there now: per function status, versions, aliases and who gets what.
   *
   * @param {Inputs} wanted `functions` by name or as inputs, `alias`
   * @param {RunOptions} [options]
   * @returns {Promise<StatusRow[]>}
   */
  async status(wanted, options) {
    return (await this.#run({ do: 'status', inputs: wanted }, options)).status
  }

  /**
   * Goes on with the last run of the journal, which broke off: what it was asked for, with the project as it is now. Of a
   * rollback, an abort or an undo, only functions that the project has are moved.
   *
   * @param {Inputs} [wanted] the project's inputs; what the run was asked for besides comes from the journal. Without
   *   any, a rollback goes on for the functions that the journal names
   * @param {RunOptions} [options]
   * @returns {Promise<RunResult>}
   * @throws {GrayscaleError} `NothingToResume`, `NotOfProject`; `OrderChanged` where the project is not what it was then
   */
  async resume(wanted = {}, options) {
    return (
      await this.#run({ ...(await this.#fromJournal.resuming(wanted)), do: 'run' }, { ...options, sources: wanted })
    ).run
  }

  /**
   * Says what `resume` would do. Writes nothing.
   *
   * @param {any} wanted
   * @param {RunOptions} [options]
   * @returns {Promise<PlanType>}
   */
  async planResume(wanted = {}, options) {
    return this.#planned(await this.#fromJournal.resuming(wanted), { ...options, sources: wanted })
  }

  /**
   * Puts back what the last run of the journal, which broke off, had shifted. A rollback that broke off is continued.
   *
   * @param {AskedOptions} [options] `project`: its functions are the only ones that are moved. Without it, the functions
   *   that the journal names: then the journal has to be the program's own
   * @returns {Promise<RunResult>}
   * @throws {GrayscaleError} `NothingToAbort`, `NotOfProject`
   */
  async abort({ project, ...options } = {}) {
    return (await this.#run({ ...(await this.#fromJournal.aborting(project)), do: 'run' }, options)).run
  }

  /**
   * Says what `abort` would do. Writes nothing.
   *
   * @param {AskedOptions} [options]
   * @returns {Promise<PlanType>}
   */
  async planAbort({ project, ...options } = {}) {
    return this.#planned(await this.#fromJournal.aborting(project), options)
  }

  /**
   * Gives each alias back what it said before a run, rules included. Code, settings, versions and triggers stay as they are;
   * an alias that someone changed since stays too (`ChangedSince`).
   *
   * @param {string} [run] its id, or the beginning of it; the last run that moved traffic unless told
   * @param {AskedOptions} [options] `project` as for `abort`
   * @returns {Promise<RunResult>}
   * @throws {GrayscaleError} `NothingToUndo`, `UnknownRun`, `NotOfProject`
   */
  async undo(run, { project, ...options } = {}) {
    return (await this.#run({ ...(await this.#fromJournal.undoing(run, project)), do: 'run' }, options)).run
  }

  /**
   * Says what `undo` would do. Writes nothing.
   *
   * @param {string} [run]
   * @param {AskedOptions} [options]
   * @returns {Promise<PlanType>}
   */
  async planUndo(run, { project, ...options } = {}) {
    return this.#planned(await this.#fromJournal.undoing(run, project), options)
  }

  /**
   * The run that is under way on this journal, or the last one where it did not end as it was asked for; and what to do
   * about it.
   *
   * @returns {Promise<Pending | undefined>}
   * @throws {GrayscaleError} `JournalFailed`
   */
  async pending() {
    try {
      const [journal, lock] = await Promise.all([this.#store.read(NEWEST_BYTES), this.#store.held?.()])
      const known = thrown(() => core.pending(journal, JSON.stringify(lock ?? null), offset(this.#options)))
      const pending = JSON.parse(known)
      return pending === null ? undefined : { ...pending, hint: spelled(pending.hint) }
    } catch (error) {
      if (!(error instanceof UnsafeJournalError)) return unread(error)
      // whoever only looks is told, and sees the rest
      const { message, hint = '' } = error.asError()
      return { state: 'unread', text: message, hint }
    }
  }

  /**
   * The runs that the journal tells of, the newest first. With `verify`, also whether its lines are consistent: a forger can see to that
   * too.
   *
   * @param {{ verify?: boolean, limit?: number | string }} [asked] `limit`: 20 unless told
   * @returns {Promise<History>}
   * @throws {GrayscaleError} `JournalBroken` with the first line that is not as it was, and the runs in `result`;
   *   `JournalTooNew`
   */
  async history({ verify, limit } = {}) {
    const text = await this.#store.read().catch(unread)
    const asked = JSON.stringify({ verify, limit, trimmed: this.#store.trims, offset: offset(this.#options) })
    const { error, ...history } = thrown(() => core.history(text, asked))
    if (error) throw GrayscaleError.from({ ...error, result: history })
    return history
  }

  /**
   * Calls a function through an alias or a version.
   *
   * @param {{ function: string, event?: unknown, qualifier?: string, routingKey?: Record<string, string>,
   *   namespace?: string, region?: string }} call
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<any>} the API's `Result`: a function that throws is a result too
   */
  async invoke({ function: name, event, qualifier, routingKey, namespace, region }, options) {
    const parameters = {
      FunctionName: name,
      Namespace: namespace ?? this.#options.namespace,
      Qualifier: qualifier,
      Event: event === undefined ? undefined : JSON.stringify(event),
      RoutingKey: routingKey && JSON.stringify(routingKey),
    }
    const { Result } = await this.request('InvokeFunction', parameters, { ...options, region, timeoutMs: 910_000 })
    return Result
  }

  /**
   * Calls a function and says what came of it: what it returned, how long it took, the end of its log.
   *
   * @param {Asked & { event?: unknown, qualifier?: string, routingKey?: Record<string, string> | string }} asked `event`:
   *   text is JSON text; `qualifier`: an alias or a version, `$default` unless told
   * @param {AskedOptions} [options]
   * @returns {Promise<Invoked>}
   * @throws {GrayscaleError} `FunctionError` where the function failed, `PlatformError` where it could not be run; what is
   *   known stands in `result`
   */
  async callFunction(asked, { project, ...options } = {}) {
    return (await this.#run({ do: 'invoke', inputs: project, asked }, options)).invoked
  }

  /**
   * The log of a function: by version, the oldest row first. With the `cursor` of the last answer, what is new since.
   *
   * @param {Asked & { interval?: number, limit?: number, version?: string, alias?: string, requestId?: string,
   *   errors?: boolean, follow?: boolean, cursor?: string }} asked `interval`: so many seconds back, an hour unless told;
   *   `follow`: leave out what has not ended yet, it comes with the cursor; without `version` those that the alias names
   * @param {AskedOptions} [options]
   * @returns {Promise<LogReport>}
   */
  async logs(asked, { project, ...options } = {}) {
    return (await this.#run({ do: 'logs', inputs: project, asked }, options)).logs
  }

  /**
   * How the versions of a function fare, side by side: `$LATEST`, the last published one, and whoever else has traffic.
   * Where the order has limits, `gate.ok` is true, false, or null where that is not known.
   *
   * @param {Asked & { period?: number, interval?: number, since?: string, version?: string | string[], alias?: string,
   *   maxErrorRate?: number | string, minInvocations?: number }} asked `period`: 60, 300, 3600 or 86400 seconds;
   *   `interval`: so many seconds back, 15 periods unless told; `since`: `upload`, or a time of ISO 8601 with its offset;
   *   `maxErrorRate`: the part of calls that may fail, 0 to 1 or a percentage, of the named versions, else of `$LATEST`
   * @param {AskedOptions} [options]
   * @returns {Promise<MetricReport>}
   */
  async metrics(asked, { project, ...options } = {}) {
    return (await this.#run({ do: 'metrics', inputs: project, asked }, options)).metrics
  }

  /**
   * Any action of the API, signed and sent once.
   *
   * @param {string} action
   * @param {Record<string, unknown>} parameters
   * @param {{ service?: string, version?: string, region?: string, signal?: AbortSignal, timeoutMs?: number }} [options]
   * @returns {Promise<any>} the fields of `Response`
   * @throws {GrayscaleError} the API's error, or why there is no answer
   */
  async request(
    action,
    parameters,
    { service = 'scf', version = '2018-04-16', region, signal, timeoutMs = 30_000 } = {},
  ) {
    const body = JSON.stringify(parameters)
    const effect = {
      service,
      action,
      version,
      region: region ?? this.#options.region ?? 'ap-guangzhou',
      body,
      timeoutMs,
    }
    /** @type {any} */
    let outcome
    try {
      outcome = { kind: 'answered', ...(await this.#call(effect, signal)) }
    } catch (error) {
      if (!(error instanceof TransportError)) throw error
      outcome = { kind: 'lost', reason: error.reason, sent: error.sent }
    }
    const refusal = core.refusal(JSON.stringify(outcome), action)
    if (refusal) throw GrayscaleError.from(refusal)
    return JSON.parse(outcome.text).Response
  }

  /** Overwrites the secret key in wasm's memory and closes connections. */
  async close() {
    this.#signer?.signer.dispose()
    this.#signer = undefined
    await this.#transport.close()
    await this.#store.close()
  }

  /**
   * @param {Record<string, any>} order
   * @param {RunOptions & { sources?: any }} [options]
   */
  async #planned(order, options) {
    const { plan } = await this.#run({ ...order, do: 'plan' }, options)
    const { stage, region, namespace, fromEnvironment } = this.#options
    const defaults = { stage, region, namespace, fromEnvironment }
    return new Plan(/** @type {any} */ (plan), { ...defaults, ...order }, options?.sources)
  }

  /**
   * @param {Record<string, any>} given
   * @param {RunOptions & { sources?: any, observes?: boolean }} [options] `sources`: the inputs that hold code in memory,
   *   where not `given`'s; `observes`: what was seen is wanted too
   * @returns {Promise<any>}
   */
  async #run(given, { signal, onEvent = () => {}, force, sources = given.inputs, observes = false } = {}) {
    const order = prepared(given, this.#options)
    this.#checkEndpoint()
    await this.#refuseKey(order)
    const { packages, blobs } = await this.#pack(order, sources)
    order.packages = packages
    order.who = describeCaller()
    order.force = force
    order.observes = observes
    const { token, tookOver, unlocked, release } = await holdFor(this.#store, order)
    /** @type {any} */
    let machine
    try {
      Object.assign(order, { tookOver, unlocked })
      if (['plan', 'run', 'status', 'metrics'].includes(order.do)) Object.assign(order, await this.#journal())
      machine = thrown(() => new core.Release(JSON.stringify(order), clock.steady(), clock.wall(), Math.random()))
      const scribe = new Scribe(this.#store, token)
      /** @type {any} */
      const outcome = await drive(
        machine,
        {
          call: async (effect, signal) => {
            if (effect.writes && token !== undefined) await this.#store.guard?.(token)
            return this.#call(effect, signal, blobs)
          },
          sleep,
          store: (line) => scribe.write(line),
          show: onEvent,
        },
        { signal },
      ).catch((broken) => {
        throw partly(broken)
      })
      if (outcome.error) throw failed(outcome)
      const observed = observes ? machine.observed() : undefined
      return { ...outcome, plan: order.do === 'plan' ? machine.plan() : undefined, observed }
    } finally {
      machine?.free()
      await release()
    }
  }

  /** At the first use, since in browsers the module may not be ready when this object is made. */
  #checkEndpoint() {
    const { endpoint, insecure } = this.#options
    if (endpoint !== undefined && !this.#endpointChecked) checkedEndpoint('the option endpoint', endpoint, insecure)
    this.#endpointChecked = true
  }

  /**
   * The key that signs is no input, whatever brought it there.
   *
   * @param {any} order
   */
  async #refuseKey({ inputs, asked: words, to, stage, region, namespace, plan }) {
    const { credentials } = this.#options
    const now = typeof credentials === 'function' ? await asked(credentials) : credentials
    if (!now) return
    this.#signerFor(now).refuseKey(JSON.stringify({ inputs, asked: words, to, stage, region, namespace, plan }))
  }

  /**
   * @param {any} order
   * @param {any} inputs
   */
  async #pack(order, inputs) {
    // what a list is asked for, the machine looks at before it asks anything
    if (order.do === 'functions') return { packages: [], blobs: new Map() }
    const { functions } = thrown(() => core.check(JSON.stringify(order)))
    if (!packs(order)) return { packages: [], blobs: new Map() }
    const { cwd, root } = this.#options
    return packed(functions, { inputs, cwd, root, secretKey: async () => (await this.#credentials())?.secretKey })
  }

  /** A run knows its own marks by it. Whether it may go on where that can't be read, the machine decides. */
  async #journal() {
    try {
      return { journal: await this.#store.read(NEWEST_BYTES) }
    } catch (error) {
      if (error instanceof StoreError) {
        return { journalUnreadable: error.reason, journalUnsafe: error instanceof UnsafeJournalError }
      }
      throw error
    }
  }

  /**
   * @param {Omit<CallEffect, 'kind' | 'id' | 'writes'>} effect
   * @param {AbortSignal | undefined} signal
   * @param {Map<string, Uint8Array>} [blobs]
   * @returns {Promise<Answer>}
   */
  async #call({ service, action, version, region, body, tail, blob, timeoutMs, skewMs = 0 }, signal, blobs) {
    this.#checkEndpoint()
    const url = new URL(this.#options.endpoint ?? `https://${service}.tencentcloudapi.com`)
    const bytes = blob === undefined ? body : spliced(body, blobs?.get(blob), tail)
    const { language } = this.#options
    const now = await this.#credentials()
    // nothing is awaited between here and the signature: another call may bring other credentials
    const headers = this.#signerFor(now).headers({
      service,
      host: url.host,
      action,
      version,
      region,
      body: bytes,
      language,
      timestamp: Math.floor((Date.now() + skewMs) / 1000),
    })
    return this.#transport.send({ url: url.href, method: 'POST', headers, body: bytes, timeoutMs, signal })
  }

  async #credentials() {
    const { credentials } = this.#options
    return typeof credentials === 'function' ? asked(credentials) : credentials
  }

  /**
   * A signer for the credentials of this moment; the one before is wiped when they change.
   *
   * @param {Credentials | undefined} now
   */
  #signerFor(now) {
    if (!now) {
      throw new GrayscaleError({
        code: 'MissingCredentials',
        class: 'usage',
        message: 'no credentials were given, so nothing was sent',
        hint: 'give credentials: { secretId, secretKey }, or an async function that returns them',
      })
    }
    const id = JSON.stringify([now.secretId, now.secretKey, now.token])
    if (this.#signer?.id !== id) {
      this.#signer?.signer.dispose()
      this.#signer = { id, signer: new Signer(now) }
    }
    return this.#signer.signer
  }
}

/**
 * Plans purely, from what was observed before: `observed` holds the API's own objects, as documented in docs/api.md.
 *
 * @param {Inputs} wanted
 * @param {Observed} [observed]
 * @returns {PlanType}
 */
export function planFrom(wanted, observed = {}) {
  const order = { inputs: wanted }
  const seen = new TextEncoder().encode(JSON.stringify(observed))
  return new Plan(
    thrown(() => core.planFrom(JSON.stringify(prepared({ ...order, do: 'plan' }, {})), seen)),
    order,
  )
}

/**
 * Refuses inputs of a deploy that can't be meant, as far as they alone tell: nothing is packed or asked for it.
 *
 * @param {any} wanted
 * @param {Pick<Options, 'fromEnvironment'> & { credentials?: Credentials }} [options]
 * @throws {GrayscaleError}
 */
export function checkInputs(wanted, { credentials, fromEnvironment } = {}) {
  const order = JSON.stringify(prepared({ inputs: wanted, do: 'plan' }, { fromEnvironment }))
  if (credentials) {
    const signer = new Signer(credentials)
    try {
      signer.refuseKey(order)
    } finally {
      signer.dispose()
    }
  }
  thrown(() => core.check(order))
}

/**
 * Refuses what is typed with a command and never kept in a project file.
 *
 * @param {any} inputs of a project file
 * @throws {GrayscaleError} `StableIsTyped`
 */
export function checkFile(inputs) {
  thrown(() => core.checkFile(JSON.stringify(prepared({ inputs }, {}).inputs)))
}

/**
 * @param {PruneInputs} [asked]
 * @param {Inputs} [project]
 */
function pruning({ functions, ...asked } = {}, project) {
  return { kind: 'prune', inputs: functions === undefined ? project : { ...project, functions }, asked }
}

const optionNames = [
  'credentials',
  'region',
  'namespace',
  'stage',
  'endpoint',
  'insecure',
  'fromEnvironment',
  'fetch',
  'transport',
  'store',
  'cwd',
  'root',
  'language',
  'utc',
]

/** @param {Options} options */
function refuseUnknown(options) {
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name))
  if (unknown === undefined) return
  // in browsers the module may not be ready yet, so the known names are listed instead of asking it for the nearest
  throw usageError('UnknownOption', `Grayscale has no option ${unknown}`, `known: ${optionNames.join(', ')}`)
}

/**
 * What a program's own function gives: where it fails, that is no fault of this package.
 *
 * @param {() => Credentials | Promise<Credentials>} credentials
 */
async function asked(credentials) {
  try {
    return await credentials()
  } catch (error) {
    throw new GrayscaleError(
      {
        code: 'CredentialsFailed',
        message: `the function that was given as credentials failed: ${error instanceof Error ? error.message : error}`,
        hint: 'nothing was sent for this call; mend the source of the credentials, then give the same command again',
      },
      { cause: error },
    )
  }
}
