// @ts-check
/** @import { StatusRow } from '../../../types/generated.js' */
/** @import { Place } from '../model/functions.js' */
/** @import { Picked } from '../model/function.js' */
/** @import { Role } from '../parts/version.js' */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { codesOf } from '../model/codes.js'
import { rollbackCommand } from '../model/command.js'
import { watch } from '../model/function.js'
import { keyOf, rows } from '../model/functions.js'
import { follow, history } from '../model/history.js'
import { moves, publishers, runsOf } from '../model/past.js'
import { order } from '../model/release.js'
import { rollable } from '../model/rollback.js'
import { runs } from '../model/runs.js'
import { person } from '../model/who.js'
import { CopyCommand } from '../parts/command.jsx'
import { GoTo } from '../parts/goto.jsx'
import { RollBack } from '../parts/rollback.jsx'
import { inWords } from '../parts/split.jsx'
import { Standing } from '../parts/standing.jsx'
import { Trouble } from '../parts/trouble.jsx'
import { narrow, query, to } from '../route.js'
import { config } from '../session.js'
import { say } from '../words/index.js'
import { ago, dated } from '../words/time.js'
import { Compare } from './function/compare.jsx'
import { Failures } from './function/failures.jsx'
import { LogCard } from './function/log.jsx'
import { Metrics } from './function/metrics.jsx'
import { Traffic } from './function/traffic.jsx'
import { Versions } from './function/versions.jsx'

/** The times that can be looked back, in minutes. */
const PERIODS = [15, 60, 360, 1440]

/** @param {{ place: Place }} props */
export function FunctionScreen({ place }) {
  const words = say()
  const watched = useMemo(() => watch(place, { minutes: Number(query.peek().period) || undefined }), [])
  const code = useMemo(() => codesOf(place), [])
  const [going, goElsewhere] = useState(false)
  useEffect(() => watched.end, [])
  useEffect(follow, [])
  const { status, metrics, statistics, failures, minutes } = watched
  const row = rows.value.find((one) => keyOf(one) === keyOf(place))
  const now = status.value
  const over = runs.value.filter(({ running }) => !running).length
  const listed = inWords(row?.split)
  // whatever was changed is seen at once, not at the next turn
  useEffect(() => {
    if (watched.status.value) watched.look()
  }, [listed, over])
  const versions = now?.exists ? now.versions.map(({ version }) => version).join() : undefined
  useEffect(() => {
    const ending = new AbortController()
    if (now && versions !== undefined) code.look(now, ending.signal)
    return () => ending.abort()
  }, [versions, row?.modified, over])
  const roleOf = useMemo(() => (/** @type {string} */ version) => roleIn(now, version), [now])
  const past = useMemo(() => runsOf(history.value, place), [history.value])
  const published = useMemo(() => publishers(past, place), [past])
  const moved = useMemo(() => moves(past, place), [past])
  const { compare } = query.value
  const log = usePicked(watched.pick)
  const chosen = compare?.split(',')
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
          {row && rollable(row) && <CopyCommand command={rollbackCommand([place], config.value ?? {})} small />}
          <button type="button" disabled={!now?.exists} onClick={() => goElsewhere(true)}>
            {words.goTo}
          </button>
        </span>
      </div>
      <Trouble error={failures.value.status} />
      {going && now && <GoTo place={place} row={now} onClose={() => goElsewhere(false)} />}
      {now?.exists && chosen?.length === 2 && (
        <Compare place={place} row={now} versions={/** @type {[string, string]} */ (chosen)} />
      )}
      <p class="faint lead">
        {row ? [row.description, words.standingHint[row.standing]].filter(Boolean).join(' · ') : words.loading}
        {now?.released && (
          <LastMoved released={now.released} who={past.find(({ run }) => run === now.released?.run)?.who} />
        )}
      </p>
      {now && !now.exists && <p class="banner warn">{words.missing}</p>}
      {now?.exists !== false && (
        <div class="columns">
          <Traffic row={now} roleOf={roleOf} />
          <Versions row={now} roleOf={roleOf} codes={code.codes.value} published={published} />
        </div>
      )}
      <section aria-labelledby="metrics" class="card">
        <div class="head">
          <h2 id="metrics">{words.metrics}</h2>
          <label class="row end">
            <span>{words.period}</span>
            <select
              value={minutes.value}
              onChange={(event) => {
                narrow({ period: event.currentTarget.value })
                watched.span(Number(event.currentTarget.value))
              }}
            >
              {PERIODS.map((count) => (
                <option key={count} value={count}>
                  {words.lastMinutes(count)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <Trouble error={failures.value.metrics} />
        <div class="metrics">
          {metrics.value && (
            <Metrics
              report={metrics.value}
              statistics={statistics.value}
              roleOf={roleOf}
              moved={moved}
              onPick={(from, seconds) => log.show({ minute: String(from), seconds: String(seconds) })}
            />
          )}
          {!metrics.value && !failures.value.metrics && <p class="faint">{words.loading}</p>}
        </div>
      </section>
      <Failures
        statistics={statistics.value}
        readable={!failures.value.statistics}
        roleOf={roleOf}
        onOpen={(version, message) => log.show({ version, message })}
      />
      <LogCard watched={watched} roleOf={roleOf} heading={log.heading} onLeave={() => log.show({})} />
    </section>
  )
}

/**
 * What a version is to its function.
 *
 * @param {StatusRow | undefined} row nothing until it was read: what is published is taken for the one that users are on
 * @param {string} version
 * @returns {Role}
 */
function roleIn(row, version) {
  if (version === '$latest') return 'canary'
  if (!row || version === row.stable) return 'stable'
  return row.versions.find((one) => one.version === version)?.withdrawn ? 'withdrawn' : 'other'
}

/** @param {{ released: { at: number }, who: string | undefined }} props */
function LastMoved({ released: { at }, who }) {
  const words = say()
  const name = who && person(who).name
  return (
    <span title={[who, dated(at)].filter(Boolean).join(' · ')}> · {words.lastMoved({ ago: ago(at), who: name })}</span>
  )
}

/**
 * Which rows of the log are looked at stands in the address; whoever asks for some is led to them.
 *
 * @param {(of: Picked | undefined) => void} pick
 */
function usePicked(pick) {
  const heading = useRef(/** @type {HTMLHeadingElement | null} */ (null))
  const { minute, seconds, version, message } = query.value
  useEffect(() => {
    const from = Number(minute)
    if (minute !== undefined && from > 0) pick({ from, seconds: Number(seconds) || 60 })
    else if (version !== undefined && message !== undefined) pick({ version, message })
    else pick(undefined)
  }, [minute, seconds, version, message])
  return {
    heading,
    show(/** @type {Record<string, string>} */ asked) {
      narrow({ minute: '', seconds: '', version: '', message: '', ...asked })
      heading.current?.focus()
    },
  }
}
