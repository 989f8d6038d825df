// @ts-check
/** @import { Moving, Mood, Part } from '../model/now.js' */
import { useState } from 'preact/hooks'
import { keyOf, loading, rows, unread } from '../model/functions.js'
import { health, MINUTES } from '../model/health.js'
import { held, moving, settle, swept, waiting } from '../model/now.js'
import { unwatched } from '../model/rollout.js'
import { abort, order } from '../model/rollout-orders.js'
import { to } from '../route.js'
import { duration, exactShare, measured, versionText } from '../words/figures.js'
import { say } from '../words/index.js'
import { ago, now, stamp } from '../words/time.js'
import { useHold } from './hold.jsx'
import { Pips } from './pips.jsx'
import { RollBack } from './rollback.jsx'
import { Spark } from './spark.jsx'
import { Split, SplitBar } from './split.jsx'
import { Trouble } from './trouble.jsx'

/** Signs of a mood, for those who see no colours. @type {Record<Mood, string>} */
const signs = { unhealthy: '✖', waits: '⏸', worse: '▲', unknown: '?', fine: '✔', failed: '✖', back: '↩' }

/** What is moving or unwell, above the list: the worst first. */
export function InReleaseNow() {
  const words = say().inReleaseNow
  const hold = useHold((is) => {
    held.value = is
  })
  const shown = moving.value
  const known = swept.value
  const count = shown.filter(({ one }) => one).length
  return (
    <section aria-labelledby="now" class="now">
      <div class="head">
        <h2 id="now">{words.title}</h2>
        <span class="faint" role="status">
          {known ? count > 0 && count : <Sweep />}
        </span>
        <span class="end">
          <More />
        </span>
      </div>
      <ul {...hold}>
        {shown.map(({ key, one }) => (one ? <Line key={key} moving={one} /> : <Skeleton key={key} />))}
        {!known && shown.length === 0 && <Skeleton />}
        {known && shown.length === 0 && (
          <li class="nothing">
            <b>{words.nothing}</b>
            <span>{words.nothingHint}</span>
          </li>
        )}
      </ul>
    </section>
  )
}

/** The place of a line before it is read. */
function Skeleton() {
  return (
    <li class="skeleton" aria-hidden="true">
      <span />
      <span />
      <span />
    </li>
  )
}

/** How many functions were read, while that goes on. */
function Sweep() {
  const words = say()
  const of = rows.value.length
  if (of === 0) return loading.value ? words.loading : ''
  return words.inReleaseNow.sweep({ done: of - unread.value, of })
}

/** Lines that came while the pointer was here: nothing moves under it, so they wait for a click. */
function More() {
  const words = say().inReleaseNow
  const more = waiting.value
  if (more.length === 0) return null
  const bad = more.some(({ mood }) => mood === 'unhealthy')
  return (
    <button type="button" class={bad ? 'danger' : ''} onClick={settle}>
      {words.more({ count: more.length, bad })}
    </button>
  )
}

/** @param {{ moving: Moving }} props */
function Line({ moving: one }) {
  const words = say().inReleaseNow
  const [open, show] = useState(false)
  const [first] = one.parts
  if (!first) return null
  const others = one.parts.length - 1
  return (
    <li class={`moving ${one.mood}`}>
      <div class="line">
        <div class="who">
          <Mark mood={one.mood} part={first} />
          <b id={`now-${one.key}`}>{first.place.name}</b>
          <span class="faint block">
            {first.place.region} / {first.place.namespace}
          </span>
          {others > 0 && (
            <button type="button" class="link" aria-expanded={open} onClick={() => show(!open)}>
              {words.others(others)}
            </button>
          )}
        </div>
        <Traffic moving={one} part={first} />
        <Errors part={first} />
        <div class="do">
          <Back moving={one} part={first} />
          <Open moving={one} />
        </div>
        <p class="said sentence">
          <Said moving={one} part={first} />
          <Since moving={one} />
        </p>
      </div>
      {open &&
        one.parts.slice(1).map((part) => (
          <div key={keyOf(part.place)} class="line part">
            <div class="who">
              <Mark mood={part.mood} part={part} />
              <b>{part.place.name}</b>
              <span class="faint block">
                {part.place.region} / {part.place.namespace}
              </span>
            </div>
            <Traffic moving={one} part={part} />
            <Errors part={part} />
          </div>
        ))}
    </li>
  )
}

/** How it does: a sign, a colour and a word. @param {{ mood: Mood, part: Part }} props */
function Mark({ mood, part }) {
  const words = say().inReleaseNow
  const reading = mood === 'unknown' && part.row?.releasing && !health.value.has(keyOf(part.place)) && !part.figures
  return (
    <span class={`mood ${mood}`}>
      <span aria-hidden="true">{reading ? '…' : signs[mood]}</span> {reading ? words.reading : words.moods[mood]}
    </span>
  )
}

/** Who gets what: as it is set, and as the calls come. @param {{ moving: Moving, part: Part }} props */
function Traffic({ moving: { rollout }, part: { set, actual, margin, row } }) {
  const words = say().inReleaseNow
  if (set === undefined) return <div class="traffic">{row?.split && <Split split={row.split} small />}</div>
  return (
    <div class="traffic">
      <span class="set">
        {rollout ? <Pips rollout={rollout} /> : <SplitBar split={row?.split ?? []} />}
        <b>{exactShare(set)}</b>
      </span>
      <span class="faint block">
        {actual === undefined
          ? words.noCalls(exactShare(set))
          : words.actual({ share: measured(actual), margin: margin === undefined ? undefined : measured(margin) })}
      </span>
    </div>
  )
}

/** The calls of both versions that failed, in the same minutes. @param {{ part: Part }} props */
function Errors({ part: { figures, minutes } }) {
  const words = say().inReleaseNow
  if (!figures) return <div class="errors" />
  const { canary, stable } = figures
  const rate = (/** @type {{ calls: number, failed: number }} */ { calls, failed }) =>
    calls === 0 ? '–' : measured(failed / calls)
  return (
    <div class="errors">
      <span>
        <span class="rates">
          {words.errors} <b>{rate(canary)}</b> <span class="faint">{words.against}</span> {rate(stable)}
        </span>
        <span class="faint block">{words.counts({ canary, stable })}</span>
      </span>
      <Spark minutes={minutes} />
    </div>
  )
}

/** The one button that gives users the stable version back. @param {{ moving: Moving, part: Part }} props */
function Back({ moving: { key, report }, part: { row, stable = '' } }) {
  const words = say().inReleaseNow
  if (!report) return row?.releasing ? <RollBack row={row} /> : null
  const last = order.value
  const mine = last?.id === key && last.kind === 'abort' ? last : undefined
  // the line goes when the journal has been read again
  const busy = mine?.running || mine?.end === 'done'
  return (
    <>
      <button type="button" class="danger" disabled={busy} onClick={() => abort(key)}>
        {busy ? words.aborting : words.abort(stable)}
      </button>
      <Trouble error={mine?.error} />
    </>
  )
}

/** @param {{ moving: Moving }} props */
function Open({ moving: { key, rollout, parts } }) {
  const words = say().inReleaseNow
  const { region, namespace, name } = parts[0].place
  return (
    <a
      class="button"
      href={rollout ? to('rollout', key) : to('function', region, namespace, name)}
      aria-describedby={`now-${key}`}
    >
      {words.open}
    </a>
  )
}

/** The verdict as a sentence: of a rollout the one that was recorded. @param {{ moving: Moving, part: Part }} props */
function Said({ moving: { mood, rollout, report }, part: { figures, row, place, stable = '' } }) {
  const words = say().inReleaseNow
  if (rollout) return (report ?? rollout).decisions.at(-1)?.why.text ?? ''
  if (mood === 'failed') return row?.reason ?? row?.status ?? ''
  const { error } = health.value.get(keyOf(place)) ?? {}
  if (error) return words.cannotTell(`${error.code}: ${error.message}`)
  if (!figures) return words.readingErrors(MINUTES)
  const { verdict = 'fine', canary, stable: other, minutes = 0 } = figures
  if (verdict === 'unknown') return words.noCallsOf({ minutes: MINUTES, stable: versionText(stable) })
  if (verdict === 'alone') return words.alone(versionText(other.version))
  return words.verdicts[verdict]({ canary: canary.version, stable: versionText(other.version), minutes })
}

/** Since when, and by whom. @param {{ moving: Moving }} props */
function Since({ moving: { mood, report, since, who, byHand } }) {
  const words = say().inReleaseNow
  // before the first step nothing is held
  const left = report && (report.steps[report.step - 1]?.hold ?? 0) - report.held
  const said = [
    report && words.step({ step: report.step, steps: report.steps.length }),
    left !== undefined && left > 0 && words.left(duration(left)),
    since !== undefined && words.since({ at: stamp(since), ago: ago(since), who, back: mood === 'back' }),
    byHand && words.byHand,
  ]
  return (
    <span class="faint block">
      {said.filter(Boolean).join(' · ')}
      {report && unwatched(report, now.value) !== undefined && (
        <b class="bad"> · {words.unattended(ago(Date.parse(report.last ?? report.began)))}</b>
      )}
    </span>
  )
}
