// @ts-check
/** @import { Store } from '../types.js' */
import { StoreError } from '../errors.js'
import { words } from '../words/index.js'
import { turns } from './turns.js'

/** Letters of a journal that are kept: hundreds of entries, and no burden on the state it lies in. */
const mostLetters = 64 * 1024

/**
 * A journal in the state of a component, where there is no disk to keep it on. Its promise is weaker than a file's: a
 * line is as safe as the platform's own state, only the newest lines are kept, and the state of two runs at once is that
 * of the one which saved last.
 *
 * @param {{ state?: Record<string, any>, save: () => Promise<unknown> }} component
 * @param {string} stage
 * @returns {Store}
 */
export function componentStore(component, stage) {
  /** Each save sends the state whole: of two under way at once the older might arrive last, and take a line with it. */
  const inTurn = turns()
  const text = () => {
    const journal = component.state?.journal?.[stage]
    return typeof journal === 'string' ? journal : ''
  }
  return {
    async read() {
      return text()
    },
    async append(line) {
      const journal = newest(`${text()}${line}\n`)
      component.state = { ...component.state, journal: { ...component.state?.journal, [stage]: journal } }
      try {
        await inTurn(() => component.save())
      } catch (error) {
        throw new StoreError(words().runtime.journal.onPlatform(String(error)), { cause: error })
      }
    },
    trims: true,
    describe: () => words().runtime.journal.inState(),
    async close() {},
  }
}

/** Whole lines from the end. @param {string} text */
function newest(text) {
  if (text.length <= mostLetters) return text
  const cut = text.indexOf('\n', text.length - mostLetters - 1)
  return text.slice(cut + 1)
}
