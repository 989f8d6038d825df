// @ts-check
import { useId } from 'preact/hooks'
import { say } from '../words/index.js'

const WHOLE = 10_000
/** Shares that releases go through. */
const usual = [0, 100, 500, 1000, 2500, 5000, WHOLE]

/**
 * A share of traffic, in hundredths of a percent: by slider, by number, by keys, by a click.
 *
 * @param {{ share: import('@preact/signals').Signal<number> }} props
 */
export function ShareField({ share }) {
  const words = say()
  const id = useId()
  const set = (/** @type {number} */ value) => {
    if (Number.isFinite(value)) share.value = Math.min(WHOLE, Math.max(0, Math.round(value)))
  }
  /** A slider of a hundred steps that keeps the finer share that was typed. @param {KeyboardEvent} event */
  const key = (event) => {
    const steps = { PageUp: 1000, PageDown: -1000 }[event.key]
    if (steps === undefined) return
    event.preventDefault()
    set(share.value + steps)
  }
  return (
    <div class="share">
      <p class="row">
        <label for={id}>{words.shareLatest}</label>
        <input
          type="number"
          class="number"
          min="0"
          max="100"
          step="any"
          aria-label={`${words.shareLatest}, ${words.percent}`}
          value={share.value / 100}
          onChange={(event) => {
            set(event.currentTarget.valueAsNumber * 100)
            // what can't be a share is not left standing there
            event.currentTarget.valueAsNumber = share.value / 100
          }}
        />
        <span aria-hidden="true">%</span>
      </p>
      <input
        id={id}
        type="range"
        min="0"
        max={WHOLE}
        step="100"
        value={share.value}
        aria-describedby={`${id}-hint`}
        aria-valuetext={`${share.value / 100} %`}
        onInput={(event) => set(event.currentTarget.valueAsNumber)}
        onKeyDown={key}
        style={{ '--share': `${share.value / 100}%` }}
      />
      <p class="row presets">
        {usual.map((value) => (
          <button key={value} type="button" aria-pressed={share.value === value} onClick={() => set(value)}>
            {value / 100}%
          </button>
        ))}
      </p>
      <p id={`${id}-hint`} class="hint">
        {words.shareHint}
      </p>
    </div>
  )
}
