// @ts-check
/** @import { Minute } from '../model/compare.js' */

const WIDE = 120
const HIGH = 28

/**
 * The share of calls that failed by the minute, of the canary and of the stable version: a picture of the figures beside it,
 * which say the same in text. It is as large before it is known.
 *
 * @param {{ minutes: Minute[] | undefined }} props
 */
export function Spark({ minutes = [] }) {
  const rates = (/** @type {1 | 3} */ of) =>
    minutes.map((row) => (row[of] > 0 && row[of + 1] !== null ? Number(row[of + 1]) / row[of] : undefined))
  const [canary, stable] = [rates(1), rates(3)]
  const most = Math.max(0.02, ...[...canary, ...stable].map((rate) => rate ?? 0))
  return (
    <svg class="spark" width={WIDE} height={HIGH} viewBox={`0 0 ${WIDE} ${HIGH}`} aria-hidden="true">
      <line x1="0" y1={HIGH - 1} x2={WIDE} y2={HIGH - 1} />
      {[
        { of: 'settled', rates: stable },
        { of: 'canary', rates: canary },
      ].map(({ of, rates }) => (
        <path key={of} class={of} d={line(rates, most)} />
      ))}
    </svg>
  )
}

/**
 * Minutes without calls are passed over: at a few calls a minute there would be no line else.
 *
 * @param {(number | undefined)[]} rates
 * @param {number} most
 */
function line(rates, most) {
  const step = WIDE / Math.max(1, rates.length - 1)
  const points = rates.flatMap((rate, at) =>
    rate === undefined ? [] : [`${(at * step).toFixed(1)} ${(HIGH - 2 - (rate / most) * (HIGH - 4)).toFixed(1)}`],
  )
  // a single point is a short line, so that it is seen
  return points.length === 1 ? `M ${points[0]} h 2` : points.length > 0 ? `M ${points.join(' L ')}` : ''
}
