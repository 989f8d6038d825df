// @ts-check
/**
 * Orders that are taken from the journal: to go on with a run, to put it back, to undo it. The journal says what is to be
 * done; a project says to which functions.
 */
/** @import { Options } from '../options.js' */
/** @import { Store } from '../types.js' */
import { core } from '#load'
import { fromCore } from '../errors.js'
import { localJournal } from './import.js'
import { prepared, unread } from './request.js'

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
  }
}
