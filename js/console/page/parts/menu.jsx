// @ts-check
import { useEffect, useRef, useState } from 'preact/hooks'

const ITEMS = '[role^="menuitem"]:not(:disabled)'

/**
 * A button that opens a menu. Arrow keys, Home and End move in it, Escape and Tab leave it; a choice keeps it open, so that
 * what was chosen is seen.
 *
 * @param {{ label: string, shown: import('preact').ComponentChildren, children: import('preact').ComponentChildren }} props
 *   `label`: what the button is called; `shown`: what stands on it
 */
export function Menu({ label, shown, children }) {
  const [open, show] = useState(false)
  const box = useRef(/** @type {HTMLDivElement | null} */ (null))
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null))
  /** @returns {HTMLElement[]} */
  const items = () => [...(box.current?.querySelectorAll(ITEMS) ?? [])].map((item) => /** @type {HTMLElement} */ (item))
  useEffect(() => {
    if (!open) return
    const [first] = items()
    const chosen = items().find((item) => item.ariaChecked === 'true')
    ;(chosen ?? first)?.focus()
    const outside = (/** @type {Event} */ { target }) => {
      if (!box.current?.contains(/** @type {Node} */ (target))) show(false)
    }
    addEventListener('pointerdown', outside)
    return () => removeEventListener('pointerdown', outside)
  }, [open])
  const close = () => {
    show(false)
    button.current?.focus()
  }
  /** What is no choice has done its work: the menu is in its way. @param {MouseEvent} event */
  const done = ({ target }) => {
    if (/** @type {Element} */ (target).closest('[role="menuitem"]')) close()
  }
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const all = items()
    const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement))
    /** @type {Record<string, () => void>} */
    const does = {
      ArrowDown: () => all[(at + 1) % all.length]?.focus(),
      ArrowUp: () => all.at(at <= 0 ? -1 : at - 1)?.focus(),
      Home: () => all[0]?.focus(),
      End: () => all.at(-1)?.focus(),
      Escape: close,
    }
    if (event.key === 'Tab') return show(false)
    if (!does[event.key]) return
    event.preventDefault()
    does[event.key]()
  }
  return (
    <div class="menu" ref={box}>
      <button
        ref={button}
        type="button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => show(!open)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          show(true)
        }}
      >
        {shown}
        <span aria-hidden="true">▾</span>
      </button>
      {open && (
        <div role="menu" tabIndex={-1} aria-label={label} onKeyDown={key} onClick={done}>
          {children}
        </div>
      )}
    </div>
  )
}

/** A heading in a menu, and the choices under it. @param {{ name: string, children: import('preact').ComponentChildren }} props */
export function Choices({ name, children }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is not allowed in a menu
    <div role="group" aria-label={name}>
      <p class="name" role="presentation">
        {name}
      </p>
      {children}
    </div>
  )
}

/**
 * @param {{ text: string, onClick: () => void, lang?: string, disabled?: boolean, checked?: boolean, one?: boolean,
 *   hint?: string }} props `checked`: whether it is chosen, where it can be; `one`: of several, only one can be
 */
export function Item({ text, onClick, lang, disabled, checked, one = false, hint }) {
  /** @type {'menuitem' | 'menuitemradio' | 'menuitemcheckbox'} */
  const role = checked === undefined ? 'menuitem' : one ? 'menuitemradio' : 'menuitemcheckbox'
  // together: biome takes the element for a plain button
  const state = { role, 'aria-checked': checked }
  return (
    <button {...state} type="button" tabIndex={-1} lang={lang} disabled={disabled} onClick={onClick}>
      <span aria-hidden="true">{checked ? '✓' : ''}</span>
      <span>{text}</span>
      {hint && <span class="hint">{hint}</span>}
    </button>
  )
}
