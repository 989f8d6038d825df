// @ts-check
/** @import { LockAnswer, Store } from '../types.js' */
import { core } from '#load'
import { fromCore, GrayscaleError, StoreError } from '../errors.js'

/**
 * The store's lock, as one run has it while it may write.
 *
 * @typedef {object} RunLock
 * @property {string} [token] of the lock; absent where the store has none, or a rollback could not get it
 * @property {string} [unlocked] why a rollback goes on without it
 * @property {{ who: string, since: number, living: boolean }} [tookOver] from whom it was taken, for the machine
 * @property {() => Promise<void>} release
 */

/**
 * Takes the store's lock for a run.
 *
 * @param {Store} store
 * @param {{ command: string, who?: string, takesOver?: boolean, offset?: number }} run `takesOver`: as the core says it of a
 *   request; `offset`: the zone in which times are told, in minutes east of UTC
 * @returns {Promise<RunLock>}
 * @throws {GrayscaleError} `Locked`; `JournalFailed` or `UnsafeJournal` where no lock can be had at all
 */
export async function lockFor(store, { command, who = 'somebody', takesOver = false, offset = 0 }) {
  if (!store.lock) return unlocked
  /** @type {LockAnswer} */
  let answer
  try {
    answer = await store.lock({ who, command, takeOver: takesOver })
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    if (takesOver) return { ...unlocked, unlocked: error.reason }
    throw error.asError('; nothing was changed')
  }
  const { taken, token, by, file } = answer
  if (!taken) {
    const holder = JSON.stringify({ ...by, file })
    throw GrayscaleError.from(fromCore(() => core.lockedBy(holder, Date.now(), offset)))
  }
  const tookOver = by && { who: by.who, since: by.since, living: by.alive !== false }
  const release = async () => {
    if (token !== undefined) await store.unlock?.(token)
  }
  return { token, tookOver, release }
}

/** A run that has no lock. @type {RunLock} */
export const unlocked = { release: async () => {} }
