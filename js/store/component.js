// @ts-check
/** @import { Store } from '../types.js' */
import { StoreError } from '../errors.js'
import { words } from '../words/index.js'
import { numberOf, requireLines, requireRollout } from './lines.js'
import { thisMark } from './process.js'
import { turns } from './turns.js'

/** Letters of a journal that are kept: hundreds of entries, and no burden on the state it lies in. */
const MOST_LETTERS = 64 * 1024

/**
 * What this process knows of a component: `inTurn`, since each save sends the state whole, and of two under way at once the
 * older might arrive last, and take a line with it; and of each stage how many letters were dropped since it was first read.
 *
 * @typedef {{ inTurn: ReturnType<typeof turns>, dropped: Record<string, number> }} Shared
 */

/** @type {WeakMap<object, Shared>} */
const shared = new WeakMap()

/**
 * A journal in the state of a component, where there is no disk to keep it on. Its promise is weaker than a file's: a
 * line is as safe as the platform's own state, only the newest lines are kept, and the state of two runs at once is that
 * of the one which saved last. Conflicts are found inside this process. A position is a number of letters, and counts no
 * longer than the process.
 *
 * @param {{ state?: Record<string, any>, save: () => Promise<unknown> }} component
 * @param {string} stage
 * @returns {Store}
 */
export function componentStore(component, stage) {
  const found = shared.get(component) ?? { inTurn: turns(), dropped: Object.create(null) }
  shared.set(component, found)
  const { inTurn, dropped } = found

  const text = () => {
    const journal = component.state?.journal?.[stage]
    if (typeof journal !== 'string') return ''
    return journal === '' || journal.endsWith('\n') ? journal : `${journal}\n`
  }
  /** @param {string | undefined} journal */
  const put = (journal) => {
    component.state = { ...component.state, journal: { ...component.state?.journal, [stage]: journal } }
  }
  const before = () => dropped[stage] ?? 0
  const position = () => String(before() + text().length)

  return {
    async read(from) {
      const kept = text()
      const at = from === undefined ? 0 : placeOf(from, before(), kept)
      if (at === undefined) throw new StoreError(words().runtime.journal.noPosition(words().runtime.journal.inState()))
      return { text: kept.slice(at), position: position(), now: Date.now() }
    },
    async append(behind, lines) {
      requireLines(lines)
      return inTurn(async () => {
        if (behind !== position()) return { conflict: true }
        const was = component.state?.journal?.[stage]
        const [all, had] = [`${text()}${lines.join('\n')}\n`, before()]
        const kept = newest(all)
        put(kept)
        dropped[stage] = had + all.length - kept.length
        try {
          await component.save()
        } catch (error) {
          // the next save must not send a line that nobody was told is there
          put(was)
          dropped[stage] = had
          throw new StoreError(words().runtime.journal.onPlatform(String(error)), { cause: error })
        }
        return { position: position(), now: Date.now() }
      })
    },
    rollout: (id) => componentStore(component, `${stage}/rollout/${requireRollout(id)}`),
    trims: true,
    // Nobody can tell who is at work, and what another run saves is not seen here: runs are not locked, so none waits for
    // one that may have died long ago.
    alive: async (process) => process === thisMark(),
    describe: () => words().runtime.journal.inState(),
    async close() {},
  }
}

/**
 * Where a position is in what is kept.
 *
 * @param {string} position
 * @param {number} dropped letters
 * @param {string} kept
 */
function placeOf(position, dropped, kept) {
  const at = (numberOf(position) ?? Number.NaN) - dropped
  if (at <= 0) return 0
  return kept[at - 1] === '\n' ? at : undefined
}

/** Whole lines from the end. @param {string} text */
function newest(text) {
  if (text.length <= MOST_LETTERS) return text
  const cut = text.indexOf('\n', text.length - MOST_LETTERS - 1)
  return text.slice(cut + 1)
}
