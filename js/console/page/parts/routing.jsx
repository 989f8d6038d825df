// @ts-check
/** @import { Bar, Caller } from '../../../types/generated.js' */
/** @import { Role } from './version.js' */
import { useEffect, useRef, useState } from 'preact/hooks'
import { exactShare, versionText } from '../words/figures.js'
import { say } from '../words/index.js'

const WIDEST = 576
const ROW = 44
const BAND = 30
const ALIAS = 116
/** The width of the line to a version that rules lead to, or that is called past the alias: nobody knows how much that is. */
const UNKNOWN = 3
/** Letters that a box on the left holds. */
const LETTERS = 13

/**
 * @typedef {object} Drawn a version, as it is drawn
 * @property {string} version
 * @property {string} text its share, or how it is reached
 * @property {number} [share]
 * @property {Role} [role]
 */

/**
 * Who gets what, as streams from the alias to its versions, as wide as their shares, with the versions that rules lead to, and
 * with what calls a version past the alias. It is drawn as wide as its place is, so that its letters are as large as the others.
 *
 * @param {{ alias: string, split: Bar[], ruled?: string[], direct?: Caller[], roleOf: (version: string) => Role }} props
 */
export function RoutingPicture({ alias, split, ruled = [], direct = [], roleOf }) {
  const words = say()
  /** @type {Drawn[]} */
  const served = [
    ...split.map(({ version, share }) => ({ version, share, text: exactShare(share) })),
    ...ruled.map((version) => ({ version, text: words.byRule })),
  ]
  const calls = direct.filter(({ enabled }) => enabled).map(({ name, qualifier }) => ({ name, to: shown(qualifier) }))
  const beside = [...new Set(calls.map(({ to }) => to))].filter((to) => !served.some(({ version }) => version === to))
  const right = [...served, ...beside.map((version) => ({ version, text: words.directly }))]
  const place = useRef(/** @type {HTMLDivElement | null} */ (null))
  const [wide, setWide] = useState(WIDEST)
  useEffect(() => {
    const given = /** @type {HTMLDivElement} */ (place.current)
    const sized = new ResizeObserver(() => setWide(Math.min(given.clientWidth, WIDEST)))
    sized.observe(given)
    return () => sized.disconnect()
  }, [])
  const box = Math.min(186, wide * 0.46)
  const at = wide - box - 1
  const bend = (at - ALIAS) / 2
  const height = Math.max(right.length * ROW, (calls.length + 1) * ROW, ROW + 10)
  // the alias stands where its versions are, callers below it
  const middle = calls.length === 0 ? height / 2 : Math.max((served.length * ROW) / 2, ROW / 2)
  const yOf = (/** @type {number} */ index) => (index + 0.5) * (height / right.length)
  const callerAt = (/** @type {number} */ index) => Math.max(middle, ROW / 2) + (index + 1) * ROW
  const tall = Math.max(height, callerAt(calls.length - 1) + ROW / 2)
  let used = middle - BAND / 2
  const streams = served.map(({ version, share, text }, index) => {
    const part = share === undefined ? UNKNOWN : Math.max(share, 0.03) * BAND
    const start = share === undefined ? middle : used + part / 2
    if (share !== undefined) used += part
    return { key: `${version} ${text}`, version, dashed: share === undefined, width: part, start, end: yOf(index) }
  })
  const lines = calls.map(({ name, to }, index) => ({
    key: `${name} ${to} ${index}`,
    version: to,
    dashed: true,
    width: UNKNOWN,
    start: callerAt(index),
    end: yOf(right.findIndex(({ version }) => version === to)),
  }))
  const spoken = [
    `${alias}: ${served.map(({ version, text }) => `${versionText(version)} ${text}`).join(', ')}`,
    ...calls.map(({ name, to }) => `${name}: ${versionText(to)} ${words.directly}`),
  ].join('; ')
  return (
    <div class="routing" ref={place}>
      <svg width={wide} height={tall} role="img" aria-label={spoken}>
        <title>{spoken}</title>
        {[...streams, ...lines].map(({ key, version, dashed, width, start, end }) => (
          <path
            key={key}
            class={`stream ${roleOf(version)} ${dashed ? 'rule' : ''}`}
            d={`M ${ALIAS} ${start} C ${ALIAS + bend} ${start}, ${at - bend} ${end}, ${at} ${end}`}
            stroke-width={width}
          />
        ))}
        <Source name={alias} y={middle} />
        {calls.map(({ name }, index) => (
          <Source key={`${name} ${callerAt(index)}`} name={name} y={callerAt(index)} caller />
        ))}
        {right.map(({ version, text }, index) => (
          <g key={`${version} ${text}`}>
            <rect class={`node ${roleOf(version)}`} x={at} y={yOf(index) - 17} width={box} height="34" rx="8" />
            <text x={at + 12} y={yOf(index) + 5}>
              {versionText(version)}
            </text>
            <text x={at + box - 12} y={yOf(index) + 5} text-anchor="end" class="share">
              {text}
            </text>
          </g>
        ))}
      </svg>
    </div>
  )
}

/** The API's word for it, as the page writes it. @param {string} qualifier */
const shown = (qualifier) => (qualifier === '$LATEST' ? '$latest' : qualifier)

/** @param {{ name: string, y: number, caller?: boolean }} props */
function Source({ name, y, caller = false }) {
  return (
    <g>
      <rect class={caller ? 'node caller' : 'node'} x="1" y={y - 17} width={ALIAS - 1} height="34" rx="8" />
      <text x={ALIAS / 2} y={y + 5} text-anchor="middle">
        {name.length > LETTERS ? `${name.slice(0, LETTERS - 1)}…` : name}
      </text>
    </g>
  )
}
