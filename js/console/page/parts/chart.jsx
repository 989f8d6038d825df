// @ts-check
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { shown } from '../theme.js'
import { language } from '../words/index.js'

/**
 * Lines over time, one a version. A value that is not there is a gap. What the lines say stands in a table beside them,
 * for those who don't see them.
 *
 * @param {{ title: string, unit: string, times: number[], lines: { version: string, values: (number | null)[] }[],
 *   format: (value: number) => string }} props
 */
export function Chart({ title, unit, times, lines, format }) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null))
  const chart = useRef(/** @type {uPlot | undefined} */ (undefined))
  const names = lines.map(({ version }) => version).join(' ')
  const look = shown.value
  const tongue = language.value
  useEffect(() => {
    const box = /** @type {HTMLDivElement} */ (place.current)
    chart.current = new uPlot(options({ box, versions: names.split(' '), format }), [[]], box)
    const sized = new ResizeObserver(() => chart.current?.setSize({ width: box.clientWidth, height: HEIGHT }))
    sized.observe(box)
    return () => {
      sized.disconnect()
      chart.current?.destroy()
    }
  }, [names, look, tongue])
  useEffect(() => {
    chart.current?.setData([times, ...lines.map(({ values }) => values)])
  }, [times, lines, names, look, tongue])
  return (
    <figure class="chart">
      <figcaption>
        {title} <span class="faint">{unit}</span>
      </figcaption>
      <div ref={place} role="img" aria-label={`${title}: ${spoken(lines, format)}`} />
    </figure>
  )
}

const HEIGHT = 150

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' })

/** The last value of each. @param {{ version: string, values: (number | null)[] }[]} lines @param {(value: number) => string} format */
const spoken = (lines, format) =>
  lines
    .map(({ version, values }) => {
      const last = values.findLast((value) => value !== null)
      return `${version} ${last === null || last === undefined ? '–' : format(last)}`
    })
    .join(', ')

/**
 * @param {{ box: HTMLElement, versions: string[], format: (value: number) => string }} given
 * @returns {uPlot.Options}
 */
function options({ box, versions, format }) {
  const style = getComputedStyle(box)
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim()
  const axis = { stroke: colour('--faint'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } }
  return {
    width: box.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: { y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] } },
    axes: [
      { ...axis, values: (_, marks) => marks.map((mark) => clock.format(mark * 1000)) },
      { ...axis, size: 52, values: (_, marks) => marks.map(format) },
    ],
    series: [
      {},
      ...versions.map((version, index) => ({
        label: version,
        stroke: colour(version === '$latest' ? '--canary-line' : `--version-${index % 3}`),
        width: 2,
        points: { size: 4 },
        spanGaps: false,
      })),
    ],
  }
}
