// @ts-check

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
