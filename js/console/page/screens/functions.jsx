// @ts-check
/** @import { FunctionRow } from '../../../types.js' */

import { useState } from 'preact/hooks'
import { timeText } from '../../../cli/render/units.js'
import {
  choose,
  chosen,
  failure,
  found,
  keyOf,
  loading,
  places,
  refresh,
  rows,
  search,
  seenAt,
  standing,
  within,
} from '../model/functions.js'
import { order } from '../model/release.js'
import { rollBack } from '../model/rollback.js'
import { Split } from '../parts/split.jsx'
import { Standing } from '../parts/standing.jsx'
import { Trouble } from '../parts/trouble.jsx'
import { to, toHeading } from '../route.js'
import { clock, say } from '../words/index.js'

export function FunctionsScreen() {
  const words = say()
  const shown = found.value
  const known = rows.value.length > 0 || seenAt.value > 0
  const all = shown.length > 0 && shown.every((row) => chosen.value.has(keyOf(row)))
  return (
    <section>
      <div class="head">
        <h1 tabIndex={-1}>{words.functions}</h1>
        <span class="faint">
          {loading.value ? words.loading : seenAt.value > 0 && words.updated(clock(seenAt.value))}
        </span>
        <Refresh />
      </div>
      <Trouble error={failure.value} />
      <div class="filters">
        <label>
          <span>{words.search}</span>
          <input
            type="search"
            value={search.value}
            placeholder={words.searchHint}
            onInput={(event) => (search.value = event.currentTarget.value)}
          />
        </label>
        <label>
          <span>{words.columns.standing}</span>
          <select value={standing.value} onChange={(event) => (standing.value = event.currentTarget.value)}>
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
        <Within what="region" name={words.region} />
        <Within what="namespace" name={words.namespace} />
        <span class="faint" role="status">
          {known && words.found(shown.length)}
        </span>
      </div>
      {chosen.value.size > 0 && (
        <div class="chosen" role="status">
          <span>{words.chosen(chosen.value.size)}</span>
          <button type="button" class="primary" onClick={() => order()}>
            {words.releaseChosen}
          </button>
          <button type="button" onClick={clear}>
            {words.clear}
          </button>
        </div>
      )}
      {shown.length === 0 ? (
        <None />
      ) : (
        <table class="functions">
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
              <th scope="col">{words.columns.name}</th>
              <th scope="col">{words.columns.standing}</th>
              <th scope="col">{words.columns.split}</th>
              <th scope="col" class="wide">
                {words.columns.modified}
              </th>
              <th scope="col">
                <span class="unseen">{words.rollBack}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row key={keyOf(row)} row={row} isChosen={chosen.value.has(keyOf(row))} />
            ))}
          </tbody>
        </table>
      )}
    </section>
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
      <select value={wanted.value} onChange={(event) => (wanted.value = event.currentTarget.value)}>
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
  if (loading.value) return null
  if (rows.value.length > 0) return <p class="empty">{words.noMatch}</p>
  return failure.value ? null : <p class="empty">{words.noFunctions}</p>
}

/** @param {{ row: FunctionRow, isChosen: boolean }} props */
function Row({ row, isChosen }) {
  const words = say()
  const { name, region, namespace, description, runtime, modified } = row
  return (
    <tr class={row.standing}>
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
      </th>
      <td>
        <Standing row={row} />
      </td>
      <td>
        <Split split={row.split} small />
        {row.rules?.map((rule) => (
          <span key={rule} class="faint block description" lang="en">
            {rule}
          </span>
        ))}
      </td>
      <td class="wide faint">{modified && timeText(modified)}</td>
      <td>
        <button type="button" aria-label={words.rollBackName(name)} onClick={() => rollBack([row])}>
          {words.rollBack}
        </button>
      </td>
    </tr>
  )
}
