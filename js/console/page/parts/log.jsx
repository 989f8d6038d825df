// @ts-check
/** @import { LogReport } from '../../../types/generated.js' */
/** @import { Role } from './version.js' */
import { useEffect, useRef } from 'preact/hooks'
import { wroteItself } from '../../../render/logs.js'
import { megabytes, milliseconds } from '../../../render/units.js'
import { versionText } from '../words/figures.js'
import { say } from '../words/index.js'
import { instant } from '../words/time.js'
import { Copy } from './copy.jsx'
import { Moment } from './moment.jsx'
import { keyClass } from './version.js'

/**
 * Rows of a log. The tail follows as long as the person is at its end.
 *
 * @param {object} props
 * @param {LogReport['rows'] | undefined} props.rows nothing until it was read
 * @param {boolean} props.follows whether these are its end
 * @param {(version: string) => Role} props.roleOf
 * @param {string} props.none what is said where there are none
 */
export function Log({ rows, follows, roleOf, none }) {
  const words = say()
  const box = useRef(/** @type {HTMLDivElement | null} */ (null))
  const atEnd = useRef(true)
  useEffect(() => {
    const at = box.current
    if (at && follows && atEnd.current) at.scrollTop = at.scrollHeight
  }, [rows, follows])
  const scrolled = () => {
    const at = /** @type {HTMLDivElement} */ (box.current)
    atEnd.current = at.scrollTop + at.clientHeight > at.scrollHeight - 24
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keys too
    <div class="log" ref={box} onScroll={scrolled} tabIndex={0} role="log" aria-labelledby="log">
      {!rows && <p class="faint">{words.loading}</p>}
      {rows?.length === 0 && <p class="faint">{none}</p>}
      {rows?.map((row) => (
        <div key={`${row.requestId} ${row.retry} ${row.more ? row.log : ''}`} class={`entry ${row.ending}`}>
          <p class="faint">
            <Moment at={instant(row.time)} aged={false} />{' '}
            <span>
              <span
                class={`key ${keyClass(row.version ?? '', row.version ? roleOf(row.version) : 'other')}`}
                aria-hidden="true"
              />
              <b>{versionText(row.version)}</b>
            </span>{' '}
            {row.duration !== null && <span>{milliseconds(row.duration)}</span>}{' '}
            {row.memory !== null && <span>{megabytes(row.memory)}</span>}{' '}
            <span class="id">
              <code>{row.requestId}</code>
              <Copy small text={row.requestId} label={words.errors.copyId(row.requestId.slice(0, 8))} />
            </span>
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
