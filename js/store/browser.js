// @ts-check
/** @import { DBSchema, IDBPDatabase } from 'idb' */
/** @import { Store, StoreAppended } from '../types.js' */
import { openDB } from 'idb'
import { StoreError } from '../errors.js'
import { words } from '../words/index.js'
import { textOfFile } from './appends.js'
import { numberOf, requireLines, requireRollout } from './lines.js'
import { alive, showMark } from './tab.js'

/** @typedef {DBSchema & { lines: { key: number, value: string } }} Schema */

/** @typedef {'unwritable' | 'unreadable' | 'notReplaced'} What */

/**
 * A journal in the browser's IndexedDB: lines outlive the tab, and are on the disk when `append` resolves. The key of a
 * line is its position, and no key is given twice.
 *
 * @param {string} [name] of the database
 * @returns {Store & { replace: (text: string) => Promise<StoreAppended> }} `replace` puts another journal in its place, such as one that
 *   the command line kept, where no run is under way: what was read before has no position in it
 */
export function browserStore(name = 'scf-grayscale') {
  /** @type {Promise<IDBPDatabase<Schema>> | undefined} */
  let opening
  const where = () => words().runtime.journal.inBrowser(name)

  const database = () => {
    opening ??= openDB(name, 2, {
      upgrade(db, before) {
        if (before === 0) db.createObjectStore('lines', { autoIncrement: true })
        // the first version kept a lock in it
        if (before === 1) /** @type {IDBPDatabase<any>} */ (db).deleteObjectStore('lock')
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
      throw refused(where(), what, error)
    }
  }

  return {
    read: (from, { newest = Number.POSITIVE_INFINITY } = {}) =>
      did('unreadable', async (db) => {
        const start = from === undefined ? 0 : numberOf(from)
        /** @type {string[]} */
        const lines = []
        let [position, bytes] = [0, 0]
        for (let at = await db.transaction('lines').store.openCursor(null, 'prev'); at; at = await at.continue()) {
          position ||= at.key
          if (start !== undefined && at.key <= start) break
          bytes += at.value.length + 1
          if (bytes > newest && lines.length > 0) break
          lines.push(at.value)
        }
        if (start === undefined || start > position) throw new StoreError(words().runtime.journal.noPosition(where()))
        const text = lines.reverse().map((line) => `${line}\n`)
        return { text: text.join(''), position: String(position), now: Date.now() }
      }),
    async append(position, lines) {
      requireLines(lines)
      return did('unwritable', async (db) => {
        await showMark()
        // the comparison and the lines in one transaction: nobody comes between
        const change = db.transaction('lines', 'readwrite', { durability: 'strict' })
        const last = await change.store.openKeyCursor(null, 'prev')
        if (numberOf(position) !== (last?.key ?? 0)) return { conflict: true }
        const [keys] = await Promise.all([Promise.all(lines.map((line) => change.store.add(line))), change.done])
        return { position: String(keys[keys.length - 1]), now: Date.now() }
      })
    },
    replace: (text) =>
      did('notReplaced', async (db) => {
        const change = db.transaction('lines', 'readwrite', { durability: 'strict' })
        const lines = textOfFile(text)
          .split('\n')
          .filter((line) => line !== '')
        const [, keys] = await Promise.all([
          change.store.clear(),
          Promise.all(lines.map((line) => change.store.add(line))),
          change.done,
        ])
        return { position: String(keys[keys.length - 1] ?? 0), now: Date.now() }
      }),
    rollout: (id) => browserStore(`${name}/rollout/${requireRollout(id)}`),
    alive,
    describe: () => where().replace(/\p{C}/gu, '?'),
    close,
  }
}

/**
 * @param {string} where
 * @param {What} what
 * @param {unknown} error
 */
function refused(where, what, error) {
  const { name: kind, message } = /** @type {DOMException} */ (error)
  const { journal } = words().runtime
  const why = kind === 'QuotaExceededError' ? journal.browserFull() : message
  return new StoreError(journal[what](where, why), { cause: error })
}
