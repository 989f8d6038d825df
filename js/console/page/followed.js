// @ts-check
/** @import { Store, StoreText } from '../../types.js' */
import { StoreError } from '../../errors.js'
import { through } from '../../store/through.js'

/**
 * A store of which only what is new is read: the page looks at its journal every few seconds, and what it has read once stays
 * in its memory.
 *
 * @param {Store} store
 * @returns {Store & { forget: () => void }} `forget`: the store holds another journal now
 */
export function followed(store) {
  /** `whole`: from the beginning on. @type {{ text: string, position: string, whole: boolean } | undefined} */
  let known

  /** @param {number} [newest] @returns {Promise<StoreText>} */
  const end = async (newest) => {
    const before = known
    if (before && (before.whole || newest !== undefined)) {
      try {
        const { text, position, now } = await store.read(before.position)
        known = { ...before, text: before.text + text, position }
        return { text: known.text, position, now }
      } catch (error) {
        // the position may be none any more: then the log is another one
        if (!(error instanceof StoreError)) throw error
        known = undefined
      }
    }
    const read = await store.read(undefined, { newest })
    known = { text: read.text, position: read.position, whole: newest === undefined }
    return read
  }
  /** One after the other: each then reads only what is new. @type {Promise<unknown>} */
  let before = Promise.resolve()
  const read = (/** @type {string | undefined} */ from, /** @type {{ newest?: number } | undefined} */ options) => {
    if (from !== undefined) return store.read(from, options)
    const next = before.then(() => end(options?.newest))
    before = next.catch(() => {})
    return next
  }
  /** The logs of rollouts, likewise. @type {Map<string, Store>} */
  const logs = new Map()
  const forget = () => {
    known = undefined
    logs.clear()
  }
  const rollout = (/** @type {string} */ id) => {
    const log = logs.get(id) ?? followed(store.rollout(id))
    logs.set(id, log)
    return log
  }
  return { ...through(store, { read }), rollout, forget }
}
