// @ts-check
import { useState } from 'preact/hooks'
import { chosen, failure, shown as isThere, keyOf, loading, refresh, rows, seenAt, unread } from '../model/functions.js'
import { found, places, search, sort, standing, starred, unsorted, within } from '../model/list.js'
import { journalRead, placed, readJournal } from '../model/now.js'
import { order } from '../model/release.js'
import { rollable, rollBack } from '../model/rollback.js'
import { List } from '../parts/list.jsx'
import { InReleaseNow } from '../parts/now.jsx'
import { Trouble } from '../parts/trouble.jsx'
import { narrow, toHeading } from '../route.js'
import { say } from '../words/index.js'
import { ago, clock, offset } from '../words/time.js'

/**
 * The list comes when it is known how much stands above it, so that it does not move. It is no component of its own: preact
 * keeps, below an element that is not rendered again, all that a component in it was ever rendered from.
 */
export function FunctionsScreen() {
  const words = say()
  const shown = found.value
  const known = rows.value.length > 0 || seenAt.value > 0
  return (
    <section>
      <div class="head">
        <h1 tabIndex={-1}>{words.functions}</h1>
        <Seen />
        <Refresh />
      </div>
      <Trouble error={failure.value} />
      <InReleaseNow />
      {isThere.value && (journalRead.value || placed.value) && (
        <>
          <div class="head">
            <h2>{words.back}</h2>
            <span class="faint" role="status">
              {known && words.found(shown.length)}
            </span>
          </div>
          <div class="filters">
            <label>
              <span>{words.search}</span>
              <input
                type="search"
                value={search.value}
                placeholder={words.searchHint}
                onInput={(event) => narrow({ q: event.currentTarget.value })}
              />
            </label>
            <label>
              <span>{words.columns.standing}</span>
              <select value={standing.value} onChange={(event) => narrow({ state: event.currentTarget.value })}>
                <option value="">{words.all}</option>
                {Object.entries(words.standing)
                  .filter(([key]) => key !== 'unknown')
                  .map(([key, name]) => (
                    <option key={key} value={key}>
                      {name}
                    </option>
                  ))}
              </select>
            </label>
            <button
              type="button"
              aria-pressed={starred.value}
              onClick={() => narrow({ star: starred.value ? '' : '1' })}
            >
              <span aria-hidden="true">{starred.value ? '★' : '☆'}</span> {words.favourites}
            </button>
            <Within what="region" name={words.region} />
            <Within what="namespace" name={words.namespace} />
          </div>
          <Selection />
          {shown.length === 0 ? <None /> : <List shown={shown} />}
        </>
      )}
    </section>
  )
}

/** The time of what is shown stays while newer data is on its way. */
function Seen() {
  const words = say()
  const left = unread.value
  return (
    <span class="faint seen">
      {seenAt.value > 0 && (
        <>
          <span>{words.updated(`${clock(seenAt.value)} ${offset()}`)}</span> <span>· {ago(seenAt.value)}</span>
        </>
      )}
      {loading.value && seenAt.value === 0 && (
        <span>
          {left > 0 ? words.reading({ done: rows.value.length - left, of: rows.value.length }) : words.loading}
        </span>
      )}
      <span class="busy" aria-hidden="true">
        {loading.value && seenAt.value > 0 && '…'}
      </span>
    </span>
  )
}

/** What is chosen, and what can be done with it. It is there from the start, so that no row moves for it. */
function Selection() {
  const words = say()
  const count = chosen.value.size
  const back = rows.value.filter((row) => rollable(row) && chosen.value.has(keyOf(row)))
  return (
    <div class="chosen">
      <span role="status">{words.chosen(count)}</span>
      <span class="row">
        <button type="button" class="primary" disabled={count === 0} onClick={() => order()}>
          {words.releaseChosen}
        </button>
        <button
          type="button"
          class="danger"
          disabled={back.length === 0}
          title={back.map(({ name }) => name).join(', ')}
          onClick={() => {
            chosen.value = new Map()
            rollBack(back)
          }}
        >
          {words.rollBackChosen(back.length)}
        </button>
        <button type="button" disabled={count === 0} onClick={clear}>
          {words.clear}
        </button>
      </span>
      <span class="row end">
        {unsorted.value > 0 && (
          <button type="button" onClick={sort}>
            {words.sortAgain(unsorted.value)}
          </button>
        )}
      </span>
    </div>
  )
}

function clear() {
  toHeading()
  chosen.value = new Map()
}

/** What is read again by itself goes on in silence; whoever asked for it hears when it was. */
function Refresh() {
  const words = say()
  const [told, tell] = useState('')
  const click = async () => {
    tell('')
    readJournal()
    await refresh()
    tell(failure.value ? '' : `${words.refresh}: ${words.updated(clock(seenAt.value))}`)
  }
  return (
    <>
      <button type="button" onClick={click}>
        {words.refresh}
      </button>
      <span class="unseen" role="status">
        {told}
      </span>
    </>
  )
}

/** A choice between places, where there are several. @param {{ what: 'region' | 'namespace', name: string }} props */
function Within({ what, name }) {
  const words = say()
  const known = places[what].value
  const wanted = within[what]
  // what was chosen stays to be seen, and taken back, when its last function is gone
  if (known.length < 2 && wanted.value === '') return null
  return (
    <label>
      <span>{name}</span>
      <select value={wanted.value} onChange={(event) => narrow({ [what]: event.currentTarget.value })}>
        <option value="">{words.all}</option>
        {[...new Set([...known, wanted.value])].filter(Boolean).map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Why the list is empty; where it could not be read, the failure says so. */
function None() {
  const words = say()
  if (rows.value.length > 0) return <p class="empty">{words.noMatch}</p>
  if (loading.value && seenAt.value === 0) return null
  return failure.value ? null : <p class="empty">{words.noFunctions}</p>
}
