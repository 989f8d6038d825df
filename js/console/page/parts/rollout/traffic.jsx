// @ts-check
/** @import { RolloutReport } from '../../../../types/generated.js' */
import { foundRouting, wasKept, worstFirst, writtenShare } from '../../model/rollout.js'
import { exactShare, measured } from '../../words/figures.js'
import { say } from '../../words/index.js'
import { clock, offset } from '../../words/time.js'
import { gives } from './gives.js'
import { ShareBar } from './share-bar.jsx'

/**
 * Who gets what: as it was set, and as calls really came.
 *
 * @param {{ report: RolloutReport }} props
 */
export function TrafficCard({ report }) {
  const words = say().rollout
  const [worst, ...others] = worstFirst(report)
  const found = foundRouting(report)
  const kept = wasKept(report)
  const share = kept ? undefined : writtenShare(report)
  const since = report.reached.at(-1)
  return (
    <section class="card" aria-labelledby="traffic">
      <h2 id="traffic">{words.traffic}</h2>
      {worst && share !== undefined && (
        <dl class="traffic">
          <dt>{found ? words.written : words.set}</dt>
          <dd>
            <ShareBar share={share} of={worst} />
          </dd>
          {found && (
            <>
              <dt>{words.found}</dt>
              <dd>
                {found.found === undefined || found.found === null ? '–' : <ShareBar share={found.found} of={worst} />}
              </dd>
            </>
          )}
          {!report.ended && (
            <>
              <dt>
                <span title={words.marginHint}>{words.actual}</span>
              </dt>
              <dd>
                {worst.actual ? (
                  <Actual actual={worst.actual} />
                ) : (
                  <span class="faint">{share > 0 ? words.noCalls(exactShare(share)) : '–'}</span>
                )}{' '}
                {others.length > 0 && <span class="faint">{worst.key}</span>}
              </dd>
            </>
          )}
        </dl>
      )}
      {since && !report.ended && (
        <p class="hint">
          {gives(report.steps[since.step - 1], words)} {words.since(`${clock(Date.parse(since.at))} ${offset()}`)}
        </p>
      )}
    </section>
  )
}

/** The share that was counted, with its uncertainty. @param {{ actual: { share: number, margin: number } }} props */
function Actual({ actual: { share, margin } }) {
  const words = say().rollout
  const [from, to] = [Math.max(0, share - margin), Math.min(1, share + margin)]
  const at = (/** @type {number} */ part) => `${part * 100}%`
  return (
    <>
      <span class="actual-track block" aria-hidden="true">
        <span class="band" style={{ insetInlineStart: at(from), width: at(to - from) }} />
        <span class="point" style={{ insetInlineStart: at(share) }} />
      </span>
      <span class="split-words">{words.margin({ share: measured(share), margin: measured(margin) })}</span>
    </>
  )
}
