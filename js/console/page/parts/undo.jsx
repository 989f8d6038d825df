// @ts-check
/** @import { Place } from '../model/functions.js' */
import { useState } from 'preact/hooks'
import { undoCommand } from '../model/command.js'
import { planUndo, undo } from '../model/rollback.js'
import { config } from '../session.js'
import { say } from '../words/index.js'
import { AskPlan } from './goto.jsx'

/**
 * Gives the functions of a run the traffic back that they had before it: the plan, then a confirmation.
 *
 * @param {{ run: string, places: Place[] }} props
 */
export function Undo({ run, places }) {
  const words = say()
  const [asking, ask] = useState(false)
  const names = places.length > 3 ? words.found(places.length) : places.map(({ name }) => name).join(', ')
  return (
    <>
      <button type="button" aria-label={words.undoOf(names)} onClick={() => ask(true)}>
        {words.undo}
      </button>
      {asking && (
        <AskPlan
          title={words.undoOf(names)}
          make={() => planUndo(run)}
          button={words.undo}
          command={undoCommand(run, places, config.value ?? {})}
          onGo={(plan) => undo(places, plan)}
          onClose={() => ask(false)}
        >
          <p>{words.undoHint}</p>
        </AskPlan>
      )}
    </>
  )
}
