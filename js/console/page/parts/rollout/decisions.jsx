// @ts-check
/** @import { RolloutAbout } from '../../../../types/generated.js' */
import { undeliveredText } from '../../../../render/rollout.js'
import { say } from '../../words/index.js'
import { offset } from '../../words/time.js'
import { Moment } from '../moment.jsx'
import { StateChip } from './state.jsx'

/** What was decided and why, the newest first. @param {{ rollout: RolloutAbout }} props */
export function DecisionsCard({ rollout }) {
  const words = say().rollout
  const decisions = [...rollout.decisions].reverse()
  return (
    <section class="card" aria-labelledby="decisions">
      <div class="head">
        <h2 id="decisions">{words.log}</h2>
        <span class="faint">{offset()}</span>
      </div>
      <ol class="decisions" reversed>
        {decisions.map(({ at, state, why }) => (
          <li key={`${at} ${why.code}`}>
            <span class="faint">
              <Moment at={Date.parse(at)} aged={false} />
            </span>
            <StateChip state={state} />
            <span>{why.text}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Messages to people that did not arrive, and why. @param {{ rollout: RolloutAbout }} props */
export function UndeliveredCard({ rollout }) {
  const words = say().rollout
  if (rollout.undelivered.length === 0) return null
  return (
    <section class="card" aria-labelledby="undelivered">
      <h2 id="undelivered">{words.undelivered}</h2>
      <ul class="notes">
        {rollout.undelivered.map((notice) => (
          <li key={`${notice.to} ${notice.event}`} class="warning">
            {undeliveredText(notice)}
          </li>
        ))}
      </ul>
    </section>
  )
}
