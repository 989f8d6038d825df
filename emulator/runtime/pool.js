// @ts-check
// The processes of all functions: started when an invocation needs one, kept warm, ended when idle for long, when
// their version no longer serves that content, or when another function needs the room.

import { notRun, platformFailure } from './outcome.js'
import { FunctionProcess } from './process.js'

/** @typedef {import('./outcome.js').Outcome} Outcome */
/** @typedef {import('./process.js').Target} Target */
/** @typedef {import('./process.js').Job} Job */

/** @typedef {import('../public.js').PoolLimits} PoolLimits */

/** @type {Readonly<PoolLimits>} */
export const DEFAULT_LIMITS = Object.freeze({ perTarget: 10, total: 24, waiting: 2000, idleMs: 60_000 })

/** A second process is worth its start only where the first can't keep up: where someone has waited this long. */
const PATIENCE_MS = 30
const CLOSED = platformFailure('The emulator was closed')

/** @typedef {{ job: Job, since: number, done: (outcome: Outcome) => void }} Waiting */

/**
 * @typedef {object} Group the processes of one target
 * @property {Target} target
 * @property {Set<FunctionProcess>} processes
 * @property {FunctionProcess[]} idle the last one used last
 * @property {Waiting[]} queue
 * @property {number} starting
 * @property {NodeJS.Timeout | null} patience
 * @property {boolean} retired
 */

export class Pool {
  /** @param {PoolLimits} limits */
  constructor(limits) {
    this.limits = limits
    /** @type {Map<string, Group>} by the target's key */
    this.groups = new Map()
    /** @type {Set<FunctionProcess>} */
    this.processes = new Set()
    /** @type {Set<Group>} without any process, for lack of room */
    this.starved = new Set()
    this.closed = false
    this.sweeper = setInterval(() => this.#endLongIdle(), Math.min(5000, Math.max(50, limits.idleMs / 2)))
    this.sweeper.unref()
  }

  /**
   * @param {string} key
   * @param {() => Target} makeTarget called when nothing runs under this key yet
   * @param {Job} job
   * @returns {Promise<Outcome>}
   */
  run(key, makeTarget, job) {
    if (this.closed) return Promise.resolve(notRun(500, CLOSED))
    const group = this.groups.get(key) ?? this.#newGroup(makeTarget())
    if (group.queue.length >= this.limits.waiting) {
      return Promise.resolve(notRun(432, platformFailure('ResourceLimitReached: too many invocations are waiting')))
    }
    return new Promise((done) => {
      group.queue.push({ job, since: performance.now(), done })
      this.#serve(group)
    })
  }

  /** Lets what runs come to its end, and starts nothing new under this key. @param {string} key */
  retire(key) {
    const group = this.groups.get(key)
    if (!group) return
    group.retired = true
    this.groups.delete(key)
    this.#endIdle(group)
  }

  async close() {
    this.closed = true
    clearInterval(this.sweeper)
    for (const group of [...this.groups.values(), ...this.starved]) {
      if (group.patience) clearTimeout(group.patience)
      for (const waiting of group.queue.splice(0)) waiting.done(notRun(500, CLOSED))
    }
    const ends = [...this.processes].map((process) => {
      process.kill()
      return process.ended
    })
    await Promise.all(ends)
  }

  /** @param {Target} target @returns {Group} */
  #newGroup(target) {
    /** @type {Group} */
    const group = { target, processes: new Set(), idle: [], queue: [], starting: 0, patience: null, retired: false }
    this.groups.set(target.key, group)
    return group
  }

  /** Gives waiting invocations to idle processes, and starts processes where that pays. @param {Group} group */
  #serve(group) {
    while (group.queue.length > 0) {
      const process = group.idle.pop()
      if (!process) break
      if (process.alive) this.#assign(group, process, /** @type {Waiting} */ (group.queue.shift()))
    }
    if (group.queue.length === 0 || this.closed || group.starting > 0) return
    if (group.target.runtime.exclusive !== undefined && group.processes.size > 0) return
    if (group.processes.size === 0) this.#startProcess(group)
    else if (group.processes.size < this.limits.perTarget && group.patience === null) {
      const waited = performance.now() - group.queue[0].since
      group.patience = setTimeout(
        () => {
          group.patience = null
          const oldest = group.queue[0]
          if (oldest && performance.now() - oldest.since >= PATIENCE_MS) this.#startProcess(group)
          else this.#serve(group)
        },
        Math.max(0, PATIENCE_MS - waited) + 1,
      )
    }
  }

  /** @param {Group} group @param {FunctionProcess} process @param {Waiting} waiting */
  async #assign(group, process, waiting) {
    const outcome = await process.run(waiting.job)
    await process.settle()
    if (process.alive && this.#isWantedElsewhere(process)) this.#end(process)
    else this.#freed(group, process)
    waiting.done(outcome)
  }

  /** @param {Group} group @param {FunctionProcess} process */
  #freed(group, process) {
    if (process.alive) group.idle.push(process)
    else group.processes.delete(process)
    this.#serve(group)
    if (group.retired) this.#endIdle(group)
    if (group.idle.length > 0 || !process.alive) this.#serveStarved()
  }

  /** @param {Group} group */
  async #startProcess(group) {
    if (this.closed) return
    const holder = this.#holder(group.target)
    if (holder) {
      // It ends when it is idle, and this group is served when it has ended.
      if (this.#isIdle(holder)) this.#end(holder)
      this.starved.add(group)
      return
    }
    if (this.processes.size >= this.limits.total && !this.#makeRoom()) {
      if (group.processes.size === 0) this.starved.add(group)
      return
    }
    let process
    try {
      process = new FunctionProcess(group.target)
    } catch (error) {
      const why = `The process could not be started: ${/** @type {Error} */ (error).message}`
      for (const waiting of group.queue.splice(0)) waiting.done(notRun(500, platformFailure(why)))
      return
    }
    group.starting += 1
    this.processes.add(process)
    group.processes.add(process)
    void process.ended.then(() => {
      this.processes.delete(process)
      group.processes.delete(process)
      group.idle = group.idle.filter((other) => other !== process)
      // Who waits for what it held comes before its own group.
      this.#serveStarved()
      this.#serve(group)
    })
    const failure = await process.load()
    group.starting -= 1
    if (failure) {
      group.processes.delete(process)
      // The code itself is at fault: another process would fail the same way.
      for (const waiting of group.queue.splice(0)) waiting.done(failure)
    } else this.#freed(group, process)
  }

  /** The process that has what only one can have, and this target needs. @param {Target} target */
  #holder({ runtime: { exclusive } }) {
    return exclusive && [...this.processes].find(({ target }) => target.runtime.exclusive === exclusive)
  }

  /** Whether another group waits for what only one process can have, and this one has. @param {FunctionProcess} process */
  #isWantedElsewhere({ target: { key, runtime } }) {
    if (runtime.exclusive === undefined) return false
    return [...this.starved].some(({ target }) => target.runtime.exclusive === runtime.exclusive && target.key !== key)
  }

  /** Ends the process that has been idle longest. @returns {boolean} whether there is room now */
  #makeRoom() {
    /** @type {FunctionProcess | undefined} */
    let oldest
    for (const process of this.processes) {
      if (process.alive && this.#isIdle(process) && (!oldest || process.lastUsedMs < oldest.lastUsedMs))
        oldest = process
    }
    if (!oldest) return false
    this.#end(oldest)
    return true
  }

  #serveStarved() {
    const starved = [...this.starved]
    this.starved.clear()
    for (const group of starved) this.#serve(group)
  }

  #endLongIdle() {
    const before = performance.now() - this.limits.idleMs
    for (const process of this.processes) {
      if (this.#isIdle(process) && process.lastUsedMs < before) this.#end(process)
    }
  }

  /** @param {FunctionProcess} process */
  #isIdle(process) {
    return this.groups.get(process.target.key)?.idle.includes(process) ?? false
  }

  /** @param {FunctionProcess} process */
  #end(process) {
    const group = this.groups.get(process.target.key)
    if (group) {
      group.idle = group.idle.filter((other) => other !== process)
      group.processes.delete(process)
    }
    process.kill()
  }

  /** @param {Group} group */
  #endIdle(group) {
    if (group.queue.length > 0) return
    for (const process of group.idle.splice(0)) process.kill()
  }
}
