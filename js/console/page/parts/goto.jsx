// @ts-check
/** @import { StatusRow } from '../../../types/generated.js' */
/** @import { Plan } from '../../../plan.js' */
/** @import { Command } from '../model/command.js' */
/** @import { Place } from '../model/functions.js' */
import { useEffect, useId, useState } from 'preact/hooks'
import { GrayscaleError } from '../../../errors.js'
import { rollbackCommand } from '../model/command.js'
import { move, planMove } from '../model/rollback.js'
import { config } from '../session.js'
import { say } from '../words/index.js'
import { CopyCommand } from './command.jsx'
import { Dialog } from './dialog.jsx'
import { PlanView } from './plan.jsx'
import { Trouble } from './trouble.jsx'

/**
 * A plan that is shown, and carried out when the person says so.
 *
 * @param {{ title: string, make: (() => Promise<Plan>) | undefined, of?: string, button: string, command?: Command,
 *   settles?: boolean, onGo: (plan: Plan) => void, onClose: () => void, children?: import('preact').ComponentChildren }} props
 *   `of`: what the plan depends on; `settles`: it ends a run, also where nothing is left to do; `command`: the same order on the
 *   command line
 */
export function AskPlan({ title, make, of = '', button, command, settles = false, onGo, onClose, children }) {
  const words = say()
  const [planned, settle] = useState(/** @type {{ plan?: Plan, error?: GrayscaleError } | undefined} */ (undefined))
  useEffect(() => {
    let over = false
    const tell = (/** @type {{ plan?: Plan, error?: GrayscaleError } | undefined} */ what) => over || settle(what)
    tell(undefined)
    make?.().then(
      (plan) => tell({ plan }),
      (thrown) => tell({ error: GrayscaleError.from(thrown) }),
    )
    return () => {
      over = true
    }
  }, [of])
  const { plan, error } = planned ?? {}
  const go = () => {
    if (!plan) return
    onClose()
    onGo(plan)
  }
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div class="asked">
        <Trouble error={error} />
        {plan && <PlanView plan={plan} />}
        {make && !planned && <p class="faint">{words.planning}</p>}
      </div>
      <p class="row">
        <button type="button" class="danger" disabled={!plan || (plan.unchanged && !settles)} onClick={go}>
          {button}
        </button>
        <button type="button" onClick={onClose}>
          {words.cancel}
        </button>
        <CopyCommand command={command} />
      </p>
    </Dialog>
  )
}

/**
 * All traffic of a function to a version of the person's choice: a picker, the plan, a confirmation.
 *
 * @param {{ place: Place, row: StatusRow, onClose: () => void }} props
 */
export function GoTo({ place, row, onClose }) {
  const words = say()
  const id = useId()
  const [version, pick] = useState('')
  const usable = row.versions.filter(({ status }) => status === undefined || status === 'Active')
  return (
    <AskPlan
      title={words.goToTitle(place.name)}
      make={version === '' ? undefined : () => planMove(place, version)}
      of={version}
      command={version === '' ? undefined : rollbackCommand([place], config.value ?? {}, version)}
      button={words.goToVersion(version === '' ? '…' : `v${version}`)}
      onGo={(plan) => move(place, plan)}
      onClose={onClose}
    >
      <p class="field">
        <label for={id}>{words.version}</label>
        <select id={id} value={version} onChange={(event) => pick(event.currentTarget.value)}>
          <option value="">{words.pickVersion}</option>
          {usable.map(({ version, description }) => (
            <option key={version} value={version}>
              v{version} {description}
            </option>
          ))}
        </select>
      </p>
    </AskPlan>
  )
}
