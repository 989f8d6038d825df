// @ts-check
/** @import { LogStatistics } from '../../../../types/generated.js' */
/** @import { Role } from '../../parts/version.js' */
import { useState } from 'preact/hooks'
import { Copy } from '../../parts/copy.jsx'
import { Moment } from '../../parts/moment.jsx'
import { Scrolled } from '../../parts/scrolled.jsx'
import { keyClass } from '../../parts/version.js'
import { versionText } from '../../words/figures.js'
import { say } from '../../words/index.js'
import { ago, instant } from '../../words/time.js'

/** Messages that are shown at once. */
const FIRST = 6

/**
 * What failed, by message and version: each opens its rows of the log.
 *
 * @param {object} props
 * @param {LogStatistics | null} props.statistics nothing until it was read
 * @param {boolean} props.readable whether there is a log that can be read
 * @param {(version: string) => Role} props.roleOf
 * @param {(version: string, message: string) => void} props.onOpen
 */
export function Failures({ statistics, readable, roleOf, onOpen }) {
  const words = say().errors
  const [all, showAll] = useState(false)
  const errors = statistics?.errors ?? []
  const shown = all ? errors : errors.slice(0, FIRST)
  return (
    <section aria-labelledby="failures" class="card failures">
      <h2 id="failures">{words.title}</h2>
      {!statistics && readable && <p class="faint">{say().loading}</p>}
      {!readable && <p class="faint">{words.noLogs}</p>}
      {statistics && errors.length === 0 && <p class="faint">{words.none}</p>}
      {shown.length > 0 && (
        <Scrolled>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.count}</th>
                <th scope="col">{say().version}</th>
                <th scope="col">{words.message}</th>
                <th scope="col">{words.newest}</th>
                <th scope="col">
                  <span class="unseen">{words.open}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map(({ version, message, count, requestId, time, blame }) => (
                <tr key={`${version} ${message}`}>
                  <td class="number">{count}</td>
                  <th scope="row">
                    <span class={`key ${keyClass(version, roleOf(version))}`} aria-hidden="true" />
                    {versionText(version)}
                  </th>
                  <td class="message">
                    {message}
                    {blame === 'platform' && <span class="faint block">{words.platform}</span>}
                  </td>
                  <td class="faint">
                    <Moment at={instant(time)} aged={false} />
                    <span class="id">
                      {ago(instant(time) ?? 0)} · <code>{requestId.slice(0, 8)}</code>
                      <Copy small text={requestId} label={words.copyId(requestId.slice(0, 8))} />
                    </span>
                  </td>
                  <td>
                    <button
                      type="button"
                      aria-label={words.openOf({ version: versionText(version), message })}
                      onClick={() => onOpen(version, message)}
                    >
                      {words.open}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
      {errors.length > shown.length && (
        <p>
          <button type="button" class="link" onClick={() => showAll(true)}>
            {words.more(errors.length - shown.length)}
          </button>
        </p>
      )}
    </section>
  )
}
