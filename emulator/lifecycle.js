// @ts-check
// The status machine of functions and versions. Each transition takes its delay on the monotonic clock, then ends in
// Active or in the failed state.
//
//   create   Creating   → Active | CreateFailed    (CreateFailed: delete and create again)
//   update   Updating   → Active | UpdateFailed    (the old content is served until Active, and for good when it fails)
//   publish  Publishing → Active | PublishFailed   (of the new version; $LATEST stays as it is)
//   delete   Deleting   → gone   | DeleteFailed

import { ApiError } from './errors.js'
import { PackageError } from './packages.js'
import { entryOf } from './runtime/runtimes.js'
import { allVersions, dropTriggers, functionKey, LATEST } from './world.js'

/** @typedef {import('./world.js').CloudFunction} CloudFunction */
/** @typedef {import('./world.js').Version} Version */
/** @typedef {import('./world.js').Status} Status */
/** @typedef {import('./world.js').Reason} Reason */

/** @typedef {import('./public.js').Delays} Delays */

/** @type {Readonly<Delays>} */
export const DEFAULT_DELAYS = Object.freeze({
  createMs: 300,
  updateMs: 150,
  publishMs: 200,
  deleteMs: 100,
  provisionMs: 300,
  retryMs: 60_000,
})

/** @type {Record<'create' | 'update' | 'publish' | 'delete', { under: Status, failed: Status, delay: keyof Delays }>} */
const TRANSITIONS = {
  create: { under: 'Creating', failed: 'CreateFailed', delay: 'createMs' },
  update: { under: 'Updating', failed: 'UpdateFailed', delay: 'updateMs' },
  publish: { under: 'Publishing', failed: 'PublishFailed', delay: 'publishMs' },
  delete: { under: 'Deleting', failed: 'DeleteFailed', delay: 'deleteMs' },
}

/** @typedef {keyof typeof TRANSITIONS} Transition */

const TRANSITION_NAMES = /** @type {Transition[]} */ (Object.keys(TRANSITIONS))

/** @typedef {import('./public.js').OrderedFailure} OrderedFailure */

/**
 * How the next change of a function is to go.
 * @typedef {object} Prescribed
 * @property {number} [ms] how long it takes, instead of the usual delay; Infinity: it never ends
 * @property {Reason} [reason] why it fails
 */

const DEFAULT_REASON = { ErrorCode: 'InternalError', ErrorMessage: 'This failure was ordered.' }

export class Lifecycle {
  /**
   * @param {object} given
   * @param {import('./world.js').World} given.world
   * @param {import('./packages.js').Packages} given.packages
   * @param {Delays} given.delays
   * @param {() => void} given.changed called when a change has ended after its delay
   * @param {(fn: CloudFunction, version: Version) => void} given.retired called when a version no longer serves what
   *   it served
   */
  constructor({ world, packages, delays, changed, retired }) {
    this.world = world
    this.packages = packages
    this.delays = delays
    this.changed = changed
    this.retired = retired
    /** @type {Set<NodeJS.Timeout>} */
    this.timers = new Set()
    /** @type {OrderedFailure[]} */
    this.ordered = []
    /** @type {Map<string, Prescribed>} by function */
    this.prescribed = new Map()
  }

  /** @param {CloudFunction} fn */
  create(fn) {
    this.#start('create', fn, fn.latest)
  }

  /**
   * @param {CloudFunction} fn
   * @param {import('./world.js').Content} content
   * @param {boolean} publish a version when the update is Active
   */
  update(fn, content, publish) {
    fn.latest.content = content
    fn.publishNext = publish
    this.#start('update', fn, fn.latest)
  }

  /**
   * Makes a snapshot of `$LATEST`. Its number is known at once.
   * @param {CloudFunction} fn
   * @param {string} description
   * @returns {Version}
   */
  publish(fn, description) {
    fn.lastNumber += 1
    const nowMs = this.world.clock.nowMs()
    /** @type {Version} */
    const version = {
      number: String(fn.lastNumber),
      description,
      status: 'Publishing',
      reasons: [],
      content: fn.latest.content,
      served: null,
      addTimeMs: nowMs,
      modTimeMs: nowMs,
    }
    fn.versions.set(version.number, version)
    this.#start('publish', fn, version)
    return version
  }

  /** `$LATEST` stands for the whole function. @param {CloudFunction} fn @param {Version} version */
  remove(fn, version) {
    this.#start('delete', fn, version)
  }

  /** Takes up what was under way when the state was saved. @param {CloudFunction} fn */
  resume(fn) {
    for (const version of allVersions(fn)) {
      const transition = TRANSITION_NAMES.find((name) => TRANSITIONS[name].under === version.status)
      if (transition) this.#start(transition, fn, version)
    }
  }

  /** @param {Transition} transition @param {CloudFunction} fn @param {Version} version */
  #start(transition, fn, version) {
    const { under, delay } = TRANSITIONS[transition]
    version.status = under
    version.reasons = []
    version.modTimeMs = this.world.clock.nowMs()
    this.world.changed(fn)
    this.after(fn, this.delays[delay], (reason) => this.#end(transition, fn, version, reason))
  }

  /**
   * Ends a change of a function after its usual delay, or as the next change of this function was prescribed to go.
   * @param {CloudFunction} fn
   * @param {number} usualMs
   * @param {(reason: Reason | undefined) => void} end reason: why the change fails, where that was prescribed
   */
  after(fn, usualMs, end) {
    const key = functionKey(fn)
    const { ms = usualMs, reason } = this.prescribed.get(key) ?? {}
    this.prescribed.delete(key)
    if (ms === 0) return end(reason)
    if (ms === Number.POSITIVE_INFINITY) return
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      end(reason)
      this.changed()
    }, ms)
    this.timers.add(timer)
  }

  /** @param {Transition} transition @param {CloudFunction} fn @param {Version} version @param {Reason} [prescribed] */
  #end(transition, fn, version, prescribed) {
    const reason = prescribed ?? this.#failure(transition, fn, version)
    version.status = reason ? TRANSITIONS[transition].failed : 'Active'
    version.reasons = reason ? [reason] : []
    if (transition === 'delete') {
      if (!reason) this.#drop(fn, version)
    } else this.#settle(fn, version, reason !== undefined)
    this.world.changed(fn)
    if (transition === 'update' && !reason && fn.publishNext) this.publish(fn, '')
  }

  /** @param {CloudFunction} fn @param {Version} version @param {boolean} failed */
  #settle(fn, version, failed) {
    const before = version.served
    if (!failed) version.served = version.content
    else if (before) version.content = before
    if (before && before !== version.served) this.retired(fn, version)
  }

  /** @param {CloudFunction} fn @param {Version} version */
  #drop(fn, version) {
    const wholeFunction = version.number === LATEST
    for (const gone of wholeFunction ? allVersions(fn) : [version]) {
      gone.served = null
      this.retired(fn, gone)
    }
    if (wholeFunction) this.world.namespace(fn.region, fn.namespace).functions.delete(fn.name)
    else {
      fn.versions.delete(version.number)
      dropTriggers(fn, version.number)
    }
  }

  /** @param {Transition} transition @param {CloudFunction} fn @param {Version} version @returns {Reason | undefined} */
  #failure(transition, fn, version) {
    const index = this.ordered.findIndex(
      (order) => order.transition === transition && (order.functionName ?? fn.name) === fn.name,
    )
    if (index !== -1) return this.ordered.splice(index, 1)[0].reason ?? DEFAULT_REASON
    if (transition === 'delete') return undefined
    try {
      entryOf(this.packages, version.content)
      return undefined
    } catch (error) {
      if (!(error instanceof PackageError)) throw error
      return { ErrorCode: error.code, ErrorMessage: error.message }
    }
  }

  /** @param {OrderedFailure} order */
  failNext(order) {
    this.ordered.push(order)
  }

  /**
   * Says how the next change of a function goes.
   * @param {string} key of the function
   * @param {Prescribed} how
   * @returns {() => void} takes it back, where no change came of the request
   */
  prescribe(key, how) {
    this.prescribed.set(key, how)
    return () => {
      if (this.prescribed.get(key) === how) this.prescribed.delete(key)
    }
  }

  close() {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
  }
}

const UNDER_WAY = new Set(Object.values(TRANSITIONS).map((transition) => transition.under))

/** What a function or one of its versions is in the middle of. @param {CloudFunction} fn */
function busyVersion(fn) {
  return allVersions(fn).find((version) => UNDER_WAY.has(version.status))
}

/**
 * Refuses a change while another is under way, or where the state forbids it.
 * @param {CloudFunction} fn
 * @param {'UpdateFunctionCode' | 'UpdateFunctionConfiguration' | 'PublishVersion' | 'DeleteFunction'} action
 * @throws {ApiError} FailedOperation.<action>
 */
export function checkChangeable(fn, action) {
  const busy = busyVersion(fn)
  if (busy) {
    const what = busy.number === LATEST ? `function "${fn.name}"` : `version ${busy.number} of function "${fn.name}"`
    throw refused(action, `${what} is ${busy.status}; wait until it is Active`)
  }
  const { status } = fn.latest
  const recoverable = action === 'DeleteFunction' || (action !== 'PublishVersion' && status === 'UpdateFailed')
  if (status !== 'Active' && !recoverable) throw refused(action, `function "${fn.name}" is ${status}`)
}

/** @param {string} action @param {string} why */
function refused(action, why) {
  return new ApiError(`FailedOperation.${action}`, `${action} is not possible now: ${why}.`)
}
