// @ts-check
import { ago, instant, stamp } from '../words/time.js'

/**
 * A time in the zone of the person, with its age beside it. A text that is no time is shown as it is.
 *
 * @param {{ text: string | undefined, zone: string, aged?: boolean }} props `zone`: of a text that names none
 */
export function Moment({ text, zone, aged = true }) {
  const ms = instant(text, zone)
  if (ms === undefined) return <>{text}</>
  return (
    <time dateTime={new Date(ms).toISOString()}>
      {stamp(ms)}
      {aged && <span class="faint block">{ago(ms)}</span>}
    </time>
  )
}
