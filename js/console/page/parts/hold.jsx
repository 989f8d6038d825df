// @ts-check
import { useEffect, useRef } from 'preact/hooks'

/**
 * Tells whether the pointer or the keyboard is in a part of the page: then nothing in it changes its place.
 *
 * @param {(held: boolean) => void} tell
 * @returns handlers for the part's element
 */
export function useHold(tell) {
  const inside = useRef({ pointer: false, focus: false })
  const hold = (/** @type {Partial<typeof inside.current>} */ news) => {
    Object.assign(inside.current, news)
    tell(inside.current.pointer || inside.current.focus)
  }
  useEffect(() => () => hold({ pointer: false, focus: false }), [])
  return {
    onPointerEnter: () => hold({ pointer: true }),
    onPointerLeave: () => hold({ pointer: false }),
    onFocusIn: () => hold({ focus: true }),
    /** @param {FocusEvent & { currentTarget: HTMLElement }} event */
    onFocusOut({ currentTarget, relatedTarget }) {
      if (!currentTarget.contains(/** @type {Node | null} */ (relatedTarget))) hold({ focus: false })
    },
  }
}
