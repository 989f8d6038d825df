// @ts-check
/** @import { LogReport, LogStatistics } from '../../../types/generated.js' */
import { useEffect, useRef } from 'preact/hooks'
import { wroteItself } from '../../../render/logs.js'
import { megabytes, milliseconds } from '../../../render/units.js'
import { say } from '../words/index.js'
import { instant } from '../words/time.js'
import { Moment } from './moment.jsx'
import { Scrolled } from './scrolled.jsx'

/** Messages of failures that are shown. */
const MOST_MESSAGES = 5

/**
 * The tail of a log. It follows as long as the person is at its end.
 *
 * @param {{ rows: LogReport['rows'] | undefined }} props nothing until it was read
 */
export function Log({ rows }) {
  const words = say()
  const box = useRef(/** @type {HTMLDivElement | null} */ (null))
  const follows = useRef(true)
  useEffect(() => {
    const at = box.current
    if (at && follows.current) at.scrollTop = at.scrollHeight
  }, [rows])
  const scrolled = () => {
    const at = /** @type {HTMLDivElement} */ (box.current)
    follows.current = at.scrollTop + at.clientHeight > at.scrollHeight - 24
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too
    <div class="log" ref={box} onScroll={scrolled} tabIndex={0} role="log" aria-labelledby="log">
      {!rows && <p class="faint">{words.loading}</p>}
      {rows?.length === 0 && <p class="faint">{words.noLog}</p>}
      {rows?.map((row) => (
        <div key={`${row.requestId} ${row.retry} ${row.more ? row.log : ''}`} class={`entry ${row.ending}`}>
          <p class="faint">
            <Moment at={instant(row.time)} aged={false} /> <b>{row.version}</b>{' '}
            {row.duration !== null && <span>{milliseconds(row.duration)}</span>}{' '}
            {row.memory !== null && <span>{megabytes(row.memory)}</span>} <span>{row.requestId}</span>
          </p>
          {row.fault && (
            <p class="bad">
              {row.fault.blame}: {row.fault.message}
            </p>
          )}
          <Written row={row} />
        </div>
      ))}
    </div>
  )
}

/**
 * How long the invocations of each version took, and the messages of those that failed.
 *
 * @param {{ statistics: LogStatistics | null }} props nothing until it was read
 */
export function LogFigures({ statistics }) {
  const words = say()
  if (!statistics || statistics.versions.length === 0) return null
  const ms = (/** @type {number | null} */ value) => (value === null ? '–' : milliseconds(value))
  return (
    <>
      <h3>{words.lastTenMinutes}</h3>
      <Scrolled>
        <table>
          <thead>
            <tr>
              {words.logHeadings.map((heading) => (
                <th key={heading} scope="col">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {statistics.versions.map(({ version, invocations, errors, p50, p95, p99 }) => (
              <tr key={version}>
                <th scope="row">{version}</th>
                <td>{invocations}</td>
                <td>{errors}</td>
                <td>{ms(p50)}</td>
                <td>{ms(p95)}</td>
                <td>{ms(p99)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
      <ul>
        {statistics.errors.slice(0, MOST_MESSAGES).map(({ version, message, count }) => (
          <li key={`${version} ${message}`} class="bad">
            {words.logErrors({ version, message, count })}
          </li>
        ))}
      </ul>
    </>
  )
}

/** @param {{ row: LogReport['rows'][number] }} props */
function Written({ row }) {
  const lines = wroteItself(row)
  return lines.length > 0 ? <pre>{lines.join('\n')}</pre> : null
}
