// @ts-check
/** @import { Bar } from '../../../types.js' */
import { tint } from './split.jsx'

const WIDTH = 560
const ROW = 44
const BAND = 30

/**
 * Who gets what, as streams from the alias to its versions, as wide as their shares.
 *
 * @param {{ alias: string, split: Bar[] }} props
 */
export function RoutingPicture({ alias, split }) {
  const height = Math.max(split.length * ROW, ROW + 10)
  const middle = height / 2
  const from = { x: 112, y: middle - BAND / 2 }
  let used = 0
  const streams = split.map(({ version, share }, index) => {
    const part = Math.max(Number.parseFloat(share) / 100, 0.03) * BAND
    const start = from.y + used + part / 2
    used += part
    const end = (index + 0.5) * (height / split.length)
    return { version, share, width: part, start, end }
  })
  const words = split.map(({ version, share }) => `${version} ${share}`).join(', ')
  return (
    <svg class="routing" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={`${alias}: ${words}`}>
      <title>{`${alias}: ${words}`}</title>
      {streams.map(({ version, width, start, end }) => (
        <path
          key={version}
          class={`stream ${tint(version)}`}
          d={`M ${from.x} ${start} C ${from.x + 140} ${start}, ${WIDTH - 330} ${end}, ${WIDTH - 190} ${end}`}
          stroke-width={width}
        />
      ))}
      <rect class="node" x="4" y={middle - 17} width={from.x - 4} height="34" rx="8" />
      <text x={(from.x + 4) / 2} y={middle + 5} text-anchor="middle">
        {alias}
      </text>
      {streams.map(({ version, share, end }) => (
        <g key={version}>
          <rect class={`node ${tint(version)}`} x={WIDTH - 190} y={end - 17} width="186" height="34" rx="8" />
          <text x={WIDTH - 176} y={end + 5}>
            {version}
          </text>
          <text x={WIDTH - 16} y={end + 5} text-anchor="end" class="share">
            {share}
          </text>
        </g>
      ))}
    </svg>
  )
}
