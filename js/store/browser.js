// @ts-check
/** @import { DBSchema, IDBPDatabase } from 'idb' */
/** @import { LockAnswer, LockOwner, Store } from '../types.js' */
import { openDB } from 'idb'
import { FencedError, StoreError } from '../errors.js'
import { words } from '../words/index.js'

/**
 * What stands in a lock.
 *
 * @typedef {LockOwner & { token: string, since: number, released?: number }} Lock `released`: it is free, and stays only so
 *   that whoever it was taken from learns by whom
 */

/** @typedef {DBSchema & { lines: { key: number, value: string }, lock: { key: string, value: Lock } }} Schema */

/** @typedef {'unwritable' | 'unreadable' | 'unlockable' | 'notUnlocked' | 'unlookable' | 'notReplaced'} What */

/** The one lock of a journal. */
const KEY = 'lock'

/**
 * A journal in the browser's IndexedDB: lines outlive the tab, and are on the disk when `append` resolves. The lock lies
 * beside them, and in the browser's own locks as long as its tab lives, so that of all tabs only one writes, and the lock
 * of a tab that was closed is known to be nobody's.
 *
 * @param {string} [name] of the database
 * @returns {Store & { replace: (text: string, token?: string) => Promise<void>, busy: () => Promise<boolean> }}
 */
export function browserStore(name = 'scf-grayscale') {
  /** @type {Promise<IDBPDatabase<Schema>> | undefined} */
  let opening
  /** Ends what this tab holds of the browser's locks. @type {Map<string, () => void>} */
  const holding = new Map()

  const database = () => {
    opening ??= openDB(name, 1, {
      upgrade(db) {
        db.createObjectStore('lines', { autoIncrement: true })
        db.createObjectStore('lock')
      },
      // another tab wants to upgrade or delete it
      blocking: () => close(),
    })
    return opening
  }
  const close = async () => {
    const closing = opening
    opening = undefined
    const db = await closing?.catch(() => undefined)
    db?.close()
  }

  /**
   * @template T
   * @param {What} what
   * @param {(db: IDBPDatabase<Schema>) => Promise<T>} work
   * @returns {Promise<T>}
   */
  const did = async (what, work) => {
    try {
      return await work(await database())
    } catch (error) {
      if (error instanceof StoreError) throw error
      await close()
      throw refused(name, what, error)
    }
  }

  /**
   * @param {string[]} lines
   * @param {string} [token]
   */
  const write = (lines, token) =>
    did('unwritable', async (db) => {
      if (lines.some((line) => line.includes('\n'))) throw new TypeError('a line of the journal holds a line break')
      // the fence and the lines in one transaction: nobody comes between
      const change = db.transaction(['lines', 'lock'], 'readwrite', { durability: 'strict' })
      if (token !== undefined) fence(await change.objectStore('lock').get(KEY), token)
      await Promise.all([...lines.map((line) => change.objectStore('lines').add(line)), change.done])
    })

  /**
   * @param {IDBPDatabase<Schema>} db
   * @param {LockOwner} owner
   * @returns {Promise<LockAnswer>}
   */
  const take = async (db, owner) => {
    const before = await db.get('lock', KEY)
    const held = before !== undefined && before.released === undefined
    const alive = held && (await isHeld(webName(name, `run ${before.token}`)))
    const by = held ? { who: before.who, command: before.command, since: before.since, alive } : undefined
    if (alive && !owner.takeOver) return { taken: false, by, file: words().runtime.journal.inBrowser(name) }
    const token = crypto.randomUUID()
    holding.set(token, await hold(webName(name, `run ${token}`)))
    await db.put('lock', { ...owner, token, since: Date.now() }, KEY)
    return { taken: true, token, by }
  }

  return {
    read: (newest = Number.POSITIVE_INFINITY) =>
      did('unreadable', async (db) => {
        /** @type {string[]} */
        const lines = []
        let bytes = 0
        for (let at = await db.transaction('lines').store.openCursor(null, 'prev'); at; at = await at.continue()) {
          bytes += at.value.length + 1
          if (bytes > newest && lines.length > 0) break
          lines.push(at.value)
        }
        return lines
          .reverse()
          .map((line) => `${line}\n`)
          .join('')
      }),
    append: (line, token) => write([line], token),
    appendAll: (lines, token) => write(lines, token),
    lock: (owner) =>
      did('unlockable', (db) => navigator.locks.request(webName(name, 'gate'), async () => take(db, owner))),
    async unlock(token) {
      const letGo = holding.get(token)
      holding.delete(token)
      // where that fails the lock is that of a tab that let go: the next one takes it
      await did('notUnlocked', async (db) => {
        const lock = await db.get('lock', KEY)
        if (lock?.token !== token) return
        if (lock.takeOver) await db.put('lock', { ...lock, released: Date.now() }, KEY)
        else await db.delete('lock', KEY)
      }).catch(() => {})
      letGo?.()
    },
    guard: (token) => did('unlookable', async (db) => fence(await db.get('lock', KEY), token)),
    /** Puts another journal in its place, such as one that the command line kept. */
    replace: (text, token) =>
      did('notReplaced', async (db) => {
        const change = db.transaction(['lines', 'lock'], 'readwrite', { durability: 'strict' })
        if (token !== undefined) fence(await change.objectStore('lock').get(KEY), token)
        const store = change.objectStore('lines')
        const lines = text.split('\n').filter((line) => line !== '')
        await Promise.all([store.clear(), ...lines.map((line) => store.add(line)), change.done])
      }),
    /** Whether a run is under way, in this tab or another. */
    async busy() {
      const { held = [] } = await navigator.locks.query()
      return held.some((one) => one.name?.startsWith(webName(name, 'run ')))
    },
    describe: () => words().runtime.journal.inBrowser(name),
    close,
  }
}

/**
 * @param {Lock | undefined} now
 * @param {string} token
 */
function fence(now, token) {
  if (now?.token === token) return
  throw new FencedError(now ? { who: now.who, command: now.command, since: now.since } : undefined)
}

/**
 * The name of a lock of the browser's.
 *
 * @param {string} name
 * @param {string} what
 */
const webName = (name, what) => `${name} ${what}`

/** @param {string} lock */
async function isHeld(lock) {
  const { held = [] } = await navigator.locks.query()
  return held.some((one) => one.name === lock)
}

/**
 * Holds a lock of the browser's until the tab is gone, or what it gives is called.
 *
 * @param {string} lock
 * @returns {Promise<() => void>}
 */
function hold(lock) {
  return new Promise((resolve, reject) => {
    const held = () => new Promise((letGo) => resolve(() => letGo(undefined)))
    navigator.locks.request(lock, held).catch(reject)
  })
}

/**
 * @param {string} name
 * @param {What} what
 * @param {unknown} error
 */
function refused(name, what, error) {
  const { name: kind, message } = /** @type {DOMException} */ (error)
  const { journal } = words().runtime
  const why = kind === 'QuotaExceededError' ? journal.browserFull() : message
  return new StoreError(journal[what](journal.inBrowser(name), why), { cause: error })
}
