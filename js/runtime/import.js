// @ts-check
/** The journal on this machine beside a store that several machines use: what runs must know of it, and how it gets there. */
/** @import { LocalJournal, Store } from '../types.js' */
import { describeCaller } from '#identity'
import { core } from '#load'
import { fromCore, StoreError } from '../errors.js'
import { unread } from './request.js'

/** So often somebody else may be quicker, or no answer come, before an import gives up. */
const MOST_TRIES = 5

/**
 * What a run must know of the journal of this machine; undefined where there is none, or it has no runs.
 *
 * @param {Store} store that takes its place
 * @param {{ lock?: boolean, takesOver?: boolean }} [needs] a journal that can't be read ends what writes, but for a rollback
 * @returns {Promise<LocalJournal | undefined>}
 */
export async function localJournal({ local }, { lock = true, takesOver = false } = {}) {
  if (!local) return undefined
  try {
    const { text } = await local.read(undefined, { newest: core.newestBytes() })
    const found = core.localJournal(text, local.describe())
    return found && JSON.parse(found)
  } catch (error) {
    if (!lock || takesOver) return undefined
    return unread(error)
  }
}

/**
 * Copies a journal into a store, once.
 *
 * @param {Store} store
 * @param {Store | undefined} from
 * @param {{ force?: boolean, appId?: string, offset: number }} options
 * @returns {Promise<{ imported: boolean, runs: number, from: string, to: string }>} `imported` is false where the store has
 *   its runs already
 */
export async function importJournal(store, from, { force, appId, offset }) {
  fromCore(() => core.requireShared(store.shared === true && from !== undefined))
  const source = /** @type {Store} */ (from)
  const read = await source.read().catch(unread)
  const places = { from: source.describe(), to: store.describe() }
  const order = JSON.stringify({
    ...(await factsOf(source, read)),
    ...places,
    who: describeCaller(),
    appId,
    force,
    offset,
  })
  let sent = false
  /** @type {unknown} */
  let last
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { text, position } = await store.read().catch(unread)
    const { runs, lines } = fromCore(() => core.importing(read.text, text, order, Math.random()))
    if (lines.length === 0) return { imported: sent, runs, ...places }
    sent = true
    try {
      const answer = await store.append(position, lines)
      if (!('conflict' in answer)) return { imported: true, runs, ...places }
      sent = false
      last = undefined
    } catch (error) {
      // the next look tells whether the lines are there
      if (!(error instanceof StoreError) || !error.unknown) return unread(error)
      last = error
    }
  }
  return unread(last ?? new StoreError(store.describe()))
}

/**
 * What is known of those who are at work on a journal.
 *
 * @param {Store} store
 * @param {{ text: string, now?: number }} read
 * @returns {Promise<{ now: number, alive: [process: string, there: boolean][] }>}
 */
export async function factsOf(store, { text, now = Date.now() }) {
  const processes = /** @type {string[]} */ (fromCore(() => core.atWork(text)))
  const known = await Promise.all(processes.map(async (mark) => [mark, await store.alive?.(mark)]))
  return { now, alive: /** @type {[string, boolean][]} */ (known.filter(([, there]) => there !== undefined)) }
}

/**
 * What a store holds, who is at work on it, and whether a journal of this machine waits to be imported.
 *
 * @param {Store} store
 * @param {number} offset
 */
export async function statusOf(store, offset) {
  const read = await store.read().catch(unread)
  const facts = JSON.stringify(await factsOf(store, read))
  const content = fromCore(() => core.storeContent(read.text, facts, offset))
  const local = await localJournal(store, { lock: false })
  return {
    where: store.describe(),
    shared: store.shared === true,
    ...content,
    bytes: new TextEncoder().encode(read.text).length,
    position: read.position,
    local: local && { where: local.file, runs: local.runs, imported: isImported(read.text, local) },
  }
}

/** @param {string} text @param {LocalJournal} local */
function isImported(text, local) {
  return core.isImported(text, JSON.stringify(local))
}
