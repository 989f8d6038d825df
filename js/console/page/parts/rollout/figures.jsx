// @ts-check
/** @import { Followed } from '../../model/rollout.js' */
/** @import { RolloutReport } from '../../../../types/generated.js' */
import { worstFirst } from '../../model/rollout.js'
import { measured, versionText } from '../../words/figures.js'
import { say } from '../../words/index.js'
import { Scrolled } from '../scrolled.jsx'
import { keyClass } from '../version.js'
import { short } from './verdict.jsx'

/**
 * Calls and bad calls of both versions in the same minutes, by function and metric, the worst function first.
 *
 * @param {{ report: RolloutReport }} props
 */
export function FiguresCard({ report }) {
  const words = say().rollout
  const functions = worstFirst(report)
  const several = functions.length > 1
  const [first] = functions
  const same = functions.every(({ canary, stable }) => canary === first?.canary && stable === first?.stable)
  const { headings } = words
  return (
    <section class="card" aria-labelledby="figures">
      <h2 id="figures">{words.figures}</h2>
      <Scrolled>
        <table class="figures">
          <thead>
            <tr>
              {several && <th scope="col">{headings.function}</th>}
              <th scope="col">{headings.counted}</th>
              <th scope="col">
                <span class={`key ${keyClass('', 'canary')}`} aria-hidden="true" />
                {same && first ? versionText(first.canary) : words.canary}
              </th>
              <th scope="col">
                <span class={`key ${keyClass('', 'stable')}`} aria-hidden="true" />
                {same && first ? versionText(first.stable) : words.stable}
              </th>
              {several && <th scope="col">{headings.share}</th>}
              <th scope="col">{headings.lnE}</th>
              <th scope="col">{headings.phi}</th>
            </tr>
          </thead>
          <tbody>
            {functions.flatMap((one) =>
              rowsOf(one).map((metric, at) => (
                <Row
                  key={`${one.key} ${metric.metric}`}
                  one={one}
                  metric={metric}
                  first={at === 0}
                  several={several}
                  same={same}
                />
              )),
            )}
          </tbody>
        </table>
      </Scrolled>
      <p class="hint">{words.phiHint}</p>
    </section>
  )
}

/** @typedef {NonNullable<Followed['judged']>['metrics'][number]} Measured */

/** What the monitor has figures of: each has its place before the first of them comes. @type {Measured[]} */
const USUAL = /** @type {const} */ (['errors', 'means', 'platform']).map((metric) => ({
  metric,
  calls: 0,
  bad: 0,
  stableCalls: 0,
  stableBad: 0,
  lnE: '0',
}))

/** @param {Followed} one */
const rowsOf = ({ judged }) => (judged && judged.metrics.length > 0 ? judged.metrics : USUAL)

/** @param {{ one: Followed, metric: Measured, first: boolean, several: boolean, same: boolean }} props */
function Row({ one, metric, first, several, same }) {
  const words = say().rollout
  const { judged, actual } = one
  const name = words.metrics[/** @type {'errors'} */ (metric.metric)] ?? metric.metric
  return (
    <tr class={first ? 'first' : ''}>
      {several && (
        <th scope="row">
          {first ? one.key : <span class="unseen">{one.key}</span>}
          {first && !same && (
            <span class="block faint">
              {words.replaces({ canary: versionText(one.canary), stable: versionText(one.stable) })}
            </span>
          )}
        </th>
      )}
      {several ? <td>{name}</td> : <th scope="row">{name}</th>}
      <td class={Number(metric.lnE) > 0 && metric.bad > 0 ? 'bad' : ''}>
        <Cell metric={metric.metric} calls={metric.calls} bad={metric.bad} />
      </td>
      <td>
        <Cell metric={metric.metric} calls={metric.stableCalls} bad={metric.stableBad} />
      </td>
      {several && (
        <td>
          {first && actual ? words.margin({ share: measured(actual.share), margin: measured(actual.margin) }) : ''}
        </td>
      )}
      <td>{metric.calls > 0 ? short(Number(metric.lnE)) : '–'}</td>
      <td>{first && judged ? short(Number(judged.phi)) : ''}</td>
    </tr>
  )
}

/** @param {{ metric: string, calls: number, bad: number }} props */
function Cell({ metric, calls, bad }) {
  const words = say().rollout
  if (calls === 0) return <>–</>
  if (metric === 'means') return <>{words.mean({ ms: `${bad} ms`, calls })}</>
  return <>{words.cell({ bad, calls, rate: measured(bad / calls) })}</>
}
