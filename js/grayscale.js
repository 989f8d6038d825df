// @ts-check
/** @import { FunctionArgs, FunctionOptions, Options, PruneInputs, RollbackInputs, RunOptions } from './options.js' */
/** @import { History, Observed, Pending, PolicyDocument, Store, StoreImport, StoreStatus } from './types.js' */
/** @import { Comparison, FunctionRow, Inputs, Invoked, LogReport, MetricReport, Place, RunResult, StatusRow } from './types/generated.js' */
/** @import { Plan } from './plan.js' */
/** @import { WithRollout } from './runs.js' */
import { core } from '#load'
import { aliasesOf } from './aliases.js'
import { fromCore } from './errors.js'
import { refuseUnknownOptions } from './options.js'
import { policyOf } from './policy.js'
import { rolloutsOf } from './rollouts.js'
import { runsOf } from './runs.js'
import { Caller } from './runtime/caller.js'
import { fromJournal } from './runtime/from-journal.js'
import { importJournal, statusOf } from './runtime/import.js'
import { Logs } from './runtime/logs.js'
import { Outgoing } from './runtime/outgoing.js'
import { offset, prepared } from './runtime/request.js'
import { Runner } from './runtime/runner.js'
import { memoryStore } from './store/memory.js'

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
  /** @type {Store} */
  #store
  #caller
  #runner
  #fromJournal
  #runs
  #outgoing
  #logs

  /** @param {Options} [options] */
  constructor(options = {}) {
    refuseUnknownOptions(options)
    this.#options = options
    this.#store = options.store ?? memoryStore()
    this.#caller = new Caller(options)
    this.#logs = new Logs(this.#store)
    this.#runner = new Runner(options, { caller: this.#caller, store: this.#store, logs: this.#logs })
    this.#fromJournal = fromJournal(this.#store, options)
    /** Any alias over any two versions: `list`, `create`, `update`, `delete`, and what the last three would do. */
    this.aliases = aliasesOf(this.#runner)
    /** Releases in steps with automatic checks. */
    this.#outgoing = new Outgoing(options, this.#runner)
    this.rollouts = rolloutsOf({
      runner: this.#runner,
      store: this.#store,
      logs: this.#logs,
      outgoing: this.#outgoing,
      options,
    })
    this.#runs = runsOf(this.#runner, this.rollouts)
  }

  /**
   * Looks, and says what would be done. Writes nothing.
   *
   * @param {Inputs} inputs as in serverless.yml
   * @param {RunOptions} [options]
   * @returns {Promise<Plan>}
   * @throws {GrayscaleError} with the reason why it can't be planned
   */
  async plan(inputs, options) {
    return this.#runner.plan({ inputs }, options)
  }

  /**
   * Says what a rollback would do. Writes nothing.
   *
   * @param {RollbackInputs} [inputs] as for `rollback`
   * @param {RunOptions} [options]
   * @returns {Promise<Plan>}
   */
  async planRollback({ to, ...inputs } = {}, options) {
    return this.#runner.plan({ kind: 'rollback', inputs, to }, options)
  }

  /**
   * Says what removing would delete. Writes nothing.
   *
   * @param {Inputs} inputs
   * @param {{ created: Place[] } & RunOptions} options
   * @returns {Promise<Plan>}
   */
  async planRemove(inputs, { created, ...options }) {
    return this.#runner.plan({ kind: 'remove', inputs, created }, options)
  }

  /**
   * Carries a plan out, if planning again from the same inputs still gives the same plan.
   *
   * @param {Plan} plan
   * @param {RunOptions} [options]
   * @returns {Promise<WithRollout>} the result, per function
   * @throws {GrayscaleError} `StalePlan` with the difference, or what went wrong, with what had been changed
   */
  async apply(plan, options) {
    const { sources } = plan
    return this.#runs.carriedOut({ ...plan.order, do: 'run', plan: plan.text }, { sources, ...options })
  }

  /**
   * Carries out a plan from a file, as `plan.toFile()` gave it, under the terms of `apply`.
   *
   * @param {string} file its text
   * @param {Inputs} [inputs] the project's inputs as they are now: values of environment variables, and code in memory, do
   *   not stand in the file
   * @param {RunOptions} [options]
   * @returns {Promise<WithRollout>}
   * @throws {GrayscaleError} `UnreadablePlan`, `PlanTooNew`, `EditedPlan`, `SecretMissing`, else as `apply`
   */
  async applyFile(file, inputs = {}, options) {
    const project = JSON.stringify(prepared({ inputs }, {}).inputs)
    const request = JSON.parse(fromCore(() => core.readPlan(file, project)))
    return this.#runs.carriedOut({ ...request, do: 'run' }, { ...options, sources: inputs })
  }

  /**
   * Plans and carries out. Where the inputs have `rollout`, the result does too: how it stands with its first share.
   *
   * @param {Inputs} inputs as in serverless.yml
   * @param {{ fingerprint?: string, replace?: boolean } & RunOptions} [options] `fingerprint`, or its first 8 digits and more: of
   *   the one plan that may be carried out; `replace`: a rollout that is under way is ended first
   * @returns {Promise<WithRollout>} the result, per function
   * @throws {GrayscaleError} `StalePlan` where planning gives another plan, or what went wrong, with what had been changed
   */
  async deploy(inputs, { fingerprint, ...options } = {}) {
    return this.#runs.carriedOut({ do: 'run', inputs, plan: fingerprint }, options)
  }

  /**
   * Says which permissions commands need, as a policy of Tencent Cloud's CAM. Calls nobody.
   *
   * @param {string | string[]} [commands] as the command line has them: `deploy`, `alias update`; all by default
   * @param {Inputs} [inputs] as in serverless.yml: what they ask for is all that counts
   * @returns {PolicyDocument}
   * @throws {GrayscaleError} `UnknownCommand`, and what is wrong with the inputs
   */
  policy(commands, inputs) {
    const { stage, region, namespace } = this.#options
    return policyOf({ commands, inputs, exact: true, stage, region, namespace })
  }

  /**
   * Publishes `$LATEST` of functions that are there: nothing is deployed, and who gets what stays as it is.
   *
   * @param {FunctionArgs} [args]
   * @param {FunctionOptions} [options]
   * @returns {Promise<RunResult>}
   */
  async publish(args, { project, ...options } = {}) {
    return (await this.#runner.run({ do: 'run', kind: 'publish', inputs: project, asked: args }, options)).run
  }

  /**
   * Says what `publish` would do. Writes nothing.
   *
   * @param {FunctionArgs} [args]
   * @param {FunctionOptions} [options]
   * @returns {Promise<Plan>}
   */
  async planPublish(args, { project, ...options } = {}) {
    return this.#runner.plan({ kind: 'publish', inputs: project, asked: args }, options)
  }

  /**
   * Deletes published versions that nothing names: no alias, no trigger, no rollback to the routing before the last change.
   * The newest usable ones stay, and always the last published one.
   *
   * @param {PruneInputs} [args] `keep`: so many of the newest, 10 by default;
   *   `provisioned`: release provisioned concurrency instead, and delete no version;
   *   `functions`: by name or as inputs, in the place of a `project`
   * @param {FunctionOptions} [options]
   * @returns {Promise<RunResult>}
   */
  async prune(args, { project, ...options } = {}) {
    return (await this.#runner.run({ do: 'run', ...pruning(args, project) }, options)).run
  }

  /**
   * Says what `prune` would delete. Writes nothing.
   *
   * @param {PruneInputs} [args]
   * @param {FunctionOptions} [options]
   * @returns {Promise<Plan>}
   */
  async planPrune(args, { project, ...options } = {}) {
    return this.#runner.plan(pruning(args, project), options)
  }

  /**
   * Gives all traffic back to published code in one write per function. Nothing is asked, nothing else is touched.
   *
   * @param {RollbackInputs} [inputs] `functions` by name or as inputs; `to`: `'7'`, `'previous'`, `'left'`, or nothing: a function in
   *   release goes to its stable version, one that was just released to the version before. Of a project's inputs, functions
   *   that are neither stay as they are
   * @param {RunOptions} [options]
   * @returns {Promise<RunResult>}
   */
  async rollback({ to, ...inputs } = {}, options) {
    return this.#runs.back({ do: 'run', kind: 'rollback', inputs, to }, options)
  }

  /**
   * Deletes the functions that are in `created`, such as `created()` lists them; the others are named and left.
   *
   * @param {Inputs} inputs
   * @param {{ created: Place[] } & RunOptions} options
   * @returns {Promise<RunResult>}
   */
  async remove(inputs, { created, ...options }) {
    return (await this.#runner.run({ do: 'run', kind: 'remove', inputs, created }, options)).run
  }

  /**
   * The functions that runs of the journal created and none deleted since: those that `remove` may delete.
   *
   * @param {{ force?: boolean, of?: { known?: Place[], named: Place[], alone: boolean } }} [options] `of`: of one owner, where
   *   several may write to the journal: `named` are the functions of its inputs, `known` those that a state of its own says it
   *   created; `alone` where nobody else writes to the journal. Those that it no longer names count only where that is safe
   * @returns {Promise<Place[]>}
   * @throws {GrayscaleError} `JournalBroken` unless `force`; `JournalTooNew`
   */
  async created({ force = false, of } = {}) {
    return this.#fromJournal.created(force, of)
  }

  /**
   * The functions that there are, those that need a person first.
   *
   * @param {{ region?: string | string[], namespace?: string | string[], alias?: string, triggers?: boolean, read?: string[] }} [args]
   *   where to look: this object's region, and all of its namespaces by default. With `triggers`, triggers and custom
   *   domains are read too, and each row says what calls a version directly. `read`: the functions whose alias is read, as
   *   `region/namespace/name`; the rows of the others have no `split`. All of them by default
   * @param {RunOptions} [options] `onEvent` gets `{ type: 'functions', rows }`: all of them when they are listed, then each
   *   as its alias was read
   * @returns {Promise<FunctionRow[]>}
   */
  async functions(args, options) {
    return (await this.#runner.run({ do: 'functions', asked: args }, options)).functions
  }

  /**
   * Looks at what a plan of these inputs rests on, once, for `planFrom`: many plans can be made of it without asking again.
   * Writes nothing. `onEvent` gets `{ type: 'looked', functions, of }` for each function that is read.
   *
   * @param {Inputs} inputs as for `plan`
   * @param {RunOptions} [options]
   * @returns {Promise<Observed>} as `planFrom` takes it. Where inputs bring settings or code it holds environment variables
   */
  async observe(inputs, options) {
    return (await this.#runner.run({ do: 'plan', inputs }, { ...options, observes: true })).observed
  }

  /**
   * What is there now: per function status, versions, aliases and who gets what.
   *
   * @param {Inputs} inputs `functions` by name or as inputs, `alias`
   * @param {RunOptions} [options]
   * @returns {Promise<StatusRow[]>}
   */
  async status(inputs, options) {
    return (await this.#runner.run({ do: 'status', inputs }, options)).status
  }

  /**
   * Goes on with the last run of the journal, which broke off: what it was asked for, with the project as it is now. Of a
   * rollback, an abort or an undo, only functions that the project has are moved.
   *
   * @param {Inputs} [inputs] the project's inputs; what the run was asked for besides comes from the journal. Without
   *   any, a rollback goes on for the functions that the journal names
   * @param {RunOptions} [options]
   * @returns {Promise<RunResult>}
   * @throws {GrayscaleError} `NothingToResume`, `NotOfProject`; `OrderChanged` where the project is not what it was then
   */
  async resume(inputs = {}, options) {
    return (
      await this.#runner.run(
        { ...(await this.#fromJournal.resuming(inputs)), do: 'run' },
        { ...options, sources: inputs },
      )
    ).run
  }

  /**
   * Says what `resume` would do. Writes nothing.
   *
   * @param {Inputs} [inputs] as for `resume`
   * @param {RunOptions} [options]
   * @returns {Promise<Plan>}
   */
  async planResume(inputs = {}, options) {
    return this.#runner.plan(await this.#fromJournal.resuming(inputs), { ...options, sources: inputs })
  }

  /**
   * Puts back what the last run of the journal, which broke off, had shifted. A rollback that broke off is continued.
   *
   * @param {FunctionOptions} [options] `project`: its functions are the only ones that are moved. Without it, the functions
   *   that the journal names: then the journal has to be the program's own
   * @returns {Promise<RunResult>}
   * @throws {GrayscaleError} `NothingToAbort`, `NotOfProject`
   */
  async abort({ project, ...options } = {}) {
    return this.#runs.back({ ...(await this.#fromJournal.aborting(project)), do: 'run' }, options)
  }

  /**
   * Says what `abort` would do. Writes nothing.
   *
   * @param {FunctionOptions} [options]
   * @returns {Promise<Plan>}
   */
  async planAbort({ project, ...options } = {}) {
    return this.#runner.plan(await this.#fromJournal.aborting(project), options)
  }

  /**
   * Gives each alias back what it said before a run, rules included. Code, settings, versions and triggers stay as they are;
   * an alias that someone changed since stays too (`ChangedSince`).
   *
   * @param {string} [run] its id, or the beginning of it; the last run that moved traffic by default
   * @param {FunctionOptions} [options] `project` as for `abort`
   * @returns {Promise<RunResult>}
   * @throws {GrayscaleError} `NothingToUndo`, `UnknownRun`, `NotOfProject`
   */
  async undo(run, { project, ...options } = {}) {
    return this.#runs.back({ ...(await this.#fromJournal.undoing(run, project)), do: 'run' }, options)
  }

  /**
   * Says what `undo` would do. Writes nothing.
   *
   * @param {string} [run]
   * @param {FunctionOptions} [options]
   * @returns {Promise<Plan>}
   */
  async planUndo(run, { project, ...options } = {}) {
    return this.#runner.plan(await this.#fromJournal.undoing(run, project), options)
  }

  /**
   * The run that is under way on this journal, or the last one where it did not end as it was asked for; and what to do
   * about it.
   *
   * @returns {Promise<Pending | undefined>}
   * @throws {GrayscaleError} `JournalFailed`
   */
  async pending() {
    return this.#fromJournal.pending()
  }

  /**
   * The runs that the journal tells of, the newest first. With `verify`, also whether its lines are consistent: a forger can see to that
   * too.
   *
   * @param {{ verify?: boolean, limit?: number | string }} [args] `limit`: 20 by default
   * @returns {Promise<History>}
   * @throws {GrayscaleError} `JournalBroken` with the first line that is not as it was, and the runs in `result`;
   *   `JournalTooNew`
   */
  async history({ verify, limit } = {}) {
    return this.#fromJournal.history({ verify, limit })
  }

  /**
   * What the store holds: its log's id and account, how much, who is at work, and whether a journal of this machine waits to be
   * imported.
   *
   * @returns {Promise<StoreStatus>}
   * @throws {GrayscaleError} `JournalFailed`, `JournalTooNew`
   */
  async storeStatus() {
    return statusOf(this.#store, offset(this.#options))
  }

  /**
   * Copies a journal into the store, which several machines use, so that its runs can be told, undone and continued there.
   * Nothing is deleted. A second import does nothing.
   *
   * @param {{ from?: Store, force?: boolean }} [options] `from`: the store's own `local` by default; `force`: also a journal
   *   in which a line was changed
   * @returns {Promise<StoreImport>}
   * @throws {GrayscaleError} `StoreNeeded`, `NothingToImport`, `StoreNotEmpty`, `Locked`, `OtherAccount`, `JournalBroken`
   */
  async importJournal({ from = this.#store.local, force } = {}) {
    const { appId } = this.#options
    return importJournal(this.#store, from, { force, appId, offset: offset(this.#options) })
  }

  /**
   * Calls a function and says what came of it: what it returned, how long it took, the end of its log.
   *
   * @param {FunctionArgs & { event?: unknown, qualifier?: string, routingKey?: Record<string, string> | string }} args `event`:
   *   text is JSON text; `qualifier`: an alias or a version, `$default` by default
   * @param {FunctionOptions} [options]
   * @returns {Promise<Invoked>}
   * @throws {GrayscaleError} `FunctionError` where the function failed, `PlatformError` where it could not be run; what is
   *   known stands in `result`
   */
  async invoke(args, { project, ...options } = {}) {
    return (await this.#runner.run({ do: 'invoke', inputs: project, asked: args }, options)).invoked
  }

  /**
   * The log of a function, from its topic of the log service: the oldest row first, with percentiles of durations by version
   * and errors by message, unless it is followed. With the `cursor` of the last answer, what is new since.
   *
   * @param {FunctionArgs & { interval?: number, ago?: number, limit?: number, version?: string, alias?: string, requestId?: string,
   *   errors?: boolean, follow?: boolean, cursor?: string }} args `interval`: so many seconds back, an hour by default;
   *   `ago`: up to so many seconds ago, instead of up to now; `follow`: leave out what has not ended yet, it comes with the cursor; `alias`: calls through this alias alone
   * @param {FunctionOptions} [options]
   * @returns {Promise<LogReport>}
   */
  async logs(args, { project, ...options } = {}) {
    return (await this.#runner.run({ do: 'logs', inputs: project, asked: args }, options)).logs
  }

  /**
   * How the versions of a function fare, side by side: `$LATEST`, the last published one, and whoever else has traffic.
   * Where the order has limits, `gate.ok` is true, false, or null where that is not known.
   *
   * @param {FunctionArgs & { period?: number, interval?: number, since?: string, version?: string | string[], alias?: string,
   *   maxErrorRate?: number | string, minInvocations?: number }} args `period`: 60, 300, 3600 or 86400 seconds;
   *   `interval`: so many seconds back, 15 periods by default; `since`: `upload`, or a time of ISO 8601 with its offset;
   *   `maxErrorRate`: the part of calls that may fail, 0 to 1 or a percentage, of the named versions, else of `$LATEST`
   * @param {FunctionOptions} [options]
   * @returns {Promise<MetricReport>}
   */
  async metrics(args, { project, ...options } = {}) {
    return (await this.#runner.run({ do: 'metrics', inputs: project, asked: args }, options)).metrics
  }

  /**
   * Versions of a function side by side: what tells their code apart, and, of exactly two, the settings that differ. Of
   * environment variables only names are shown, and whether their values differ.
   *
   * @param {FunctionArgs & { versions: string | string[] }} args `versions`: 1 to 50, such as `['7', '$latest']`
   * @param {FunctionOptions} [options]
   * @returns {Promise<Comparison>}
   * @throws {GrayscaleError} `InvalidVersion`, `FunctionNotFound`
   */
  async compare(args, { project, ...options } = {}) {
    return (await this.#runner.run({ do: 'compare', inputs: project, asked: args }, options)).compared
  }

  /**
   * Any action of the API, signed and sent once.
   *
   * @param {string} action
   * @param {Record<string, unknown>} parameters
   * @param {{ service?: string, version?: string, region?: string, signal?: AbortSignal, timeoutMs?: number }} [options]
   * @returns {Promise<Record<string, any>>} the fields of `Response`
   * @throws {GrayscaleError} the API's error, or why there is no answer
   */
  async request(
    action,
    parameters,
    { service = 'scf', version = '2018-04-16', region, signal, timeoutMs = 30_000 } = {},
  ) {
    const body = JSON.stringify(parameters)
    const place = region ?? this.#options.region ?? 'ap-guangzhou'
    return this.#caller.response({ service, action, version, region: place, body, timeoutMs }, signal)
  }

  /** Overwrites the secret key in wasm's memory and closes connections. */
  async close() {
    await this.#outgoing.close()
    await this.#caller.close()
    await this.#logs.close()
    await this.#store.close()
  }
}

/**
 * @param {PruneInputs} [args]
 * @param {Inputs} [project]
 */
function pruning({ functions, ...args } = {}, project) {
  return { kind: 'prune', inputs: functions === undefined ? project : { ...project, functions }, asked: args }
}
