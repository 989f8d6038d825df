// @ts-check
/** @import { Row as ListRow } from '../model/functions.js' */
import { choose, chosen, keyOf } from '../model/functions.js'
import { atWork } from '../model/history.js'
import { held, sortBy, sorting, star, stars } from '../model/list.js'
import { runs as journal } from '../model/now.js'
import { running } from '../model/runs.js'
import { to } from '../route.js'
import { kindName, say } from '../words/index.js'
import { ago, clock, dated, instant, now, offset } from '../words/time.js'
import { useHold } from './hold.jsx'
import { Moment } from './moment.jsx'
import { Split } from './split.jsx'
import { Standing } from './standing.jsx'

/** While the pointer or the keyboard is in the table, its rows keep their places. @param {{ shown: ListRow[] }} props */
export function List({ shown }) {
  const words = say()
  const all = shown.every((row) => chosen.value.has(keyOf(row)))
  const hold = useHold((is) => {
    held.value = is
  })
  return (
    <table class="functions" {...hold}>
      <thead>
        <tr>
          <th>
            <input
              type="checkbox"
              aria-label={words.chooseAll}
              checked={all}
              onChange={(event) => choose(shown, event.currentTarget.checked)}
            />
          </th>
          <Column name="name" text={words.columns.name} />
          <Column name="state" text={words.columns.standing} />
          <Column name="share" text={words.columns.split} />
          <Column name="changed" text={words.columns.modified(offset())} wide />
          <th scope="col">
            <span class="unseen">{words.favourites}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <Row key={keyOf(row)} row={row} isChosen={chosen.value.has(keyOf(row))} />
        ))}
      </tbody>
    </table>
  )
}

/** A heading by which the list is sorted, and the other way round at the second click. @param {{ name: string, text: string, wide?: boolean }} props */
function Column({ name, text, wide = false }) {
  const { column, down } = sorting.value
  const order = column !== name ? undefined : down ? 'descending' : 'ascending'
  return (
    <th scope="col" class={wide ? 'wide' : ''} aria-sort={order}>
      <button type="button" class="sort" onClick={() => sortBy(name)}>
        {text} <span aria-hidden="true">{order === undefined ? '' : down ? '↓' : '↑'}</span>
      </button>
    </th>
  )
}

/** A row that is older than this says so: the others are as old as the list. */
const OLD_MS = 60_000

/** @param {{ row: ListRow, isChosen: boolean }} props */
function Row({ row, isChosen }) {
  const words = say()
  const { name, region, namespace, description, runtime, modified, at } = row
  const key = keyOf(row)
  const isStarred = stars.value.has(key)
  return (
    <tr class={row.standing} data-place={key}>
      <td>
        <input
          type="checkbox"
          aria-label={words.choose(name)}
          checked={isChosen}
          onChange={(event) => choose([row], event.currentTarget.checked)}
        />
      </td>
      <th scope="row">
        <a href={to('function', region, namespace, name)}>{name}</a>
        <span class="faint block">
          {region} / {namespace} {runtime && <span>· {runtime}</span>}
        </span>
        {description && <span class="faint block description">{description}</span>}
        <Colleague of={key} />
      </th>
      <td>
        <Standing row={row} />
      </td>
      <td>
        <Split split={row.split} small />
        {row.rules?.map(({ text }) => (
          <span key={text} class="faint block description">
            {text}
          </span>
        ))}
        {row.everyoneElse && <span class="faint block description">{row.everyoneElse}</span>}
        {at > 0 && now.value - at > OLD_MS && (
          <span class="faint block">
            {words.updated(clock(at))} · {ago(at)}
          </span>
        )}
      </td>
      <td class="wide faint">
        <Moment at={instant(modified)} />
      </td>
      <td>
        <button
          type="button"
          class={isStarred ? 'icon star is' : 'icon star'}
          aria-label={words.favourite(name)}
          aria-pressed={isStarred}
          onClick={() => star(key)}
        >
          <span aria-hidden="true">{isStarred ? '★' : '☆'}</span>
        </button>
      </td>
    </tr>
  )
}

/** Who else is at work on a function, and since when. @param {{ of: string }} props */
function Colleague({ of }) {
  const words = say()
  const pending = atWork.value
  // what this tab does is shown as it goes
  if (!pending?.run || running.value) return null
  const run = journal.value.get(pending.run)
  if (!run?.functions.some((one) => keyOf(one) === of)) return null
  const { kind = '', who = '', since = run.began } = pending
  return <span class="banner warn block">{words.atWorkHere({ what: kindName(kind), who, since: dated(since) })}</span>
}
