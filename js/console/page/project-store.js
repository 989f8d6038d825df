// @ts-check
/** @import { Store } from '../../types.js' */
/** @import { Refused } from '../serve/store.js' */
import { GrayscaleError, StoreError } from '../../errors.js'
import { showMark, alive as tabAlive, thisMark } from '../../store/tab.js'
import { keep, kept } from './kept.js'
import { missed } from './served.js'
import { language } from './words/index.js'

/** The store itself waits 30 s for an answer, and tries again a few times. */
const TIMEOUT_MS = 180_000
/** Tabs of this browser that are remembered. */
const MOST_TABS = 20

/**
 * The journal of the project that the local server was started in. The server has the store and its key; this page reads and
 * appends through it, by the same contract.
 *
 * @param {URL} base of the page
 * @param {{ place: string, shared: boolean }} journal where it is, for people, and whether other machines use it too
 * @param {string} [rollout] the log of a rollout beside it
 * @returns {Store}
 */
export function projectStore(base, journal, rollout) {
  /**
   * @param {'read' | 'append' | 'alive'} operation
   * @param {object} given
   * @returns {Promise<any>}
   */
  const ask = async (operation, given) => {
    /** @type {Response} */
    let answer
    /** @type {any} */
    let said
    try {
      answer = await fetch(new URL(`store/${operation}`, base), {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'accept-language': language.value },
        body: JSON.stringify({ ...given, rollout }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      said = await answer.json()
    } catch (cause) {
      missed()
      // the server may have appended, and its answer been lost
      const reason = `${base.origin}: ${/** @type {Error} */ (cause).message}`
      throw new StoreError(reason, { unknown: operation === 'append', cause })
    }
    if (answer.ok) return said
    if (said.error) throw new RemoteError(said)
    throw new Error(`the local server refused ${operation}: ${answer.status}`)
  }
  return {
    read: (from, { newest } = {}) => ask('read', { from, newest }),
    async append(position, lines) {
      await showMark()
      remember(thisMark())
      return ask('append', { position, lines })
    },
    // Other browsers and other machines write to this journal too. Only of a tab of this browser can this one tell that it
    // is gone; the turn of any other tab ends by itself.
    async alive(process) {
      if (!process.startsWith('tab/')) return (await ask('alive', { process })).alive
      return tabsHere().includes(process) ? tabAlive(process) : undefined
    },
    rollout: (id) => projectStore(base, journal, id),
    shared: journal.shared,
    describe: () => journal.place,
    async close() {},
  }
}

/** What the server's store said. */
class RemoteError extends StoreError {
  #error

  /** @param {Refused} refused */
  constructor({ reason, unknown, unsafe, error }) {
    super(reason, { unknown })
    this.unsafe = unsafe
    this.#error = error
  }

  asError() {
    return new GrayscaleError(this.#error, { cause: this })
  }
}

const tabsHere = () => (kept('tabs') ?? '').split(' ').filter(Boolean)

/** @param {string} mark */
function remember(mark) {
  const tabs = tabsHere()
  if (!tabs.includes(mark)) keep('tabs', [mark, ...tabs].slice(0, MOST_TABS).join(' '))
}
