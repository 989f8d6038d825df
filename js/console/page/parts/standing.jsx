// @ts-check
/** @import { FunctionRow } from '../../../types/generated.js' */
import { say } from '../words/index.js'

/** What a function is at: as the engine judges it. @param {{ row: FunctionRow }} props */
export function Standing({ row: { standing, status, reason } }) {
  const words = say()
  return (
    <>
      <span class={`standing ${standing}`} title={words.standingHint[standing]}>
        {words.standing[standing]}
      </span>
      {status && status !== 'Active' && <span class="faint block">{status}</span>}
      {reason && <span class="faint block">{reason}</span>}
    </>
  )
}
