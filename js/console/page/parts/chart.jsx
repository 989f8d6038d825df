// @ts-check
/** @import { Role } from './version.js' */
import { useEffect, useRef, useState } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { shown } from '../theme.js'
import { versionText } from '../words/figures.js'
import { language, say } from '../words/index.js'
import { clockMinute, dayMonth } from '../words/time.js'
import { keyClass } from './version.js'

/** @typedef {{ version: string, values: (number | null)[], role?: Role }} Line */
/**
 * Something that happened: `at` in seconds since 1970; `text` stands in place of the short label under the pointer.
 *
 * @typedef {{ at: number, label: string, text?: string, tone?: 'shift' | 'bad' | 'good' }} Mark
 */

/**
 * Lines over time, one a version. A value that is not there is a gap, and one that stands alone is a point. Below them are
 * the values under the pointer as text, else the last ones; keys move along the times, too.
 *
 * @param {object} props
 * @param {string} props.title
 * @param {string} props.unit
 * @param {number[]} props.times in seconds since 1970
 * @param {Line[]} props.lines as many values as there are times
 * @param {(value: number) => string} props.format
 * @param {Mark[]} [props.marks]
 * @param {(time: number) => void} [props.onPick] a click on a time, or Enter, hands the time over
 * @param {string} [props.together] charts of one name move their pointers together
 */
export function Chart({ title, unit, times, lines, format, marks = NO_MARKS, onPick, together }) {
  const words = say()
  const place = useRef(/** @type {HTMLDivElement | null} */ (null))
  const chart = useRef(/** @type {uPlot | undefined} */ (undefined))
  const [under, point] = useState(/** @type {number | undefined} */ (undefined))
  const now = useRef({ marks, onPick, times, format })
  now.current = { marks, onPick, times, format }
  const series = lines.map(({ version, role }) => `${version} ${keyClass(version, role)}`).join('\n')
  const look = shown.value
  const tongue = language.value
  useEffect(() => {
    const box = /** @type {HTMLDivElement} */ (place.current)
    const given = {
      box,
      series: series.split('\n'),
      format: (/** @type {number} */ value) => now.current.format(value),
      together,
      onMove: point,
      onDraw: (/** @type {uPlot} */ drawn) => placeMarks(drawn, now.current.marks),
    }
    const made = new uPlot(options(given), [[]], box)
    made.over.addEventListener('click', () => {
      const { idx } = made.cursor
      const time = typeof idx === 'number' ? now.current.times[idx] : undefined
      if (time !== undefined) now.current.onPick?.(time)
    })
    chart.current = made
    const sized = new ResizeObserver(() => made.setSize({ width: box.clientWidth, height: HEIGHT }))
    sized.observe(box)
    return () => {
      sized.disconnect()
      made.destroy()
    }
  }, [series, look, tongue, together])
  useEffect(() => {
    chart.current?.setData([times, ...lines.map(({ values }) => values)])
  }, [times, lines, series, look, tongue, together])
  useEffect(() => {
    if (chart.current) placeMarks(chart.current, marks)
  }, [marks])
  const at = under !== undefined && under < times.length ? under : undefined
  const said = words.charts
  const step = (/** @type {number} */ index) => {
    const made = chart.current
    if (!made || times.length === 0) return
    const left = Math.round(made.valToPos(times[Math.min(Math.max(index, 0), times.length - 1)], 'x'))
    // the third one, which the types lack, moves the pointers of the other charts too
    const move = /** @type {(to: { left: number, top: number }, fires: boolean, tells: boolean) => void} */ (
      made.setCursor
    )
    move({ left, top: made.over.clientHeight / 2 }, true, true)
  }
  const near = at === undefined ? undefined : markAt(marks, times, at)
  return (
    <figure class={onPick ? 'chart picks' : 'chart'}>
      <figcaption>
        <span>
          {title} <span class="faint">{unit}</span>
        </span>
        <span class={`when ${near?.tone ?? ''}`}>
          {at === undefined ? said.last : `${dayMonth(times[at])} ${clockMinute(times[at])}`}
          {near && ` · ${near.text ?? near.label}`}
        </span>
      </figcaption>
      <div class="plot">
        <div ref={place} role="img" aria-label={`${title}: ${spoken(lines, format)}`} />
        {times.length > 0 && (
          <input
            type="range"
            min="0"
            max={times.length - 1}
            step="1"
            value={at ?? times.length - 1}
            aria-label={said.along(title)}
            aria-valuetext={valuesAt({ times, lines, format, at: at ?? times.length - 1, mark: near })}
            onFocus={() => at === undefined && step(times.length - 1)}
            onInput={(event) => step(event.currentTarget.valueAsNumber)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && at !== undefined) onPick?.(times[at])
            }}
          />
        )}
      </div>
      <p class="legend">
        {lines.map(({ version, values, role }) => (
          <span key={version} class="value">
            <span class={`key ${keyClass(version, role)}`} aria-hidden="true" />
            {versionText(version)} <b>{textOf(at === undefined ? lastOf(values) : values[at], format)}</b>
          </span>
        ))}
      </p>
    </figure>
  )
}

const HEIGHT = 150
/** Labels of marks need so many pixels each; without room for it, the label is told under the pointer only. */
const LABEL = 46
/** @type {Mark[]} */
const NO_MARKS = []

/** @param {(number | null)[]} values */
const lastOf = (values) => values.findLast((value) => value !== null)

/** @param {number | null | undefined} value @param {(value: number) => string} format */
const textOf = (value, format) => (value === null || value === undefined ? '–' : format(value))

/** The last value of each. @param {Line[]} lines @param {(value: number) => string} format */
const spoken = (lines, format) =>
  lines.map(({ version, values }) => `${versionText(version)} ${textOf(lastOf(values), format)}`).join(', ')

/** @param {{ times: number[], lines: Line[], format: (value: number) => string, at: number, mark: Mark | undefined }} given */
function valuesAt({ times, lines, format, at, mark }) {
  const values = lines.map(({ version, values }) => `${versionText(version)} ${textOf(values[at], format)}`)
  return [`${clockMinute(times[at])}: ${values.join(', ')}`, mark?.text ?? mark?.label].filter(Boolean).join('; ')
}

/** What happened in the period under the pointer. @param {Mark[]} marks @param {number[]} times @param {number} index */
function markAt(marks, times, index) {
  const from = times[index]
  const length = times.length > 1 ? times[1] - times[0] : 60
  return marks.findLast(({ at }) => at >= from && at < from + length)
}

/**
 * Lines where something happened, over the plot. They are elements, so that they have the colours of the page and can be read.
 *
 * @param {uPlot} drawn
 * @param {Mark[]} marks
 */
function placeMarks(drawn, marks) {
  for (const old of drawn.over.querySelectorAll('.mark')) old.remove()
  const { min, max } = drawn.scales.x
  if (typeof min !== 'number' || typeof max !== 'number') return
  let free = Number.NEGATIVE_INFINITY
  const inside = marks.filter(({ at }) => at >= min && at <= max).sort((one, other) => one.at - other.at)
  for (const { at, label, tone = 'shift' } of inside) {
    const left = drawn.valToPos(at, 'x')
    const mark = document.createElement('span')
    mark.className = `mark ${tone}`
    mark.style.left = `${left}px`
    if (left >= free) {
      // at the right edge it stands on the other side of its line
      if (left + LABEL > drawn.over.clientWidth) mark.classList.add('before')
      mark.append(Object.assign(document.createElement('span'), { textContent: label }))
      free = left + LABEL
    }
    drawn.over.append(mark)
  }
}

/** Between two marks of the time, in seconds. */
const MARKS_S = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * 60)

/**
 * @param {{ box: HTMLElement, series: string[], format: (value: number) => string, together?: string,
 *   onMove: (index: number | undefined) => void, onDraw: (drawn: uPlot) => void }} given
 * @returns {uPlot.Options}
 */
function options({ box, series, format, together, onMove, onDraw }) {
  const style = getComputedStyle(box)
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim()
  const axis = { stroke: colour('--faint'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } }
  return {
    width: box.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      points: { size: 7 },
      ...(together !== undefined && { sync: { key: together } }),
    },
    scales: { y: { range: (_, __, most) => [0, most > 0 ? most * 1.15 : 1] } },
    hooks: {
      setCursor: [({ cursor: { idx, left = -1 } }) => onMove(left >= 0 && typeof idx === 'number' ? idx : undefined)],
      draw: [onDraw],
    },
    axes: [
      {
        ...axis,
        // the figures are those of minutes
        incrs: MARKS_S,
        values: (_, times) => times.map((time, index) => timeText(time, times[index - 1])),
        size: (_, shown) => (shown?.some((text) => text?.includes('\n')) ? 38 : 24),
      },
      { ...axis, size: 52, values: (_, marks) => marks.map(format) },
    ],
    series: [
      {},
      ...series.map((one) => {
        const [version, key = ''] = one.split(' ')
        const stroke = colour(`--line-${key}`)
        return {
          label: version,
          stroke,
          width: 2,
          points: { show: true, size: 6, fill: stroke, filter: alone },
          spanGaps: false,
        }
      }),
    ],
  }
}

/** A time on the axis, with its day where that is another one than before. @param {number} time @param {number | undefined} before */
function timeText(time, before) {
  const day = dayMonth(time)
  return before === undefined || dayMonth(before) === day ? clockMinute(time) : `${clockMinute(time)}\n${day}`
}

/** Values without a neighbour: no line leads to them. @param {uPlot} drawn @param {number} index */
function alone({ data }, index) {
  const values = /** @type {(number | null | undefined)[]} */ (data[index])
  const is = (/** @type {number} */ at) => values[at] !== null && values[at] !== undefined
  return values.flatMap((_, at) => (is(at) && !is(at - 1) && !is(at + 1) ? [at] : []))
}
