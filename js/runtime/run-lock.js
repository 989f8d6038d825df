// @ts-check
/** @import { LockAnswer, Store } from '../types.js' */
import { core } from '#load'
import { GrayscaleError, StoreError } from '../errors.js'

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
 * Takes the store's lock for a request that may write: a run that is alive keeps it, unless the request is to roll back.
 *
 * @param {Store} store
 * @param {{ do?: string, kind?: string, who?: string, offset?: number }} order
 * @returns {Promise<RunLock>}
 * @throws {GrayscaleError} `Locked`; `JournalFailed` or `UnsafeJournal` where no lock can be had at all
 */
export async function lockFor(store, { do: what, kind = 'deploy', who = 'somebody', offset = 0 }) {
  if (what !== 'run' || !store.lock) return { release: async () => {} }
  const takeOver = kind === 'rollback' || kind === 'abort'
  /** @type {LockAnswer} */
  let answer
  try {
    answer = await store.lock({ who, command: kind, takeOver })
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    // whatever is the matter with the disk, a rollback is not held up by it
    if (takeOver) return { unlocked: error.reason, release: async () => {} }
    throw error.asError('; nothing was changed')
  }
  const { taken, token, by } = answer
  if (!taken) throw locked(answer, offset)
  const tookOver = by && { who: by.who, since: by.since, living: by.alive !== false }
  const release = async () => {
    if (token !== undefined) await store.unlock?.(token)
  }
  return { token, tookOver, release }
}

/**
 * @param {LockAnswer} answer
 * @param {number} offset
 */
function locked({ by, file }, offset) {
  const { who, command, since, alive } = /** @type {NonNullable<LockAnswer['by']>} */ (by)
  const begun = core.timeIn(since, offset)
  const seconds = Math.max(0, Math.round((Date.now() - since) / 1000))
  const lock = file === undefined ? 'the lock that the store keeps' : file
  const elsewhere = `if that machine or container is gone, delete ${lock}`
  return new GrayscaleError({
    code: 'Locked',
    class: 'refused',
    message: `another run is under way here: ${command} by ${who}, since ${begun} (${seconds} s); nothing was changed`,
    retryable: true,
    hint: `wait until it is over${alive === undefined ? `; ${elsewhere}` : ''}; \`grayscale rollback\` takes over at once`,
  })
}
