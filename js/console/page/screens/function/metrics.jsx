// @ts-check
/** @import { LogStatistics, MetricReport } from '../../../../types/generated.js' */
/** @import { Moved } from '../../model/past.js' */
/** @import { Role } from '../../parts/version.js' */
import { useMemo } from 'preact/hooks'
import { person } from '../../model/who.js'
import { later } from '../../parts/later.jsx'
import { Scrolled } from '../../parts/scrolled.jsx'
import { keyClass } from '../../parts/version.js'
import { exactShare, measured, versionText } from '../../words/figures.js'
import { kindName, say } from '../../words/index.js'
import { offset } from '../../words/time.js'

/** An axis may ask for half an invocation. */
const count = (/** @type {number} */ number) => {
  if (!Number.isInteger(number)) return ''
  return number >= 10_000 ? `${(number / 1000).toFixed(0)}k` : String(number)
}
const ms = (/** @type {number} */ number) =>
  number >= 1000 ? `${(number / 1000).toFixed(1)}\u00a0s` : `${Number(number.toFixed(number < 10 ? 1 : 0))}\u00a0ms`
const mb = (/** @type {number} */ number) => `${Number(number.toFixed(number < 10 ? 1 : 0))}\u00a0MB`

/** With a third of the page's scripts behind it, so it comes with the first function that is looked at. */
const Chart = later(async () => (await import('../../parts/chart.jsx')).Chart, 'chart coming')

/**
 * The versions side by side: charts with what moved traffic meanwhile, and the figures of the whole time.
 *
 * @param {object} props
 * @param {MetricReport} props.report
 * @param {LogStatistics | null} props.statistics of the same time, from the log; nothing until it was read, or where there is none
 * @param {(version: string) => Role} props.roleOf
 * @param {Moved[]} props.moved
 * @param {(from: number, seconds: number) => void} props.onPick a period was chosen
 */
export function Metrics({ report, statistics, roleOf, moved, onPick }) {
  const words = say()
  const { period, versions, notes } = report
  const roles = versions.map(({ version }) => roleOf(version)).join()
  const times = useMemo(() => report.times.map((time) => Date.parse(time) / 1000), [report])
  const lines = useMemo(() => {
    const of = (/** @type {(one: MetricReport['versions'][number]) => (number | null)[]} */ values) =>
      versions.map((one) => ({ version: one.version, values: values(one), role: roleOf(one.version) }))
    return {
      errors: of(({ series }) =>
        series.invocations.map((all, index) => (all ? (series.errors[index] ?? 0) / all : null)),
      ),
      invocations: of(({ series }) => series.invocations),
      duration: of(({ series }) => series.duration),
      memory: of(({ series }) => series.memory),
      throttled: of(({ series }) => series.throttled),
    }
  }, [report, roles])
  const marks = useMemo(() => moved.map(mark), [moved, words])
  const shared = {
    times,
    marks,
    together: 'function',
    onPick: (/** @type {number} */ time) => onPick(time, period),
  }
  return (
    <>
      <div class="charts">
        <Chart {...shared} title={words.errorRate} unit="%" lines={lines.errors} format={measured} />
        <Chart
          {...shared}
          title={words.invocations}
          unit={words.inPeriod(period)}
          lines={lines.invocations}
          format={count}
        />
        <Chart {...shared} title={words.duration} unit="ms" lines={lines.duration} format={ms} />
        <Chart {...shared} title={words.memory} unit="MB" lines={lines.memory} format={mb} />
        <Chart
          {...shared}
          title={words.throttled}
          unit={words.inPeriod(period)}
          lines={lines.throttled}
          format={count}
        />
        <Percentiles statistics={statistics} roleOf={roleOf} />
      </div>
      <Scrolled>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.version}</th>
              <th scope="col">{words.share}</th>
              <th scope="col">{words.errorRate}</th>
              <th scope="col">{words.errorsOf}</th>
              <th scope="col">{words.duration}</th>
              <th scope="col">{words.memory}</th>
              <th scope="col">{words.throttled}</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((one) => (
              <tr key={one.version}>
                <th scope="row">
                  <span class={`key ${keyClass(one.version, roleOf(one.version))}`} aria-hidden="true" />
                  {versionText(one.version)}
                </th>
                <td>{one.traffic === null ? '–' : exactShare(one.traffic)}</td>
                <td class={one.errorRate !== null && one.errorRate > 0 ? 'bad' : ''}>
                  {one.errorRate === null ? '–' : measured(one.errorRate)}
                </td>
                <td>{one.invocations === null ? '–' : words.errorsIn(one.errors ?? 0, one.invocations)}</td>
                <td>{one.duration === null ? '–' : ms(one.duration)}</td>
                <td>{one.memory === null ? '–' : mb(one.memory)}</td>
                <td>{one.throttled ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
      <p class="hint">{words.metricsHint({ period, zone: offset() })}</p>
      {notes.length > 0 && (
        <ul class="notes">
          {notes.map((note) => (
            <li key={note.code}>{note.text}</li>
          ))}
        </ul>
      )}
    </>
  )
}

/**
 * What moved traffic, as a mark of the charts.
 *
 * @param {Moved} moved
 * @returns {import('../../parts/chart.jsx').Mark}
 */
function mark({ at, run, share, version, back, after }) {
  const text = [kindName(run.kind), person(run.who).name, after].filter(Boolean).join(' · ')
  if (back) return { at: at / 1000, label: '↩', text, tone: 'bad' }
  if (version !== undefined) return { at: at / 1000, label: versionText(version), text, tone: 'good' }
  return { at: at / 1000, label: exactShare(share ?? 0), text, tone: 'shift' }
}

/**
 * How long the invocations of each version took, as the log has them.
 *
 * @param {{ statistics: LogStatistics | null, roleOf: (version: string) => Role }} props
 */
function Percentiles({ statistics, roleOf }) {
  const words = say()
  const value = (/** @type {number | null} */ number) => (number === null ? '–' : ms(number))
  return (
    <figure class="chart percentiles">
      <figcaption>
        <span>
          {words.percentiles} <span class="faint">{words.fromLog}</span>
        </span>
      </figcaption>
      {statistics && statistics.versions.length > 0 ? (
        <table>
          <thead>
            <tr>
              {words.logHeadings.map((heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {statistics.versions.map(({ version, p50, p95, p99 }) => (
              <tr key={version}>
                <th scope="row">
                  <span class={`key ${keyClass(version, roleOf(version))}`} aria-hidden="true" />
                  {versionText(version)}
                </th>
                <td>{value(p50)}</td>
                <td>{value(p95)}</td>
                <td>{value(p99)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p class="faint">{statistics ? words.noLog : words.loading}</p>
      )}
    </figure>
  )
}
