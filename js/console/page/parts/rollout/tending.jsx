// @ts-check
/** @import { Lack } from '../../../../rollouts.js' */
/** @import { RolloutReport } from '../../../../types/generated.js' */
import { dueAt, unwatched } from '../../model/rollout.js'
import { order, tended, tendFailure, tick } from '../../model/rollout-orders.js'
import { online } from '../../session.js'
import { duration } from '../../words/figures.js'
import { say } from '../../words/index.js'
import { ago, clock, now, offset } from '../../words/time.js'
import { Trouble } from '../trouble.jsx'

/**
 * Who looks after it, and when they did last: nothing moves by itself.
 *
 * @param {{ report: RolloutReport, lacks: Lack[] }} props
 */
export function TendingCard({ report, lacks }) {
  const words = say().rollout
  const { id, ended } = report
  if (ended) return null
  const due = dueAt(report)
  const missed = unwatched(report, now.value)
  const able = lacks.length === 0
  const busy = !online.value || order.value?.running === true
  return (
    <section class={missed === undefined ? 'card tending' : 'card tending missed'} aria-labelledby="tending">
      <h2 id="tending">{words.tending}</h2>
      <p class="looked" role={missed === undefined ? undefined : 'alert'}>
        {missed !== undefined && (
          <>
            <b>{words.nobody(duration(missed))}</b> {words.nobodyHow}{' '}
          </>
        )}
        {looked(report, words)}{' '}
        {due !== undefined && missed === undefined && (
          <span class="faint">{words.nextLook(`${clock(due)} ${offset()}`)}</span>
        )}
      </p>
      {!able && (
        <>
          <p>{words.lacks}</p>
          <ul>
            {lacks.map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          <p class="hint">{words.lacksHow}</p>
        </>
      )}
      <div class="row">
        <button type="button" disabled={!able || busy} title={words.tickHint} onClick={() => tick(id)}>
          {words.tick}
        </button>
        <label class="row switch">
          <input
            type="checkbox"
            role="switch"
            disabled={!able}
            checked={tended.value === id}
            aria-checked={tended.value === id}
            aria-describedby="tends-hint"
            onChange={(event) => {
              tended.value = event.currentTarget.checked ? id : undefined
            }}
          />
          <span>{words.tends}</span>
        </label>
      </div>
      <p id="tends-hint" class="hint">
        {words.tendsHint}
      </p>
      {tended.value === id && <Trouble error={tendFailure.value} />}
    </section>
  )
}

/** When somebody looked last, and who. @param {RolloutReport} report @param {import('../../words/en.js').Words['rollout']} words */
function looked({ last, lookedBy }, words) {
  if (last === undefined) return words.neverLooked
  const when = ago(Date.parse(last))
  return lookedBy ? words.lookedBy({ who: lookedBy, ago: when }) : words.looked(when)
}
