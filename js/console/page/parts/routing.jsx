// @ts-check
/** @import { Bar } from '../../../types/generated.js' */
import { useEffect, useRef, useState } from 'preact/hooks'
import { percent } from '../../../render/split.js'
import { say } from '../words/index.js'
import { tint } from './split.jsx'

const WIDEST = 576
const ROW = 44
const BAND = 30
const ALIAS = 104
/** The width of the line to a version that rules lead to: nobody knows how much they match. */
const RULE = 3
/** Letters that the alias's box holds. */
const LETTERS = 11

/**
 * Who gets what, as streams from the alias to its versions, as wide as their shares. It is drawn as wide as its place is, so
 * that its letters are as large as the others.
 *
 * @param {{ alias: string, split: Bar[], ruled?: string[] }} props `ruled`: versions that rules lead to
 */
export function RoutingPicture({ alias, split: shares, ruled = [] }) {
  const words = say()
  const split = [
    ...shares.map(({ version, share }) => ({ version, share, text: percent(share), rule: false })),
    ...ruled.map((version) => ({ version, share: 0, text: words.byRule, rule: true })),
  ]
  const place = useRef(/** @type {HTMLDivElement | null} */ (null))
  const [wide, setWide] = useState(WIDEST)
  useEffect(() => {
    const given = /** @type {HTMLDivElement} */ (place.current)
    const sized = new ResizeObserver(() => setWide(Math.min(given.clientWidth, WIDEST)))
    sized.observe(given)
    return () => sized.disconnect()
  }, [])
  const height = Math.max(split.length * ROW, ROW + 10)
  const middle = height / 2
  const box = Math.min(186, wide * 0.46)
  const at = wide - box - 1
  const bend = (at - ALIAS) / 2
  let used = middle - BAND / 2
  const streams = split.map(({ version, share, text, rule }, index) => {
    const part = rule ? RULE : Math.max(share, 0.03) * BAND
    const start = rule ? middle : used + part / 2
    if (!rule) used += part
    return {
      key: `${version} ${text}`,
      version,
      text,
      rule,
      width: part,
      start,
      end: (index + 0.5) * (height / split.length),
    }
  })
  const spoken = streams.map(({ version, text }) => `${version} ${text}`).join(', ')
  return (
    <div class="routing" ref={place}>
      <svg width={wide} height={height} role="img" aria-label={`${alias}: ${spoken}`}>
        <title>{`${alias}: ${spoken}`}</title>
        {streams.map(({ key, version, rule, width, start, end }) => (
          <path
            key={key}
            class={`stream ${tint(version)} ${rule ? 'rule' : ''}`}
            d={`M ${ALIAS} ${start} C ${ALIAS + bend} ${start}, ${at - bend} ${end}, ${at} ${end}`}
            stroke-width={width}
          />
        ))}
        <rect class="node" x="1" y={middle - 17} width={ALIAS - 1} height="34" rx="8" />
        <text x={ALIAS / 2} y={middle + 5} text-anchor="middle">
          {alias.length > LETTERS ? `${alias.slice(0, LETTERS - 1)}…` : alias}
        </text>
        {streams.map(({ key, version, text, end }) => (
          <g key={key}>
            <rect class={`node ${tint(version)}`} x={at} y={end - 17} width={box} height="34" rx="8" />
            <text x={at + 12} y={end + 5}>
              {version}
            </text>
            <text x={at + box - 12} y={end + 5} text-anchor="end" class="share">
              {text}
            </text>
          </g>
        ))}
      </svg>
    </div>
  )
}
