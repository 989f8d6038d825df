// @ts-check
/**
 * What the journal tells: the runs of it, and orders that are taken from them, to go on with one, to put it back, to undo it. The
 * journal says what is to be done; a project says to which functions.
 */
/** @import { Options } from '../options.js' */
/** @import { History, Pending, Store } from '../types.js' */
/** @import { Place } from '../types/generated.js' */
import { core } from '#load'
import { fromCore, GrayscaleError, StoreError } from '../errors.js'
import { isShared } from '../store/address.js'
import { factsOf, localJournal } from './import.js'
import { offset, prepared, unread } from './request.js'

/**
 * @param {Store} store
 * @param {Options} options
 */
export function fromJournal(store, options) {
  /** What an order is limited to. @param {any} project its inputs @returns {string} */
  const within = (project) => {
    const { inputs, ...place } = prepared({ inputs: project }, options)
    return JSON.stringify(project === undefined ? {} : { inputs, ...place })
  }
  /**
   * @param {(journal: string) => string} take
   * @param {{ takesOver?: boolean }} [options] users wait for it: the runs of a journal that was not imported are no reason
   * @returns {Promise<Record<string, any>>}
   */
  const taken = async (take, { takesOver = false } = {}) => {
    const { text: journal } = await store.read().catch(unread)
    const local = takesOver ? undefined : await localJournal(store)
    // the run that is meant may be one of those
    if (local) fromCore(() => core.requireImported(journal, JSON.stringify(local)))
    return JSON.parse(fromCore(() => take(journal)))
  }
  /** @param {'resume' | 'abort' | 'undo'} order */
  const requireAll = (order) => {
    if (store.trims) fromCore(() => core.requireStore(order))
  }
  return {
    /** @param {any} inputs of the project */
    resuming: async (inputs) => {
      requireAll('resume')
      const data = JSON.stringify(prepared({ inputs }, {}).inputs)
      const project = 'functions' in inputs || 'name' in inputs || options.instance ? inputs : undefined
      return taken((journal) => core.resumption(journal, data, within(project)))
    },
    /** @param {any} project */
    aborting: async (project) => {
      requireAll('abort')
      return taken((journal) => core.abortion(journal, within(project)), { takesOver: true })
    },
    /** @param {string | undefined} run @param {any} project */
    undoing: async (run, project) => {
      requireAll('undo')
      return taken((journal) => core.undoing(journal, run, within(project)))
    },
    /**
     * @param {boolean} force
     * @param {{ known?: Place[], named: Place[], alone: boolean }} [owner]
     * @returns {Promise<Place[]>}
     */
    created: async (force, owner) => {
      const { text } = await store.read().catch(unread)
      if (!owner) return fromCore(() => core.created(text, force))
      return fromCore(() => core.owned(text, JSON.stringify({ ...owner, shared: isShared(store) }), force))
    },
    /** @returns {Promise<Pending | undefined>} */
    pending: async () => {
      try {
        const read = await store.read(undefined, { newest: core.newestBytes() })
        const facts = JSON.stringify(await factsOf(store, read))
        return JSON.parse(fromCore(() => core.pending(read.text, facts, offset(options)))) ?? undefined
      } catch (error) {
        if (!(error instanceof StoreError && error.unsafe)) return unread(error)
        // whoever only looks is told, and sees the rest
        const { message, hint = '' } = error.asError()
        return { state: 'unread', text: message, hint }
      }
    },
    /** @param {{ verify?: boolean, limit?: number | string }} args @returns {Promise<History>} */
    history: async (args) => {
      const { text } = await store.read().catch(unread)
      const asked = JSON.stringify({ ...args, trimmed: store.trims, offset: offset(options) })
      const { error, ...history } = fromCore(() => core.history(text, asked))
      if (error) throw GrayscaleError.from({ ...error, result: history })
      return history
    },
  }
}
