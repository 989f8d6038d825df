// @ts-check
import { useEffect, useId, useRef } from 'preact/hooks'

/**
 * A dialog that takes the keyboard while it is open, and gives it back to where it was. Escape leaves it.
 *
 * @param {{ title: string, onClose: () => void, wide?: boolean, children: import('preact').ComponentChildren }} props
 */
export function Dialog({ title, onClose, wide = false, children }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null))
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog ref={dialog} class={wide ? 'wide-dialog' : undefined} aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  )
}
