// @ts-check
/** @import { RolloutReport } from '../../../../types/generated.js' */
import { useState } from 'preact/hooks'
import { foundRouting, nextStep, stableOf, wasKept } from '../../model/rollout.js'
import { abort, adopt, keep, order, pause, resume } from '../../model/rollout-orders.js'
import { online } from '../../session.js'
import { exactShare } from '../../words/figures.js'
import { say } from '../../words/index.js'
import { Trouble } from '../trouble.jsx'
import { gives } from './gives.js'
import { Approve, Promote } from './promote.jsx'
import { UndoRollout } from './undo.jsx'

/** What comes next, as the button says it. @param {RolloutReport} report @param {import('../../words/en.js').Words['rollout']} words */
export function nextText(report, words) {
  const next = nextStep(report)
  return next ? gives(next, words) : words.finish[/** @type {'publish' | 'latest'} */ (report.finish)]
}

/** Always at the same place: all traffic back to stable, at once; after the end, the undo. @param {{ report: RolloutReport }} props */
export function Abort({ report }) {
  const words = say().rollout
  const stable = stableOf(report)
  if (report.ended) return <UndoRollout report={report} />
  const busy = !online.value || (order.value?.running && order.value.kind === 'abort')
  return (
    <button type="button" class="danger abort" disabled={busy} title={words.abortHint} onClick={() => abort(report.id)}>
      {stable === undefined ? words.abortEach : words.abortTo(stable)}
    </button>
  )
}

/** @typedef {'promote' | 'approve'} Asking */

/**
 * What else can be asked of it as it stands. What a button does is said beside it; what moves traffic forward asks first.
 *
 * @param {{ report: RolloutReport }} props
 */
export function Orders({ report }) {
  const words = say().rollout
  const [asking, ask] = useState(/** @type {Asking | undefined} */ (undefined))
  const { id, state, step, steps, ended } = report
  if (ended) return null
  const busy = !online.value || order.value?.running === true
  const gate = steps[step - 1]?.gate
  const found = foundRouting(report)
  const close = () => ask(undefined)
  return (
    <div class="orders">
      <div class="row">
        {state === 'interrupted' && (
          <>
            <button type="button" class="primary" disabled={busy} title={words.adoptHint} onClick={() => adopt(id)}>
              {words.adopt(found?.found === undefined || found.found === null ? '…' : exactShare(found.found))}
            </button>
            <button type="button" disabled={busy} title={words.keepHint} onClick={() => keep(id)}>
              {words.keep}
            </button>
          </>
        )}
        {state === 'gate' && gate !== undefined && (
          <button type="button" class="primary" disabled={busy} onClick={() => ask('approve')}>
            {words.approve(gate)}
          </button>
        )}
        {state === 'paused' && (
          <button type="button" class="primary" disabled={busy} title={words.resumeHint} onClick={() => resume(id)}>
            {words.resume}
          </button>
        )}
        {state !== 'paused' && state !== 'interrupted' && (
          <button type="button" disabled={busy} title={words.pauseHint} onClick={() => pause(id)}>
            {words.pause}
          </button>
        )}
        {state !== 'interrupted' && step > 0 && (
          <button type="button" disabled={busy} onClick={() => ask('promote')}>
            {words.promote(nextText(report, words))}
          </button>
        )}
      </div>
      <p class="hint">
        {state === 'interrupted'
          ? `${words.explained(words.adopt('…'), words.adoptHint)} ${words.explained(words.keep, words.keepHint)}`
          : state === 'paused'
            ? words.explained(words.resume, words.resumeHint)
            : words.explained(words.pause, words.pauseHint)}
      </p>
      {asking === 'promote' && <Promote report={report} onClose={close} />}
      {asking === 'approve' && <Approve report={report} onClose={close} />}
    </div>
  )
}

/** What became of the last order of this tab: it has its place from the start. @param {{ report: RolloutReport }} props */
export function LastOrder({ report }) {
  const words = say().rollout
  const last = order.value
  const mine = last?.id === report.id ? last : undefined
  const text =
    !mine || mine.error
      ? ''
      : mine.running
        ? words.doing[mine.kind]
        : mine.end === 'done'
          ? words.did[mine.kind]
          : mine.end === 'recorded'
            ? words.recorded
            : words.another
  return (
    <p class="last-order" role="status">
      <b>{text}</b>
    </p>
  )
}

/** Why the last order of this tab did not go. @param {{ report: RolloutReport }} props */
export const OrderTrouble = ({ report }) => (
  <Trouble error={order.value?.id === report.id ? order.value.error : undefined} />
)

/** What an end means, in a sentence. @param {RolloutReport} report @param {import('../../words/en.js').Words['rollout']} words */
export function overText(report, words) {
  const stable = stableOf(report) ?? words.stable
  if (report.state === 'done') return words.over.done(stable)
  return wasKept(report) ? words.over.kept : words.over.back(stable)
}
