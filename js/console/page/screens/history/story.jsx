// @ts-check
/** @import { HistoryFunction, HistoryRun } from '../../../../types.js' */
/** @import { Entry } from '../../model/story.js' */
import { historyCommand } from '../../model/command.js'
import { rollouts } from '../../model/rollout.js'
import { functionsOf, kindOf } from '../../model/story.js'
import { person } from '../../model/who.js'
import { CopyCommand } from '../../parts/command.jsx'
import { Moment } from '../../parts/moment.jsx'
import { StateChip } from '../../parts/rollout/state.jsx'
import { Undo } from '../../parts/undo.jsx'
import { to } from '../../route.js'
import { config } from '../../session.js'
import { kindName, say } from '../../words/index.js'
import { offset } from '../../words/time.js'

/** Steps that write an alias: what they wrote stands in the table. */
const ROUTED = ['Shifted', 'Restored']
/** Names that are written out in a row. */
const MOST_NAMES = 3

/** Who did what, when, to which functions, and how it ended; the newest first. @param {{ entries: Entry[] }} props */
export function Story({ entries }) {
  const words = say()
  return (
    <table class="story">
      <thead>
        <tr>
          <th scope="col">{words.story.began(offset())}</th>
          <th scope="col">{words.asked}</th>
          <th scope="col">{words.how}</th>
          <th scope="col">{words.who}</th>
          <th scope="col">
            <span class="unseen">{words.undo}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  )
}

/** @param {{ entry: Entry }} props */
function Row({ entry }) {
  const words = say()
  const [run] = entry.runs
  const kind = kindOf(entry)
  const functions = functionsOf(entry)
  const names = functions.map(({ name }) => name)
  const shown = names.length > MOST_NAMES ? words.found(names.length) : names.join(', ')
  const command = entry.rollout === undefined ? historyCommand(run, config.value ?? {}) : undefined
  return (
    <tr>
      <th scope="row" class="when">
        <Moment at={run.began} />
      </th>
      <td class="what">
        <b>
          {kindName(kind)}
          {names.length > 0 && <>: {shown}</>}
        </b>{' '}
        <span class="faint">{entry.rollout === undefined ? run.asked : words.story.steps(entry.runs.length)}</span>
        {entry.rollout !== undefined && (
          <>
            {' '}
            <a href={to('rollout', entry.rollout)}>{words.story.openRollout}</a>
          </>
        )}
        <details>
          <summary>{words.details}</summary>
          {entry.runs.map((one) => (
            <Done key={one.run} run={one} alone={entry.rollout === undefined} />
          ))}
        </details>
      </td>
      <td class="how">{entry.rollout === undefined ? <Ended run={run} /> : <RolloutState id={entry.rollout} />}</td>
      <td class="who">
        <Who who={entry.runs.at(-1)?.who} />
      </td>
      <td class="does">
        {command && <CopyCommand command={command} small />}
        {run.undoable && entry.rollout === undefined && <Undo run={run.run} places={run.functions} />}
      </td>
    </tr>
  )
}

/** How a run ended. @param {{ run: HistoryRun }} props */
function Ended({ run }) {
  const words = say()
  return (
    <>
      <span class={`standing ${run.how}`}>{words.hows[run.how]}</span>
      {(run.open || run.how !== 'done') && (
        <span class="faint block">{run.open ? words.unfinishedHint : run.text}</span>
      )}
    </>
  )
}

/** Where a rollout stands, with the last sentence of its own journal. @param {{ id: string }} props */
function RolloutState({ id }) {
  const about = rollouts.value?.find((one) => one.id === id)
  if (!about) return null
  return (
    <>
      <StateChip state={about.state} />
      <span class="faint block sentence">{about.decisions.at(-1)?.why.text}</span>
    </>
  )
}

/** @param {{ who: string | undefined }} props */
function Who({ who }) {
  const words = say()
  const { name, from, where } = person(who)
  return (
    <span title={who}>
      <span>{from === 'page' ? words.story.thisBrowser : name}</span>
      {from !== 'unknown' && from !== 'page' && (
        <span class="faint block">{[words.story.from[from], where].filter(Boolean).join(' · ')}</span>
      )}
    </span>
  )
}

/** What a run wrote, beside what was read back, and its steps. @param {{ run: HistoryRun, alone: boolean }} props */
function Done({ run, alone }) {
  const words = say()
  const routed = run.functions.flatMap((one) => one.routing.map((routing) => ({ ...routing, name: one.name })))
  return (
    <div class="ran">
      <p class="faint">
        {!alone && (
          <>
            <b>{kindName(run.kind)}</b> {run.asked} · <Moment at={run.began} aged={false} /> ·{' '}
          </>
        )}
        {words.story.run} <code>{run.run}</code> · {run.who}
        {run.tool && ` · ${run.tool}`}
      </p>
      {routed.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{words.columns.name}</th>
              <th scope="col">{words.before}</th>
              <th scope="col">{words.story.wrote}</th>
              <th scope="col">{words.actual}</th>
            </tr>
          </thead>
          <tbody>
            {routed.map(({ name, alias, before, asked, after }) => (
              <tr key={name + alias}>
                <th scope="row">
                  {name} <span class="faint">{alias}</span>
                </th>
                <td>{before ?? '–'}</td>
                <td>{asked ?? '–'}</td>
                <td class={after !== undefined && asked !== undefined && after !== asked ? 'bad' : ''}>
                  {after ?? words.story.notSeen}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Steps functions={run.functions} />
    </div>
  )
}

/** @param {{ functions: HistoryFunction[] }} props */
function Steps({ functions }) {
  const words = say()
  return (
    <ul>
      {functions.flatMap(({ name, steps, code }) => [
        ...steps
          .filter(({ code }) => !ROUTED.includes(code))
          .map(({ text, confirmed }) => (
            <li key={name + text}>
              {name}: {text}
              {!confirmed && <span class="bad"> · {words.story.notSeen}</span>}
            </li>
          )),
        code && (
          <li key={name + code} class="bad">
            {name}: {code}
          </li>
        ),
      ])}
    </ul>
  )
}
