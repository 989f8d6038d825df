// @ts-check

/** A second as the API may count it, with what clocks and timers are apart. */
const SECOND_MS = 1010

/**
 * So many at once, and so many a second: far above what a release needs, far below what a page that went wild could do.
 *
 * @param {{ perSecond: number, atOnce: number, now?: () => number }} limits
 */
export function allowance({ perSecond, atOnce, now = () => performance.now() }) {
  let inside = 0
  let left = perSecond
  let filled = now()
  return {
    /** @returns {(() => void) | undefined} to be called when it is over; undefined where there is no room */
    enter() {
      const at = now()
      left = Math.min(perSecond, left + ((at - filled) / 1000) * perSecond)
      filled = at
      if (inside >= atOnce || left < 1) return undefined
      left -= 1
      inside += 1
      return () => {
        inside -= 1
      }
    },
  }
}

/**
 * Turns of calls that only look, shared by all consoles of this server: per region and action so many in any second, or its part
 * of them where other servers run beside it.
 *
 * @param {{ perSecond: number, servers?: () => number, now?: () => number }} limits `servers`: how many share them
 * @returns {(what: string) => number} takes the next turn; says in how many milliseconds it is
 */
export function turns({ perSecond, servers = () => 1, now = () => performance.now() }) {
  /** Per region and action, the last turns that were given. @type {Map<string, number[]>} */
  const given = new Map()
  return (what) => {
    const last = given.get(what) ?? []
    const before = last.length < perSecond ? Number.NEGATIVE_INFINITY : /** @type {number} */ (last.shift())
    const asked = now()
    const at = Math.max(asked, before + SECOND_MS * servers())
    last.push(at)
    given.set(what, last)
    return Math.ceil(at - asked)
  }
}
