// @ts-check
/** @import { LogReport, MetricReport, StatusRow } from '../../../types/generated.js' */
/** @import { Place } from '../model/functions.js' */
/** @import { Role } from '../parts/version.js' */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { percent as shareText } from '../../../render/split.js'
import { watch } from '../model/function.js'
import { keyOf, rows } from '../model/functions.js'
import { order } from '../model/release.js'
import { runs } from '../model/runs.js'
import { GoTo } from '../parts/goto.jsx'
import { later } from '../parts/later.jsx'
import { Log, LogFigures } from '../parts/log.jsx'
import { Moment } from '../parts/moment.jsx'
import { RollBack } from '../parts/rollback.jsx'
import { RoutingPicture } from '../parts/routing.jsx'
import { Scrolled } from '../parts/scrolled.jsx'
import { inWords, Split } from '../parts/split.jsx'
import { Standing } from '../parts/standing.jsx'
import { Trouble } from '../parts/trouble.jsx'
import { keyClass, versionText } from '../parts/version.js'
import { to } from '../route.js'
import { say } from '../words/index.js'
import { instant, offset } from '../words/time.js'

/** @param {{ place: Place }} props */
export function FunctionScreen({ place }) {
  const words = say()
  const watched = useMemo(() => watch(place), [])
  const [going, goElsewhere] = useState(false)
  useEffect(() => watched.end, [])
  const { status, metrics, log, statistics, failures, minutes, errors } = watched
  const row = rows.value.find((one) => keyOf(one) === keyOf(place))
  const now = status.value
  const over = runs.value.filter(({ running }) => !running).length
  const listed = inWords(row?.split)
  // whatever was changed is seen at once, not at the next turn
  useEffect(() => {
    if (watched.status.value) watched.look()
  }, [listed, over])
  return (
    <section>
      <p>
        <a href={to('functions')}>← {words.back}</a>
      </p>
      <div class="head">
        <h1 tabIndex={-1}>{place.name}</h1>
        {row && <Standing row={row} />}
        <span class="faint">
          {place.region} / {place.namespace}
        </span>
        <span class="row end">
          <button type="button" class="primary" onClick={() => order(place)}>
            {words.released}
          </button>
          <RollBack row={row} />
          <button type="button" disabled={!now?.exists} onClick={() => goElsewhere(true)}>
            {words.goTo}
          </button>
        </span>
      </div>
      <Trouble error={failures.value.status} />
      {going && now && <GoTo place={place} row={now} onClose={() => goElsewhere(false)} />}
      <p class="faint lead">
        {row ? [row.description, words.standingHint[row.standing]].filter(Boolean).join(' · ') : words.loading}
      </p>
      {now && !now.exists && <p class="banner warn">{words.missing}</p>}
      {now?.exists !== false && (
        <div class="columns">
          <Aliases row={now} />
          <Versions row={now} />
        </div>
      )}
      <section aria-labelledby="metrics" class="card">
        <div class="head">
          <h2 id="metrics">{words.metrics}</h2>
          <label class="row end">
            <span>{words.period}</span>
            <select value={minutes.value} onChange={(event) => watched.span(Number(event.currentTarget.value))}>
              {[15, 60, 360, 1440].map((count) => (
                <option key={count} value={count}>
                  {words.lastMinutes(count)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <Trouble error={failures.value.metrics} />
        <div class="metrics">
          {metrics.value && <Metrics report={metrics.value} row={now} />}
          {!metrics.value && !failures.value.metrics && <p class="faint">{words.loading}</p>}
        </div>
      </section>
      <section aria-labelledby="log" class="card">
        <div class="head">
          <h2 id="log">{words.log}</h2>
          <span class="faint">{offset()}</span>
          <label class="row end">
            <input
              type="checkbox"
              checked={errors.value}
              onChange={(event) => watched.filter(event.currentTarget.checked)}
            />
            <span>{words.onlyErrors}</span>
          </label>
        </div>
        <Trouble error={failures.value.log ?? failures.value.statistics} />
        <Log rows={log.value} />
        <LogFigures statistics={statistics.value} />
      </section>
    </section>
  )
}

/** @param {{ row: StatusRow | undefined }} props nothing until it was read */
function Aliases({ row }) {
  const words = say()
  const [first, ...others] = row?.aliases ?? []
  return (
    <section aria-labelledby="routing" class="card">
      <h2 id="routing">{words.routing}</h2>
      {!row && <p class="faint">{words.loading}</p>}
      {first && <RoutingPicture alias={first.name} split={first.split} ruled={first.ruled} />}
      {first?.rules.length > 0 && (
        <ul>
          {first.rules.map(({ text }) => (
            <li key={text}>{text}</li>
          ))}
          <li>{first.everyoneElse}</li>
        </ul>
      )}
      {first?.description && <p class="faint description">{first.description}</p>}
      {others.length > 0 && (
        <Scrolled>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.aliases}</th>
                <th scope="col">{words.share}</th>
                <th scope="col">{words.description}</th>
              </tr>
            </thead>
            <tbody>
              {others.map((alias) => (
                <tr key={alias.name}>
                  <th scope="row">{alias.name}</th>
                  <td>
                    <Split split={alias.split} small />
                  </td>
                  <td class="faint">{[alias.description, alias.url].filter(Boolean).join(' · ')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </section>
  )
}

/** @param {{ row: StatusRow | undefined }} props nothing until it was read */
function Versions({ row }) {
  const words = say()
  if (!row) {
    return (
      <section aria-labelledby="versions" class="card">
        <h2 id="versions">{words.versions}</h2>
        <p class="faint">{words.loading}</p>
      </section>
    )
  }
  const shares = new Map(row.aliases[0]?.split.map(({ version, share }) => [version, share]))
  const latest = {
    version: '$latest',
    status: row.status,
    description: row.image ?? '',
    published: '',
    provisioned: undefined,
  }
  return (
    <section aria-labelledby="versions" class="card">
      <h2 id="versions">{words.versions}</h2>
      <Scrolled>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.version}</th>
              <th scope="col">{words.share}</th>
              <th scope="col">{words.status}</th>
              <th scope="col">{words.description}</th>
              <th scope="col">{words.published(offset())}</th>
            </tr>
          </thead>
          <tbody>
            {[latest, ...row.versions].map(({ version, status, description, published, provisioned }) => (
              <tr key={version}>
                <th scope="row">
                  {version}
                  {version === row.lastVersion && <span class="faint block">{words.lastPublished}</span>}
                </th>
                <td>{shares.has(version) ? shareText(shares.get(version) ?? 0) : '–'}</td>
                <td>
                  {status}
                  {provisioned && <span class="faint block">{words.provisioned(provisioned)}</span>}
                </td>
                <td class="description">{description}</td>
                <td class="faint">
                  <Moment at={instant(published)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
      {row.versions.length === 0 && <p class="faint">{words.noVersions}</p>}
    </section>
  )
}

const percent = (/** @type {number} */ part) => `${(part * 100).toFixed(part < 0.1 ? 1 : 0)}%`
/** An axis may ask for half an invocation. */
const count = (/** @type {number} */ number) => {
  if (!Number.isInteger(number)) return ''
  return number >= 10_000 ? `${(number / 1000).toFixed(0)}k` : String(number)
}
const ms = (/** @type {number} */ number) =>
  number >= 1000 ? `${(number / 1000).toFixed(1)} s` : `${Number(number.toFixed(number < 10 ? 1 : 0))} ms`

/** With a third of the page's scripts behind it, so it comes with the first function that is looked at. */
const Chart = later(async () => (await import('../parts/chart.jsx')).Chart, 'chart coming')

/**
 * What a version is to its function.
 *
 * @param {StatusRow | undefined} row nothing until it was read: what is published is taken for the one that users are on
 * @param {string} version
 * @returns {Role}
 */
function roleOf(row, version) {
  if (version === '$latest') return 'canary'
  if (!row || version === row.stable) return 'stable'
  return row.versions.find((one) => one.version === version)?.withdrawn ? 'withdrawn' : 'other'
}

/** @param {{ report: MetricReport, row: StatusRow | undefined }} props */
function Metrics({ report, row }) {
  const words = say()
  const { period, versions, notes } = report
  const times = useMemo(() => report.times.map((time) => Date.parse(time) / 1000), [report])
  const lines = useMemo(() => {
    const of = (/** @type {(one: MetricReport['versions'][number]) => (number | null)[]} */ values) =>
      versions.map((one) => ({ version: one.version, values: values(one), role: roleOf(row, one.version) }))
    return {
      invocations: of(({ series }) => series.invocations),
      errors: of(({ series }) =>
        series.invocations.map((all, index) => (all ? (series.errors[index] ?? 0) / all : null)),
      ),
      duration: of(({ series }) => series.duration),
    }
  }, [report, row])
  return (
    <>
      <div class="charts">
        <Chart
          title={words.invocations}
          unit={words.inPeriod(period)}
          times={times}
          lines={lines.invocations}
          format={count}
          together="function"
        />
        <Chart
          title={words.errorRate}
          unit="%"
          times={times}
          lines={lines.errors}
          format={percent}
          together="function"
        />
        <Chart title={words.duration} unit="ms" times={times} lines={lines.duration} format={ms} together="function" />
      </div>
      <Scrolled>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.version}</th>
              <th scope="col">{words.share}</th>
              <th scope="col">{words.invocations}</th>
              <th scope="col">{words.errorRate}</th>
              <th scope="col">{words.duration}</th>
              <th scope="col">{words.throttled}</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((one) => (
              <tr key={one.version}>
                <th scope="row">
                  <span class={`key ${keyClass(one.version, roleOf(row, one.version))}`} aria-hidden="true" />
                  {versionText(one.version)}
                </th>
                <td>{one.traffic === null ? '–' : shareText(one.traffic)}</td>
                <td>{one.invocations ?? '–'}</td>
                <td class={one.errorRate !== null && one.errorRate > 0 ? 'bad' : ''}>
                  {one.errorRate === null ? '–' : percent(one.errorRate)}
                </td>
                <td>{one.duration === null ? '–' : ms(one.duration)}</td>
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
