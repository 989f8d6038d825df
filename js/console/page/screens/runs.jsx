// @ts-check
/** @import { Bar, FunctionResult, RunResult } from '../../../types/generated.js' */
/** @import { Fare, Run } from '../model/runs.js' */

import { runs, stop } from '../model/runs.js'
import { NoteList } from '../parts/plan.jsx'
import { Split } from '../parts/split.jsx'
import { Trouble } from '../parts/trouble.jsx'
import { Undo } from '../parts/undo.jsx'
import { to, toHeading } from '../route.js'
import { say } from '../words/index.js'
import { ago, clock, offset } from '../words/time.js'

export function RunsScreen() {
  const words = say()
  return (
    <section>
      <h1 tabIndex={-1}>{words.runs}</h1>
      {runs.value.length === 0 && (
        <p class="empty">
          {words.noRuns} <a href={to('functions')}>{words.toFunctions}</a>
        </p>
      )}
      {runs.value.map((run) => (
        <RunCard key={run.id} run={run} />
      ))}
    </section>
  )
}

/** @param {Run} run */
function endOf({ running, error, result }) {
  if (running) return undefined
  if (error?.code === 'Interrupted') return 'stopped'
  // such as the rollback of many, of which one has nothing to go back to
  if (error) return result?.functions.some(({ status }) => status === 'done') ? 'partly' : 'failed'
  return result?.unchanged ? 'unchanged' : 'done'
}

/** @param {{ run: Run }} props */
function RunCard({ run }) {
  const words = say()
  const end = endOf(run)
  const results = new Map(run.result?.functions.map((one) => [one.key, one]))
  const notes = run.notes.map((text) => ({ level: /** @type {const} */ ('warning'), text }))
  return (
    <article class={`card run ${end ?? 'running'}`} aria-label={`${words.kinds[run.kind]} ${run.names.join(', ')}`}>
      <div class="head">
        <h2>
          {words.kinds[run.kind]}: {run.names.length > 3 ? words.found(run.names.length) : run.names.join(', ')}
        </h2>
        <span class={`standing ${end ?? 'busy'}`} role="status">
          {end ? words.ended[end] : run.stopping ? words.stopping : words.running}
        </span>
        <span class="faint">
          {clock(run.began)} {offset()} · {ago(run.began)}
        </span>
        {run.result && moved(run.result) && (
          <span class="end">
            <Undo run={run.result.run} places={run.result.functions} />
          </span>
        )}
        {run.running && (
          <button type="button" class="end" title={words.stopHint} disabled={run.stopping} onClick={() => halt(run.id)}>
            {words.stop}
          </button>
        )}
      </div>
      <Trouble error={run.error} />
      <NoteList notes={notes} />
      <ul class="fares">
        {[...run.fares.values()].map((fare) => (
          <FareRow key={fare.key} fare={fare} running={run.running} result={results.get(fare.key)} />
        ))}
      </ul>
    </article>
  )
}

/**
 * Versions that a run published and that have traffic: new code, until the next order finds them there. A plan can't
 * number them yet.
 *
 * @param {Bar[]} wanted @param {Bar[]} [before] @param {Bar[]} [actual]
 */
function published(wanted, before = [], actual = []) {
  if (!wanted.some((part) => part.new)) return []
  const known = new Set(before.map(({ version }) => version))
  return actual.map(({ version }) => version).filter((version) => !known.has(version))
}

/** Whether a run changed who gets what, so that there is something to undo. @param {RunResult} result */
const moved = ({ functions }) => functions.some(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))

/** @param {number} id */
function halt(id) {
  toHeading()
  stop(id)
}

/** @param {{ fare: Fare, running: boolean, result: FunctionResult | undefined }} props */
function FareRow({ fare, running, result }) {
  const words = say()
  const { key, wanted, before, actual, steps, total, waiting } = fare
  const last = steps.at(-1)
  const done = steps.filter(({ state }) => state === 'done').length
  return (
    <li>
      <div class="head">
        <b>{key}</b>
        {result ? (
          <span class={`standing ${result.status}`}>{words.results[result.status]}</span>
        ) : (
          <span class="faint">
            {total > 0
              ? words.step({ step: Math.min(done + 1, total), steps: total })
              : running && !wanted && words.waits}
          </span>
        )}
        {total > 0 && <progress value={result ? total : done} max={total} aria-label={key} />}
      </div>
      {wanted && (
        <div class="splits">
          <Split split={wanted} label={words.wanted} />
          <Split split={actual} label={words.actual} fresh={published(wanted, before, actual)} />
        </div>
      )}
      {!result && last && (
        <p class="faint" aria-live="polite">
          {last.text} – {words.states[last.state]}
          {waiting && <>; {waiting}</>}
        </p>
      )}
      {result && (
        <details>
          <summary>{words.changed}</summary>
          {result.changed.length === 0 ? (
            <p>{words.nothingChanged}</p>
          ) : (
            <ul>
              {result.changed.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          )}
        </details>
      )}
      {result && <NoteList notes={result.notes} />}
    </li>
  )
}
