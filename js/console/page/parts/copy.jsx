// @ts-check
import { useState } from 'preact/hooks'
import { say } from '../words/index.js'

/** What is drawn: two sheets, a prompt; a tick when it was copied, a cross when it was not. */
const paths = {
  text: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  command: 'M1.5 2.5h13v11h-13zM4 6l2.5 2L4 10M8 10.5h4',
  copied: 'M3 8.5 6.5 12 13 4.5',
  notCopied: 'M4 4l8 8M12 4l-8 8',
}

/** @param {{ path: string }} props */
function Sign({ path }) {
  return (
    <svg
      width="14"
      height="14"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  )
}

/** How long the button says that it was done. */
const SAID_MS = 2000

/**
 * Copies a text. The button keeps its width, whatever it says.
 *
 * @param {{ text: string | (() => string), label: string, small?: boolean, sign?: 'text' | 'command' }} props `small`: a sign
 *   alone; its label is read out
 */
export function Copy({ text, label, small = false, sign = 'text' }) {
  const words = say()
  const [done, tell] = useState(/** @type {'copied' | 'notCopied' | undefined} */ (undefined))
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : text())
      tell('copied')
    } catch {
      // the browser may refuse it: then that is what the button says
      tell('notCopied')
    }
    setTimeout(() => tell(undefined), SAID_MS)
  }
  const shown = done === undefined ? label : done === 'copied' ? words.copied : words.notCopied
  if (small) {
    return (
      <button type="button" class="icon copy" aria-label={shown} title={shown} onClick={copy}>
        <Sign path={paths[done ?? sign]} />
      </button>
    )
  }
  return (
    <button type="button" class="copy" onClick={copy}>
      <span class="same-width">
        <span aria-hidden={done !== undefined} class={done ? 'hidden' : ''}>
          {label}
        </span>
        <span role="status">{done && shown}</span>
      </span>
    </button>
  )
}
