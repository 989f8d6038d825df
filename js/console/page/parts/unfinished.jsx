// @ts-check
import { useState } from 'preact/hooks'
import { atWork, isUnfinished, unfinished } from '../model/history.js'
import { planAbort, planResume, settle } from '../model/rollback.js'
import { running } from '../model/runs.js'
import { go } from '../route.js'
import { kindName, say } from '../words/index.js'
import { dated } from '../words/time.js'
import { AskPlan } from './goto.jsx'

/** Somebody else is at work: who, at what, and since when. */
export function AtWork() {
  const words = say()
  const pending = atWork.value
  // what this tab does is shown as it goes
  if (!pending || running.value) return null
  const { kind = '', asked = '', who = '', since = 0 } = pending
  return (
    <section class="banner" role="status">
      <p>{words.atWork({ what: `${kindName(kind)} ${asked}`.trim(), who, since: dated(since) })}</p>
    </section>
  )
}

/** A tab was closed in the middle of a run: it is offered to go on, or to put back what it had shifted, plan first. */
export function Unfinished() {
  const words = say()
  const [asking, ask] = useState(/** @type {'resume' | 'abort' | undefined} */ (undefined))
  const run = unfinished.value
  if (!run || running.value) return null
  const names = run.functions.map(({ name }) => name).join(', ')
  const take = async (/** @type {'resume' | 'abort'} */ how) => {
    // who went on with it stands in the history
    if (!(await isUnfinished(run))) return go('history')
    ask(how)
  }
  return (
    <section class="banner warn" role="status">
      <p>{words.unfinished({ kind: kindName(run.kind), names, when: dated(run.began) })}</p>
      <p class="row">
        <button type="button" class="primary" onClick={() => take('resume')}>
          {words.resume}
        </button>
        <button type="button" onClick={() => take('abort')}>
          {words.abort}
        </button>
      </p>
      {asking && (
        <AskPlan
          title={`${asking === 'resume' ? words.resume : words.abort}: ${names}`}
          make={() => (asking === 'resume' ? planResume(run) : planAbort())}
          button={asking === 'resume' ? words.resumeNow : words.abortNow}
          settles
          onGo={(plan) => settle(asking, run.functions, plan)}
          onClose={() => ask(undefined)}
        />
      )}
    </section>
  )
}
