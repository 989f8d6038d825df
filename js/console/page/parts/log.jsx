// @ts-check
/** @import { LogReport } from '../../../types/generated.js' */
import { useEffect, useRef } from 'preact/hooks'
import { wroteItself } from '../../../render/logs.js'
import { megabytes, milliseconds } from '../../../render/units.js'
import { say } from '../words/index.js'
import { instant } from '../words/time.js'
import { Moment } from './moment.jsx'

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
        <div key={row.requestId} class={`entry ${row.ending}`}>
          <p class="faint">
            <Moment at={instant(row.time)} aged={false} /> <b>{row.version}</b>{' '}
            <span>{milliseconds(row.duration)}</span> <span>{megabytes(row.memory)}</span> <span>{row.requestId}</span>
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

/** @param {{ row: LogReport['rows'][number] }} props */
function Written({ row }) {
  const lines = wroteItself(row)
  return lines.length > 0 ? <pre>{lines.join('\n')}</pre> : null
}
