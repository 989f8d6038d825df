// @ts-check
/** @import { RolloutAbout } from '../../../types/generated.js' */
import { useEffect } from 'preact/hooks'
import { followList, listFailure, rollouts, writtenShare } from '../model/rollout.js'
import { Moment } from '../parts/moment.jsx'
import { Pips } from '../parts/pips.jsx'
import { StateChip } from '../parts/rollout/state.jsx'
import { Scrolled } from '../parts/scrolled.jsx'
import { Trouble } from '../parts/trouble.jsx'
import { to } from '../route.js'
import { exactShare } from '../words/figures.js'
import { say } from '../words/index.js'
import { offset } from '../words/time.js'

/** Names of functions that stand in a row. */
const MOST_NAMES = 3

/** All rollouts of the journal, the newest first. */
export function RolloutsScreen() {
  const all = say()
  const words = all.rollout
  useEffect(followList, [])
  const found = rollouts.value
  return (
    <section>
      <h1 tabIndex={-1}>{say().rollouts}</h1>
      <Trouble error={listFailure.value} />
      {!found && !listFailure.value && <p class="faint">{all.loading}</p>}
      {found?.length === 0 && (
        <div class="empty">
          <p>{words.none}</p>
          <p>{words.noneHow}</p>
          <p>
            <code>grayscale deploy --rollout canary</code>
          </p>
          <p>
            <a href={to('functions')}>{all.toFunctions}</a>
          </p>
        </div>
      )}
      {found && found.length > 0 && (
        <Scrolled>
          <table class="rollouts">
            <thead>
              <tr>
                <th scope="col">{words.columns.functions}</th>
                <th scope="col">{words.columns.state}</th>
                <th scope="col">{words.columns.steps}</th>
                <th scope="col">{words.columns.began(offset())}</th>
                <th scope="col">{all.who}</th>
              </tr>
            </thead>
            <tbody>
              {found.map((one) => (
                <Row key={one.id} rollout={one} />
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </section>
  )
}

/** @param {{ rollout: RolloutAbout }} props */
function Row({ rollout }) {
  const words = say().rollout
  const { id, functions, state, began, who, preset, decisions } = rollout
  const names = functions.slice(0, MOST_NAMES).map(({ key }) => key)
  const more = functions.length - names.length
  return (
    <tr>
      <th scope="row">
        <a href={to('rollout', id)}>{names.join(', ')}</a> {more > 0 && <span class="faint">{words.others(more)}</span>}
        <span class="block faint description">{decisions.at(-1)?.why.text}</span>
      </th>
      <td>
        <StateChip state={state} />
      </td>
      <td>
        <Pips rollout={rollout} /> {exactShare(writtenShare(rollout))}
        {preset !== undefined && <span class="block faint">{preset}</span>}
      </td>
      <td class="faint">
        <Moment at={Date.parse(began)} />
      </td>
      <td class="faint">{who}</td>
    </tr>
  )
}
