// @ts-check
/** @import { FunctionRow } from '../../../types/generated.js' */
import { rollable, rollBack, targetOf } from '../model/rollback.js'
import { say } from '../words/index.js'

/**
 * Rolls one function back, by one click, with the version on the button. A function that is steady has none: it goes to
 * another version by its own screen.
 *
 * @param {{ row: FunctionRow | undefined }} props
 */
export function RollBack({ row }) {
  const words = say()
  if (!row || !rollable(row)) return null
  const version = targetOf(row)
  const text = version === undefined ? words.rollBack : words.rollBackTo(version)
  return (
    <button type="button" class="danger" aria-label={`${text}: ${row.name}`} onClick={() => rollBack([row])}>
      {text}
    </button>
  )
}
