// @ts-check
/** @import { Verdict } from '../../model/rollout.js' */
/** @import { RolloutReport } from '../../../../types/generated.js' */
import { decisionOf, distance, judgedTo, verdictOf, worstFirst } from '../../model/rollout.js'
import { duration } from '../../words/figures.js'
import { say } from '../../words/index.js'
import { clock } from '../../words/time.js'

/** @type {Record<Verdict, string>} */
const tones = {
  healthy: 'good',
  unhealthy: 'bad',
  soon: 'bad',
  worse: '',
  little: '',
  blind: 'warn',
  outage: 'warn',
  none: '',
}
/** @type {Record<Verdict, string>} */
const drawn = { healthy: '✔', unhealthy: '✖', soon: '▲', worse: '▲', little: '…', blind: '?', outage: '!', none: '…' }

/**
 * What the last look said: the sentence as it was recorded, how far the evidence is on its way, and how far it was judged.
 *
 * @param {{ report: RolloutReport }} props
 */
export function VerdictCard({ report }) {
  const words = say().rollout
  const { evidence, last } = report
  const decision = decisionOf(report)
  const verdict = verdictOf(report)
  const name = verdict === 'soon' ? words.verdicts.soon(distance(report) ?? 0) : words.verdicts[verdict]
  const judged = judgedTo(report)
  const blind = worstFirst(report).filter((one) => one.judged?.blind !== undefined)
  return (
    <section class={`card rollout-verdict ${tones[verdict]}`} aria-labelledby="verdict">
      <h2 id="verdict">
        <span class="verdict-mark" aria-hidden="true">
          {drawn[verdict]}
        </span>
        {words.explained(words.verdict, name)}
      </h2>
      {decision && (
        <p class="sentence" role="status">
          {decision.why.text}
        </p>
      )}
      {evidence.functions.length > 0 && (
        <Gauge lnE={Number(evidence.lnE)} limit={Number(evidence.limit)} more={distance(report)} />
      )}
      {blind.length > 0 && <p>{words.blinds(blind.map(({ key }) => key).join(', '))}</p>}
      <p class="hint">
        {judged === undefined
          ? words.notJudged
          : words.judgedTo({
              time: clock(judged),
              late: duration((Date.parse(last ?? report.began) - judged) / 1000),
            })}
      </p>
    </section>
  )
}

/**
 * How far the evidence against the canary is on its way to where it goes back. Below 0 it speaks for the canary.
 *
 * @param {{ lnE: number, limit: number, more: number | undefined }} props
 */
function Gauge({ lnE, limit, more }) {
  const words = say().rollout
  const way = Number.isFinite(lnE / limit) ? Math.min(1, Math.max(0, lnE / limit)) : 0
  const figures = words.gauge({ lnE: short(lnE), limit: short(limit) })
  const far = more ? words.distance(more) : undefined
  return (
    <div class="gauge">
      <meter
        class="unseen"
        aria-label={words.evidence}
        min={0}
        max={100}
        value={Math.round(way * 100)}
        aria-valuetext={[figures, far].filter(Boolean).join('; ')}
      />
      <div class="scale" aria-hidden="true">
        <span class="needle" style={{ insetInlineStart: `${way * 100}%` }} />
      </div>
      <p class="ends" aria-hidden="true">
        <span>{words.clear}</span>
        <span class="far">{far ?? figures}</span>
        <span>{words.back}</span>
      </p>
    </div>
  )
}

/** A figure as sentences have it: cut after two decimals. @param {number} figure */
export const short = (figure) => (Number.isFinite(figure) ? String(Math.trunc(figure * 100) / 100) : '–')
