// @ts-check
/** @import { Plan } from '../../../../plan.js' */
/** @import { RolloutReport } from '../../../../types/generated.js' */
import { useEffect, useState } from 'preact/hooks'
import { GrayscaleError } from '../../../../errors.js'
import { stableOf, wasKept } from '../../model/rollout.js'
import { order, planUndo, undo } from '../../model/rollout-orders.js'
import { say } from '../../words/index.js'
import { Dialog } from '../dialog.jsx'
import { PlanView } from '../plan.jsx'
import { Trouble } from '../trouble.jsx'

/** After the end: stable gets all traffic again, by the plan that is shown. @param {{ report: RolloutReport }} props */
export function UndoRollout({ report }) {
  const words = say().rollout
  const [asking, ask] = useState(false)
  // all traffic is on stable already
  if (report.state !== 'done' && !wasKept(report)) return null
  return (
    <>
      <button type="button" class="danger abort" disabled={order.value?.running} onClick={() => ask(true)}>
        {words.undo}
      </button>
      {asking && <Ask report={report} onClose={() => ask(false)} />}
    </>
  )
}

/** @param {{ report: RolloutReport, onClose: () => void }} props */
function Ask({ report, onClose }) {
  const all = say()
  const words = all.rollout
  const [planned, settle] = useState(/** @type {{ plans?: Plan[], error?: GrayscaleError } | undefined} */ (undefined))
  useEffect(() => {
    let over = false
    planUndo(report).then(
      (plans) => over || settle({ plans }),
      (error) => over || settle({ error: GrayscaleError.from(error) }),
    )
    return () => {
      over = true
    }
  }, [])
  const { plans, error } = planned ?? {}
  const go = () => {
    if (!plans) return
    onClose()
    undo(report.id, plans)
  }
  const names = report.functions.map(({ key }) => key).join(', ')
  return (
    <Dialog title={words.undoTitle(names)} onClose={onClose}>
      <p>{words.undoHint}</p>
      <div class="asked">
        <Trouble error={error} />
        {plans?.map((plan) => (
          <PlanView key={plan.fingerprint} plan={plan} />
        ))}
        {!planned && <p class="faint">{all.planning}</p>}
      </div>
      <p class="row">
        <button
          type="button"
          class="danger"
          disabled={!plans || plans.every(({ unchanged }) => unchanged)}
          onClick={go}
        >
          {words.undoNow(stableOf(report) ?? words.stable)}
        </button>
        <button type="button" onClick={onClose}>
          {all.cancel}
        </button>
      </p>
    </Dialog>
  )
}
