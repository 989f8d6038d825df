// @ts-check
/** @import { Followed } from '../../model/rollout.js' */
/** @import { RolloutReport } from '../../../../types/generated.js' */
import { useMemo, useState } from 'preact/hooks'
import { worstFirst } from '../../model/rollout.js'
import { measured } from '../../words/figures.js'
import { say } from '../../words/index.js'
import { later } from '../later.jsx'
import { gives } from './gives.js'

/** Charts that are drawn at once. */
const FIRST = 4

/** With a third of the page's scripts behind it, so it comes with the first chart that is looked at. */
const Chart = later(async () => (await import('../chart.jsx')).Chart, 'chart coming')

/**
 * Errors by the minute of canary and stable, with marks where the share rose; the worst function first.
 *
 * @param {{ report: RolloutReport }} props
 */
export function MinutesCard({ report }) {
  const words = say().rollout
  const [all, showAll] = useState(false)
  const functions = worstFirst(report)
  const shown = all ? functions : functions.slice(0, FIRST)
  return (
    <section class="card" aria-label={words.chart('').trim()}>
      <div class="rollout-charts">
        {shown.map((one) => (
          <Minutes key={one.key} one={one} report={report} />
        ))}
      </div>
      {functions.length > shown.length && (
        <p class="row">
          <button type="button" onClick={() => showAll(true)}>
            {words.moreCharts(functions.length - shown.length)}
          </button>
        </p>
      )}
    </section>
  )
}

/** @param {{ one: Followed, report: RolloutReport }} props */
function Minutes({ one, report }) {
  const words = say().rollout
  const { rows, canary, stable } = one
  const { reached, steps, ended, last, state } = report
  const known = JSON.stringify(rows)
  const times = useMemo(() => rows.map(([minute]) => minute * 60), [known])
  const lines = useMemo(
    () => [
      {
        version: canary.toLowerCase(),
        role: /** @type {const} */ ('canary'),
        values: rows.map(([, calls, bad]) => rateOf(calls, bad)),
      },
      {
        version: stable.toLowerCase(),
        role: /** @type {const} */ ('stable'),
        values: rows.map(([, , , calls, bad]) => rateOf(calls, bad)),
      },
    ],
    [known, canary, stable],
  )
  const moved = JSON.stringify([reached, ended, last])
  const marks = useMemo(() => {
    /** @type {{ at: number, label: string, tone?: 'shift' | 'bad' | 'good' }[]} */
    const all = reached.map(({ at, step }) => ({
      at: Date.parse(at) / 1000,
      label: gives(steps[step - 1], words),
      tone: 'shift',
    }))
    const tone = state === 'done' ? 'good' : 'bad'
    if (ended && last)
      all.push({ at: Date.parse(last) / 1000, label: words.states[/** @type {'done'} */ (state)], tone })
    return all
  }, [moved, words])
  return (
    <Chart
      title={words.chart(one.key)}
      unit="%"
      times={times}
      lines={lines}
      format={measured}
      marks={marks}
      together="rollout"
    />
  )
}

/** @param {number | null} calls @param {number | null} bad */
const rateOf = (calls, bad) => (calls && bad !== null ? bad / calls : null)
