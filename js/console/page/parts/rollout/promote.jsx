// @ts-check
/** @import { RolloutReport } from '../../../../types/generated.js' */
import { useId, useState } from 'preact/hooks'
import { decisionOf, nextStep, verdictOf, writtenShare } from '../../model/rollout.js'
import { approve, promote } from '../../model/rollout-orders.js'
import { duration, exactShare } from '../../words/figures.js'
import { say } from '../../words/index.js'
import { Dialog } from '../dialog.jsx'
import { gives } from './gives.js'
import { ShareBar } from './share-bar.jsx'

/**
 * The end of a hold: what follows, which steps, and a reason where the canary was not shown to be healthy.
 *
 * @param {{ report: RolloutReport, onClose: () => void }} props
 */
export function Promote({ report, onClose }) {
  const all = say()
  const words = all.rollout
  const id = useId()
  // what was shown when it was asked is what is meant
  const [asked] = useState(report)
  const [full, setFull] = useState(false)
  const [reason, setReason] = useState('')
  const [over, setOver] = useState(false)
  const verdict = verdictOf(asked)
  const unhealthy = verdict === 'unhealthy'
  const healthy = verdict === 'healthy'
  const { step, steps } = asked
  const several = step < steps.length
  const ready = (healthy || reason.trim() !== '') && (!unhealthy || over)
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault()
    if (!ready) return
    onClose()
    promote(asked.id, { step, full, overGuard: over, reason: reason.trim() || undefined })
  }
  return (
    <Dialog title={words.promoteTitle(step)} onClose={onClose}>
      <form onSubmit={submit} class="promote">
        <p class="sentence">
          <b>{words.explained(words.verdict, words.verdicts[verdict === 'soon' ? 'worse' : verdict])}</b>{' '}
          {decisionOf(asked)?.why.text}
        </p>
        <Follows report={asked} full={full} />
        {several && (
          <fieldset>
            <legend class="unseen">{words.which}</legend>
            <p class="check">
              <label>
                <input type="radio" name={id} checked={!full} onChange={() => setFull(false)} />
                <span>{words.thisStep}</span>
              </label>
            </p>
            <p class="check">
              <label>
                <input type="radio" name={id} checked={full} onChange={() => setFull(true)} />
                <span>{words.allSteps}</span>
              </label>
            </p>
          </fieldset>
        )}
        {unhealthy && (
          <div class="banner bad-soft">
            <p class="check">
              <label>
                <input type="checkbox" checked={over} onChange={(event) => setOver(event.currentTarget.checked)} />
                <span>{words.overGuard}</span>
              </label>
            </p>
            <p>{full ? words.overGuardFull : words.overGuardHint}</p>
          </div>
        )}
        {!healthy && (
          <p class="field">
            <label for={`${id}-why`}>{words.why}</label>
            <input
              id={`${id}-why`}
              type="text"
              value={reason}
              autocomplete="off"
              maxlength={500}
              aria-describedby={`${id}-hint`}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
            <span id={`${id}-hint`} class="hint">
              {words.whyHint}
            </span>
          </p>
        )}
        <p class="row">
          <button type="submit" class={unhealthy ? 'danger' : 'primary'} disabled={!ready}>
            {words.promoteNow(full ? '100 %' : nextShare(asked))}
          </button>
          <button type="button" onClick={onClose}>
            {all.cancel}
          </button>
        </p>
      </form>
    </Dialog>
  )
}

/**
 * A person says yes to a gate, the one that was there when they were asked: if somebody else opened it meanwhile, the answer says so.
 *
 * @param {{ report: RolloutReport, onClose: () => void }} props
 */
export function Approve({ report, onClose }) {
  const all = say()
  const words = all.rollout
  const [asked] = useState(report)
  const gate = asked.steps[asked.step - 1]?.gate ?? ''
  const go = () => {
    onClose()
    approve(asked.id, gate, asked.step)
  }
  return (
    <Dialog title={words.approveTitle({ gate, number: asked.step })} onClose={onClose}>
      <p class="sentence">{decisionOf(asked)?.why.text}</p>
      <Follows report={asked} full={false} />
      <p class="row">
        <button type="button" class="primary" onClick={go}>
          {words.approveNow(gate)}
        </button>
        <button type="button" onClick={onClose}>
          {all.cancel}
        </button>
      </p>
    </Dialog>
  )
}

/** @param {RolloutReport} report */
const nextShare = (report) => exactShare(nextStep(report)?.share ?? 1)

/** Who gets what before and after. @param {{ report: RolloutReport, full: boolean }} props */
function Follows({ report, full }) {
  const words = say().rollout
  const next = full ? undefined : nextStep(report)
  const finish = /** @type {'publish' | 'latest'} */ (report.finish)
  const [of] = report.functions
  return (
    <>
      <div class="splits">
        <ShareBar share={writtenShare(report)} of={of} label={words.before} />
        <ShareBar share={next?.share ?? 1} of={of} label={words.after} />
      </div>
      <p>
        {words.explained(
          words.follows,
          next
            ? words.followsShare({ share: gives(next, words), hold: next.hold > 0 ? duration(next.hold) : '' })
            : words.followsFinish[finish],
        )}
      </p>
    </>
  )
}
