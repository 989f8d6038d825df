// @ts-check

import { changed, gone } from '../served.js'
import { account } from '../session.js'
import { say } from '../words/index.js'

/** What is to be known of the local server: that it signs, that it is gone, that it is another one now. */
export function Served() {
  const words = say()
  const { signs } = account.value ?? {}
  return (
    <>
      {signs && <p class="banner signs">{words.signs(signs)}</p>}
      {gone.value && (
        <p class="banner warn" role="status">
          {words.gone}
        </p>
      )}
      {changed.value && !gone.value && (
        <p class="banner warn row" role="status">
          <span>{words.serverChanged}</span>{' '}
          <button type="button" class="link" onClick={() => location.reload()}>
            {words.reload}
          </button>
        </p>
      )}
    </>
  )
}
