// @ts-check
import { useEffect, useMemo } from 'preact/hooks'
import { keyOf } from '../model/functions.js'
import { health, MINUTES, MOST, watchHealth } from '../model/health.js'
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
  useEffect(() => watchHealth(rows.slice(0, MOST).map(keyOf)), [])
  const higher = new Set(raised.value.map(keyOf))
  return (
    <ul class="health">
      {rows.slice(0, MOST).map((row) => {
        const { found: seen, error } = health.value.get(keyOf(row)) ?? {}
        const bad = seen && !['fine', 'alone'].includes(seen.verdict)
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
  const worse = ['unhealthy', 'worse'].includes(seen.verdict)
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
      {worse && <b>{health.worse(stable.version)} </b>}
      {health.counts({ canary, stable, minutes })}
      {verdict === 'alone' && ` ${health.alone(stable.version)}`}
      {worse && raises && <b> {health.raises}</b>}
    </span>
  )
}
