// @ts-check
/** @import { Store } from '../types.js' */

/**
 * A store that does as another one does, but for what is given. Each method is called on the store that it belongs to: a
 * store may be an instance of a class, whose methods no spread copies.
 *
 * @param {Store} store
 * @param {Partial<Store>} changes
 * @returns {Store}
 */
export function through(store, changes) {
  return {
    read: (from, options) => store.read(from, options),
    append: (position, lines) => store.append(position, lines),
    alive: async (process) => store.alive?.(process),
    describe: () => store.describe(),
    close: () => store.close(),
    rollout: (id) => store.rollout(id),
    trims: store.trims,
    shared: store.shared,
    local: store.local,
    ...changes,
  }
}
