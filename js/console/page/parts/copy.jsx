// @ts-check
import { useState } from 'preact/hooks'
import { say } from '../words/index.js'

/** What a copy came to is shown so long, in milliseconds. */
const SHOWN_MS = 2000

/**
 * Copies a text, and says whether it did.
 *
 * @param {{ text: string, label: string, children?: import('preact').ComponentChildren }} props `label`: what is copied, for those who
 *   don't see the sign
 */
export function Copy({ text, label, children }) {
  const words = say()
  const [copied, tell] = useState(/** @type {'yes' | 'no' | undefined} */ (undefined))
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      tell('yes')
    } catch {
      // the browser may refuse it: then that is what the button says
      tell('no')
    }
    setTimeout(() => tell(undefined), SHOWN_MS)
  }
  return (
    <button type="button" class="copy" aria-label={label} title={label} onClick={copy}>
      {copied ? (
        <span aria-hidden="true">{copied === 'yes' ? '✓' : '✖'}</span>
      ) : (
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <rect x="5.5" y="5.5" width="9" height="9" rx="1.5" />
          <path d="M10.5 3V2.5A1 1 0 0 0 9.5 1.5h-7a1 1 0 0 0-1 1v7a1 1 0 0 0 1 1H3" />
        </svg>
      )}
      {children}
      <span class="unseen" role="status">
        {copied === 'yes' ? words.copied : copied === 'no' ? words.notCopied : ''}
      </span>
    </button>
  )
}
