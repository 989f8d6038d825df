// @ts-check
import { ago, stamp } from '../words/time.js'

/**
 * A time in the zone of the person, with its age beside it.
 *
 * @param {{ at: number | undefined, aged?: boolean }} props in milliseconds since 1970
 */
export function Moment({ at, aged = true }) {
  if (at === undefined) return null
  return (
    <time dateTime={new Date(at).toISOString()}>
      {stamp(at)}
      {aged && <span class="faint block">{ago(at)}</span>}
    </time>
  )
}
