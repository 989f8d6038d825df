// @ts-check
// Provisioned concurrency of versions: asked for, then started. It is a number with a state; invocations start their
// processes as ever.
//
//   Put     InProgress → Done | Failed
//   Delete  InProgress → gone

import { ApiError } from './errors.js'

/** @typedef {import('./world.js').CloudFunction} CloudFunction */
/** @typedef {import('./world.js').Version} Version */

/**
 * @typedef {object} Provisioned
 * @property {number} asked 0: it is being taken down
 * @property {number} started
 * @property {'InProgress' | 'Done' | 'Failed'} status
 * @property {string} reason why it failed
 * @property {object[]} actions at times of a schedule, only kept
 */

/** Of the account's concurrency this much stays for what is not provisioned. */
const KEPT_FREE = 100

export class Provisioning {
  /**
   * @param {object} given
   * @param {import('./lifecycle.js').Lifecycle} given.lifecycle delays and ends the changes
   * @param {import('./quotas.js').Quotas} given.quotas
   */
  constructor({ lifecycle, quotas }) {
    this.lifecycle = lifecycle
    this.quotas = quotas
  }

  /** How many instances the function may have, whatever its versions have. @param {CloudFunction} fn */
  #most(fn) {
    const memoryMb = fn.reservedMb ?? this.quotas.concurrencyMb
    return Math.floor(memoryMb / fn.latest.content.configuration.memoryMb)
  }

  /** @param {CloudFunction} fn */
  unallocated(fn) {
    return Math.max(this.#most(fn) - KEPT_FREE - sumOf(fn), 0)
  }

  /** @param {CloudFunction} fn @param {Version} version @param {number} asked @param {object[]} actions */
  put(fn, version, asked, actions) {
    this.#checkFree(version)
    if (version.status !== 'Active') {
      throw new ApiError(
        'FailedOperation.FunctionVersionStatusNotActive',
        `Version ${version.number} is ${version.status}.`,
      )
    }
    const before = version.provisioned?.asked ?? 0
    if (asked - before > this.unallocated(fn)) {
      throw new ApiError(
        'FailedOperation.ProvisionedExceedAvailable',
        `${asked} instances are asked for; ${this.unallocated(fn) + before} are available.`,
      )
    }
    const started = Math.min(version.provisioned?.started ?? 0, asked)
    version.provisioned = { asked, started, status: 'InProgress', reason: '', actions }
    this.#start(fn, version)
  }

  /** @param {CloudFunction} fn @param {Version} version */
  delete(fn, version) {
    this.#checkFree(version)
    if (!version.provisioned) return
    Object.assign(version.provisioned, { asked: 0, status: 'InProgress' })
    this.#start(fn, version)
  }

  /** Takes up what was under way when the state was saved. @param {CloudFunction} fn */
  resume(fn) {
    for (const version of fn.versions.values()) {
      if (version.provisioned?.status === 'InProgress') this.#start(fn, version)
    }
  }

  /** @param {Version} version */
  #checkFree({ number, provisioned }) {
    if (provisioned?.status === 'InProgress') throw inProgress(number)
  }

  /** @param {CloudFunction} fn @param {Version} version */
  #start(fn, version) {
    this.lifecycle.after(fn, this.lifecycle.delays.provisionMs, (reason) => end(version, reason))
  }
}

/** @param {Version} version @param {import('./world.js').Reason | undefined} reason */
function end(version, reason) {
  const { provisioned } = version
  if (!provisioned) return
  if (reason) Object.assign(provisioned, { status: 'Failed', reason: reason.ErrorMessage })
  else if (provisioned.asked === 0) version.provisioned = undefined
  else Object.assign(provisioned, { status: 'Done', started: provisioned.asked })
}

/** @param {string} number */
const inProgress = (number) =>
  new ApiError(
    'FailedOperation.ProvisionedInProgress',
    `The provisioned concurrency of version ${number} is being changed; wait until it is Done.`,
  )

/** Instances that all versions together are to have. @param {CloudFunction} fn */
export const sumOf = (fn) => [...fn.versions.values()].reduce((sum, one) => sum + (one.provisioned?.asked ?? 0), 0)

/** What is being changed is not deleted. @param {Version[]} versions @throws {ApiError} FailedOperation.ProvisionedInProgress */
export function checkNotProvisioning(versions) {
  const busy = versions.find(({ provisioned }) => provisioned?.status === 'InProgress')
  if (busy) throw inProgress(busy.number)
}
