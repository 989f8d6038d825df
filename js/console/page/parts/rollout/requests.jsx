// @ts-check
/** @import { RolloutAbout } from '../../../../types/generated.js' */
import { useEffect, useMemo } from 'preact/hooks'
import { followRequests } from '../../model/rollout-requests.js'
import { versionText } from '../../words/figures.js'
import { say } from '../../words/index.js'
import { Copy } from '../copy.jsx'
import { Scrolled } from '../scrolled.jsx'
import { Trouble } from '../trouble.jsx'

/** Ids of a message that are shown. */
const MOST_IDS = 2

/** Requests that failed, by version and message. @param {{ rollout: RolloutAbout }} props */
export function RequestsCard({ rollout }) {
  const all = say()
  const words = all.rollout
  const { id, ended, functions } = rollout
  const followed = useMemo(() => followRequests(rollout), [id, ended])
  useEffect(() => followed.end, [followed])
  const { found, failure } = followed
  const several = functions.length > 1
  const { requestHeadings: headings } = words
  return (
    <section class="card requests" aria-labelledby="requests">
      <h2 id="requests">{words.requests}</h2>
      <Trouble error={failure.value} />
      {!found.value && !failure.value && <p class="faint">{all.loading}</p>}
      {found.value?.length === 0 && (
        <p class="faint">
          {words.noRequests} {words.noTopic}
        </p>
      )}
      {found.value && found.value.length > 0 && (
        <Scrolled>
          <table>
            <thead>
              <tr>
                {several && <th scope="col">{words.headings.function}</th>}
                <th scope="col">{headings.version}</th>
                <th scope="col">{headings.message}</th>
                <th scope="col">{headings.count}</th>
                <th scope="col">{headings.ids}</th>
              </tr>
            </thead>
            <tbody>
              {found.value.map(({ key, function: name, version, message, ids, more }) => (
                <tr key={key}>
                  {several && <td>{name}</td>}
                  <th scope="row">{versionText(version)}</th>
                  <td class="message">{message}</td>
                  <td>{more ? words.atLeast(ids.length) : ids.length}</td>
                  <td>
                    {ids.slice(0, MOST_IDS).map((one) => (
                      <span key={one} class="request">
                        <code>{one}</code> <Copy text={one} label={words.copyId(one)} small />
                      </span>
                    ))}
                    {ids.length > MOST_IDS && <Copy text={ids.join('\n')} label={words.copyIds(ids.length)} />}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
    </section>
  )
}
