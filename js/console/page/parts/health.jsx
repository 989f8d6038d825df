// @ts-check
import { useEffect, useMemo } from 'preact/hooks'
import { keyOf } from '../model/functions.js'
import { compareAll, MINUTES, MOST } from '../model/health.js'
import { canaries, raised } from '../model/release.js'
import { say } from '../words/index.js'
import { Trouble } from './trouble.jsx'

/** How the canaries of the order do, where their share is chosen. */
export function Health() {
  const of = canaries.value.map(keyOf).join('\n')
  return of === '' ? null : <Compared key={of} />
}

function Compared() {
  const words = say()
  const rows = useMemo(() => canaries.peek(), [])
  const { found, end } = useMemo(() => compareAll(rows), [])
  useEffect(() => end, [])
  const higher = new Set(raised.value.map(keyOf))
  return (
    <ul class="health">
      {rows.slice(0, MOST).map((row) => {
        const { found: seen, error } = found.value.get(keyOf(row)) ?? {}
        const bad = seen && (seen.verdict === 'worse' || seen.verdict === 'unknown')
        const raises = higher.has(keyOf(row))
        return (
          <li key={keyOf(row)} class={bad ? 'worse' : ''}>
            <span role={bad && raises ? 'alert' : undefined}>
              <b>{row.name}</b>{' '}
              {seen ? <Verdict seen={seen} raises={raises} /> : !error && words.health.reading(MINUTES)}
            </span>
            <Trouble error={error} />
          </li>
        )
      })}
      {rows.length > MOST && <li class="faint">{words.health.more(rows.length - MOST)}</li>}
    </ul>
  )
}

/** @param {{ seen: import('../model/compare.js').Comparison, raises: boolean }} props */
function Verdict({ seen, raises }) {
  const { health } = say()
  const { canary, stable, minutes, verdict } = seen
  if (verdict === 'unknown') {
    return (
      <span>
        {health.unknown(MINUTES)} {raises && <b>{health.raisesUnknown}</b>}
      </span>
    )
  }
  return (
    <span>
      {verdict === 'worse' && <b>{health.worse(stable.version)} </b>}
      {health.counts({ canary, stable, minutes })}
      {verdict === 'alone' && ` ${health.alone(stable.version)}`}
      {verdict === 'worse' && raises && <b> {health.raises}</b>}
    </span>
  )
}
